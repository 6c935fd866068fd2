"""Programas y capturas al azar, con semilla: los rincones de REGLAS en cantidades que nadie escribiría a mano."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.transformaciones.libros import ENCABEZADOS_META, MESES, escribir_captura, escribir_programa

AREAS = ("DGO", "DESU", "DGDS", "CSC")
_SENTIDOS = ("ascendente", "descendente", "constante", "rango", "hito")
_ACUMULACIONES = ("suma", "ultimo", "promedio", "razon")
_METODOS = (None, None, "linea_base", "lineal", "directo", "inverso", "tolerancia", "rango", "hito")


def _numero(azar: random.Random, centro: float) -> float:
    """Casi siempre cerca del centro; a veces cero, negativo, entero o un empate de redondeo."""
    suerte = azar.random()
    if suerte < 0.08:
        return 0
    if suerte < 0.12:
        return -round(azar.uniform(0.1, 9), 1)
    if suerte < 0.3:
        return round(centro)
    if suerte < 0.4:
        return round(centro * azar.choice((0.69995, 0.7, 0.89995, 0.9, 0.99995, 1, 1.1, 1.10005)), 6)
    return round(centro * azar.uniform(0.3, 1.6), azar.choice((0, 1, 2, 4)))


def _meta(azar: random.Random, clave: str) -> dict[str, Any]:
    centro = azar.choice((1, 7.5, 80, 350))
    inferior = round(centro * azar.uniform(0.5, 0.9), 1)
    meta = dict.fromkeys(ENCABEZADOS_META) | {
        "clave": clave, "linea": azar.choice(("L1", "L2")), "area": azar.choice(AREAS), "meta": f"Meta {clave}",
        "indicador": f"Indicador {clave}", "unidad": "acción", "sentido": azar.choice(_SENTIDOS),
        "acumulacion": azar.choice(_ACUMULACIONES), "metodo_cumplimiento": azar.choice(_METODOS),
        "linea_base": azar.choice((None, centro, round(centro * azar.uniform(0.4, 1.5), 1))),
        "meta_anual": azar.choice((None, 0, -1, centro, centro * 6, centro * 12)),
        "limite_inferior": azar.choice((None, inferior, inferior)),
        "limite_superior": azar.choice((None, inferior, round(inferior * 1.4, 1))),
        "tolerancia": azar.choice((None, 0, 5, 20)), "peso": azar.choice((None, 1, 2, 3)),
        "critica": azar.choice(("si", "no", None)),
    }  # fmt: skip
    meta["_centro"] = centro
    return meta


def _calendario(azar: random.Random, centro: float) -> list[float | None]:
    forma = azar.choice(("mensual", "mensual", "trimestral", "salteado", "constante", "ninguno"))
    if forma == "ninguno":
        return [None] * 12
    valores: list[float | None] = [_numero(azar, centro) for _ in MESES]
    if forma == "constante":
        return [centro] * 12
    if forma == "trimestral":
        return [v if mes % 3 == 2 else None for mes, v in enumerate(valores)]
    return [v if forma == "mensual" or azar.random() < 0.6 else None for v in valores]


def _ajustes(azar: random.Random, metas: list[dict[str, Any]], ejercicio: int) -> list[dict[str, Any]]:
    ajustes = []
    for meta in azar.choices(metas, k=len(metas) // 3):
        desde = azar.randint(1, 12)
        fecha = date(ejercicio, azar.randint(1, 12), azar.choice((1, 15, 28)))
        calendario = dict(zip(MESES, _calendario(azar, meta["_centro"]), strict=True))
        anual = azar.choice((None, meta["_centro"] * 5))
        ajustes.append({"meta": meta["clave"], "desde": MESES[desde - 1], "fecha": fecha, "oficio": "O"} | calendario
                       | {"meta_anual_ajustada": anual, "justificacion": "Sí"})  # fmt: skip
    return ajustes


def _reglas(ejercicio: int) -> list[tuple[date, str, float]]:
    base = {"cumplida": 100, "buen_desempeno": 90, "regular": 70, "excedida": 110, "dia_limite_captura": 7}
    reglas = [(date(ejercicio - 1, 12, 1), clave, valor) for clave, valor in base.items()]
    agosto = date(ejercicio, 8, 15)
    return [*reglas, (date(ejercicio, 5, 31), "regular", 60), (date(ejercicio, 7, 1), "excedida", 105),
            (agosto, "dia_limite_captura", 31), (agosto, "dia_limite_captura", 12)]  # fmt: skip


def _renglon(azar: random.Random, meta: dict[str, Any], programado: float | None) -> dict[str, Any]:
    suerte = azar.random()
    renglon: dict[str, Any] = {"clave": meta["clave"], "programado": programado}
    if suerte < 0.08:
        return renglon
    if suerte < 0.13:
        return renglon | {"no_aplica": "si", "justificacion": azar.choice(("Causa", "Causa", None))}
    if meta["acumulacion"] == "razon":
        renglon |= {"numerador": _numero(azar, meta["_centro"]), "denominador": azar.choice((0, 10, 100, 33.3))}
        if suerte < 0.18:
            renglon[azar.choice(("numerador", "denominador"))] = None
    else:
        renglon["realizado"] = _numero(azar, meta["_centro"]) if suerte > 0.15 else azar.choice(("s/d", 0))
        renglon["n"] = azar.choice((None, 0, 5, 12)) if meta["_centro"] > 50 else azar.randint(1, 90)
    if suerte > 0.97:
        renglon |= {"no_aplica": "si", "justificacion": "Con valor: se rechaza"}
    return renglon


def _renglones_del_area(
    azar: random.Random, area: str, mes: int, metas: list[dict[str, Any]], calendario: dict[str, list[float | None]]
) -> list[dict[str, Any]]:
    renglones = []
    for meta in metas:
        programado = calendario[meta["clave"]][mes - 1]
        propia = meta["area"] == area and (programado is not None or azar.random() < 0.2) and azar.random() < 0.9
        if propia or azar.random() < 0.01:  # de vez en cuando, una clave ajena
            renglones.append(_renglon(azar, meta, programado))
    if renglones and azar.random() < 0.15:
        renglones.append(dict(azar.choice(renglones)))
    if azar.random() < 0.1:
        renglones.append({"clave": "NO-EXISTE", "realizado": 1})
    return renglones


def _fecha_de_captura(azar: random.Random, ejercicio: int, mes: int, hoy: date) -> date | None:
    suerte = azar.random()
    if suerte < 0.08:
        return None
    siguiente = date(ejercicio, mes, 28) + timedelta(days=4)
    fecha = siguiente.replace(day=1) + timedelta(days=azar.choice((0, 3, 6, 7, 11, 12, 15, 25, -5)))
    return fecha if suerte < 0.93 else hoy + timedelta(days=azar.choice((0, 1)))


def generar(carpeta: Path, semilla: int, hoy: date, num_metas: int, ejercicio: int = 2026) -> None:
    """Escribe ``programa/`` y ``capturas/`` en ``carpeta``; la misma semilla da lo mismo."""
    azar = random.Random(semilla)
    metas = [_meta(azar, f"MA-{n:04d}") for n in range(1, num_metas + 1)]
    calendario = {m["clave"]: _calendario(azar, m["_centro"]) for m in metas}
    escribir_programa(
        carpeta, metas, calendario, ajustes=_ajustes(azar, metas, ejercicio), reglas=_reglas(ejercicio), areas=AREAS,
        inhabiles=[date(ejercicio, 2, 2), date(ejercicio, 9, 7), date(ejercicio, 9, 8), date(ejercicio + 1, 1, 12)],
        ejercicio=ejercicio,
    )  # fmt: skip
    for mes in range(1, 13):
        for area in (*AREAS, "XX"):
            for entrega in range(azar.choice((0, 1, 1, 1, 2, 3)) if area != "XX" else azar.choice((0, 0, 1))):
                renglones = _renglones_del_area(azar, area, mes, metas, calendario)
                fecha = _fecha_de_captura(azar, ejercicio, mes, hoy)
                escribir_captura(carpeta, area, mes, renglones, fecha, nombre=f"{area}_{entrega}", ejercicio=ejercicio)
