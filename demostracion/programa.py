"""Programa anual de metas de demostración: ``programa/programa_2026.xlsx``.

Escala: repite áreas y metas con clave propia (DESU, DESU2, DESU3…).
"""

from __future__ import annotations

import random
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from demostracion.catalogo import EJERCICIO, MESES, Indicador, areas, indicadores, inhabiles, leer
from demostracion.excel import agregar_hoja, guardar

Calendario = list[float | None]

_METAS = ("clave", "linea", "area", "meta", "indicador", "definicion", "metodo_calculo", "unidad", "dimension",
          "sentido", "acumulacion", "metodo_cumplimiento", "frecuencia", "linea_base", "meta_anual",
          "limite_inferior", "limite_superior", "tolerancia", "peso", "critica", "medio_verificacion",
          "responsable")  # fmt: skip
_AJUSTES = ("meta", "desde", *MESES, "meta_anual_ajustada", "oficio", "fecha", "justificacion")
_MESES_PROGRAMADOS = {
    "M": range(12),
    "T": (2, 5, 8, 11),
    "E": (0, 3, 6, 9),
    "S": (5, 11),
    "D": (11,),
    "P": (5, 7, 9),
    "H": (2,),
}
_FRECUENCIA = {"M": "mensual", "T": "trimestral", "E": "trimestral", "S": "semestral", "D": "anual",
               "P": "por ministración", "H": "única"}  # fmt: skip
# (meta, mes desde, factor sobre lo programado desde ese mes, oficio, fecha del oficio, justificación)
AJUSTES_AUTORIZADOS = (
    ("DGO-02", "ago", 0.86, "AMH/DGO/0412/2026", date(2026, 7, 20),
     "Recorte de suficiencia por 14 % en el capítulo 6000."),
    ("DESU-04", "sep", 0.90, "AMH/DESU/0733/2026", date(2026, 8, 14),
     "El proveedor entrega 10 % menos luminarias LED que lo adjudicado."),
    ("CSC-08", "jul", 1.10, "AMH/CSC/0298/2026", date(2026, 6, 24),
     "Se suman seis senderos solicitados en el presupuesto participativo."),
    ("DEMAAV-04", "oct", 0.92, "AMH/DEMAAV/0155/2026", date(2026, 9, 28),
     "El vivero reprograma la entrega de 400 árboles para el siguiente ejercicio."),
)  # fmt: skip
_AJUSTE_RETROACTIVO = (
    "DGO-03", "may", 0.70, "AMH/DGO/0467/2026", date(2026, 8, 12),
    "Solicita bajar la meta desde mayo por retraso en las actas de entrega.",
)  # fmt: skip


def calendario_original(indicador: Indicador) -> Calendario:
    """Programado por mes según su patrón estacional (suma) o una recta de enero a diciembre (lo demás)."""
    meses = _MESES_PROGRAMADOS[indicador.parametros["calendario"]]
    anual = indicador.numero("meta_anual") or 0.0
    if indicador.parametros["acumulacion"] != "suma":
        inicial = indicador.numero("inicial") or 0.0
        recta: Calendario = [round(inicial + (anual - inicial) * k / 11, indicador.decimales) for k in range(12)]
        return [recta[k] if k in meses else None for k in range(12)]
    pesos = [float(indicador.datos[mes] or 1) for mes in MESES]
    acumulado, previo = 0.0, 0.0
    salida: Calendario = []
    total = sum(pesos)
    for k in range(12):
        acumulado += pesos[k]
        if k not in meses:
            salida.append(None)
            continue
        hasta = round(anual * acumulado / total, indicador.decimales)
        salida.append(round(hasta - previo, indicador.decimales))
        previo = hasta
    return salida


def _ajustado(calendario: Calendario, desde: str, factor: float, decimales: int) -> Calendario:
    primero = MESES.index(desde)
    return [v if v is None or k < primero else round(v * factor, decimales) for k, v in enumerate(calendario)]


def calendario_vigente(indicador: Indicador) -> Calendario:
    """Programado con los ajustes autorizados."""
    calendario = calendario_original(indicador)
    for meta, desde, factor, *_ in AJUSTES_AUTORIZADOS:
        if meta == indicador.meta:
            calendario = _ajustado(calendario, desde, factor, indicador.decimales)
    return calendario


def _con_miles(numero: float) -> str:
    return f"{numero:,.0f}" if float(numero).is_integer() else f"{numero:,.1f}"


def _texto_de_meta(indicador: Indicador) -> str:
    anual = _con_miles(indicador.numero("meta_anual") or 0)
    unidad = indicador.datos["unidad"]
    nombre = indicador.datos["nombre"]
    return f"{indicador.parametros['verbo']} {anual} {unidad} en {EJERCICIO}: {nombre[0].lower()}{nombre[1:]}"


def _fila_de_meta(indicador: Indicador, responsable: str) -> tuple[object, ...]:
    datos, parametros = indicador.datos, indicador.parametros
    nombre = datos["nombre"]
    return (
        indicador.meta, parametros["linea"], indicador.area, _texto_de_meta(indicador), nombre,
        f"Mide {nombre[0].lower()}{nombre[1:]} en la demarcación durante el periodo.",
        datos["metodo_calculo"], datos["unidad"], datos["dimension"], parametros["sentido"],
        parametros["acumulacion"], parametros["metodo"] or None, _FRECUENCIA[parametros["calendario"]],
        indicador.numero("linea_base"), indicador.numero("meta_anual"), indicador.numero("inferior"),
        indicador.numero("superior"), indicador.numero("tolerancia"), indicador.numero("peso"),
        parametros["critica"], "Registro administrativo del área, con folio y evidencia fotográfica", responsable,
    )  # fmt: skip


def _fila_de_ajuste(
    meta: str, desde: str, factor: float, oficio: str, fecha: date, justificacion: str
) -> tuple[object, ...]:
    indicador = next(i for i in indicadores() if i.meta == meta)
    meses = _ajustado(calendario_original(indicador), desde, factor, indicador.decimales)
    anual = sum(v for v in meses if v is not None) if indicador.parametros["acumulacion"] == "suma" else None
    return (meta, desde, *meses, anual, oficio, datetime(fecha.year, fecha.month, fecha.day), justificacion)


def _agregar_arbol(libro: Workbook) -> None:
    arbol = leer("arbol")
    niveles = (("ejes", "eje", None), ("objetivos", "objetivo", "eje"), ("estrategias", "estrategia", "objetivo"),
               ("lineas", "linea", "estrategia"))  # fmt: skip
    for hoja, nivel, padre in niveles:
        unicos = {r[nivel]: ([r[padre]] if padre else []) + [r[f"{nivel}_nombre"]] for r in arbol}
        agregar_hoja(
            libro, hoja, ["clave", *([padre] if padre else []), "nombre"], [[c, *v] for c, v in unicos.items()]
        )


def _agregar_reglas(libro: Workbook) -> None:
    valores = {"cumplida": 100, "buen_desempeno": 90, "regular": 70, "excedida": 110, "dia_limite_captura": 5}
    vigente = datetime(EJERCICIO, 1, 1)
    agregar_hoja(libro, "reglas", ("vigente_desde", "clave", "valor"), [(vigente, c, v) for c, v in valores.items()])
    dias = [(datetime(d.year, d.month, d.day), nombre) for d, nombre in inhabiles().items()]
    agregar_hoja(libro, "inhabiles", ("fecha", "nombre"), dias)


def generar(destino: Path, azar: random.Random, escala: int) -> None:
    """Escribe ``programa/programa_2026.xlsx`` con sus diez hojas.

    Args:
        destino: carpeta de datos crudos.
        azar: no se usa; el programa sale completo de los catálogos.
        escala: veces que se repiten las áreas y sus metas.
    """
    libro = Workbook()
    libro.remove(libro.worksheets[0])
    _agregar_arbol(libro)
    responsables = {a.clave: a.responsable for a in areas(escala)}
    agregar_hoja(libro, "areas", ("clave", "nombre", "responsable", "vigente_desde", "vigente_hasta"),
                 [(a.clave, a.nombre, a.responsable, datetime(2024, 10, 1), None) for a in areas(escala)])  # fmt: skip
    metas = indicadores(escala)
    agregar_hoja(libro, "metas", _METAS, [_fila_de_meta(i, responsables[i.area]) for i in metas])
    agregar_hoja(libro, "calendario", ("meta", *MESES), [(i.meta, *calendario_original(i)) for i in metas], anchos=11)
    agregar_hoja(libro, "ajustes", _AJUSTES, [_fila_de_ajuste(*a) for a in (*AJUSTES_AUTORIZADOS, _AJUSTE_RETROACTIVO)])
    _agregar_reglas(libro)
    guardar(libro, destino / "programa" / f"programa_{EJERCICIO}.xlsx")
