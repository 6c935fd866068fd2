"""Gráficas de Plotly con la plantilla de la casa. Datos → componente; no consultan.

``graficas.py`` de cada página arma la figura como ``dict``, con colores escritos como
tokens: ``"var(--mi-serie-1)"`` o, con transparencia, ``"var(--mi-serie-1)/0.14"``. El
navegador los resuelve según el tema (y al cambiarlo, o al imprimir), sin otra petición.
Plotly solo se descarga en páginas que tienen una gráfica de este tipo.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from portal.formato import SIN_DATO

SERIES = ("var(--mi-serie-1)", "var(--mi-serie-2)", "var(--mi-serie-3)", "var(--mi-serie-4)")
RELLENO = {
    "CUMPLIDA": "var(--mi-cumplida)",
    "BUEN_DESEMPENO": "var(--mi-buen)",
    "REGULAR": "var(--mi-regular)",
    "DEFICIENTE": "var(--mi-deficiente)",
}
_CONFIGURACION = {"displayModeBar": False, "responsive": True, "doubleClick": False, "locale": "es-MX"}
_EJE = {
    "showgrid": False,
    "zeroline": False,
    "showline": False,
    "ticks": "",
    "gridcolor": "var(--mi-linea)",
    "zerolinecolor": "var(--mi-linea-fuerte)",
    "fixedrange": True,
    "automargin": True,
}
_BASE: dict[str, Any] = {
    "font": {
        "family": "Archivo Variable, Archivo, Segoe UI, Arial, sans-serif",
        "size": 12,
        "color": "var(--mi-tinta-2)",
    },
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "margin": {"l": 48, "r": 96, "t": 14, "b": 26},
    "colorway": list(SERIES),
    "showlegend": False,
    "separators": ".,",
    "hovermode": "x unified",
    "hoverlabel": {
        "bgcolor": "var(--mi-papel)",
        "bordercolor": "var(--mi-linea-fuerte)",
        "font": {"color": "var(--mi-tinta)", "size": 13},
    },
    "transition": {"duration": 0},
    "dragmode": False,
}


def _mezclar(base: dict[str, Any], encima: dict[str, Any]) -> dict[str, Any]:
    """Une dos diccionarios en profundidad; manda el segundo."""
    unido = dict(base)
    for llave, valor in encima.items():
        anterior = unido.get(llave)
        unido[llave] = _mezclar(anterior, valor) if isinstance(anterior, dict) and isinstance(valor, dict) else valor
    return unido


def diseno(**propio: Any) -> dict[str, Any]:
    """``layout`` de la casa: retícula horizontal tenue, sin marco, cifras con coma de miles.

    Lo que se pase manda sobre la plantilla: ``diseno(yaxis={"tickformat": ",.0f"}, margin={"r": 24})``.
    """
    ejes = {"xaxis": _EJE, "yaxis": {**_EJE, "showgrid": True, "tickformat": ",.0f", "nticks": 5}}
    return _mezclar(_mezclar(_BASE, ejes), propio)


def figura(trazos: list[dict[str, Any]], **diseno_propio: Any) -> dict[str, Any]:
    """Figura completa: trazos y ``layout`` de la casa."""
    return {"data": trazos, "layout": diseno(**diseno_propio)}


def grafica(
    ident: str,
    figura_dict: dict[str, Any],
    hallazgo: str,
    *,
    alto: int = 210,
    tabla: Any = None,
) -> html.Figure:
    """Gráfica con su hallazgo en palabras y, si se da, su tabla de datos a un clic.

    Args:
        ident: identificador único en la página.
        figura_dict: figura con tokens, hecha por ``graficas.py``.
        hallazgo: lo que la gráfica dice, para quien no la ve.
        alto: 150 portada, 190–230 apoyo, 300 principal; se reserva desde antes de cargar.
        tabla: componente con los mismos datos en tabla.
    """
    piezas: list[Any] = [
        dcc.Store(id={"mi": "figura", "de": ident}, data=figura_dict),
        html.Div(
            dcc.Graph(
                id={"mi": "grafica", "de": ident},
                config=dict(_CONFIGURACION),
                style={"height": alto},
                responsive=True,
            ),
            className="mi-lienzo-grafica",
            role="img",
            style={"height": alto},
            **{"aria-label": hallazgo or SIN_DATO},
        ),
    ]
    if tabla is not None:
        piezas.append(html.Details([html.Summary("Ver los datos"), tabla], className="mi-datos"))
    return html.Figure(piezas, className="mi-grafica")
