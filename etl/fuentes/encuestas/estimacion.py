"""Estación de estimación: del crudo de encuestas a un Parquet de estimaciones por base, entre lectura y dbt."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dominio.encuestas import anonimato, calibracion, celdas, estimacion, intervalos, oleadas, precision, tabulacion
from dominio.encuestas.anonimato import publicables
from dominio.encuestas.estimacion import Muestra, MuestraInvalida, Resultado, kish
from dominio.encuestas.ficha import CORTES
from dominio.encuestas.oleadas import diferencia
from dominio.encuestas.tabulacion import Cuestionario

Renglon = dict[str, Any]

ESQUEMA = pa.schema(
    [
        ("tabla", pa.string()),
        ("archivo_sha256", pa.string()),
        ("estudio", pa.string()),
        ("pregunta", pa.string()),
        ("opcion", pa.string()),
        ("medida", pa.string()),
        ("corte", pa.string()),
        ("corte_valor", pa.string()),
        ("estimacion", pa.float64()),
        ("error_estandar", pa.float64()),
        ("ic_inferior", pa.float64()),
        ("ic_superior", pa.float64()),
        ("num_base", pa.int64()),
        ("n_efectiva", pa.float64()),
        ("deff", pa.float64()),
        ("grados_libertad", pa.float64()),
        ("precision", pa.string()),
        ("motivo_supresion", pa.string()),
        ("supera_a", pa.string()),
        ("base_margen", pa.string()),
        ("estadistico", pa.float64()),
        ("valor_p", pa.float64()),
        ("estudio_anterior", pa.string()),
        ("diferencia", pa.float64()),
        ("minima_detectable", pa.float64()),
        ("es_distinguible", pa.bool_()),
        ("num_upm", pa.int64()),
        ("num_estratos", pa.int64()),
        ("peso_minimo", pa.float64()),
        ("peso_maximo", pa.float64()),
        ("es_calibrada", pa.bool_()),
        ("nota", pa.string()),
        ("caso", pa.int64()),
        ("sexo", pa.string()),
        ("grupo_edad", pa.string()),
        ("zona", pa.string()),
        ("escolaridad", pa.string()),
        ("peso", pa.float64()),
        ("upm", pa.string()),
        ("estrato", pa.string()),
        ("valor", pa.float64()),
    ]
)
_DECIMALES = 12
"""Se redondea para que el orden de las sumas en paralelo no cambie el último bit entre construcciones."""


def huella_de_codigo() -> str:
    """Cambia si cambian este módulo, los de estimación o svy."""
    modulos = (anonimato, calibracion, celdas, estimacion, intervalos, oleadas, precision, tabulacion)
    partes = [*(Path(m.__file__ or "").read_bytes() for m in modulos), Path(__file__).read_bytes()]
    return hashlib.sha256(b"\0".join([*partes, version("svy").encode()])).hexdigest()[:16]


def _tablas(ruta: Path) -> dict[str, pl.DataFrame]:
    """El Parquet ancho de una base, separado por tabla y sin las columnas que no le tocan."""
    todo = pl.read_parquet(ruta)
    return {str(clave[0]): parte for clave, parte in todo.partition_by("tabla", as_dict=True).items()}


def _por_contenido(entrevistas: pl.DataFrame, respuestas: pl.DataFrame) -> pl.DataFrame:
    """Las entrevistas en el orden de lo que dicen: la clave cambia con cada instalación y lo publicado no."""
    dichas = (
        respuestas.sort("pregunta", "opcion", "valor", nulls_last=True)
        .group_by("respondente", maintain_order=True)
        .agg(pl.concat_str(pl.struct("pregunta", "opcion", "valor").struct.json_encode()).str.join("|").alias("dichas"))
    )
    return (
        entrevistas.join(dichas, on="respondente", how="left")
        .sort(*CORTES, "peso", "upm", "estrato", "dichas", nulls_last=True)
        .drop("dichas")
    )


class _Estudio:
    """Una base con su muestra; produce renglones de estimación."""

    def __init__(self, ruta: Path) -> None:
        tablas = _tablas(ruta)
        self.ficha: Renglon = tablas["estudios"].to_dicts()[0]
        self.sha: str = self.ficha["archivo_sha256"]
        self.preguntas = tablas["preguntas"].sort("orden").to_dicts()
        self.opciones = tablas["opciones"].sort("pregunta", "orden").to_dicts()
        self.margenes: dict[str, dict[str, float]] = {}
        for margen in tablas.get("calibracion", pl.DataFrame()).to_dicts():
            self.margenes.setdefault(margen["variable"], {})[margen["categoria"]] = margen["total"]
        self.cuestionario = Cuestionario(self.preguntas, self.opciones)
        self.respuestas = tablas["respuestas"]
        entrevistas = _por_contenido(tablas["entrevistas"], self.respuestas)
        datos = self.cuestionario.a_lo_ancho(entrevistas, self.respuestas)
        self.nota: str | None = None
        self.muestra = self._calibrar(
            Muestra(
                datos,
                tiene_upm=bool(self.ficha["tiene_upm"]),
                tiene_estrato=bool(self.ficha["tiene_estrato"]),
                es_probabilistica=bool(self.ficha["es_probabilistica"]),
            )
        )
        self.cortes = [c for c in CORTES if datos[c].n_unique() > 1]

    def _calibrar(self, muestra: Muestra) -> Muestra:
        if not self.margenes:
            return muestra
        try:
            return muestra.calibrar(self.margenes)
        except MuestraInvalida as error:
            self.nota = f"No se pudo calibrar: {error} Se usan los pesos del proveedor."
            return muestra

    def renglones(self) -> Iterator[Renglon]:
        """Todas las estimaciones del estudio: pregunta × corte × opción, pruebas y diseño."""
        yield self._diseno()
        yield from self._perfil()
        for pregunta in self.preguntas:
            for corte in (None, *self.cortes):
                yield from self._de_pregunta(pregunta, corte)
        yield from self._publicables()

    def _publicables(self) -> Iterator[Renglon]:
        """Los respondentes que se publican, con k ≥ 5, y lo que contestaron; sin nada que lleve al archivo."""
        personas = self.muestra.datos.select(
            "respondente", *CORTES, "upm", "estrato", pl.Series("peso", self.muestra.pesos)
        ).to_dicts()
        menciones: dict[int, list[Renglon]] = {}
        for respuesta in self.respuestas.sort("pregunta", "opcion", "valor", nulls_last=True).to_dicts():
            menciones.setdefault(respuesta["respondente"], []).append(respuesta)
        comunes = self._comunes("respondentes", None)
        for persona in publicables(personas, menciones, con_upm=bool(self.ficha["tiene_upm"])):
            caso = persona.pop("caso")
            suyas = menciones.get(persona.pop("respondente"), [])
            yield {**comunes, "caso": caso, **persona}
            for respuesta in suyas:
                propia = {"pregunta": respuesta["pregunta"], "opcion": respuesta["opcion"], "valor": respuesta["valor"]}
                yield {**comunes, "tabla": "contestaciones", "caso": caso, **propia}

    def _de_pregunta(self, pregunta: Renglon, corte: str | None) -> Iterator[Renglon]:
        tabla = self.cuestionario.tabular(self.muestra, pregunta["pregunta"], corte)
        for medida, opcion, resultado, superados in tabla.celdas:
            yield self._renglon(pregunta, medida, opcion, corte, resultado, " | ".join(superados) or None)
        if tabla.prueba and corte:
            yield self._prueba(pregunta, corte, tabla.prueba)

    def _comunes(self, tabla: str, pregunta: Renglon | None) -> Renglon:
        return {
            "tabla": tabla,
            "archivo_sha256": self.sha,
            "estudio": self.ficha["estudio"],
            "pregunta": pregunta["pregunta"] if pregunta else None,
            "base_margen": self.muestra.base_margen,
        }

    def _renglon(
        self,
        pregunta: Renglon,
        medida: str,
        opcion: str,
        corte: str | None,
        resultado: Resultado,
        supera_a: str | None = None,
    ) -> Renglon:
        return {
            **self._comunes("resultados", pregunta),
            "opcion": opcion,
            "medida": medida,
            "corte": corte or "total",
            "corte_valor": resultado.corte_valor,
            "estimacion": resultado.estimacion,
            "error_estandar": resultado.error_estandar,
            "ic_inferior": resultado.ic_inferior,
            "ic_superior": resultado.ic_superior,
            "num_base": resultado.num_base,
            "n_efectiva": resultado.n_efectiva,
            "deff": resultado.deff,
            "grados_libertad": resultado.grados_libertad,
            "precision": resultado.dictamen.precision,
            "motivo_supresion": resultado.dictamen.motivo,
            "supera_a": supera_a,
        }

    def _prueba(self, pregunta: Renglon, corte: str, prueba: estimacion.Prueba) -> Renglon:
        return {
            **self._comunes("pruebas", pregunta),
            "corte": corte,
            "estadistico": prueba.estadistico,
            "grados_libertad": prueba.gl_denominador,
            "valor_p": prueba.valor_p,
        }

    def _perfil(self) -> Iterator[Renglon]:
        """Composición sin ponderar, ponderada y de la población, por variable de calibración (proporciones)."""
        datos = self.muestra.datos.with_columns(pl.Series("peso_vigente", self.muestra.pesos))
        for variable, margen in self.margenes.items():
            partes = dict(datos.partition_by(variable, as_dict=True).items())
            suma, poblacion = sum(self.muestra.pesos), sum(margen.values())
            for categoria, total in margen.items():
                parte = partes.get((categoria,), datos.clear())
                for medida, valor in (
                    ("muestra", parte.height / datos.height),
                    ("ponderada", float(parte["peso_vigente"].sum()) / suma),
                    ("poblacion", total / poblacion),
                ):
                    renglon = {**self._comunes("perfil", None), "opcion": categoria, "medida": medida}
                    yield {**renglon, "pregunta": variable, "estimacion": valor}

    def _diseno(self) -> Renglon:
        pesos = self.muestra.pesos
        efectiva = kish(pesos)
        return {
            **self._comunes("diseno", None),
            "num_base": len(pesos),
            "n_efectiva": efectiva,
            "deff": len(pesos) / efectiva,
            "num_upm": self.muestra.num_upm if self.ficha["tiene_upm"] else None,
            "num_estratos": self.muestra.num_estratos if self.ficha["tiene_estrato"] else None,
            "peso_minimo": min(pesos),
            "peso_maximo": max(pesos),
            "es_calibrada": bool(self.margenes) and self.nota is None,
            "nota": self.nota,
        }


def _redondear(renglon: Renglon) -> Renglon:
    return {c: round(v, _DECIMALES) if isinstance(v, float) else v for c, v in renglon.items()}


def _escribir(renglones: list[Renglon], ruta: Path) -> None:
    provisional = ruta.with_name(f".{ruta.name}.{os.getpid()}")
    pq.write_table(pa.Table.from_pylist([_redondear(r) for r in renglones], schema=ESQUEMA), provisional)
    provisional.replace(ruta)


def _estimar_base(ruta: Path, destino: Path, cache: Path | None) -> None:
    guardado = cache / f"{ruta.stem}_{huella_de_codigo()}.parquet" if cache else None
    if guardado and guardado.is_file():
        pq.write_table(pq.read_table(guardado, schema=ESQUEMA), destino / ruta.name)
        return
    try:
        renglones = list(_Estudio(ruta).renglones())
    except MuestraInvalida as error:
        ficha = _tablas(ruta)["estudios"].to_dicts()[0]
        renglones = [
            {
                "tabla": "diseno",
                "archivo_sha256": ficha["archivo_sha256"],
                "estudio": ficha["estudio"],
                "nota": str(error),
            }
        ]
    _escribir(renglones, destino / ruta.name)
    if guardado:
        guardado.parent.mkdir(parents=True, exist_ok=True)
        _escribir(renglones, guardado)


def _diferencias(bases: list[Path], destino: Path) -> list[Renglon]:
    """Misma pregunta, redacción y modo, entre una oleada y la anterior. Vivienda y teléfono nunca se unen."""
    preguntas: list[Renglon] = []
    resultados: dict[str, list[Renglon]] = {}
    for ruta in bases:
        tablas = _tablas(ruta)
        ficha = tablas["estudios"].to_dicts()[0]
        if ficha["es_probabilistica"]:
            preguntas += [
                {**p, "serie": ficha["serie"], "modo": ficha["modo"], "oleada": ficha["oleada"]}
                for p in tablas["preguntas"].to_dicts()
                if p["tendencia"]
            ]
        resultados[ficha["estudio"]] = pq.read_table(destino / ruta.name).to_pylist()
    salida: list[Renglon] = []
    preguntas.sort(key=lambda p: (p["modo"], p["serie"], p["tendencia"], p["huella_redaccion"], p["oleada"]))
    for antes, despues in itertools.pairwise(preguntas):
        comunes = ("modo", "serie", "tendencia", "huella_redaccion")
        if all(antes[c] == despues[c] for c in comunes) and antes["oleada"] < despues["oleada"]:
            salida += _comparar(antes, despues, resultados)
    return salida


def _comparar(antes: Renglon, despues: Renglon, resultados: dict[str, list[Renglon]]) -> list[Renglon]:
    previos = {_llave(r): r for r in resultados[antes["estudio"]] if r["pregunta"] == antes["pregunta"]}
    salida = []
    for actual in resultados[despues["estudio"]]:
        previo = previos.get(_llave(actual))
        if actual["tabla"] != "resultados" or actual["pregunta"] != despues["pregunta"] or previo is None:
            continue
        if "suprimido" in (actual["precision"], previo["precision"]):
            continue
        if not actual["error_estandar"] and not previo["error_estandar"]:
            continue
        cambio = diferencia(*((r["estimacion"], r["error_estandar"], r["grados_libertad"]) for r in (previo, actual)))
        comunes = ("archivo_sha256", "estudio", "pregunta", "opcion", "medida", "corte", "corte_valor", "base_margen")
        salida.append(
            {
                **{c: actual[c] for c in comunes},
                "tabla": "diferencias",
                "estudio_anterior": antes["estudio"],
                "estimacion": previo["estimacion"],
                "error_estandar": cambio.error_estandar,
                "ic_inferior": cambio.ic_inferior,
                "ic_superior": cambio.ic_superior,
                "diferencia": cambio.diferencia,
                "valor_p": cambio.valor_p,
                "minima_detectable": cambio.minima_detectable,
                "es_distinguible": cambio.es_distinguible,
            }
        )
    return salida


def _llave(renglon: Renglon) -> tuple[Any, ...]:
    return tuple(renglon[c] for c in ("tabla", "opcion", "medida", "corte", "corte_valor"))


def estimar(carpeta_insumos: Path, destino: Path | None = None, cache: Path | None = None) -> None:
    """Estima todos los estudios vigentes.

    Args:
        carpeta_insumos: carpeta de insumos de dbt (con ``encuestas/*.parquet``), o la propia ``encuestas``.
        destino: donde quedan ``<sha256>.parquet``, ``_diferencias.parquet`` y ``_esquema.parquet``; por omisión,
            ``estimaciones`` dentro de los insumos.
        cache: carpeta del almacén donde se guardan estimaciones por huella de base y de código.
    """
    origen = carpeta_insumos / "encuestas" if (carpeta_insumos / "encuestas").is_dir() else carpeta_insumos
    destino = destino or carpeta_insumos / "estimaciones"
    destino.mkdir(parents=True, exist_ok=True)
    for sobrante in destino.glob("*.parquet"):
        sobrante.unlink()
    pq.write_table(ESQUEMA.empty_table(), destino / "_esquema.parquet")
    bases = [
        ruta
        for ruta in sorted(origen.glob("*.parquet"))
        if not ruta.name.startswith("_") and "preguntas" in _tablas(ruta)
    ]
    for ruta in bases:
        _estimar_base(ruta, destino, cache)
    _escribir(_diferencias(bases, destino), destino / "_diferencias.parquet")
