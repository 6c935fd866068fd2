"""Lector de la captura mensual de un área.

Aquí solo se revisa lo que el propio archivo permite saber; lo que depende del programa
(clave ajena, razón incompleta) o de la fecha de referencia se revisa en el modelo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dominio.lectura.encabezados import letra_de_columna, normalizar
from dominio.lectura.esquema import Fuente
from dominio.lectura.excel import Hoja, leer_libro
from dominio.lectura.fechas import FechaIlegible, a_fecha, a_periodo
from dominio.lectura.numeros import NumeroIlegible, a_numero
from dominio.lectura.resultado import ArchivoRechazado, Lectura, Rechazo
from dominio.lectura.tabular import ValorIlegible, a_texto, extraer, ubicar_columnas

_DIFERENCIA_QUE_CUENTA = 1e-9


def _celda(hoja: Hoja, fila: int, columna: int) -> Any:
    if len(hoja.celdas) < fila or len(hoja.celdas[fila - 1]) <= columna:
        return None
    return hoja.celdas[fila - 1][columna]


def _hoja_de_captura(hojas: list[Hoja], nombre: str) -> Hoja:
    halladas = [h for h in hojas if normalizar(h.nombre) == nombre]
    if len(halladas) > 1:
        raise ArchivoRechazado(f"Hay {len(halladas)} hojas «{nombre}».", "Deje una sola hoja de captura.")
    if not halladas:
        raise ArchivoRechazado(
            f"No hay una hoja «{nombre}». Hojas halladas: {', '.join(h.nombre for h in hojas)}.",
            "Use la plantilla de captura sin cambiar el nombre de la hoja.",
        )
    return halladas[0]


def _identidad(hoja: Hoja) -> dict[str, Any]:
    """Área (B1), periodo (B2) y fecha de captura (B3)."""
    area = a_texto(_celda(hoja, 1, 1))
    if area is None:
        raise ArchivoRechazado("La celda B1 (área) está vacía.", "Escriba la clave del área en B1.", celda="B1")
    try:
        periodo = a_periodo(_celda(hoja, 2, 1))
    except FechaIlegible as error:
        raise ArchivoRechazado(
            f"La celda B2 (periodo): {error}.", "Escriba el periodo como AAAA-MM.", celda="B2"
        ) from error
    if periodo is None:
        raise ArchivoRechazado("La celda B2 (periodo) está vacía.", "Escriba el periodo como AAAA-MM.", celda="B2")
    try:
        fecha_captura = a_fecha(_celda(hoja, 3, 1))
    except FechaIlegible as error:
        raise ArchivoRechazado(
            f"La celda B3 (fecha de captura): {error}.", "Escriba la fecha como dd/mm/aaaa.", celda="B3"
        ) from error
    return {"area": area, "periodo": periodo, "fecha_captura": fecha_captura}


def _claves_por_fila(hoja: Hoja, fila_encabezado: int, columna: int) -> dict[int, str]:
    claves: dict[int, str] = {}
    for fila in range(fila_encabezado + 1, len(hoja.celdas) + 1):
        try:
            clave = a_texto(_celda(hoja, fila, columna))
        except ValorIlegible:
            clave = None
        if clave is not None:
            claves[fila] = clave
    return claves


def _renglones_de_total(hoja: Hoja, fila_encabezado: int, columna: int) -> set[int]:
    return {f for f, c in _claves_por_fila(hoja, fila_encabezado, columna).items() if normalizar(c) == "total"}


def _sin_renglones(hoja: Hoja, filas: set[int]) -> Hoja:
    celdas = [[] if fila in filas else fila_celdas for fila, fila_celdas in enumerate(hoja.celdas, start=1)]
    return replace(hoja, celdas=celdas)


def _como_numero(valor: Any) -> float | None:
    """El número de una celda, o ``None`` si no lo hay o no se entiende."""
    try:
        return a_numero(valor)
    except NumeroIlegible:
        return None


def _totales_que_no_cuadran(hoja: Hoja, filas: set[int], ubicadas: Mapping[str, int], primera: int) -> list[Rechazo]:
    """Un renglón «Total» al pie es control, no dato: si no es la suma de los demás, se dicen los dos números."""
    avisos: list[Rechazo] = []
    de_datos = [f for f in range(primera, len(hoja.celdas) + 1) if f not in filas]
    for nombre in ("realizado", "numerador", "denominador"):
        indice = ubicadas.get(nombre)
        if indice is None:
            continue
        valores = [v for f in de_datos if (v := _como_numero(_celda(hoja, f, indice))) is not None]
        for fila in sorted(filas):
            total = _como_numero(_celda(hoja, fila, indice))
            if total is None or abs(total - sum(valores)) <= _DIFERENCIA_QUE_CUENTA * max(1.0, abs(total)):
                continue
            avisos.append(
                Rechazo(
                    regla="total_distinto", gravedad="aviso", tabla="captura", hoja=hoja.nombre, fila=fila,
                    celda=f"{letra_de_columna(indice)}{fila}", columna=nombre, valor=f"{total:g}",
                    motivo=f"Total dice {total:,.10g} en {nombre} y los renglones suman {sum(valores):,.10g}.",
                    remedio="Revise si falta un renglón. El total no se carga: mandan los renglones.",
                )
            )  # fmt: skip
    return avisos


def _motivo_de_no_aplica(renglon: dict[str, Any]) -> tuple[str, str, str] | None:
    if not renglon["no_aplica"]:
        return None
    if any(renglon[c] is not None for c in ("realizado", "numerador", "denominador")):
        return ("no_aplica_con_valor", "Dice «no aplica» y trae un valor.", "Borre el valor o borre «no aplica».")
    if renglon.get("justificacion") is None:
        return ("no_aplica_sin_justificacion", "Dice «no aplica» sin justificación.", "Escriba la justificación.")
    return None


def leer(ruta: Path, nombre: str, fuente: Fuente, acompanante: Path | None = None) -> Lectura:
    """Lee la captura de un área y un periodo.

    Args:
        ruta: archivo en disco.
        nombre: ruta con la que se recibió; es solo una etiqueta: mandan B1 y B2.
        fuente: esquema de ``fuente.yml``.
        acompanante: no se usa.

    Raises:
        ArchivoRechazado: hoja, identidad o encabezados que no cumplen la plantilla.
    """
    tabla = fuente.tablas["captura"]
    hoja = _hoja_de_captura(leer_libro(ruta), str(tabla.hoja))
    identidad = _identidad(hoja)
    indice = tabla.fila_encabezado - 1
    encabezado = hoja.celdas[indice] if len(hoja.celdas) > indice else []
    ubicadas, _ = ubicar_columnas(encabezado, tabla, f"Hoja «{hoja.nombre}»")
    totales = _renglones_de_total(hoja, tabla.fila_encabezado, ubicadas["clave"])
    avisos = _totales_que_no_cuadran(hoja, totales, ubicadas, tabla.fila_encabezado + 1)
    hoja = _sin_renglones(hoja, totales)
    renglones, rechazos = extraer(hoja, tabla, "captura")
    rechazos += avisos
    claves = _claves_por_fila(hoja, tabla.fila_encabezado, ubicadas["clave"])
    veces = Counter(claves.values())
    aceptados: list[dict[str, Any]] = []
    for renglon in renglones:
        falla = _motivo_de_no_aplica(renglon)
        if veces[renglon["clave"]] > 1:
            filas = ", ".join(str(f) for f, c in claves.items() if c == renglon["clave"])
            falla = ("clave_repetida", f"La clave aparece en los renglones {filas}.", "Deje un solo renglón por clave.")
        if falla is None:
            aceptados.append(renglon | identidad)
            continue
        regla, motivo, remedio = falla
        rechazos.append(
            Rechazo(regla=regla, motivo=motivo, remedio=remedio, tabla="captura", hoja=hoja.nombre,
                    fila=renglon["fila"], celda=f"A{renglon['fila']}", columna="clave", valor=renglon["clave"])
        )  # fmt: skip
    return Lectura(renglones={"captura": aceptados}, rechazos=rechazos, identidad=identidad)
