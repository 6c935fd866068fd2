"""Estación 2 de la fuente «programa», como activo de Dagster."""

from etl.fuentes.activos import activo_crudo

crudo = activo_crudo("programa", "metas", ("clave", "area", "indicador", "sentido", "meta_anual"))
