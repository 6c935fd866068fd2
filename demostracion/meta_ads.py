"""Exportaciones sintéticas de Meta: anuncio × día (CSV), campaña y cuenta por mes (libro y CSV), edad × sexo."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from demostracion import campanas_difusion as difusion
from demostracion.excel import guardar

CUENTA = "Alcaldía (demostración sintética)"
_ATRIBUCION = "7 días tras clic o 1 día tras visualización"
_DIARIO = (
    "Inicio del informe", "Fin del informe", "Nombre de la campaña", "Nombre del conjunto de anuncios",
    "Nombre del anuncio", "Entrega del anuncio", "Configuración de atribución", "Alcance", "Impresiones", "Frecuencia",
    "Importe gastado (MXN)", "Clics (todos)", "CTR (todos)", "Clics en el enlace", "Interacciones con la publicación",
    "Visitas a la página de destino", "Clientes potenciales", "ThruPlays",
)  # fmt: skip
_MENSUAL = (
    "Nombre de la campaña", "Importe gastado (MXN)", "Entrega de la campaña", "Impresiones", "Alcance", "Frecuencia",
    "Clics (todos)", "Clics en el enlace", "Interacciones con la publicación", "Visitas a la página de destino",
    "Clientes potenciales", "Divisa", "Objetivo", "Inicio del informe", "Fin del informe",
)  # fmt: skip
_DE_CUENTA = (
    "Inicio del informe", "Fin del informe", "Nombre de la cuenta", "Alcance", "Impresiones", "Frecuencia",
    "Importe gastado (MXN)", "Clics (todos)",
)  # fmt: skip
_EDADES = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
_PESOS_EDAD = (0.16, 0.27, 0.22, 0.16, 0.12, 0.07)
SIN_EXPORTE_MENSUAL = {10: ("FB-05", "FB-07")}
"""Campañas que ese mes no vinieron en el exporte por campaña: su alcance queda en intervalo."""
CORTE = date(2026, 10, 16)
"""Último día del exporte acumulado del mes."""
MES_SIN_CUENTA = 8
"""Mes cuyo exporte por cuenta no llegó: lo suple el total del exporte por campaña, que cubre las mismas impresiones."""

Renglon = Sequence[Any]


def _frecuencia(impresiones: int, alcance: int) -> float:
    return round(impresiones / alcance, 6) if alcance else 0


def _csv(encabezado: Renglon, renglones: list[Renglon]) -> bytes:
    """Como la tabla de la plataforma: UTF-8 sin marca, saltos LF, comillas solo donde hacen falta."""
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida, lineterminator="\n")
    escritor.writerow(encabezado)
    escritor.writerows(renglones)
    return salida.getvalue().encode("utf-8")


def _nombre(que: str, inicio: date, fin: date, extension: str) -> str:
    def dia(d: date) -> str:
        return f"{d.day}-{difusion.MESES[d.month]}-{d.year}"

    return f"{inicio:%Y-%m}/Alcaldia-demostracion-{que}-{dia(inicio)}---{dia(fin)}.{extension}"


def _por_dia(
    campanas: list[difusion.CampanaMes], hasta: date, ajuste: Callable[[int], int] = lambda clics: clics
) -> list[Renglon]:
    renglones: list[Renglon] = []
    for c in campanas:
        for e in sorted(c.entregas, key=lambda e: (e.dia, e.anuncio), reverse=True):
            if e.dia > hasta:
                continue
            clics = ajuste(e.clics)
            renglones.append(
                (e.dia, e.dia, c.nombre_plataforma, e.conjunto, e.anuncio, "inactive", _ATRIBUCION, e.alcance,
                 e.impresiones, _frecuencia(e.impresiones, e.alcance), e.gasto, clics,
                 round(100 * clics / e.impresiones, 6), e.clics_enlace or "", e.interacciones, e.visitas or "",
                 e.contactos or "", e.vistas or "")
            )  # fmt: skip
    return renglones


def _renglon_mensual(
    nombre: str, campanas: list[difusion.CampanaMes], alcance: int, objetivo: str, mes: int
) -> Renglon:
    entregas = [e for c in campanas for e in c.entregas]

    def suma(medida: str) -> int:
        return sum(getattr(e, medida) for e in entregas)

    impresiones = suma("impresiones")
    return (nombre, round(sum(e.gasto for e in entregas), 2), "inactive" if nombre else "", impresiones, alcance,
            _frecuencia(impresiones, alcance), suma("clics"), suma("clics_enlace"), suma("interacciones"),
            suma("visitas"), suma("contactos") or "", "MXN", objetivo,
            date(difusion.ANIO, mes, 1).isoformat(), difusion.ultimo_dia(mes).isoformat())  # fmt: skip


def _libro_por_campana(mes: int, escala: int) -> Workbook:
    """Hoja ``Raw Data Report`` con el renglón de total PRIMERO, como el informe real."""
    campanas = [c for c in difusion.del_mes("Facebook", mes, escala) if c.clave not in SIN_EXPORTE_MENSUAL.get(mes, ())]
    completo = len(campanas) == len(difusion.del_mes("Facebook", mes, escala))
    azar = random.Random(f"total-{mes}-{escala}")  # noqa: S311 (datos sintéticos)
    del_total = (
        difusion.alcance_de_cuenta("Facebook", mes, escala)
        if completo
        else difusion.entre_partes([c.alcance for c in campanas], azar, 0.4, 0.45)
    )
    libro = Workbook()
    hoja = libro.active
    hoja.title = "Raw Data Report"
    hoja.append(_MENSUAL)
    hoja.append(_renglon_mensual("", campanas, del_total, "MULTIPLE", mes))
    for c in campanas:
        hoja.append(_renglon_mensual(c.nombre_plataforma, [c], c.alcance, c.objetivo, mes))
    return libro


def _por_cuenta(mes: int, escala: int) -> bytes:
    campanas = difusion.del_mes("Facebook", mes, escala)
    entregas = [e for c in campanas for e in c.entregas]
    impresiones, alcance = sum(e.impresiones for e in entregas), difusion.alcance_de_cuenta("Facebook", mes, escala)
    renglon = (date(difusion.ANIO, mes, 1), difusion.ultimo_dia(mes), CUENTA, alcance, impresiones,
               _frecuencia(impresiones, alcance), round(sum(e.gasto for e in entregas), 2),
               sum(e.clics for e in entregas))  # fmt: skip
    return _csv(_DE_CUENTA, [renglon])


def _libro_del_mes_a_la_fecha(mes: int, escala: int) -> Workbook:
    """Ventana acumulada del día 1 a ``CORTE``: deja una cota inferior de las campañas sin exporte mensual."""
    libro = Workbook()
    hoja = libro.active
    hoja.title = "Raw Data Report"
    hoja.append(_MENSUAL)
    for c in difusion.del_mes("Facebook", mes, escala):
        entregas = [e for e in c.entregas if e.dia <= CORTE]
        parcial = replace(c, entregas=entregas)
        avance = parcial.impresiones / c.impresiones
        alcance = max(int(c.alcance * avance**0.5), max(e.alcance for e in entregas))
        renglon = list(_renglon_mensual(c.nombre_plataforma, [parcial], alcance, c.objetivo, mes))
        hoja.append([*renglon[:-1], CORTE.isoformat()])
    return libro


def _contrato_a_la_fecha(escala: int) -> bytes:
    """Alcance sin duplicar de la cuenta desde que empezó el contrato: más que el mejor mes, menos que su suma."""
    meses = list(difusion.MESES)
    alcance = int(max(difusion.alcance_de_cuenta("Facebook", m, escala) for m in meses) * 1.23)
    campanas = [c for m in meses for c in difusion.del_mes("Facebook", m, escala)]
    entregas = [e for c in campanas for e in c.entregas]
    impresiones = sum(e.impresiones for e in entregas)
    renglon = (date(difusion.ANIO, 2, 1), difusion.ultimo_dia(10), CUENTA, alcance, impresiones,
               _frecuencia(impresiones, alcance), round(sum(e.gasto for e in entregas), 2),
               sum(e.clics for e in entregas))  # fmt: skip
    return _csv(_DE_CUENTA, [renglon])


def _repartir(total: int, pesos: list[float]) -> list[int]:
    partes = [int(total * p / sum(pesos)) for p in pesos]
    partes[0] += total - sum(partes)
    return partes


def _por_edad_y_sexo(mes: int, escala: int) -> bytes:
    """Edad × sexo por campaña: partición de impresiones y gasto; en alcance suma apenas más que el total."""
    azar = random.Random(f"edad-{mes}-{escala}")  # noqa: S311
    encabezado = ("Inicio del informe", "Fin del informe", "Nombre de la campaña", "Edad", "Sexo", "Alcance",
                  "Impresiones", "Importe gastado (MXN)", "Clics (todos)")  # fmt: skip
    renglones: list[Renglon] = []
    for c in difusion.del_mes("Facebook", mes, escala):
        mujeres = 0.86 if c.publico == "MUJERES" else 0.55
        celdas = [(e, s) for e in _EDADES for s in ("female", "male")]
        pesos = [p * (mujeres if s == "female" else 1 - mujeres) * azar.uniform(0.85, 1.15)
                 for p in _PESOS_EDAD for s in ("female", "male")]  # fmt: skip
        impresiones, centavos = _repartir(c.impresiones, pesos), _repartir(round(c.gasto * 100), pesos)
        clics = _repartir(sum(e.clics for e in c.entregas), pesos)
        alcance = [min(a, i) for a, i in zip(_repartir(int(c.alcance * 1.02), pesos), impresiones, strict=True)]
        for (edad, sexo), a, i, g, k in zip(celdas, alcance, impresiones, centavos, clics, strict=True):
            renglones.append((date(difusion.ANIO, mes, 1), difusion.ultimo_dia(mes), c.nombre_plataforma, edad, sexo,
                              a, i, g / 100, k))  # fmt: skip
    return _csv(encabezado, renglones)


def generar(destino: Path, azar: random.Random, escala: int = 1) -> None:
    """Escribe ``destino/meta_ads``.

    Args:
        destino: carpeta de datos crudos.
        azar: no se usa; las campañas tienen su propia semilla para cuadrar con Google y el contrato.
        escala: multiplica los anuncios por campaña.
    """
    base = destino / "meta_ads"

    def escribir(nombre: str, contenido: bytes) -> None:
        ruta = base / nombre
        ruta.parent.mkdir(parents=True, exist_ok=True)
        ruta.write_bytes(contenido)

    for mes in difusion.MESES:
        inicio, fin = date(difusion.ANIO, mes, 1), difusion.ultimo_dia(mes)
        campanas = difusion.del_mes("Facebook", mes, escala)
        escribir(_nombre("Anuncios", inicio, fin, "csv"), _csv(_DIARIO, _por_dia(campanas, fin)))
        guardar(_libro_por_campana(mes, escala), base / _nombre("Campanas", inicio, fin, "xlsx"))
        if mes != MES_SIN_CUENTA:
            escribir(_nombre("Cuenta", inicio, fin, "csv"), _por_cuenta(mes, escala))
    escribir(_nombre("Cuenta", date(difusion.ANIO, 2, 1), difusion.ultimo_dia(10), "csv"), _contrato_a_la_fecha(escala))
    guardar(
        _libro_del_mes_a_la_fecha(10, escala), base / _nombre("Campanas", date(difusion.ANIO, 10, 1), CORTE, "xlsx")
    )
    quincena = date(difusion.ANIO, 10, 15)
    adelantados = _por_dia(difusion.del_mes("Facebook", 10, escala), quincena, lambda clics: round(clics * 1.03))
    escribir(_nombre("Anuncios", quincena.replace(day=1), quincena, "csv"), _csv(_DIARIO, adelantados))
    escribir(
        _nombre("Edad-sexo", date(difusion.ANIO, 10, 1), difusion.ultimo_dia(10), "csv"), _por_edad_y_sexo(10, escala)
    )
