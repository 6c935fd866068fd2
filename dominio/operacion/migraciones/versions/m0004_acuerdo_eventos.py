"""Eventos de los acuerdos de reunión."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Crea la tabla de eventos de acuerdos: solo se agrega, nunca se reescribe."""
    op.create_table(
        "acuerdo_eventos",
        sa.Column("secuencia", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("evento_clave", sa.String(36), nullable=False, unique=True),
        sa.Column("acuerdo_clave", sa.String(36), nullable=False, index=True),
        sa.Column("reunion", sa.String(7), nullable=False, index=True),
        sa.Column("area_clave", sa.String(20), nullable=True),
        sa.Column("accion", sa.String(20), nullable=False),
        sa.Column("autor", sa.String(120), nullable=False),
        sa.Column("texto", sa.String(1000), nullable=False),
        sa.Column("responsable", sa.String(120), nullable=False),
        sa.Column("fecha_limite", sa.Date, nullable=True),
        sa.Column("registrado_en", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Quita la tabla."""
    op.drop_table("acuerdo_eventos")
