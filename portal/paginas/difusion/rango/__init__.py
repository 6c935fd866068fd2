"""Difusión en un rango libre de fechas: alcance sin doble conteo, gasto y embudo entre dos días."""
