"""Las etiquetas ligeras son las mismas de Dash: mismo JSON, mismos rechazos."""

from __future__ import annotations

import inspect

import pytest
from dash import html
from dash.development.base_component import Component

from portal.componentes.arbol import aplanar
from portal.componentes.ligero import aligerar


@pytest.fixture(autouse=True)
def ligeras() -> None:
    aligerar()


def test_todas_las_etiquetas_y_una_sola_vez() -> None:
    clases = [c for _, c in inspect.getmembers(html, inspect.isclass) if issubclass(c, Component)]
    assert len(clases) > 100
    assert all(vars(c)["_es_ligera"] for c in clases)
    assert aligerar() == 0


def test_mismo_json_que_dash() -> None:
    nodo = html.Div(
        [html.Span("a", className="x", **{"aria-hidden": "true", "data-ruta": "/"}), None, 3], id="raiz", title="t"
    )
    hijo = {
        "props": {"children": "a", "className": "x", "aria-hidden": "true", "data-ruta": "/"},
        "type": "Span",
        "namespace": "dash_html_components",
    }
    assert aplanar(nodo) == {
        "props": {"children": [hijo, None, 3], "id": "raiz", "title": "t"},
        "type": "Div",
        "namespace": "dash_html_components",
    }
    plano = nodo.to_plotly_json()
    assert (plano["type"], plano["props"]["id"], plano["props"]["title"]) == ("Div", "raiz", "t")
    assert plano["props"]["children"][0].to_plotly_json() == hijo


def test_id_de_diccionario_y_argumentos_por_lugar_siguen_valiendo() -> None:
    assert html.Div("a", {"tipo": "x"}).id == {"tipo": "x"}
    assert html.Div("a", id={"tipo": "x"}).id == {"tipo": "x"}
    assert html.Div(children="b").children == "b"


@pytest.mark.parametrize("malas", [{"inventada": 1}, {"title": html.B("x")}, {"id": 3}])
def test_lo_que_dash_rechaza_se_sigue_rechazando(malas: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        html.Div("a", **malas)
