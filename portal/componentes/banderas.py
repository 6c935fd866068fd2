"""Banderas: lo que acompaña a una clase sin ser otra clase. Datos → componente."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from portal.componentes.basicos import icono

BANDERAS: dict[str, tuple[str, str]] = {
    "es_excedida": ("upload", "Excedida"),
    "es_ajustada": ("pencil-square", "Meta ajustada"),
    "es_extemporanea": ("clock-history", "Extemporánea"),
    "es_sin_brecha": ("slash-circle", "Sin brecha"),
    "es_lb_incoherente": ("exclamation-diamond", "Línea base incoherente"),
    "es_concluida": ("flag", "Concluida"),
}


def bandera(nombre: str) -> html.Span:
    """Una bandera por el nombre de su columna (``es_excedida``, ``es_ajustada``…)."""
    figura, palabra = BANDERAS[nombre]
    return html.Span([icono(figura), palabra], className="bandera")


def banderas(renglon: Mapping[str, object]) -> list[html.Span]:
    """Las banderas encendidas de un renglón, en orden fijo; lista vacía si ninguna."""
    encendidas = {nombre: renglon.get(nombre) for nombre in BANDERAS}
    if "es_extemporanea" not in renglon:
        encendidas["es_extemporanea"] = renglon.get("num_extemporaneas")
    return [bandera(nombre) for nombre, valor in encendidas.items() if valor]


def critica() -> html.Span:
    """Marca de meta crítica."""
    return html.Span([icono("flag-fill"), " Crítica"], className="crit")
