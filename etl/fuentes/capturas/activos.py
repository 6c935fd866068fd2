"""Estación 2 de la fuente «capturas», como activo de Dagster."""

from etl.fuentes.activos import activo_crudo

crudo = activo_crudo("capturas", "captura", ("clave", "area", "periodo", "realizado", "fecha_captura"))
