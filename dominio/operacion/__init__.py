"""Base operativa: lo que hace la gente en el portal (atender, comprometer, posponer, verificar). SQLAlchemy y Alembic."""
