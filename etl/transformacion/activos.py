"""Estaciones 3 y 4 como activos: un activo por modelo de dbt y sus pruebas como comprobaciones.

Los construye un solo subproceso de dbt, el mismo del flujo: su arranque se paga una vez.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from etl import flujo
from etl.corrida import PROYECTO_DBT, Corrida
from etl.errores import ConstruccionFallida
from etl.fuentes.activos import llave_insumo, tabla_md
from etl.recursos import RECURSOS, en_curso
from etl.transformacion.construccion import Resultado, leer_resultados
from etl.transformacion.grafo import Modelo, leer_grafo

PRUEBAS = "pruebas_de_dbt"
_BUENOS = frozenset({"success", "pass", "warn"})
_DE_LA_CASA = frozenset({"bitacora", "cierres", "informes", "operacion"})
_GRAFO = leer_grafo(PROYECTO_DBT)


def llave_modelo(nombre: str) -> dg.AssetKey:
    """Llave del activo de un modelo: su nombre, que es el de la tabla."""
    return dg.AssetKey(nombre)


def marts() -> list[str]:
    """Modelos que se publican: todo lo de la capa marts."""
    return [m.nombre for m in _GRAFO.values() if m.capa == "marts"]


def hojas() -> list[str]:
    """Marts de los que ningún otro modelo depende."""
    usados = {r for m in _GRAFO.values() for r in m.refs}
    return [m for m in marts() if m not in usados]


def _grupo(modelo: Modelo) -> str:
    estacion = "estacion_3_ordenar" if modelo.capa in ("staging", "semillas") else "estacion_4_modelar"
    return estacion if estacion == "estacion_3_ordenar" else f"{estacion}_{modelo.carpeta}"


def _especificacion(modelo: Modelo) -> dg.AssetSpec:
    dependencias = [llave_modelo(r) for r in sorted(modelo.refs)]
    dependencias += sorted(
        {llave_insumo(origen if origen in _DE_LA_CASA else tabla) for origen, tabla in modelo.fuentes}
    )
    return dg.AssetSpec(
        llave_modelo(modelo.nombre), deps=dependencias, group_name=_grupo(modelo), skippable=True,
        kinds={"dbt", "duckdb"}, description=modelo.descripcion,
    )  # fmt: skip


def _comprobacion(modelo: Modelo) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        PRUEBAS, asset=llave_modelo(modelo.nombre), blocking=True,
        description="Todas las pruebas de dbt que miran este modelo: llaves, relaciones, catálogos y reglas.",
    )  # fmt: skip


def _modelos_por_prueba(target: Path) -> dict[str, set[str]]:
    """Nombre de la prueba → modelos que mira, según el manifiesto que dejó dbt."""
    nodos = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    mirados: dict[str, set[str]] = defaultdict(set)
    for nodo in nodos.values():
        if nodo["resource_type"] != "test":
            continue
        principal = nodo.get("attached_node")
        unicos = [principal] if principal else nodo["depends_on"]["nodes"]
        mirados[nodo["name"]] |= {nodos[u]["name"] for u in unicos if u in nodos}
    return mirados


def _resultado_de_pruebas(nombre: str, pruebas: list[Resultado]) -> dg.AssetCheckResult:
    malas = [p for p in pruebas if p.estado not in _BUENOS]
    renglones = [[p.nombre, p.estado, p.num_fallas, p.descripcion or p.mensaje] for p in malas]
    return dg.AssetCheckResult(
        asset_key=llave_modelo(nombre), check_name=PRUEBAS, passed=bool(pruebas) and not malas,
        metadata={
            "num_pruebas": len(pruebas),
            "no_pasaron": tabla_md(["prueba", "estado", "fallas", "qué revisa"], renglones),
        },
    )  # fmt: skip


def _metadatos(conexion: duckdb.DuckDBPyConnection | None, modelo: Modelo, segundos: float) -> dict[str, Any]:
    metadatos: dict[str, Any] = {"segundos": segundos}
    if conexion is None or modelo.capa != "marts":
        return metadatos
    cuenta = conexion.execute(f'select count(*) from main."{modelo.nombre}"').fetchone()  # noqa: S608
    metadatos["dagster/row_count"] = cuenta[0] if cuenta else 0
    if modelo.nombre.startswith("mart_"):
        hallado = conexion.execute(f'select columns(c -> true) from main."{modelo.nombre}" limit 3')  # noqa: S608
        columnas = [d[0] for d in hallado.description[:10]]
        metadatos["vista_previa"] = tabla_md(columnas, [fila[:10] for fila in hallado.fetchall()])
    return metadatos


def _informar(corrida: Corrida, resultados: list[Resultado], *, es_completa: bool) -> Iterator[Any]:
    """Un resultado por modelo construido y otro por el conjunto de sus pruebas."""
    target = corrida.cfg.trabajo / "dbt" / "target"
    pruebas: dict[str, list[Resultado]] = defaultdict(list)
    mirados = _modelos_por_prueba(target)
    for resultado in (r for r in resultados if r.tipo == "test"):
        for nombre in mirados.get(resultado.nombre, ()):
            pruebas[nombre].append(resultado)
    hechos = {r.nombre: r for r in resultados if r.tipo in ("model", "seed") and r.estado in _BUENOS}
    conexion = duckdb.connect(str(corrida.construccion), read_only=True) if es_completa else None
    try:
        for nombre, modelo in _GRAFO.items():
            if nombre in hechos:
                metadatos = _metadatos(conexion, modelo, hechos[nombre].segundos)
                yield dg.MaterializeResult(asset_key=llave_modelo(nombre), metadata=metadatos)
            if modelo.tiene_pruebas:
                yield _resultado_de_pruebas(nombre, pruebas[nombre])
    finally:
        if conexion is not None:
            conexion.close()


@dg.multi_asset(
    name="construir_con_dbt",
    specs=[_especificacion(m) for m in _GRAFO.values()],
    check_specs=[_comprobacion(m) for m in _GRAFO.values() if m.tiene_pruebas],
    required_resource_keys=RECURSOS,
)
def modelos(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """Construye y prueba todo; si algo falla, se informa qué y no se publica nada."""
    actual = en_curso(context).corrida
    flujo.empezar_a_validar(actual)
    try:
        resultados = flujo.construir(actual)
    except ConstruccionFallida:
        archivo = actual.cfg.trabajo / "dbt" / "target" / "run_results.json"
        if archivo.is_file():
            yield from _informar(actual, leer_resultados(archivo.parent), es_completa=False)
        raise
    yield from _informar(actual, resultados, es_completa=True)
