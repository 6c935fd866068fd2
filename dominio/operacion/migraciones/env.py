"""Alembic con la conexión que da ``dominio.operacion.base.preparar``."""

from alembic import context

from dominio.operacion import (  # noqa: F401 (registran sus tablas)
    acuerdos,
    alertas,
    auditoria,
    intentos,
    sesiones,
    usuarios,
)
from dominio.operacion.base import METADATOS

context.configure(connection=context.config.attributes["conexion"], target_metadata=METADATOS)
with context.begin_transaction():
    context.run_migrations()
