"""Seguimiento: resumen, tableros por área, ficha de meta, ranking, alertas y alineación."""
