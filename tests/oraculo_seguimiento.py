"""Verificador independiente de REGLAS §1–§4: lee los libros con openpyxl y calcula con fracciones exactas.

No comparte código con el flujo a propósito: si los dos coinciden en miles de renglones al
azar, lo que queda por discutir es el texto de las reglas, no el punto flotante.
"""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
METODO_DEL_SENTIDO = {"ascendente": "directo", "descendente": "inverso", "constante": "tolerancia",
                      "rango": "rango", "hito": "hito"}  # fmt: skip
EVALUABLES = ("CUMPLIDA", "BUEN_DESEMPENO", "REGULAR", "DEFICIENTE")
Renglon = dict[str, Any]


def exacto(valor: Any) -> Fraction | None:
    """La celda como fracción exacta de lo que se ve escrito; vacío → ``None``."""
    return None if valor is None else Fraction(str(valor))


def _fecha(valor: Any) -> date | None:
    if isinstance(valor, datetime):
        return valor.date()
    if isinstance(valor, str):
        return date.fromisoformat(valor[:10])
    return valor


@dataclass
class Captura:
    """Un archivo de captura ya leído: quién, cuándo y sus renglones válidos por sí mismos."""

    archivo: str
    area: str
    ejercicio: int
    mes: int
    fecha: date
    renglones: dict[str, Renglon] = field(default_factory=dict)


@dataclass
class Programa:
    """Las hojas del programa que deciden la calificación."""

    ejercicio: int
    areas: set[str]
    metas: dict[str, Renglon]
    calendario: dict[str, list[Fraction | None]]
    ajustes: dict[str, list[Renglon]]
    reglas: list[Renglon]
    inhabiles: set[date]


def _hoja(libro: Any, nombre: str) -> list[Renglon]:
    if nombre not in libro.sheetnames:
        return []
    filas = list(libro[nombre].iter_rows(values_only=True))
    return [
        dict(zip(filas[0], fila, strict=False)) | {"fila": n}
        for n, fila in enumerate(filas[1:], start=2)
        if any(celda is not None for celda in fila)
    ]


def leer_programa(ruta: Path, hoy: date) -> Programa:
    """Lee ``programa_AAAA.xlsx``; los ajustes retroactivos o con fecha futura no rigen."""
    libro = load_workbook(ruta, data_only=True)
    ejercicio = int(ruta.stem.split("_")[1])
    ajustes: dict[str, list[Renglon]] = defaultdict(list)
    for ajuste in _hoja(libro, "ajustes"):
        fecha, desde = _fecha(ajuste["fecha"]), MESES.index(ajuste["desde"]) + 1
        assert fecha is not None
        if fecha <= hoy and date(ejercicio, desde, 1) >= fecha.replace(day=1):
            ajustes[ajuste["meta"]].append(ajuste | {"fecha": fecha, "mes_desde": desde})
    return Programa(
        ejercicio=ejercicio,
        areas={a["clave"] for a in _hoja(libro, "areas")},
        metas={m["clave"]: m for m in _hoja(libro, "metas")},
        calendario={c["meta"]: [exacto(c[m]) for m in MESES] for c in _hoja(libro, "calendario")},
        ajustes=ajustes,
        reglas=[r | {"vigente_desde": _fecha(r["vigente_desde"])} for r in _hoja(libro, "reglas")],
        inhabiles={f for i in _hoja(libro, "inhabiles") if (f := _fecha(i["fecha"]))},
    )


# -- capturas -----------------------------------------------------------------------------------


def _es_numero(valor: Any) -> bool:
    return valor is None or (isinstance(valor, int | float) and not isinstance(valor, bool))


def _renglon_valido(renglon: Renglon) -> bool:
    if not all(_es_numero(renglon[c]) for c in ("programado", "realizado", "numerador", "denominador", "n")):
        return False
    if renglon["no_aplica"] != "si":
        return True
    con_valor = any(renglon[c] is not None for c in ("realizado", "numerador", "denominador"))
    return not con_valor and bool(renglon["justificacion"])


def leer_captura(ruta: Path, archivo: str, hoy: date) -> Captura:
    """Lee un archivo de captura; sin B3, la fecha es la de recepción (hoy)."""
    hoja = load_workbook(ruta, data_only=True)["captura"]
    filas = list(hoja.iter_rows(values_only=True))
    anio, mes = (int(parte) for parte in str(filas[1][1])[:7].split("-"))
    captura = Captura(archivo, filas[0][1], anio, mes, _fecha(filas[2][1]) or hoy)
    renglones = [dict(zip(filas[4], fila, strict=False)) for fila in filas[5:] if fila[0] is not None]
    veces = Counter(r["clave"] for r in renglones)
    captura.renglones = {r["clave"]: r for r in renglones if veces[r["clave"]] == 1 and _renglon_valido(r)}
    return captura


def _trae_valor(renglon: Renglon, es_razon: bool) -> bool:
    if es_razon:
        return renglon["numerador"] is not None and renglon["denominador"] is not None
    return renglon["realizado"] is not None


def _versiones(programa: Programa, capturas: list[Captura], hoy: date) -> dict[tuple[str, int], list[tuple]]:
    """Por meta y mes: (fecha, renglón) en orden, ya sin lo que el programa o la fecha rechazan."""
    versiones: dict[tuple[str, int], list[tuple]] = defaultdict(list)
    for captura in sorted(capturas, key=lambda c: (c.fecha, c.archivo)):
        if captura.fecha > hoy or captura.area not in programa.areas:
            continue
        for clave, renglon in captura.renglones.items():
            meta = programa.metas.get(clave)
            if meta is None or meta["area"] != captura.area:
                continue
            if meta["acumulacion"] == "razon" and (renglon["numerador"] is None) != (renglon["denominador"] is None):
                continue
            versiones[clave, captura.mes].append((captura.fecha, renglon))
    return versiones


# -- periodos -----------------------------------------------------------------------------------


def fin_de_mes(anio: int, mes: int) -> date:
    """Último día del mes."""
    return date(anio, mes, calendar.monthrange(anio, mes)[1])


def regla(programa: Programa, clave: str, mes: int) -> Fraction:
    """El valor vigente el último día del mes."""
    fin = fin_de_mes(programa.ejercicio, mes)
    vigentes = [r for r in programa.reglas if r["clave"] == clave and r["vigente_desde"] <= fin]
    elegida = max(vigentes, key=lambda r: (r["vigente_desde"], r["fila"]))
    return Fraction(str(elegida["valor"]))


def fecha_limite(programa: Programa, mes: int) -> date:
    """Día límite del mes siguiente, recorrido al hábil."""
    anio, siguiente = (programa.ejercicio, mes + 1) if mes < 12 else (programa.ejercicio + 1, 1)
    dia = date(anio, siguiente, int(regla(programa, "dia_limite_captura", mes)))
    while dia.weekday() >= 5 or dia in programa.inhabiles:
        dia += timedelta(days=1)
    return dia


# -- cumplimiento -------------------------------------------------------------------------------


def redondear(c: Fraction) -> Fraction:
    """A dos decimales, mitad alejándose de cero."""
    centesimas = (abs(c) * 200 + 1) // 2
    return Fraction(centesimas, 100) * (1 if c >= 0 else -1)


def metodo_efectivo(meta: Renglon, p: Fraction) -> tuple[str, bool, bool]:
    """(método, sin brecha, línea base incoherente)."""
    del_sentido = METODO_DEL_SENTIDO[meta["sentido"]]
    metodo = meta["metodo_cumplimiento"] or del_sentido
    if metodo != "linea_base":
        return metodo, False, False
    if meta["acumulacion"] == "suma":
        return del_sentido, False, False
    base = exacto(meta["linea_base"])
    if base is None or p == base:
        return del_sentido, True, False
    al_reves = (meta["sentido"] == "ascendente" and p < base) or (meta["sentido"] == "descendente" and p > base)
    return "linea_base", False, al_reves


def cumplimiento(meta: Renglon, metodo: str, v: Fraction, p: Fraction) -> Fraction | None:
    """c sin redondear, o ``None`` si no es calculable."""
    cero, cien = Fraction(0), Fraction(100)
    tolerancia = exacto(meta["tolerancia"]) or cero
    if metodo == "directo":
        if p > 0:
            return cien * v / p
        return cien if p == 0 and v == 0 else None
    if metodo == "inverso":
        if v < 0 or p < 0:
            return None
        if v == 0:
            return cien
        return cien * p / v if p > 0 else cero
    if metodo == "lineal":
        if p > 0:
            return max(cero, cien * (2 - v / p))
        return None if p < 0 else (cien if v <= 0 else cero)
    if metodo == "linea_base":
        base = exacto(meta["linea_base"])
        assert base is not None
        return cien * (v - base) / (p - base)
    if metodo == "tolerancia":
        d, b = abs(v - p), tolerancia / 100 * abs(p)
        if b > 0:
            return cien if d <= b else cien * max(cero, 1 - (d - b) / b)
        return cien if d == 0 else cero
    if metodo == "rango":
        inferior, superior = exacto(meta["limite_inferior"]), exacto(meta["limite_superior"])
        if inferior is None or superior is None:
            return None
        if inferior <= v <= superior:
            return cien
        distancia, t = max(inferior - v, v - superior), tolerancia / 100 * (superior - inferior)
        return cien * max(cero, 1 - distancia / t) if t > 0 else cero
    return cien if v >= p else cero


# -- una meta, doce meses -----------------------------------------------------------------------


def _media(valores: list[Fraction], pesos: list[Fraction] | None = None) -> Fraction:
    pesos = pesos or [Fraction(1)] * len(valores)
    return sum((x * w for x, w in zip(valores, pesos, strict=True)), Fraction(0)) / sum(pesos, Fraction(0))


def _programacion(programa: Programa, clave: str, mes: int) -> tuple[Fraction | None, Fraction | None]:
    """Programado vigente del mes y meta anual vigente en él."""
    programado = programa.calendario.get(clave, [None] * 12)[mes - 1]
    anual = exacto(programa.metas[clave]["meta_anual"])
    aplicables = [a for a in programa.ajustes.get(clave, []) if a["mes_desde"] <= mes]
    for ajuste in sorted(aplicables, key=lambda a: (a["fecha"], a["fila"])):
        programado = exacto(ajuste[MESES[mes - 1]])
        if ajuste["meta_anual_ajustada"] is not None:
            anual = exacto(ajuste["meta_anual_ajustada"])
    return programado, anual


def _mes(programa: Programa, clave: str, mes: int, versiones: list[tuple], hoy: date) -> Renglon:
    """Estado y valor de un mes."""
    es_razon = programa.metas[clave]["acumulacion"] == "razon"
    programado, anual = _programacion(programa, clave, mes)
    limite = fecha_limite(programa, mes)
    vigente = versiones[-1][1] if versiones else None
    tiene = vigente is not None and _trae_valor(vigente, es_razon)
    primera = next((fecha for fecha, r in versiones if _trae_valor(r, es_razon)), None)
    if programado is None:
        estado = "NO_PROGRAMADA"
    elif vigente is not None and vigente["no_aplica"] == "si":
        estado = "NO_APLICA"
    elif tiene:
        assert primera is not None
        estado = "CAPTURADA" if primera <= limite else "EXTEMPORANEA"
    else:
        estado = "SIN_CAPTURA" if hoy > limite else "PENDIENTE"
    numerador = denominador = valor = n = None
    if tiene:
        assert vigente is not None
        numerador, denominador = exacto(vigente["numerador"]), exacto(vigente["denominador"])
        n = exacto(vigente["n"])
        if not es_razon:
            valor = exacto(vigente["realizado"])
        elif denominador != 0:
            assert numerador is not None and denominador is not None
            valor = 100 * numerador / denominador
    return {"mes": mes, "programado": programado, "anual": anual, "estado": estado, "tiene": tiene, "valor": valor,
            "numerador": numerador, "denominador": denominador, "n": n}  # fmt: skip


def _acumular(meta: Renglon, meses: list[Renglon]) -> tuple[Fraction | None, Fraction | None, list[Renglon], int]:
    """(v, p, P, número de valores que cuentan) al último de ``meses``."""
    exigibles = [m for m in meses if m["estado"] in ("CAPTURADA", "EXTEMPORANEA", "SIN_CAPTURA")]
    con_valor = [m for m in exigibles if m["tiene"]]
    programados = [m["programado"] for m in exigibles]
    forma = meta["acumulacion"]
    if forma == "suma":
        valores = [m["valor"] for m in meses if m["tiene"]]
        v = sum(valores, Fraction(0)) if valores else None
        return v, (sum(programados, Fraction(0)) if exigibles else None), exigibles, len(valores)
    if forma == "ultimo":
        v = con_valor[-1]["valor"] if con_valor else None
        return v, (programados[-1] if exigibles else None), exigibles, len(con_valor)
    if not exigibles or not con_valor:
        return None, (_media(programados) if exigibles else None), exigibles, 0
    esperados = [m["programado"] for m in con_valor]
    if forma == "promedio":
        pesos = [m["n"] for m in con_valor] if all((m["n"] or 0) > 0 for m in con_valor) else None
        return _media([m["valor"] for m in con_valor], pesos), _media(esperados, pesos), exigibles, len(con_valor)
    denominadores = [m["denominador"] for m in con_valor]
    total = sum(denominadores, Fraction(0))
    if total == 0:
        return None, _media(esperados), exigibles, len(con_valor)
    v = 100 * sum((m["numerador"] for m in con_valor), Fraction(0)) / total
    return v, _media(esperados, denominadores), exigibles, len(con_valor)


def _clase_previa(meta: Renglon, meses: list[Renglon], exigibles: list[Renglon], num_valores: int) -> str | None:
    """Pasos 2 y 3 de §4."""
    if not exigibles:
        return "NO_APLICA" if any(m["estado"] == "NO_APLICA" for m in meses) else "NO_PROGRAMADA"
    if num_valores == 0 or (meta["acumulacion"] != "suma" and exigibles[-1]["estado"] == "SIN_CAPTURA"):
        return "SIN_CAPTURA"
    return None


def _clasificar(programa: Programa, c: Fraction | None, mes: int) -> str:
    if c is None:
        return "NO_EVALUABLE"
    for clase, umbral in (("CUMPLIDA", "cumplida"), ("BUEN_DESEMPENO", "buen_desempeno"), ("REGULAR", "regular")):
        if c >= regla(programa, umbral, mes):
            return clase
    return "DEFICIENTE"


def _avance_anual(meta: Renglon, v: Fraction | None, anual: Fraction | None) -> Fraction | None:
    if v is None or anual is None:
        return None
    metodo, _, al_reves = metodo_efectivo(meta, anual)
    if al_reves or metodo not in ("directo", "linea_base", "hito"):
        return None
    c = cumplimiento(meta, metodo, v, anual)
    return None if c is None else redondear(c)


def _es_concluida(meta: Renglon, ultimo: Renglon, v: Fraction | None, c: Fraction | None) -> bool:
    if c is None:
        return False
    if meta["sentido"] in ("ascendente", "hito") and meta["acumulacion"] in ("suma", "ultimo"):
        return v is not None and ultimo["anual"] is not None and ultimo["anual"] > 0 and v >= ultimo["anual"]
    return ultimo["mes"] == 12 and ultimo["estado"] in ("CAPTURADA", "EXTEMPORANEA") and c >= 100


def _corte(programa: Programa, meta: Renglon, meses: list[Renglon], hoy: date) -> Renglon:
    """Lo que se dice de la meta al último de ``meses``."""
    ultimo = meses[-1]
    mes = ultimo["mes"]
    v, p, exigibles, num_valores = _acumular(meta, meses)
    vencido = hoy > fecha_limite(programa, mes)
    metodo, sin_brecha, al_reves = metodo_efectivo(meta, p) if p is not None else ("", False, False)
    c = None
    clase = "PENDIENTE" if not vencido else _clase_previa(meta, meses, exigibles, num_valores)
    if clase is None:
        crudo = cumplimiento(meta, metodo, v, p) if v is not None and p is not None and not al_reves else None
        c = None if crudo is None else redondear(crudo)
        clase = _clasificar(programa, c, mes)
    tope = None if c is None else min(max(c, Fraction(0)), Fraction(100))
    excedible = metodo in ("directo", "linea_base") or (metodo == "inverso" and v is not None and v > 0)
    fin = fin_de_mes(programa.ejercicio, mes)
    return {
        "meta_clave": meta["clave"],
        "periodo": date(programa.ejercicio, mes, 1),
        "estado_captura": ultimo["estado"],
        "programado": ultimo["programado"],
        "realizado": ultimo["valor"],
        "programado_acumulado": p,
        "realizado_acumulado": v,
        "meta_anual": ultimo["anual"],
        "cumplimiento": c,
        "cumplimiento_tope": tope,
        "clase": clase,
        "cumplimiento_ranking": Fraction(0) if clase == "SIN_CAPTURA" else tope,
        "es_excedida": c is not None and excedible and c > regla(programa, "excedida", mes),
        "es_concluida": _es_concluida(meta, ultimo, v, c),
        "es_sin_brecha": vencido and sin_brecha,
        "es_lb_incoherente": vencido and al_reves,
        "num_meses_omitidos": sum(m["estado"] == "SIN_CAPTURA" for m in meses),
        "num_extemporaneas": sum(m["estado"] == "EXTEMPORANEA" for m in meses),
        "avance_anual": _avance_anual(meta, v, ultimo["anual"]),
        "regla_version": max(r["vigente_desde"] for r in programa.reglas if r["vigente_desde"] <= fin),
    }


def calcular(datos_crudos: Path, hoy: date) -> dict[tuple[str, date], Renglon]:
    """El avance mensual esperado, por meta y periodo, de una carpeta de datos crudos."""
    carpeta = datos_crudos / "capturas"
    rutas = sorted(carpeta.rglob("*.xlsx"))
    capturas = [leer_captura(r, f"capturas/{r.relative_to(carpeta).as_posix()}", hoy) for r in rutas]
    avance: dict[tuple[str, date], Renglon] = {}
    for ruta in sorted((datos_crudos / "programa").glob("programa_*.xlsx")):
        programa = leer_programa(ruta, hoy)
        avance |= _avance(programa, [c for c in capturas if c.ejercicio == programa.ejercicio], hoy)
    return avance


def _avance(programa: Programa, capturas: list[Captura], hoy: date) -> dict[tuple[str, date], Renglon]:
    """El avance de un ejercicio."""
    versiones = _versiones(programa, capturas, hoy)
    avance: dict[tuple[str, date], Renglon] = {}
    for clave, meta in programa.metas.items():
        meses = [_mes(programa, clave, mes, versiones.get((clave, mes), []), hoy) for mes in range(1, 13)]
        for mes in range(1, 13):
            corte = _corte(programa, meta, meses[:mes], hoy)
            avance[clave, corte["periodo"]] = corte
    return avance
