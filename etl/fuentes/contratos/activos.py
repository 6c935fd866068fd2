"""Estación 2 de la fuente «contratos», como activo de Dagster."""

from etl.fuentes.activos import activo_crudo

crudo = activo_crudo("contratos", "entregables", ("clave", "contrato", "nombre", "fecha_comprometida"))
