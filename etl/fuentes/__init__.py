"""Una carpeta por fuente: ``fuente.yml`` (datos), ``lectura.py`` (puro) y ``activos.py`` (delgado)."""
