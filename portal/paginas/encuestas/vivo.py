"""Estimación en vivo sobre la base anónima publicada: al mover un filtro se estima con el diseño completo.

Usa el mismo tabulador que el flujo y da renglones con las columnas de ``mart_encuestas__resultados``, así que
la pantalla no distingue de dónde vienen. La muestra armada se guarda por versión y estudio.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dominio.encuestas.celdas import MOTIVOS
from dominio.encuestas.estimacion import Muestra, MuestraInvalida
from dominio.encuestas.ficha import CORTES
from dominio.encuestas.intervalos import ALFA
from dominio.encuestas.precision import Dictamen
from dominio.encuestas.tabulacion import Cuestionario
from portal import almacen
from portal.paginas.encuestas import consultas

Renglon = dict[str, Any]

ROTULOS = {"total": "Total", "sexo": "Sexo", "grupo_edad": "Edad", "zona": "Zona", "escolaridad": "Escolaridad"}
MUESTRAS_GUARDADAS = 8
_SIN_OPCION = {"saldo": ("Saldo", 200), "media": ("Promedio", 201)}
_ESQUEMA_PERSONAS = {
    "caso": pl.Int64, **dict.fromkeys(CORTES, pl.String), "peso": pl.Float64, "upm": pl.String, "estrato": pl.String,
}  # fmt: skip
_ESQUEMA_RESPUESTAS = {"caso": pl.Int64, "pregunta": pl.String, "opcion": pl.String, "valor": pl.Float64}


@dataclass(frozen=True)
class Base:
    """Un estudio listo para estimar."""

    ficha: Renglon
    cuestionario: Cuestionario
    muestra: Muestra
    etiquetas: Mapping[tuple[str, str], Renglon]
    valores: Mapping[str, list[str]]
    """Corte → valores presentes, en orden."""


_guardadas: OrderedDict[tuple[str, str], Base | None] = OrderedDict()
_candado = threading.Lock()


def base(estudio: str) -> Base | None:
    """La muestra publicada de un estudio; ``None`` si no hay base anónima o no permite estimar."""
    llave = (almacen.version().version, estudio)
    with _candado:
        if llave not in _guardadas:
            _guardadas[llave] = _armar(estudio)
            while len(_guardadas) > MUESTRAS_GUARDADAS:
                _guardadas.popitem(last=False)
        _guardadas.move_to_end(llave)
        return _guardadas[llave]


def _armar(estudio: str) -> Base | None:
    if not almacen.existe("mart_encuestas__respondentes"):
        return None
    ficha = next((f for f in consultas.estudios() if f["estudio"] == estudio), None)
    personas = consultas.respondentes(estudio)
    if ficha is None or not personas:
        return None
    opciones = consultas.opciones(estudio)
    preguntas = [
        {"pregunta": p["pregunta"], "tipo": p["tipo_pregunta"], "saldo": p["saldo_etiqueta"]}
        for p in consultas.preguntas(estudio)
    ]
    cuestionario = Cuestionario(preguntas, opciones)
    datos = cuestionario.a_lo_ancho(
        pl.DataFrame(personas, schema=_ESQUEMA_PERSONAS),
        pl.DataFrame(consultas.contestaciones(estudio), schema=_ESQUEMA_RESPUESTAS),
        llave="caso",
    )
    calibran = consultas.variables_de_calibracion(estudio) if ficha["es_calibrada"] else []
    try:
        muestra = Muestra(
            datos,
            tiene_upm=bool(ficha["tiene_upm"]),
            tiene_estrato=bool(ficha["tiene_estrato"]),
            es_probabilistica=bool(ficha["es_probabilistica"]),
        ).ya_calibrada(calibran)
    except MuestraInvalida:
        return None
    valores = {corte: sorted(datos[corte].drop_nulls().unique().to_list()) for corte in CORTES}
    return Base(ficha, cuestionario, muestra, {(o["pregunta"], o["opcion"]): o for o in opciones}, valores)


def _calladas_en_el_cruce(estudio: str, pregunta: str, condicion: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Con un solo filtro, lo que el cruce publicado ya calla de ese grupo: si no, se sabría por esta otra puerta."""
    if len(condicion) != 1:
        return {}
    [(corte, valor)] = condicion.items()
    return {
        (r["medida"], r["opcion"]): r["motivo_supresion"]
        for r in consultas.resultados(estudio, pregunta)
        if r["corte"] == corte and r["corte_valor"] == valor and r["motivo_supresion"] in MOTIVOS
    }


def filtros_validos(lista: Base, pedidos: Mapping[str, str | None]) -> dict[str, str]:
    """Los filtros de la dirección que el estudio sí tiene."""
    return {c: v for c, v in pedidos.items() if v and v in lista.valores.get(c, ())}


def resultados(
    lista: Base,
    pregunta: Renglon,
    condicion: Mapping[str, str],
    cortes: tuple[str, ...],
    *,
    fdr: bool = False,
    solo: str | None = None,
) -> list[Renglon]:
    """Todas las estimaciones de la pregunta en el dominio, total y cortes, como las del mart.

    Un corte por el que ya se filtra no se cruza; ``solo`` limita los cortes de una múltiple a una opción.
    Lo que la regla suprime va sin cifra y con su causa; lo que el cruce publicado calla, el filtro no lo dice.
    """
    dominio = lista.muestra.filtrar(condicion)
    calladas = _calladas_en_el_cruce(lista.ficha["estudio"], pregunta["pregunta"], condicion)
    salida: list[Renglon] = []
    for corte in ("total", *(c for c in cortes if c not in condicion and len(lista.valores[c]) > 1)):
        cruce = None if corte == "total" else corte
        tabla = lista.cuestionario.tabular(dominio, pregunta["pregunta"], cruce, fdr=fdr, solo=solo if cruce else None)
        for medida, opcion, estimado, superados in tabla.celdas:
            resultado = estimado
            if corte == "total" and (motivo := calladas.get((medida, opcion))):
                resultado = replace(estimado, dictamen=Dictamen("suprimido", motivo), n_efectiva=None, deff=None)
            datos = lista.etiquetas.get((pregunta["pregunta"], opcion))
            suprimido = resultado.dictamen.precision == "suprimido"
            inferior = None if suprimido else resultado.ic_inferior
            superior = None if suprimido else resultado.ic_superior
            salida.append(
                {
                    "estudio": lista.ficha["estudio"],
                    "estudio_nombre": lista.ficha["estudio_nombre"],
                    "modo": lista.ficha["modo"],
                    "fecha_fin": lista.ficha["fecha_fin"],
                    "pregunta": pregunta["pregunta"],
                    "pregunta_nombre": pregunta["pregunta_nombre"],
                    "pregunta_texto": pregunta["pregunta_texto"],
                    "tipo_pregunta": pregunta["tipo_pregunta"],
                    "opcion": opcion,
                    "opcion_etiqueta": datos["opcion_etiqueta"] if datos else _SIN_OPCION[medida][0],
                    "orden": datos["orden"] if datos else _SIN_OPCION[medida][1],
                    "medida": medida,
                    "es_ns_nc": bool(datos and datos["es_ns_nc"]),
                    "es_principal": bool(datos and datos["es_principal"]),
                    "corte": corte,
                    "corte_nombre": ROTULOS[corte],
                    "corte_valor": resultado.corte_valor,
                    "estimacion": None if suprimido else resultado.estimacion,
                    "error_estandar": None if suprimido else resultado.error_estandar,
                    "ic_inferior": inferior,
                    "ic_superior": superior,
                    "margen": None if inferior is None or superior is None else (superior - inferior) / 2,
                    "num_base": resultado.num_base,
                    "n_efectiva": resultado.n_efectiva,
                    "deff": resultado.deff,
                    "grados_libertad": resultado.grados_libertad,
                    "precision": resultado.dictamen.precision,
                    "es_suprimido": suprimido,
                    "motivo_supresion": resultado.dictamen.motivo,
                    "base_margen": dominio.base_margen,
                    "supera_a": " | ".join(superados) or None,
                    "prueba_f": tabla.prueba.estadistico if tabla.prueba else None,
                    "prueba_valor_p": tabla.prueba.valor_p if tabla.prueba else None,
                    "corte_es_distinguible": tabla.prueba.valor_p < ALFA if tabla.prueba else None,
                }
            )
    lugar = {corte: i for i, corte in enumerate(ROTULOS)}
    salida.sort(key=lambda r: (lugar[r["corte"]], r["corte_valor"], r["orden"]))
    return salida
