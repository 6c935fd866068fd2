"""Qué respondentes se publican y con qué características: k ≥ 5 en (zona, sexo, grupo de edad).

Donde una combinación tiene menos de cinco personas se deja en blanco una característica, luego otra, hasta
que ninguna quede sola. Si la base trae UPM, la zona se conserva (se podría deducir de sus vecinos de punto)
y cede la edad; si no la trae, cede la zona, que es la que más señala. Nadie sale de la base: los pesos y
los resultados totales no cambian.

El número de caso no sale del folio ni del renglón del archivo: es el lugar que toca al ordenar lo publicado,
así que no lleva a nadie y es el mismo en cualquier instalación.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

K_MINIMA = 5
CUASI_IDENTIFICADORES = ("zona", "sexo", "grupo_edad")
_CEDEN_CON_UPM = ("grupo_edad", "sexo", "zona")
_CEDEN_SIN_UPM = ("zona", "grupo_edad", "sexo")

Renglon = dict[str, Any]


def clase(persona: Mapping[str, Any]) -> tuple[Any, ...]:
    """Combinación con la que alguien podría reconocerla."""
    return tuple(persona[c] for c in CUASI_IDENTIFICADORES)


def menor_k(personas: Sequence[Mapping[str, Any]]) -> int | None:
    """Tamaño de la combinación más chica; sin contar a quienes no se les publica ninguna característica."""
    cuenta = Counter(clase(p) for p in personas)
    cuenta.pop((None,) * len(CUASI_IDENTIFICADORES), None)
    return min(cuenta.values(), default=None)


def agrupar(personas: Sequence[Renglon], *, con_upm: bool) -> list[Renglon]:
    """Copia con características en blanco donde haga falta para que toda combinación tenga cinco o más."""
    salida = [dict(p) for p in personas]
    for cede in _CEDEN_CON_UPM if con_upm else _CEDEN_SIN_UPM:
        _ceder(salida, cede)
    cuenta = Counter(clase(p) for p in salida)
    for persona in salida:
        if cuenta[clase(persona)] < K_MINIMA:
            persona.update(dict.fromkeys(CUASI_IDENTIFICADORES))
    return salida


def _ceder(personas: list[Renglon], cede: str) -> None:
    """Deja en blanco ``cede`` en las combinaciones chicas y, si entre ellas no juntan cinco, en la que sigue.

    Esa supresión complementaria evita que las pocas en blanco se puedan señalar por resta.
    """
    por_grupo: dict[tuple[Any, ...], dict[str | None, list[Renglon]]] = {}
    for persona in personas:
        grupo = tuple(persona[c] for c in CUASI_IDENTIFICADORES if c != cede)
        por_grupo.setdefault(grupo, {}).setdefault(persona[cede], []).append(persona)
    for celdas in por_grupo.values():
        en_blanco = len(celdas.pop(None, ()))
        for _, celda in sorted(celdas.items(), key=lambda par: (len(par[1]), str(par[0]))):
            if len(celda) >= K_MINIMA and (en_blanco == 0 or en_blanco >= K_MINIMA):
                break
            en_blanco += len(celda)
            for persona in celda:
                persona[cede] = None


def publicables(
    personas: Sequence[Renglon], menciones: Mapping[int, Sequence[Mapping[str, Any]]], *, con_upm: bool
) -> list[Renglon]:
    """Personas agrupadas y con ``caso``: 1, 2, 3… en el orden de lo que se publica de ellas.

    Args:
        personas: una por entrevista, con ``respondente`` interno y sus características.
        menciones: respondente → respuestas (``pregunta``, ``opcion``, ``valor``).
        con_upm: la base trae unidad primaria de muestreo.
    """

    def lugar(persona: Renglon) -> tuple[str, ...]:
        visibles = [repr(v) for c, v in sorted(persona.items()) if c != "respondente"]
        dichas = [f"{m['pregunta']}={m['opcion']}={m['valor']}" for m in menciones.get(persona["respondente"], ())]
        return ("|".join(visibles), hashlib.sha256("|".join(dichas).encode()).hexdigest())

    # Se ordena por huella para que el número no siga ni el orden del archivo ni el de una característica.
    en_orden = sorted(
        agrupar(personas, con_upm=con_upm), key=lambda p: hashlib.sha256("§".join(lugar(p)).encode()).digest()
    )
    return [{"caso": caso, **persona} for caso, persona in enumerate(en_orden, start=1)]
