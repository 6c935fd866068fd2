"""Mediciones de la casa: páginas, concurrencia, flujo y crecimiento, contra sus metas.

Nada de esto corre en la suite: un tiempo no es una prueba. Se corre con ``make rendimiento``.
"""
