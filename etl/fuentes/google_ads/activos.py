"""Estación 2 de la fuente «google_ads», como activo de Dagster."""

from etl.fuentes.activos import activo_crudo

crudo = activo_crudo("google_ads", "renglones", ("campana", "periodo_inicio", "gasto", "impresiones", "clics"))
