"""Respuestas abiertas: de texto a códigos de un marco, con sugerencias que una persona acepta.

El marco son las opciones de la pregunta en ``estudio.yml``, con su versión y las palabras que delatan cada código.
Se sugiere por palabra o por parecido con lo ya aceptado, y siempre se dice por qué. Nada cuenta hasta que alguien lo
acepta en ``codificacion.csv``. El texto nunca sale de la carpeta del estudio: al almacén solo pasan códigos.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dominio.encuestas.privacidad import sin_datos_personales

PARECIDO_MINIMO = 0.82
ARCHIVO = "codificacion.csv"
COLUMNAS = ("pregunta", "version", "texto", "veces", "sugerencia", "por_que", "codigo", "revisado_por", "fecha")
_VACIAS = frozenset(re.findall(r"\w+", "de la el los las un una y o en que con por para del al se lo su a mi es son"))


@dataclass(frozen=True)
class Sugerencia:
    """Códigos que se proponen para un texto y la razón, para que una persona la juzgue."""

    codigos: tuple[str, ...]
    por_que: str


def forma(texto: str) -> str:
    """El texto con el que se compara: sin datos personales, acentos, mayúsculas ni signos.

    «¡Muchos BACHES! 55 1234 5678» → «muchos baches dato personal».
    """
    plano = unicodedata.normalize("NFKD", sin_datos_personales(texto)).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plano))


def sugerir(texto: str, marco: Mapping[str, Sequence[str]], aceptadas: Mapping[str, tuple[str, ...]]) -> Sugerencia:
    """Códigos para un texto: los que delatan sus palabras o, si ninguna, los del texto aceptado más parecido.

    Args:
        texto: ya en su ``forma``.
        marco: código → palabras o frases que lo delatan; «bache» reconoce «baches».
        aceptadas: forma → códigos que una persona ya aceptó.
    """
    if texto in aceptadas:
        return Sugerencia(aceptadas[texto], "ya aceptado")
    halladas = {codigo: hallada for codigo, palabras in marco.items() if (hallada := _delata(texto, palabras))}
    if halladas:
        return Sugerencia(tuple(halladas), "contiene " + ", ".join(f"«{p}»" for p in halladas.values()))
    mejor, parecido = "", 0.0
    propias = _significativas(texto)
    for otro in aceptadas:
        comparador = SequenceMatcher(None, propias, _significativas(otro), autojunk=False)
        if comparador.real_quick_ratio() > parecido and (razon := comparador.ratio()) > parecido:
            mejor, parecido = otro, razon
    if parecido >= PARECIDO_MINIMO:
        return Sugerencia(aceptadas[mejor], f"se parece {parecido:.0%} a «{mejor}»")
    return Sugerencia((), "nada en el marco se le parece")


def _delata(texto: str, palabras: Sequence[str]) -> str | None:
    """La primera palabra o frase del marco que el texto trae al principio de una palabra suya."""
    for palabra in palabras:
        buscada = forma(palabra)
        if buscada and re.search(rf"(?<![a-z0-9]){re.escape(buscada)}", texto):
            return palabra
    return None


def _significativas(texto: str) -> str:
    return " ".join(p for p in texto.split() if p not in _VACIAS)


@dataclass(frozen=True)
class Aceptadas:
    """Lo que una persona aceptó, por pregunta, y lo que no se pudo usar."""

    por_pregunta: Mapping[str, Mapping[str, tuple[str, ...]]]
    sin_quien: int = 0
    """Renglones con código y sin quién lo revisó: no cuentan."""
    desconocidos: int = 0
    """Renglones con un código que el marco no tiene: no cuentan."""
    de_otra_version: int = 0
    """Renglones aceptados con otra versión del marco: no cuentan hasta que se revisen."""


def leer_aceptadas(
    renglones: Sequence[Mapping[str, str]], marcos: Mapping[str, tuple[int, Sequence[str]]]
) -> Aceptadas:
    """Lo aceptado en ``codificacion.csv``: código escrito, quién lo revisó, y la versión vigente del marco.

    Args:
        renglones: el CSV, columna → texto.
        marcos: pregunta → (versión vigente, códigos que existen).
    """
    por_pregunta: dict[str, dict[str, tuple[str, ...]]] = {}
    sin_quien = desconocidos = de_otra_version = 0
    for renglon in renglones:
        pregunta, escrito = renglon.get("pregunta", "").strip(), renglon.get("codigo", "").strip()
        if not escrito or pregunta not in marcos:
            continue
        version, existentes = marcos[pregunta]
        codigos = tuple(dict.fromkeys(c.strip() for c in re.split(r"[;|,]", escrito) if c.strip()))
        if not renglon.get("revisado_por", "").strip():
            sin_quien += 1
        elif renglon.get("version", "").strip() != str(version):
            de_otra_version += 1
        elif any(c not in existentes for c in codigos):
            desconocidos += 1
        else:
            por_pregunta.setdefault(pregunta, {})[forma(renglon.get("texto", ""))] = codigos
    return Aceptadas(por_pregunta, sin_quien, desconocidos, de_otra_version)
