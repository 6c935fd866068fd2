"""Umbrales hipotéticos: antes de cambiar una regla, qué metas cambiarían de clase. Nada se guarda.

La clasificación es la de REGLAS §4 sobre el cumplimiento ya redondeado; aquí solo cambian los umbrales.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dominio.seguimiento.cambio_de_clase import Umbrales, clasificar

CLAVES = ("cumplida", "buen_desempeno", "regular", "excedida")
NOMBRE = {"cumplida": "Cumplida", "buen_desempeno": "Buen desempeño", "regular": "Regular", "excedida": "Excedida"}
MAXIMO = 1000.0
_SE_EXCEDEN = ("directo", "linea_base")


@dataclass(frozen=True)
class Hipotesis:
    """Cumplimiento desde el que se está en cada clase, y desde el que se pasa de la raya."""

    cumplida: float
    buen_desempeno: float
    regular: float
    excedida: float

    def clase(self, cumplimiento: float) -> str:
        """Clase que tocaría a un cumplimiento ya redondeado."""
        return clasificar(cumplimiento, Umbrales(self.cumplida, self.buen_desempeno, self.regular))

    def es_excedida(self, cumplimiento: float, metodo: str, realizado: float | None) -> bool:
        """Si se pasaría de la raya; solo los métodos sin techo (REGLAS §4)."""
        sin_techo = metodo in _SE_EXCEDEN or (metodo == "inverso" and realizado is not None and realizado > 0)
        return sin_techo and cumplimiento > self.excedida


def interpretar(textos: Mapping[str, str | None], vigentes: Hipotesis) -> tuple[Hipotesis, list[str]]:
    """Los umbrales escritos, o los vigentes donde no se escribió nada; y lo que no se puede aceptar, en palabras.

    Args:
        textos: clave de umbral → lo que escribió la persona; admite coma decimal y «%».
        vigentes: los que rigen en el periodo.
    """
    valores: dict[str, float] = {}
    problemas: list[str] = []
    for clave in CLAVES:
        texto = (textos.get(clave) or "").strip()
        valor = _numero(texto) if texto else float(getattr(vigentes, clave))
        if valor is None or not 0 < valor <= MAXIMO:
            problemas.append(f"{NOMBRE[clave]}: «{texto}» no es un porcentaje entre 0 y {MAXIMO:.0f}.")
            continue
        valores[clave] = valor
    if problemas:
        return vigentes, problemas
    pedida = Hipotesis(**valores)
    problemas = incoherencias(pedida)
    return (vigentes, problemas) if problemas else (pedida, [])


def incoherencias(pedida: Hipotesis) -> list[str]:
    """Por qué esos umbrales no ordenan las clases; lista vacía si están en orden."""
    pares = (("regular", "buen_desempeno"), ("buen_desempeno", "cumplida"))
    problemas = [
        f"{NOMBRE[menor]} ({getattr(pedida, menor):g}) debe ser menor que {NOMBRE[mayor]} ({getattr(pedida, mayor):g})."
        for menor, mayor in pares
        if getattr(pedida, menor) >= getattr(pedida, mayor)
    ]
    if pedida.excedida < pedida.cumplida:
        problemas.append(f"Excedida ({pedida.excedida:g}) no puede ser menor que Cumplida ({pedida.cumplida:g}).")
    return problemas


def _numero(texto: str) -> float | None:
    try:
        valor = float(texto.replace("%", "").replace("\xa0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return valor if math.isfinite(valor) else None
