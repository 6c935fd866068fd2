"""De los marts a la plantilla y al contexto de las reglas. No dibuja."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from dominio.capturas.calculo import Formula, Mes, Umbrales
from dominio.capturas.contexto import Contexto, MetaDelPrograma
from dominio.capturas.plantilla import Plantilla, RenglonDePlantilla
from portal.paginas.captura import consultas

Renglon = dict[str, Any]


def de_las_areas(periodo: dt.date, areas: Sequence[str]) -> list[Plantilla]:
    """Las plantillas de esas áreas en el mes; un área sin metas programadas no tiene plantilla."""
    por_area: dict[str, dict[str, list[Renglon]]] = defaultdict(lambda: defaultdict(list))
    unica = areas[0] if len(areas) == 1 else None
    for avance in consultas.avances(periodo, unica):
        por_area[avance["area_clave"]][avance["meta_clave"]].append(avance)
    hechas = [_plantilla(area, periodo, por_area[area]) for area in areas if area in por_area]
    return [plantilla for plantilla in hechas if plantilla is not None]


def _plantilla(area: str, periodo: dt.date, por_meta: dict[str, list[Renglon]]) -> Plantilla | None:
    renglones = [
        _renglon(meses) for meses in por_meta.values()
        if meses[-1]["periodo"] == periodo and meses[-1]["programado"] is not None
    ]  # fmt: skip
    if not renglones:
        return None
    ultimo = next(iter(por_meta.values()))[-1]
    return Plantilla(area, ultimo["area_nombre"] or area, periodo, ultimo["fecha_limite"], renglones)


def _renglon(meses: list[Renglon]) -> RenglonDePlantilla:
    actual, anteriores = meses[-1], meses[:-1]
    con_valor = [m for m in anteriores if m["realizado"] is not None]
    return RenglonDePlantilla(
        clave=actual["meta_clave"],
        indicador=actual["indicador_nombre"] or "",
        unidad=actual["unidad"] or "",
        programado=float(actual["programado"]),
        formula=Formula(
            acumulacion=actual["acumulacion"],
            sentido=actual["sentido"],
            metodo=actual["metodo_cumplimiento"],
            linea_base=actual["linea_base"],
            tolerancia=actual["tolerancia"],
            limite_inferior=actual["limite_inferior"],
            limite_superior=actual["limite_superior"],
        ),
        umbrales=Umbrales(actual["umbral_cumplida"], actual["umbral_buen_desempeno"], actual["umbral_regular"]),
        anteriores=[_mes(m) for m in anteriores],
        ultimo_valor=con_valor[-1]["realizado"] if con_valor else None,
        ultimo_periodo=con_valor[-1]["periodo"] if con_valor else None,
        capturado=_capturado(actual),
    )


def _mes(m: Renglon) -> Mes:
    return Mes(m["estado_captura"], m["programado"], m["realizado"], m["numerador"], m["denominador"], m["n"])


def _capturado(m: Renglon) -> dict[str, Any]:
    """Lo que ya se capturó del mes: va en la plantilla, porque una celda que se entrega vacía retira el valor."""
    nombres = ("observaciones", "evidencia", "justificacion")
    textos = {nombre: m[nombre] for nombre in nombres if m[nombre] is not None}
    if m["estado_captura"] == "NO_APLICA":
        return {**textos, "no_aplica": "si"}
    valores = ("numerador", "denominador") if m["acumulacion"] == "razon" else ("realizado", "n")
    return {**textos, **{nombre: m[nombre] for nombre in valores if m[nombre] is not None}}


def contexto(periodo: dt.date, hoy: dt.date) -> Contexto:
    """El programa en ese mes, como lo necesitan las reglas."""
    hay_programa = any(p["periodo"].year == periodo.year for p in consultas.periodos())
    metas = {
        m["meta_clave"]: MetaDelPrograma(m["area_clave"], m["acumulacion"], m["programado"], m["realizado"])
        for m in consultas.metas(periodo)
    }
    return Contexto(hoy, frozenset(a["area_clave"] for a in consultas.areas()), metas, hay_programa)
