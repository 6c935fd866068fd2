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

from dominio.encuestas import estimacion, precision
from dominio.encuestas.estimacion import Muestra, MuestraInvalida, Resultado, diferencia, kish
from dominio.encuestas.ficha import CORTES

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
    ]
)
_DECIMALES = 12
"""Se redondea para que el orden de las sumas en paralelo no cambie el último bit entre construcciones."""


def huella_de_codigo() -> str:
    """Cambia si cambian este módulo, los de estimación o svy."""
    partes = [Path(m.__file__ or "").read_bytes() for m in (estimacion, precision)] + [Path(__file__).read_bytes()]
    return hashlib.sha256(b"\0".join([*partes, version("svy").encode()])).hexdigest()[:16]


def _tablas(ruta: Path) -> dict[str, pl.DataFrame]:
    """El Parquet ancho de una base, separado por tabla y sin las columnas que no le tocan."""
    todo = pl.read_parquet(ruta)
    return {str(clave[0]): parte for clave, parte in todo.partition_by("tabla", as_dict=True).items()}


def _ancho(entrevistas: pl.DataFrame, respuestas: pl.DataFrame, preguntas: list[Renglon]) -> pl.DataFrame:
    """Una fila por entrevista y una columna por pregunta cerrada, o por opción si es múltiple."""
    datos = entrevistas.select("respondente", "peso", "upm", "estrato", *CORTES).with_columns(
        pl.concat_str("sexo", "grupo_edad", separator="|").alias("sexo_edad")
    )
    for pregunta in preguntas:
        propias = respuestas.filter(pl.col("pregunta") == pregunta["pregunta"])
        clave = pregunta["pregunta"]
        if pregunta["tipo"] == "multiple":
            menciones = propias.group_by("respondente").agg(pl.col("opcion").alias(clave))
        else:
            menciones = propias.group_by("respondente").agg(
                pl.col("opcion").first().alias(clave), pl.col("valor").first().alias(f"{clave}__valor")
            )
        datos = datos.join(menciones, on="respondente", how="left", maintain_order="left")
    return datos


def _indicadora(clave: str, opciones: list[str], es_multiple: bool) -> pl.Expr:
    """1 si contestó alguna de las opciones, 0 si contestó otra, nulo si no se le preguntó."""
    columna = pl.col(clave)
    if es_multiple:
        marcada = columna.list.eval(pl.element().is_in(opciones)).list.any().fill_null(value=False)
    else:
        marcada = columna.is_in(opciones)
    return pl.when(columna.is_null()).then(None).otherwise(marcada.cast(pl.Int8))


def _saldo(clave: str, valores: dict[str, float]) -> pl.Expr:
    """Media de +1, 0 y −1; NS/NC cuenta 0 y sigue en la base."""
    return pl.col(clave).replace_strict(valores, default=0.0, return_dtype=pl.Float64)


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
        entrevistas = tablas["entrevistas"].sort("respondente")
        datos = self._con_indicadoras(_ancho(entrevistas, tablas["respuestas"], self.preguntas))
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

    def _opciones_de(self, pregunta: Renglon, tipo: str) -> list[Renglon]:
        return [o for o in self.opciones if o["pregunta"] == pregunta["pregunta"] and o["tipo_opcion"] == tipo]

    def _con_indicadoras(self, datos: pl.DataFrame) -> pl.DataFrame:
        nuevas: list[pl.Expr] = []
        for pregunta in self.preguntas:
            clave, es_multiple = pregunta["pregunta"], pregunta["tipo"] == "multiple"
            for opcion in self._opciones_de(pregunta, "opcion") if es_multiple else []:
                nuevas.append(_indicadora(clave, [opcion["opcion"]], es_multiple).alias(f"{clave}__{opcion['opcion']}"))
            for neto in self._opciones_de(pregunta, "neto") if pregunta["tipo"] != "unica" else []:
                partes = neto["componentes"].split("|")
                nuevas.append(_indicadora(clave, partes, es_multiple).alias(f"{clave}__{neto['opcion']}"))
            if pregunta["saldo"]:
                valores = {o["opcion"]: o["valor"] or 0.0 for o in self._opciones_de(pregunta, "opcion")}
                nuevas.append(_saldo(clave, valores).alias(f"{clave}__saldo"))
        multiples = [p["pregunta"] for p in self.preguntas if p["tipo"] == "multiple"]
        return datos.with_columns(nuevas).drop(multiples)

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

    def _de_pregunta(self, pregunta: Renglon, corte: str | None) -> Iterator[Renglon]:
        clave = pregunta["pregunta"]
        niveles = [o["opcion"] for o in self._opciones_de(pregunta, "opcion")]
        if pregunta["tipo"] == "numero":
            for resultado in self.muestra.medias(f"{clave}__valor", "media", corte):
                yield self._renglon(pregunta, "media", corte, resultado)
        elif pregunta["tipo"] == "multiple":
            for nivel in niveles:
                yield from self._indicador(pregunta, nivel, "proporcion", corte)
        else:
            prueba = self.muestra.independencia(clave, corte) if corte else None
            superados = (
                self.muestra.letras(clave, niveles, corte)
                if corte and prueba and prueba.valor_p < estimacion.ALFA
                else {}
            )
            netos = {n["opcion"]: n["componentes"].split("|") for n in self._opciones_de(pregunta, "neto")}
            for resultado in self.muestra.proporciones(clave, niveles, corte, netos):
                letras = superados.get((resultado.corte_valor, resultado.opcion), ())
                medida = "neto" if resultado.opcion in netos else "proporcion"
                yield self._renglon(pregunta, medida, corte, resultado, " | ".join(letras) or None)
            if prueba and corte:
                yield self._prueba(pregunta, corte, prueba)
        if pregunta["tipo"] != "unica":
            for neto in self._opciones_de(pregunta, "neto"):
                yield from self._indicador(pregunta, neto["opcion"], "neto", corte)
        if pregunta["saldo"]:
            for resultado in self.muestra.medias(f"{clave}__saldo", "saldo", corte):
                yield self._renglon(pregunta, "saldo", corte, resultado)

    def _indicador(self, pregunta: Renglon, opcion: str, medida: str, corte: str | None) -> Iterator[Renglon]:
        for resultado in self.muestra.proporciones(f"{pregunta['pregunta']}__{opcion}", [1], corte):
            renglon = self._renglon(pregunta, medida, corte, resultado)
            renglon["opcion"] = opcion
            yield renglon

    def _comunes(self, tabla: str, pregunta: Renglon | None) -> Renglon:
        return {
            "tabla": tabla,
            "archivo_sha256": self.sha,
            "estudio": self.ficha["estudio"],
            "pregunta": pregunta["pregunta"] if pregunta else None,
            "base_margen": self.muestra.base_margen,
        }

    def _renglon(
        self, pregunta: Renglon, medida: str, corte: str | None, resultado: Resultado, supera_a: str | None = None
    ) -> Renglon:
        return {
            **self._comunes("resultados", pregunta),
            "opcion": resultado.opcion,
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
