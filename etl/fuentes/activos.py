"""Estaciones 1 y 2 como activos: la recepción, el crudo de cada fuente y los insumos de la corrida.

Una fuente cuyo lector falla no detiene a las demás: su comprobación queda en rojo y la corrida
sigue con lo último que se le leyó bien.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg
import duckdb

from dominio.configuracion import RAIZ
from etl import flujo
from etl.corrida import Corrida, empezar
from etl.crudo import ruta_crudo
from etl.lectura.esquema import Fuente, cargar_fuente
from etl.recursos import RECURSOS, CorridaEnCurso, en_curso

RECEPCION = dg.AssetKey("recepcion")
_RENGLONES_DE_VISTA = 5
_COMPROBACIONES = {
    "lectura_sin_fallas": "El lector de la fuente corrió hasta el final.",
    "archivos_legibles": "Ningún archivo recibido se rechazó entero.",
    "recibido_igual_a_aceptado_mas_cuarentena": "Por archivo, nada se pierde.",
}


def llave_crudo(fuente: str) -> dg.AssetKey:
    """Llave del activo que lee una fuente."""
    return dg.AssetKey(["crudo", fuente])


def llave_insumo(fuente: str) -> dg.AssetKey:
    """Llave de los insumos de una fuente: lo que dbt lee de ella en esta corrida."""
    return dg.AssetKey(["insumos", fuente])


@dg.asset(
    key=RECEPCION,
    group_name="estacion_1_recibir",
    description="Barre datos_crudos/, guarda el original de cada archivo por su huella y anota qué llegó.",
    required_resource_keys=RECURSOS,
    kinds={"file"},
)
def recepcion(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Estación 1. Si no hay nada nuevo, los pasos que siguen se omiten."""
    actual = en_curso(context)
    barrido = flujo.recibir(actual.corrida)
    flujo.decir_recibidos(actual.corrida)
    vigente = flujo.vigente_si_nada_cambio(actual.corrida)
    if vigente is None:
        empezar(actual.corrida)
        actual.hay_turno = True
    else:
        context.log.info(f"Nada nuevo; sigue vigente la versión {vigente}.")
    return dg.MaterializeResult(
        metadata={
            "archivos_vistos": barrido.num_vistos,
            "archivos_nuevos": len(barrido.nuevos),
            "por_leer": len(actual.corrida.pendientes),
            "hay_algo_nuevo": vigente is None,
            "avisos": dg.MetadataValue.md("\n".join(f"- {a}" for a in barrido.avisos) or "Ninguno."),
        }
    )


def activo_crudo(clave: str, tabla: str, columnas: tuple[str, ...]) -> dg.AssetsDefinition:
    """Activo que lee los archivos pendientes de una fuente.

    Args:
        clave: la fuente.
        tabla: tabla cruda de la que se muestra una vista previa.
        columnas: columnas de esa vista previa.
    """
    fuente = cargar_fuente(RAIZ / "etl" / "fuentes" / clave / "fuente.yml")
    llave = llave_crudo(clave)
    comprobaciones = [
        dg.AssetCheckSpec(nombre, asset=llave, description=descripcion)
        for nombre, descripcion in _COMPROBACIONES.items()
    ]

    @dg.multi_asset(
        name=f"leer_{clave}",
        specs=[
            dg.AssetSpec(
                llave, deps=[RECEPCION], skippable=True, group_name="estacion_2_leer", kinds={"parquet"},
                description=f"{fuente.nombre}: un Parquet por archivo recibido. Entrega: {fuente.entrega}.",
            )
        ],
        check_specs=comprobaciones,
        required_resource_keys=RECURSOS,
    )  # fmt: skip
    def _leer(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        actual = en_curso(context)
        if actual.hay_turno:
            _leer_fuente(context, actual, clave)
            metadatos = _metadatos(actual.corrida, fuente, tabla, columnas)
            yield dg.MaterializeResult(asset_key=llave, metadata=metadatos)
        yield from _comprobar(actual, clave, llave)

    return _leer


def _leer_fuente(context: dg.AssetExecutionContext, actual: CorridaEnCurso, clave: str) -> None:
    try:
        flujo.leer(actual.corrida, clave)
    except Exception as error:  # noqa: BLE001 — una fuente rota no detiene a las demás; su comprobación lo dice
        actual.fuentes_con_falla[clave] = str(error)
        context.log.error(f"La fuente {clave} no se pudo leer y se usa lo último que se le leyó bien: {error}")


def _comprobar(actual: CorridaEnCurso, clave: str, llave: dg.AssetKey) -> Iterator[dg.AssetCheckResult]:
    archivos = [a for a in actual.corrida.archivos if a.fuente == clave]
    rechazados = [a for a in archivos if a.estado == "rechazado"]
    sin_cuadrar = [
        a.archivo for a in archivos
        if a.lectura.num_renglones != a.lectura.num_aceptados + a.lectura.num_rechazados
    ]  # fmt: skip
    falla = actual.fuentes_con_falla.get(clave)
    yield dg.AssetCheckResult(
        asset_key=llave, check_name="lectura_sin_fallas", passed=falla is None, metadata={"falla": falla or "ninguna"}
    )
    yield dg.AssetCheckResult(
        asset_key=llave, check_name="archivos_legibles", passed=not rechazados, severity=dg.AssetCheckSeverity.WARN,
        metadata={"rechazados": tabla_md(["archivo", "motivo", "remedio"],
                                          [[a.archivo, a.lectura.motivo, a.lectura.remedio] for a in rechazados])},
    )  # fmt: skip
    yield dg.AssetCheckResult(
        asset_key=llave, check_name="recibido_igual_a_aceptado_mas_cuarentena", passed=not sin_cuadrar,
        metadata={"archivos": ", ".join(sin_cuadrar) or "todos cuadran"},
    )  # fmt: skip


def _metadatos(corrida: Corrida, fuente: Fuente, tabla: str, columnas: tuple[str, ...]) -> dict[str, Any]:
    vigentes = [a for a in corrida.archivos if a.fuente == fuente.clave and a.es_vigente]
    leidos = [x for x in corrida.leidos if x.fuente == fuente.clave]
    rutas = [str(r) for a in vigentes if (r := ruta_crudo(corrida.cfg, fuente.clave, a.sha256)).is_file()]
    metadatos: dict[str, Any] = {
        "dagster/row_count": sum(a.lectura.num_aceptados for a in vigentes),
        "archivos_vigentes": len(vigentes),
        "archivos_leidos_en_esta_corrida": len(leidos),
        "renglones_en_cuarentena": sum(a.lectura.num_rechazados for a in vigentes),
        "archivos_rechazados": sum(a.fuente == fuente.clave and a.estado == "rechazado" for a in corrida.archivos),
    }
    if rutas:
        lista = ", ".join(f'"{c}"' for c in columnas)
        consulta = f"select {lista} from read_parquet(?) where tabla = ? limit {_RENGLONES_DE_VISTA}"  # noqa: S608
        with duckdb.connect(config={"threads": 1}) as conexion:
            metadatos["vista_previa"] = tabla_md(columnas, conexion.execute(consulta, [rutas[-20:], tabla]).fetchall())
    return metadatos


def tabla_md(columnas: Any, renglones: Any) -> dg.MarkdownMetadataValue:
    """Tabla en Markdown para los metadatos; las barras se escapan para no partir celdas."""
    if not renglones:
        return dg.MetadataValue.md("Ninguno.")
    filas = [list(columnas), ["---"] * len(columnas), *renglones]
    lineas = ("| " + " | ".join(str("" if v is None else v).replace("|", "\\|") for v in fila) + " |" for fila in filas)
    return dg.MetadataValue.md("\n".join(lineas))


def activos_de_insumos(fuentes: tuple[str, ...]) -> dg.AssetsDefinition:
    """Activo que reúne lo vigente de todas las fuentes, una salida por fuente más la bitácora."""
    de_las_fuentes = {
        f: ([llave_crudo(f)], f"Lo vigente de «{f}» en esta corrida: exactamente lo que lee dbt.") for f in fuentes
    }
    de_la_casa = {
        "bitacora": ([llave_crudo(f) for f in fuentes], "Qué archivos hay, qué se rechazó y la fecha de referencia."),
        "cierres": ([RECEPCION], "Lo que se reportó de cada mes cerrado, revisado contra su huella."),
        "operacion": ([RECEPCION], "Lo que la gente ha hecho con las alertas, leído de la base operativa."),
        "informes": ([RECEPCION], "Los informes generados, con su huella y la versión de la que salieron."),
    }
    especificaciones = [
        dg.AssetSpec(
            llave_insumo(nombre), deps=de_donde, skippable=True, group_name="estacion_2_leer", kinds={"parquet"},
            description=descripcion,
        )
        for nombre, (de_donde, descripcion) in (de_las_fuentes | de_la_casa).items()
    ]  # fmt: skip

    @dg.multi_asset(name="reunir_insumos", specs=especificaciones, required_resource_keys=RECURSOS)
    def _reunir(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        actual = en_curso(context)
        if not actual.hay_turno:
            return
        flujo.decir_leidos(actual.corrida)
        if (vigente := flujo.vigente_si_nada_cambio(actual.corrida)) is not None:
            context.log.info(f"Lo leído no cambia nada; sigue vigente la versión {vigente}.")
            actual.cerrar("sin_cambios")
            return
        flujo.reunir(actual.corrida)
        for especificacion in especificaciones:
            num = len(list((actual.corrida.insumos / especificacion.key.path[-1]).glob("*.parquet")))
            yield dg.MaterializeResult(asset_key=especificacion.key, metadata={"archivos_parquet": num})

    return _reunir
