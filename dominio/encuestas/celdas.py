"""Celdas chicas de un cruce: ninguna cifra publicada habla de menos de cinco personas, ni deja deducirla.

Primero se oculta la celda de 1 a 4 personas (o la que deja fuera a tan pocas). Después, mientras las sumas conocidas
—las opciones dan 100 %, un neto es la suma de sus partes, los grupos dan el total— basten para calcular una celda
oculta, se oculta la más chica de las que la delatan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Llave = TypeVar("Llave", bound=Hashable)
MINIMO_DE_PERSONAS = 5
MOTIVO_CHICA = f"menos de {MINIMO_DE_PERSONAS} personas en la celda"
MOTIVO_COMPLEMENTARIA = "se oculta para que no se deduzca otra celda"
MOTIVOS = frozenset({MOTIVO_CHICA, MOTIVO_COMPLEMENTARIA})
_CASI_CERO = 1e-8


@dataclass(frozen=True)
class Casilla:
    """Lo que importa de una celda: cuántas personas la dan, de cuántas, y si ya se calló por precisión."""

    personas: int | None
    """``None`` en lo que no cuenta personas (un saldo)."""
    base: int
    ya_oculta: bool = False

    @property
    def es_chica(self) -> bool:
        """De 1 a 4 personas, o todas menos 1 a 4: en los dos casos señala a unas cuantas."""
        if self.personas is None:
            return False
        fuera = self.base - self.personas
        return 0 < self.personas < MINIMO_DE_PERSONAS or 0 < fuera < MINIMO_DE_PERSONAS


def por_ocultar(casillas: Mapping[Llave, Casilla], sumas: Iterable[Sequence[Llave]]) -> dict[Llave, str]:
    """Celda → motivo, de las que hay que callar además de las que ya se callaron por precisión.

    Args:
        casillas: todas las del cruce.
        sumas: conjuntos de celdas ligadas por una suma que cualquiera conoce.
    """
    motivos = {llave: MOTIVO_CHICA for llave, c in casillas.items() if c.es_chica and not c.ya_oculta}
    ocultas = {llave for llave, c in casillas.items() if c.ya_oculta} | set(motivos)
    protegidas = {llave for llave, c in casillas.items() if c.es_chica}
    pendientes = [tuple(s for s in suma if s in casillas) for suma in sumas]
    while deducidas := _deducibles(pendientes, ocultas, protegidas):
        delatoras = [suma for suma in pendientes if deducidas & set(suma)]
        directas = [suma for suma in delatoras if sum(llave in ocultas for llave in suma) == 1]
        rompe = Counter(llave for suma in directas or delatoras for llave in suma if llave not in ocultas)
        if not rompe:
            break
        elegida = min(rompe, key=lambda llave: _costo(casillas[llave], rompe[llave]))
        motivos[elegida] = MOTIVO_COMPLEMENTARIA
        ocultas.add(elegida)
        protegidas.add(elegida)
    return motivos


def _deducibles(sumas: Sequence[Sequence[Llave]], ocultas: set[Llave], protegidas: set[Llave]) -> set[Llave]:
    """Las protegidas que las sumas y lo visible determinan: las que valen lo mismo en toda solución del sistema."""
    if not protegidas:
        return set()
    solas = {s[0] for suma in sumas if len(s := [llave for llave in suma if llave in ocultas]) == 1}
    if solas & protegidas:
        return solas & protegidas
    orden = {llave: i for i, llave in enumerate(llave for llave in ocultas)}
    utiles = [[orden[llave] for llave in suma if llave in orden] for suma in sumas]
    utiles = [u for u in utiles if u]
    if not utiles:
        return set()
    matriz = np.zeros((len(utiles), len(orden)))
    for renglon, columnas in enumerate(utiles):
        matriz[renglon, columnas] = 1.0
    determinadas = _determinadas(matriz)
    return {llave for llave in protegidas if orden[llave] in determinadas}


def _determinadas(matriz: np.ndarray) -> set[int]:
    """Incógnitas con un solo valor posible: las que, al reducir el sistema, quedan solas en su renglón."""
    reducida, pivotes, renglon = matriz.copy(), [], 0
    for columna in range(reducida.shape[1]):
        if renglon == len(reducida):
            break
        mayor = renglon + int(np.abs(reducida[renglon:, columna]).argmax())
        if abs(reducida[mayor, columna]) <= _CASI_CERO:
            continue
        reducida[[renglon, mayor]] = reducida[[mayor, renglon]]
        reducida[renglon] /= reducida[renglon, columna]
        factores = reducida[:, columna].copy()
        factores[renglon] = 0.0
        reducida -= np.outer(factores, reducida[renglon])
        pivotes.append(columna)
        renglon += 1
    acompanadas = (np.abs(reducida[: len(pivotes)]) > _CASI_CERO).sum(axis=1)
    return {columna for columna, cuantas in zip(pivotes, acompanadas, strict=True) if cuantas == 1}


def _costo(casilla: Casilla, sumas_que_rompe: int) -> tuple[bool, int, int]:
    """Se prefiere callar poco: lo que rompe más sumas, con menos personas, y un saldo solo si no hay otra."""
    return (casilla.personas is None, -sumas_que_rompe, casilla.personas or 0)
