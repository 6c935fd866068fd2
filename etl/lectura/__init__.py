"""Lectura de archivos ajenos: Python puro, sin Dagster. Lo que aquí vive sirve a todas las fuentes."""
