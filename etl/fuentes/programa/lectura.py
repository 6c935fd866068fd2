"""Lector del programa anual: diez hojas, con sus referencias y ajustes revisados."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from etl.lectura.esquema import Fuente
from etl.lectura.excel import leer_libro
from etl.lectura.fechas import MESES
from etl.lectura.resultado import ArchivoRechazado, Lectura, Rechazo
from etl.lectura.tabular import extraer

_EJERCICIO = re.compile(r"programa_(\d{4})", re.IGNORECASE)
_LLAVE_UNICA = {"ejes": "clave", "objetivos": "clave", "estrategias": "clave", "lineas": "clave",
                "areas": "clave", "metas": "clave", "calendario": "meta"}  # fmt: skip


def _ejercicio(nombre: str) -> int:
    hallado = _EJERCICIO.search(Path(nombre).name)
    if not hallado:
        raise ArchivoRechazado(
            f"El nombre «{Path(nombre).name}» no dice el ejercicio.", "Nombre el archivo programa_AAAA.xlsx."
        )
    return int(hallado.group(1))


def _apartar(
    lectura: Lectura, tabla: str, renglones: list[dict[str, Any]], regla: str, motivo: str, remedio: str
) -> None:
    """Pasa renglones ya leídos a cuarentena."""
    filas = {id(r) for r in renglones}
    lectura.renglones[tabla] = [r for r in lectura.renglones[tabla] if id(r) not in filas]
    lectura.rechazos += [
        Rechazo(
            regla=regla,
            motivo=motivo,
            remedio=remedio,
            tabla=tabla,
            hoja=r["hoja"],
            fila=r["fila"],
            celda=f"A{r['fila']}",
            valor=str(r.get("meta") or r.get("clave")),
        )
        for r in renglones
    ]


def _apartar_repetidos(lectura: Lectura) -> None:
    for tabla, llave in _LLAVE_UNICA.items():
        renglones = lectura.renglones.get(tabla, [])
        veces = Counter(r[llave] for r in renglones)
        repetidos = [r for r in renglones if veces[r[llave]] > 1]
        if repetidos:
            _apartar(lectura, tabla, repetidos, "clave_repetida", "La clave aparece más de una vez en la hoja.",
                     "Deje un solo renglón por clave.")  # fmt: skip


def _apartar_sin_meta(lectura: Lectura, claves: set[str]) -> None:
    for tabla in ("calendario", "ajustes"):
        ajenos = [r for r in lectura.renglones.get(tabla, []) if r["meta"] not in claves]
        if ajenos:
            _apartar(lectura, tabla, ajenos, "meta_inexistente", "La meta no está en la hoja metas.",
                     "Corrija la clave o agregue la meta.")  # fmt: skip


def _apartar_retroactivos(lectura: Lectura, ejercicio: int) -> None:
    """Una vez que el mes empezó a correr con oficio posterior, ya no se reprograma (REGLAS §2)."""
    retroactivos = [
        r
        for r in lectura.renglones.get("ajustes", [])
        if date(ejercicio, MESES.index(r["desde"]) + 1, 1) < r["fecha"].replace(day=1)
    ]
    if retroactivos:
        _apartar(lectura, "ajustes", retroactivos, "ajuste_retroactivo",
                 "El ajuste pretende cambiar meses anteriores al de su fecha.",
                 "Presente el ajuste desde el mes de su oficio en adelante.")  # fmt: skip


def _exigir_metas_y_reglas(lectura: Lectura, claves: Sequence[str]) -> None:
    """Sin metas o sin alguna regla nada se puede calificar: se rechaza el libro y sigue rigiendo el anterior."""
    if not lectura.renglones["metas"]:
        raise ArchivoRechazado(
            _con_ejemplo("La hoja metas no trae ninguna meta válida.", lectura.rechazos, "metas"),
            "Escriba al menos una meta con su clave, área, sentido y acumulación.",
        )
    escritas = {regla["clave"] for regla in lectura.renglones["reglas"]}
    faltan = [clave for clave in claves if clave not in escritas]
    if faltan:
        raise ArchivoRechazado(
            _con_ejemplo(
                f"En la hoja reglas falta un valor válido de: {', '.join(faltan)}.", lectura.rechazos, "reglas"
            ),
            "Agregue un renglón por cada clave, con su vigencia y su valor.",
        )


def _con_ejemplo(motivo: str, rechazos: list[Rechazo], tabla: str) -> str:
    """El motivo, más la primera celda que no se pudo leer en esa hoja, si la hay."""
    celdas = [r for r in rechazos if r.tabla == tabla and r.gravedad == "rechazo"]
    return f"{motivo} Celda {celdas[0].celda}: {celdas[0].motivo}" if celdas else motivo


def leer(ruta: Path, nombre: str, fuente: Fuente, acompanante: Path | None = None) -> Lectura:
    """Lee ``programa_AAAA.xlsx``.

    Args:
        ruta: archivo en disco (puede llamarse por su huella).
        nombre: ruta con la que se recibió; de ahí sale el ejercicio.
        fuente: esquema de ``fuente.yml``.
        acompanante: no se usa.

    Raises:
        ArchivoRechazado: falta una hoja, un encabezado, las metas o alguna regla, o el libro no se puede abrir.
    """
    ejercicio = _ejercicio(nombre)
    hojas = {h.nombre.strip().casefold(): h for h in leer_libro(ruta)}
    faltan = [t.hoja for t in fuente.tablas.values() if t.obligatoria and t.hoja not in hojas]
    if faltan:
        raise ArchivoRechazado(
            f"Faltan las hojas: {', '.join(str(f) for f in faltan)}. Hojas halladas: {', '.join(hojas)}.",
            "Use el formato del programa con todas sus hojas.",
        )
    lectura = Lectura()
    for clave, tabla in fuente.tablas.items():
        if tabla.hoja in hojas:
            lectura.renglones[clave], rechazos = extraer(hojas[tabla.hoja], tabla, clave)
            lectura.rechazos += rechazos
    for meta in lectura.renglones["metas"]:
        meta["ejercicio"] = ejercicio
    _exigir_metas_y_reglas(lectura, fuente.tablas["reglas"].columnas["clave"].opciones)
    _apartar_repetidos(lectura)
    _apartar_sin_meta(lectura, {m["clave"] for m in lectura.renglones["metas"]})
    _apartar_retroactivos(lectura, ejercicio)
    return lectura
