"""Informes sintéticos de Google Ads: por día con ``Total:`` y por mes con usuarios únicos.

Junio sale como «Excel .csv» (UTF-16 con tabuladores) y agosto con etiquetas y números de España.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from demostracion import campanas_difusion as difusion

_MESES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip
MES_UTF16 = 6
MES_ESPANA = 8
VACIO = " --"
Cifra = Callable[[float, int], str]
_TIPO = {"Búsqueda": "Búsqueda", "Video": "Video"}
_TIPO_ESPANA = {"Búsqueda": "Buscar", "Video": "Vídeo"}


def _mx(valor: float, decimales: int) -> str:
    """Los conteos llevan coma de miles; el costo no se agrupa, como en el informe real."""
    return f"{valor:.{decimales}f}" if decimales else f"{valor:,.0f}"


def _es(valor: float, decimales: int) -> str:
    return f"{valor:.{decimales}f}".replace(".", ",") if decimales else f"{valor:,.0f}".replace(",", ".")


def _rango(inicio: date, fin: date) -> str:
    def en_letra(d: date) -> str:
        return f"{d.day} de {_MESES[d.month - 1]} de {d.year}"

    return f"{en_letra(inicio)} - {en_letra(fin)}"


def _texto(renglones: list[Sequence[Any]], delimitador: str) -> str:
    salida = io.StringIO(newline="")
    csv.writer(salida, delimiter=delimitador, lineterminator="\n").writerows(renglones)
    return salida.getvalue()


def _medidas(entregas: list[difusion.Entrega], cifra: Cifra) -> list[str]:
    gasto = sum(e.gasto for e in entregas)
    impresiones = sum(e.impresiones for e in entregas)
    clics = sum(e.clics for e in entregas)
    vistas = sum(e.vistas for e in entregas)
    ctr = cifra(100 * clics / impresiones, 2) + "%" if impresiones else VACIO
    return [
        cifra(gasto, 2), cifra(impresiones, 0), cifra(clics, 0), ctr,
        cifra(gasto / clics, 2) if clics else VACIO, cifra(clics + vistas, 0), cifra(vistas, 0),
        cifra(sum(e.contactos for e in entregas), 2),
    ]  # fmt: skip


def _por_dia(mes: int, escala: int) -> list[Sequence[Any]]:
    campanas = difusion.del_mes("Google", mes, escala)
    espana = mes == MES_ESPANA
    cifra, tipos = (_es, _TIPO_ESPANA) if espana else (_mx, _TIPO)
    renglones: list[Sequence[Any]] = [
        ["Informe de campaña"],
        [_rango(date(difusion.ANIO, mes, 1), difusion.ultimo_dia(mes))],
        ["Día", "Estado de la campaña", "Campaña", "Código de moneda", "Estado", "Tipo de campaña",
         "Coste" if espana else "Costo", "Impr.", "Clics", "CTR", "CPC medio" if espana else "Prom. CPC",
         "Interacciones", "Vistas de TrueView", "Conversiones"],
    ]  # fmt: skip
    for c in campanas:
        for dia in sorted({e.dia for e in c.entregas}):
            del_dia = [e for e in c.entregas if e.dia == dia]
            renglones.append([dia.isoformat(), "Habilitada", c.nombre_plataforma, "MXN", "Apto" if espana else "Apta",
                              tipos[c.objetivo], *_medidas(del_dia, cifra)])  # fmt: skip
    todas = [e for c in campanas for e in c.entregas]
    renglones.append([VACIO, "Total: Campañas", VACIO, "MXN", VACIO, VACIO, *_medidas(todas, cifra)])
    renglones.append(["", "Total: Cuenta", "", "MXN", "", "", *_medidas(todas, cifra)])
    for tipo in tipos.values():
        del_tipo = [e for c in campanas if tipos[c.objetivo] == tipo for e in c.entregas]
        renglones.append(["", f"Total: {tipo}", "", "MXN", "", tipo, *_medidas(del_tipo, cifra)])
    return renglones


def _usuarios_unicos(mes: int, escala: int) -> list[Sequence[Any]]:
    """Sin segmento de fecha: los usuarios únicos no se pueden pedir por día y sumar."""
    renglones: list[Sequence[Any]] = [
        ["Informe de campaña"],
        [_rango(date(difusion.ANIO, mes, 1), difusion.ultimo_dia(mes))],
        ["Estado de la campaña", "Campaña", "Código de moneda", "Tipo de campaña", "Impr.", "Usuarios únicos"],
    ]
    campanas = difusion.del_mes("Google", mes, escala)
    for c in campanas:
        unicos = f"{c.alcance:,}" if c.alcance else VACIO
        renglones.append(["Habilitada", c.nombre_plataforma, "MXN", _TIPO[c.objetivo], f"{c.impresiones:,}", unicos])
    impresiones = f"{sum(c.impresiones for c in campanas):,}"
    renglones.append(["Total: Campañas", VACIO, "MXN", VACIO, impresiones, VACIO])
    renglones.append(["Total: Cuenta", "", "MXN", "", impresiones, ""])
    return renglones


def generar(destino: Path, azar: random.Random, escala: int = 1) -> None:
    """Escribe ``destino/google_ads``.

    Args:
        destino: carpeta de datos crudos.
        azar: no se usa; las campañas tienen su propia semilla para cuadrar con Meta y el contrato.
        escala: multiplica los anuncios por campaña.
    """
    base = destino / "google_ads"
    for mes in difusion.MESES:
        carpeta = base / f"{difusion.ANIO}-{mes:02d}"
        carpeta.mkdir(parents=True, exist_ok=True)
        informe = carpeta / f"Informe de campaña diario ({difusion.MESES[mes]} {difusion.ANIO}).csv"
        if mes == MES_UTF16:
            informe.write_bytes(b"\xff\xfe" + _texto(_por_dia(mes, escala), "\t").encode("utf-16-le"))
        else:
            informe.write_bytes(_texto(_por_dia(mes, escala), ",").encode("utf-8"))
        unicos = carpeta / f"Usuarios únicos ({difusion.MESES[mes]} {difusion.ANIO}).csv"
        unicos.write_bytes(_texto(_usuarios_unicos(mes, escala), ",").encode("utf-8"))
