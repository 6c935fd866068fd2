"""Contratos: días de atraso y pena convencional estimada."""
