"""Cuentas, sesiones e intentos de entrar."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Crea las tres tablas."""
    op.create_table(
        "usuarios",
        sa.Column("usuario", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("clave", sa.String(80), nullable=False, unique=True),
        sa.Column("nombre", sa.String(120), nullable=False),
        sa.Column("correo", sa.String(200), nullable=False),
        sa.Column("rol", sa.String(20), nullable=False),
        sa.Column("areas", sa.String(2000), nullable=True),
        sa.Column("origen", sa.String(20), nullable=False),
        sa.Column("sujeto", sa.String(500), nullable=True, unique=True),
        sa.Column("contrasena", sa.String(300), nullable=True),
        sa.Column("debe_cambiar", sa.Boolean, nullable=False),
        sa.Column("esta_activa", sa.Boolean, nullable=False),
        sa.Column("es_demostracion", sa.Boolean, nullable=False),
        sa.Column("sello", sa.Integer, nullable=False),
        sa.Column("creada_en", sa.DateTime, nullable=False),
    )
    op.create_table(
        "sesiones",
        sa.Column("huella", sa.String(64), primary_key=True),
        sa.Column("usuario", sa.Integer, sa.ForeignKey("usuarios.usuario"), nullable=True, index=True),
        sa.Column("sello", sa.Integer, nullable=False),
        sa.Column("datos", sa.String(2000), nullable=False),
        sa.Column("abierta_en", sa.DateTime, nullable=False),
        sa.Column("vista_en", sa.DateTime, nullable=False),
        sa.Column("revocada_en", sa.DateTime, nullable=True),
    )
    op.create_table(
        "intentos",
        sa.Column("intento", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("llave", sa.String(64), nullable=False),
        sa.Column("momento", sa.DateTime, nullable=False),
    )
    op.create_index("intentos_por_llave", "intentos", ["llave", "momento"])


def downgrade() -> None:
    """Quita las tres tablas."""
    op.drop_table("intentos")
    op.drop_table("sesiones")
    op.drop_table("usuarios")
