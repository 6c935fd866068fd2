"""Estación 2 de la fuente «geografia», como activo de Dagster."""

from etl.fuentes.activos import activo_crudo

crudo = activo_crudo("geografia", "poligonos", ("colonia", "x", "y"))
