"""Cifras de una exportación: el formato se decide por archivo, con la firma de todas sus columnas numéricas.

``1.247`` en un informe de España es mil doscientos cuarenta y siete; en uno de México, uno y fracción.
Ninguna celda lo dice sola. Lo dicen las demás: una coma decimal (``9,65%``), un entero con miles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from etl.lectura.numeros import Formato, NumeroIlegible, a_numero
from etl.lectura.resultado import ArchivoRechazado

VACIOS = frozenset({"", "-", "--", "—", "–", "n/a", "n/d"})
_PREFIJO = re.compile(r"^(?P<moneda>[A-Z]{3}(?=[\s\d\-])|[A-Z]{2}\$|\$|€|S/\.?)\s*(?=[\d\-−.,])")
_COTA = re.compile(r"^([<>])\s*(.+)$")
_SIMBOLOS = {"US$": "USD", "MX$": "MXN", "€": "EUR", "S/": "PEN", "S/.": "PEN"}
_DECIMAL_ES = re.compile(r"^(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+)$")
_DECIMAL_MX = re.compile(r"^(?:\d{1,3}(?:,\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0\.\d+)$")
_GRUPOS_ES = re.compile(r"^\d{1,3}(?:\.\d{3}){2,}$")
_GRUPOS_MX = re.compile(r"^\d{1,3}(?:,\d{3}){2,}$")
_UN_GRUPO_ES = re.compile(r"^\d{1,3}\.\d{3}$")
_UN_GRUPO_MX = re.compile(r"^\d{1,3},\d{3}$")


@dataclass(frozen=True)
class Cifra:
    """Una celda numérica ya interpretada.

    ``valor`` es ``None`` si la celda está vacía o solo dice una cota (``< 10%``); ``cota`` es
    ``menor_que`` o ``mayor_que`` con su ``limite``; ``moneda``, la que la celda traiga escrita.
    """

    valor: float | None
    cota: str | None = None
    limite: float | None = None
    moneda: str | None = None


def _pelar(texto: str) -> tuple[str, str | None, bool]:
    """Quita moneda y porcentaje: (número escrito, moneda, era porcentaje)."""
    limpio = texto.replace("\u00a0", " ").replace("\u202f", " ").strip()
    moneda = None
    signo = ""
    if limpio[:1] in "-−" and len(limpio) > 1 and not limpio[1].isdigit():
        signo, limpio = "-", limpio[1:].strip()
    if hallado := _PREFIJO.match(limpio):
        simbolo = hallado.group("moneda")
        moneda = _SIMBOLOS.get(simbolo, simbolo if simbolo.isalpha() else None)
        limpio = limpio[hallado.end() :]
    es_porcentaje = limpio.endswith("%")
    return signo + limpio.rstrip("%").strip(), moneda, es_porcentaje


def firma(texto: str, es_entero: bool) -> Formato | None:
    """Qué formato delata una celda, o ``None`` si cabe en los dos."""
    numero = _pelar(texto)[0].lstrip("-−+")
    if _DECIMAL_ES.match(numero) or _GRUPOS_ES.match(numero) or (es_entero and _UN_GRUPO_ES.match(numero)):
        return "es"
    if _DECIMAL_MX.match(numero) or _GRUPOS_MX.match(numero) or (es_entero and _UN_GRUPO_MX.match(numero)):
        return "mx"
    return None


def decidir_formato(celdas: Iterable[tuple[Any, bool, str]], por_omision: Formato = "mx") -> Formato:
    """Decide el formato de todo el archivo.

    Args:
        celdas: (valor, la columna es de conteos enteros, dónde está).
        por_omision: el de las etiquetas del archivo, si ninguna cifra lo delata.

    Raises:
        ArchivoRechazado: unas cifras delatan un formato y otras el contrario.
    """
    vistas: dict[str, str] = {}
    for valor, es_entero, donde in celdas:
        if isinstance(valor, str) and (hallada := firma(valor, es_entero)):
            vistas.setdefault(hallada, f"«{valor.strip()}» ({donde})")
    if len(vistas) > 1:
        raise ArchivoRechazado(
            f"Las cifras mezclan dos formatos: {vistas['mx']} usa punto decimal y {vistas['es']}, coma decimal.",
            "Expórtelo otra vez desde la plataforma, sin pasarlo por una hoja de cálculo.",
            regla="formato_numerico_mezclado",
        )
    if "es" in vistas:
        return "es"
    return "mx" if "mx" in vistas else por_omision


def a_cifra(valor: Any, formato: Formato) -> Cifra:
    """Interpreta una celda numérica: vacíos de plataforma, moneda, porcentaje y cotas.

    Un porcentaje escrito con ``%`` se devuelve como proporción (``9,65%`` → 0.0965), igual que
    lo guarda el libro de Excel de la plataforma.

    Raises:
        NumeroIlegible: hay texto que no es una cifra en ese formato.
    """
    if not isinstance(valor, str):
        return Cifra(a_numero(valor, formato))
    if valor.replace("\u00a0", " ").strip().casefold() in VACIOS:
        return Cifra(None)
    cota = _COTA.match(valor.strip())
    texto, moneda, es_porcentaje = _pelar(cota.group(2) if cota else valor)
    numero = a_numero(texto, formato)
    if numero is None:
        raise NumeroIlegible(f"«{valor}» no es un número")
    numero = round(numero / 100, 12) if es_porcentaje else numero
    if cota:
        return Cifra(None, "menor_que" if cota.group(1) == "<" else "mayor_que", numero, moneda)
    return Cifra(numero, moneda=moneda)
