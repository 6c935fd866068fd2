"""Lo que viaja al navegador: etiquetas sin callbacks en un árbol llano; lo demás sigue siendo de Dash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import dash_bootstrap_components as dbc
import flask
from dash import dcc, html

from portal.componentes.arbol import aplanar, ramificar
from portal.componentes.dibujo import dibujo
from tests.portal.test_app import dibujar


def test_aplanar_equivale_a_lo_de_dash() -> None:
    componente = html.Div(
        [html.Span("a", className="x", title=None), None, Decimal("1.5")], **{"data-x": "1", "aria-label": "y"}
    )
    plano = aplanar(componente)
    assert plano["type"] == "Div"
    assert plano["namespace"] == "dash_html_components"
    assert plano["props"]["data-x"] == "1"
    hijo = {"props": {"children": "a", "className": "x"}, "type": "Span", "namespace": "dash_html_components"}
    assert plano["props"]["children"] == [hijo, None, 1.5]


def test_lo_que_no_tiene_callbacks_viaja_como_un_solo_arbol() -> None:
    pagina = html.Div(
        [html.P(["a", html.B("b"), [html.Br(), None]], className="x"), dibujo("<svg/>", "mini"), Decimal("1.5")],
        id="raiz",
        **{"aria-label": "y"},
    )
    assert ramificar(pagina, {"otro"}) == {
        "namespace": "mirador",
        "type": "Arbol",
        "props": {
            "ramas": [
                (
                    "div",
                    {"id": "raiz", "aria-label": "y"},
                    ("p", {"className": "x"}, "a", ("b", 0, "b"), ("br", 0)),
                    ("svg", {"className": "dibujo mini"}, "<svg/>"),
                    1.5,
                )
            ]
        },
    }


def test_lo_que_un_callback_usa_y_sus_antecesoras_siguen_siendo_de_dash() -> None:
    pagina = html.Div([html.P("antes"), html.Button("abrir", id="abrir"), html.I(), html.B("después")])
    hecho = ramificar(pagina, {"abrir"})
    assert (hecho["type"], hecho["namespace"]) == ("Div", "dash_html_components")
    primero, boton, ultimo = hecho["props"]["children"]
    assert primero["props"]["ramas"] == [("p", 0, "antes")]
    assert (boton["type"], boton["props"]["id"]) == ("Button", "abrir")
    assert boton["props"]["children"] == [{"props": {"ramas": ["abrir"]}, "type": "Arbol", "namespace": "mirador"}]
    assert ultimo["props"]["ramas"] == [("i", 0), ("b", 0, "después")]


def test_los_identificadores_de_patron_y_los_clics_de_dash_se_respetan() -> None:
    for etiqueta in (html.Div("x", id={"mi": "grafica", "de": "a"}), html.Div("x", n_clicks=0)):
        assert ramificar(etiqueta, ())["type"] == "Div"


def test_los_demas_componentes_conservan_sus_propiedades() -> None:
    panel = dbc.Offcanvas([html.H2("t"), dcc.Store(id="s", data=[1, {"a": 2}])], id="panel", is_open=False)
    hecho = ramificar(html.Main(panel), ())
    (adentro,) = hecho["props"]["children"]
    assert (adentro["type"], adentro["props"]["id"], adentro["props"]["is_open"]) == ("Offcanvas", "panel", False)
    arbol, almacen = adentro["props"]["children"]
    assert arbol["props"]["ramas"] == [("h2", 0, "t")]
    assert almacen["props"]["data"] == [1, {"a": 2}]


def _de_dash(nodo: Any) -> Iterator[str]:
    if isinstance(nodo, dict) and "namespace" in nodo:
        yield f"{nodo['namespace']}.{nodo['type']}"
        yield from _de_dash(nodo["props"].get("children"))
    elif isinstance(nodo, list):
        for hijo in nodo:
            yield from _de_dash(hijo)


def test_una_pantalla_entera_tiene_pocos_componentes_de_dash(servidor: flask.Flask) -> None:
    _, texto = dibujar(servidor, "/guia")
    contenido = json.loads(texto)["response"]["_pages_content"]["children"]
    componentes = list(_de_dash(contenido))
    assert len(componentes) < 20
    assert componentes.count("dash_bootstrap_components.Offcanvas") == 1  # el panel «Más» se abre por un callback
    assert json.loads(texto)["response"]["_pages_store"]["data"]["title"] == "Guía · Mirador"
