"""Rastro de actos encadenado, y su cabeza."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Crea el rastro y la cabeza de la cadena, en cero."""
    op.create_table(
        "auditoria",
        sa.Column("secuencia", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("momento", sa.String(32), nullable=False),
        sa.Column("quien", sa.String(120), nullable=False),
        sa.Column("accion", sa.String(60), nullable=False),
        sa.Column("objeto", sa.String(200), nullable=False),
        sa.Column("detalle", sa.String(2000), nullable=False),
        sa.Column("previa", sa.String(64), nullable=False),
        sa.Column("huella", sa.String(64), nullable=False),
    )
    cabeza = op.create_table(
        "auditoria_cabeza",
        sa.Column("cadena", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("secuencia", sa.Integer, nullable=False),
        sa.Column("huella", sa.String(64), nullable=False),
    )
    op.bulk_insert(cabeza, [{"cadena": 1, "secuencia": 0, "huella": "0" * 64}])


def downgrade() -> None:
    """Quita el rastro."""
    op.drop_table("auditoria_cabeza")
    op.drop_table("auditoria")
