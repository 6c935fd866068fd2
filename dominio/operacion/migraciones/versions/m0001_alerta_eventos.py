"""Eventos de las alertas."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Crea la tabla de eventos: solo se agrega, nunca se reescribe."""
    op.create_table(
        "alerta_eventos",
        sa.Column("secuencia", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("evento_clave", sa.String(36), nullable=False, unique=True),
        sa.Column("alerta_clave", sa.String(120), nullable=False, index=True),
        sa.Column("accion", sa.String(20), nullable=False),
        sa.Column("autor", sa.String(120), nullable=False),
        sa.Column("texto", sa.String(1000), nullable=False),
        sa.Column("responsable", sa.String(120), nullable=False),
        sa.Column("fecha_limite", sa.Date, nullable=True),
        sa.Column("registrado_en", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Quita la tabla."""
    op.drop_table("alerta_eventos")
