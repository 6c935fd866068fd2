"""Informes: un solo contenido, llenado desde la versión publicada, y tres formatos (PDF, Word y Excel)."""
