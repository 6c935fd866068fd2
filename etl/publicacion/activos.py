"""Estación 5 como activo: la versión publicada."""

import dagster as dg

from dominio.configuracion import cargar
from etl import flujo
from etl.publicacion import cierres, versiones
from etl.recursos import RECURSOS, en_curso
from etl.transformacion.activos import llave_modelo, marts

ZONA = "America/Mexico_City"
MESES = dg.MonthlyPartitionsDefinition(start_date="2026-01-01", timezone=ZONA, fmt="%Y-%m-%d")
ALMACEN = dg.AssetKey("almacen_publicado")
CIERRE = dg.AssetKey("cierre_mensual")


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


class MotivoDeCierre(dg.Config):
    """Solo para volver a cerrar un mes ya cerrado."""

    motivo: str = ""


@dg.asset(
    key=CIERRE,
    partitions_def=MESES,
    group_name="estacion_5_publicar",
    description="Lo que se reportó de un mes, inmutable: valores, reglas, versión y huella. Una partición por mes.",
    kinds={"parquet"},
)
def cierre_mensual(context: dg.AssetExecutionContext, config: MotivoDeCierre) -> dg.MaterializeResult:
    """Congela el mes de la partición según la versión vigente; el flujo publica después sus reexpresiones."""
    mes = cierres.interpretar_mes(context.partition_key[:7])
    cierre = cierres.cerrar(cargar(), mes, motivo=config.motivo or None, avisar=context.log.info)
    return dg.MaterializeResult(
        metadata={
            "cierre": cierre.clave,
            "version": str(cierre.ficha["version"]),
            "huella": cierre.huella,
            "metas": int(cierre.ficha["num_metas"]),
            "motivo": cierre.ficha["motivo"] or "primer cierre",
        }
    )
