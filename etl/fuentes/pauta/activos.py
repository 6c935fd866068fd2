"""Estación 2 de la fuente «pauta», como activo de Dagster."""

from etl.fuentes.activos import activo_crudo

crudo = activo_crudo("pauta", "campanas", ("clave", "nombre", "plataforma", "fecha_inicio", "fecha_fin"))
