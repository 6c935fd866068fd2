"""Estación 5 como activo: la versión publicada."""

import dagster as dg

from etl import flujo
from etl.publicacion import versiones
from etl.recursos import RECURSOS, en_curso
from etl.transformacion.activos import llave_modelo, marts

ALMACEN = dg.AssetKey("almacen_publicado")


@dg.asset(
    key=ALMACEN,
    deps=[llave_modelo(m) for m in marts()],
    group_name="estacion_5_publicar",
    description="Archivo DuckDB inmutable con nombre nuevo, auditado bloque por bloque, y el apuntador que lo nombra.",
    required_resource_keys=RECURSOS,
    kinds={"duckdb"},
)
def almacen_publicado(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Copia, audita y mueve el apuntador; si algo no cuadra, lo publicado ayer sigue en pie."""
    actual = en_curso(context)
    version = flujo.publicar(actual.corrida)
    actual.cerrar("publicada", version)
    context.log.info(f"Publicada la versión {version}.")
    apuntador = versiones.leer_apuntador(actual.corrida.cfg) or {}
    ruta = actual.corrida.cfg.publicado / str(apuntador.get("archivo", ""))
    return dg.MaterializeResult(
        metadata={
            "version": version,
            "corte": str(apuntador.get("corte")),
            "sha256": str(apuntador.get("sha256")),
            "tamano_bytes": ruta.stat().st_size if ruta.is_file() else 0,
            "pruebas": len(actual.corrida.pruebas),
        }
    )
