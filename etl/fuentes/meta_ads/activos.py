"""Estación 2 de la fuente «meta_ads», como activo de Dagster."""

from etl.fuentes.activos import activo_crudo

crudo = activo_crudo("meta_ads", "renglones", ("campana", "periodo_inicio", "gasto", "impresiones", "alcance"))
