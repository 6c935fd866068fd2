"""Cifras: KPI sin caja, cifra de portada, las cuatro cifras juntas y movimiento. Datos → componente."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from portal import formato
from portal.componentes.basicos import Contenido, icono, oculto


def kpi(rotulo: Contenido, valor: Contenido, nota: Contenido = None, *, unidad: str | None = None) -> html.Div:
    """Un indicador: rótulo, valor ya formateado (con ``unidad`` chica al lado) y nota."""
    cifra: list[Contenido] = [valor]
    if unidad:
        cifra.append(html.Small(unidad))
    piezas: list[Component] = [html.P(rotulo, className="r"), html.P(cifra, className="v")]
    if nota is not None:
        piezas.append(html.P(nota, className="n"))
    return html.Div(piezas, className="kpi")


def kpis(elementos: Sequence[Component]) -> html.Div:
    """Renglón de KPI separado por rayas finas."""
    return html.Div(list(elementos), className="kpis")


def cifra_porcentaje(valor: float | None) -> html.P:
    """La cifra de portada: «91.2» grande con «%» chico; «sin dato» si no hay."""
    if valor is None:
        return html.P(formato.SIN_DATO, className="cifra sd")
    return html.P([formato.numero(valor, 1), html.Small("%")], className="cifra")


def cuatro(programado: Contenido, realizado: Contenido, diferencia: Contenido, cumplimiento: Contenido) -> html.Dl:
    """Programado, realizado, diferencia y % van siempre juntos; valores ya formateados."""
    pares = (
        ("Programado", programado),
        ("Realizado", realizado),
        ("Diferencia", diferencia),
        ("Cumplimiento", cumplimiento),
    )
    return html.Dl([html.Div([html.Dt(rotulo), html.Dd(valor)]) for rotulo, valor in pares], className="cuatro")


def movimiento(lugares: int | None) -> html.Span:
    """Lugares ganados (positivo) o perdidos en un ranking, con flecha, número y texto oculto."""
    if lugares is None:
        return html.Span("nuevo", className="mov igual")
    if lugares == 0:
        return html.Span(["= 0", oculto(" sin cambio de lugar")], className="mov igual")
    sube = lugares > 0
    cuantos = formato.cuenta(abs(lugares), "lugar", "lugares")
    texto = oculto(f"{cuantos} {'arriba' if sube else 'abajo'}")
    cifra = html.Span(str(abs(lugares)), **{"aria-hidden": "true"})
    return html.Span([icono("arrow-up" if sube else "arrow-down"), cifra, texto], className="mov")
