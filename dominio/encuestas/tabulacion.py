"""Del cuestionario y sus respuestas a una tabla de estimaciones: lo usan la estación del flujo y el portal en vivo.

Una sola lectura de qué es una proporción, un neto, una mención, un saldo o un promedio, para que lo que se
publica y lo que se estima al mover un filtro no puedan diferir.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dominio.encuestas.celdas import Casilla, por_ocultar
from dominio.encuestas.estimacion import Muestra, Prueba, Resultado
from dominio.encuestas.ficha import CORTES
from dominio.encuestas.intervalos import ALFA
from dominio.encuestas.precision import Dictamen

Renglon = dict[str, Any]
LlaveDeCelda = tuple[str, str, str]
"""(medida, opción, grupo)."""
Celda = tuple[str, str, Resultado, tuple[str, ...]]
"""(medida, opción, resultado, grupos superados)."""


@dataclass(frozen=True)
class Tabla:
    """Una pregunta en un corte: sus celdas y la prueba conjunta."""

    celdas: list[Celda]
    prueba: Prueba | None = None


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


class Cuestionario:
    """Preguntas y opciones de un estudio.

    Args:
        preguntas: ``pregunta``, ``tipo`` (unica, multiple, numero) y ``saldo`` (etiqueta o nulo), en orden.
        opciones: ``pregunta``, ``opcion``, ``tipo_opcion`` (opcion, neto), ``componentes`` y ``valor``.
    """

    def __init__(self, preguntas: Sequence[Renglon], opciones: Sequence[Renglon]) -> None:
        self.preguntas = {p["pregunta"]: p for p in preguntas}
        self._opciones = opciones

    def opciones(self, pregunta: str, tipo: str) -> list[Renglon]:
        """Opciones o netos de una pregunta, en su orden."""
        return [o for o in self._opciones if o["pregunta"] == pregunta and o["tipo_opcion"] == tipo]

    def netos(self, pregunta: str) -> dict[str, list[str]]:
        """Neto → opciones que suma."""
        return {n["opcion"]: n["componentes"].split("|") for n in self.opciones(pregunta, "neto")}

    def a_lo_ancho(
        self, entrevistas: pl.DataFrame, respuestas: pl.DataFrame, llave: str = "respondente"
    ) -> pl.DataFrame:
        """Una fila por entrevista y una columna por pregunta cerrada, o por opción si es múltiple."""
        datos = entrevistas.select(llave, "peso", "upm", "estrato", *CORTES).with_columns(
            pl.concat_str("sexo", "grupo_edad", separator="|").alias("sexo_edad")
        )
        por_pregunta = {str(c[0]): parte for c, parte in respuestas.partition_by("pregunta", as_dict=True).items()}
        for clave, pregunta in self.preguntas.items():
            propias = por_pregunta.get(clave, respuestas.clear())
            if pregunta["tipo"] == "multiple":
                menciones = propias.group_by(llave).agg(pl.col("opcion").alias(clave))
            else:
                menciones = propias.group_by(llave).agg(
                    pl.col("opcion").first().alias(clave), pl.col("valor").first().alias(f"{clave}__valor")
                )
            datos = datos.join(menciones, on=llave, how="left", maintain_order="left")
        multiples = [clave for clave, p in self.preguntas.items() if p["tipo"] == "multiple"]
        return datos.with_columns(self._derivadas()).drop(multiples)

    def _derivadas(self) -> list[pl.Expr]:
        nuevas: list[pl.Expr] = []
        for clave, pregunta in self.preguntas.items():
            es_multiple = pregunta["tipo"] == "multiple"
            for opcion in self.opciones(clave, "opcion") if es_multiple else []:
                nuevas.append(_indicadora(clave, [opcion["opcion"]], es_multiple).alias(f"{clave}__{opcion['opcion']}"))
            for neto, partes in self.netos(clave).items() if pregunta["tipo"] != "unica" else ():
                nuevas.append(_indicadora(clave, partes, es_multiple).alias(f"{clave}__{neto}"))
            if pregunta["saldo"]:
                valores = {o["opcion"]: o["valor"] or 0.0 for o in self.opciones(clave, "opcion")}
                nuevas.append(_saldo(clave, valores).alias(f"{clave}__saldo"))
        return nuevas

    def tabular(
        self, muestra: Muestra, pregunta: str, corte: str | None = None, *, fdr: bool = False, solo: str | None = None
    ) -> Tabla:
        """Todas las estimaciones de una pregunta, en total o por grupo de ``corte``.

        Args:
            muestra: con su filtro, si lo hay.
            pregunta: clave.
            corte: característica de los grupos.
            fdr: corrige las letras por comparar muchos pares.
            solo: en respuesta múltiple, la única opción o neto que hace falta.
        """
        datos = self.preguntas[pregunta]
        celdas: list[Celda] = []
        prueba = None
        if datos["tipo"] == "numero":
            celdas += [("media", r.opcion, r, ()) for r in muestra.medias(f"{pregunta}__valor", "media", corte)]
        elif datos["tipo"] == "multiple":
            pedidas = [o for o in self.opciones(pregunta, "opcion") if solo in (None, o["opcion"])]
            for opcion in pedidas:
                celdas += _de_indicadora(muestra, pregunta, opcion["opcion"], "proporcion", corte, fdr=fdr)
        else:
            celdas, prueba = self._de_respuesta_unica(muestra, pregunta, corte, fdr)
        if datos["tipo"] != "unica":
            for neto in (n for n in self.netos(pregunta) if solo in (None, n)):
                celdas += _de_indicadora(muestra, pregunta, neto, "neto", corte, fdr=fdr)
        if datos["saldo"]:
            celdas += [("saldo", r.opcion, r, ()) for r in muestra.medias(f"{pregunta}__saldo", "saldo", corte)]
        if corte or muestra.es_dominio:
            celdas = self._proteger(pregunta, celdas, con_totales=bool(corte))
        return Tabla(celdas, prueba)

    def _proteger(self, pregunta: str, celdas: list[Celda], *, con_totales: bool) -> list[Celda]:
        """Calla las celdas de menos de cinco personas y las que las delatarían; ninguna letra apunta a lo callado.

        También calla su n efectiva y su efecto de diseño, que salen de la misma cifra.
        """
        casillas = {
            (medida, opcion, r.corte_valor): Casilla(r.num_personas, r.num_base, r.dictamen.precision == "suprimido")
            for medida, opcion, r, _ in celdas
        }
        grupos = list(dict.fromkeys(r.corte_valor for _, _, r, _ in celdas))
        motivos = por_ocultar(casillas, self._sumas(pregunta, list(casillas), grupos, con_totales=con_totales))
        if not motivos:
            return celdas
        protegidas: list[Celda] = []
        for medida, opcion, r, superados in celdas:
            motivo = motivos.get((medida, opcion, r.corte_valor))
            visibles = tuple(g for g in superados if (medida, opcion, g) not in motivos)
            if motivo:
                callada = replace(r, dictamen=Dictamen("suprimido", motivo), n_efectiva=None, deff=None)
                protegidas.append((medida, opcion, callada, ()))
            else:
                protegidas.append((medida, opcion, r, visibles))
        return protegidas

    def _sumas(
        self, pregunta: str, llaves: list[LlaveDeCelda], grupos: list[str], *, con_totales: bool
    ) -> list[list[LlaveDeCelda]]:
        """Lo que cualquiera puede sumar: cada respuesta entre grupos y, si es única, las opciones, netos y saldo."""
        sumas: list[list[LlaveDeCelda]] = []
        if con_totales:
            pares = dict.fromkeys((medida, opcion) for medida, opcion, _ in llaves)
            sumas += [[(medida, opcion, g) for g in grupos] for medida, opcion in pares]
        if self.preguntas[pregunta]["tipo"] != "unica":
            return sumas
        opciones = self.opciones(pregunta, "opcion")
        claves = [o["opcion"] for o in opciones]
        con_valor = [o["opcion"] for o in opciones if o["valor"]]
        for g in grupos:
            sumas.append([("proporcion", o, g) for o in claves])
            for neto, partes in self.netos(pregunta).items():
                sumas.append([("neto", neto, g), *(("proporcion", o, g) for o in partes)])
                sumas.append([("neto", neto, g), *(("proporcion", o, g) for o in claves if o not in partes)])
            if self.preguntas[pregunta]["saldo"]:
                sumas.append([("saldo", "saldo", g), *(("proporcion", o, g) for o in con_valor)])
        return sumas

    def _de_respuesta_unica(
        self, muestra: Muestra, pregunta: str, corte: str | None, fdr: bool
    ) -> tuple[list[Celda], Prueba | None]:
        niveles = [o["opcion"] for o in self.opciones(pregunta, "opcion")]
        netos = self.netos(pregunta)
        resultados = muestra.proporciones(pregunta, niveles, corte, netos)
        prueba = muestra.independencia(pregunta, corte) if corte else None
        superados = {}
        if corte and prueba and prueba.valor_p < ALFA:
            superados = muestra.letras(pregunta, niveles, corte, netos, fdr=fdr)
        ocultas = {(r.corte_valor, r.opcion) for r in resultados if r.dictamen.precision == "suprimido"}
        celdas: list[Celda] = []
        for r in resultados:
            vencidos = superados.get((r.corte_valor, r.opcion), ())
            visibles = tuple(v for v in vencidos if (v, r.opcion) not in ocultas)
            letras = () if (r.corte_valor, r.opcion) in ocultas else visibles
            celdas.append(("neto" if r.opcion in netos else "proporcion", r.opcion, r, letras))
        return celdas, prueba


def _de_indicadora(
    muestra: Muestra, pregunta: str, opcion: str, medida: str, corte: str | None, *, fdr: bool
) -> list[Celda]:
    """Una opción de respuesta múltiple: su 0/1, con letras si su propia prueba distingue los grupos."""
    variable = f"{pregunta}__{opcion}"
    resultados = muestra.proporciones(variable, [1], corte)
    superados: Mapping[tuple[str, Any], tuple[str, ...]] = {}
    if corte and (prueba := muestra.independencia(variable, corte)) and prueba.valor_p < ALFA:
        superados = muestra.letras(variable, [1], corte, fdr=fdr)
    callados = {r.corte_valor for r in resultados if r.dictamen.precision == "suprimido"}
    return [
        (medida, opcion, replace(r, opcion=opcion), () if r.corte_valor in callados else tuple(
            g for g in superados.get((r.corte_valor, 1), ()) if g not in callados
        ))
        for r in resultados
    ]  # fmt: skip
