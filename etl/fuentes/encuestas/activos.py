"""Estación 2 de la fuente «encuestas», más sus estimaciones con diseño muestral, como activos de Dagster."""

import dagster as dg

from etl import flujo
from etl.fuentes.activos import activo_crudo, llave_insumo
from etl.recursos import RECURSOS, en_curso

crudo = activo_crudo("encuestas", "estudios", ("estudio", "nombre", "modo", "num_recibidas"))


@dg.asset(
    key=llave_insumo("estimaciones"),
    deps=[llave_insumo("encuestas")],
    group_name="estacion_2_leer",
    description="Proporciones, errores e intervalos con el diseño muestral (svy); se reutilizan si nada cambió.",
    required_resource_keys=RECURSOS,
    kinds={"python", "parquet"},
)
def estimaciones(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Va entre el crudo y staging: dbt las lee como una fuente más."""
    carpeta = flujo.estimar(en_curso(context).corrida)
    return dg.MaterializeResult(metadata={"archivos_parquet": len(list(carpeta.glob("*.parquet")))})
