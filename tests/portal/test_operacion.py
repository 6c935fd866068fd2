"""La ruta que recibe actos sobre alertas: solo de casa, solo lo completo, y se ve sin volver a publicar."""

from __future__ import annotations

from pathlib import Path

import flask
import pytest
from werkzeug.test import TestResponse

from dominio.operacion import alertas, base
from portal import operacion
from tests import cuentas
from tests.portal.publicador import publicar
from tests.portal.test_app import dibujar

DE_CASA = {"Sec-Fetch-Site": "same-origin"}
ACTO = {"alerta_clave": "A1|M-1", "accion": "atendida", "autor": "Titular"}


def _enviar(servidor: flask.Flask, acto: object, cabeceras: dict[str, str]) -> TestResponse:
    """El acto con la ficha de la página y las cabeceras que diga el navegador."""
    cliente = servidor.test_client()
    con_ficha = cuentas.ficha(cliente)
    del con_ficha["Origin"]
    return cliente.post(operacion.RUTA, json=acto, headers=con_ficha | cabeceras)


@pytest.fixture
def base_operativa(tmp_path: Path, publicado: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Una base nueva y una publicación con una alerta."""
    url = f"sqlite:///{tmp_path / 'estado' / 'operativa.sqlite'}"
    monkeypatch.setenv("MIRADOR_BD", url)
    publicar(publicado, "2026-11-10.7", {"mart_seguimiento__alertas": "select 'A1|M-1' as alerta_clave"})
    return url


def test_se_registra_y_cambia_la_revision(servidor: flask.Flask, base_operativa: str) -> None:
    assert operacion.revision() == 0
    assert operacion.situaciones() == {}
    respuesta = _enviar(servidor, ACTO, DE_CASA)
    assert (respuesta.status_code, respuesta.get_json()) == (200, {"secuencia": 1})
    assert operacion.revision() == 1
    with servidor.test_request_context():
        situacion = operacion.situaciones()["A1|M-1"]
    assert (situacion.estado, situacion.eventos[0].autor) == ("atendida", "Titular (pruebas)")


def test_la_cuenta_queda_aunque_el_nombre_escrito_sea_largo(servidor: flask.Flask, base_operativa: str) -> None:
    assert _enviar(servidor, ACTO | {"autor": "T" * 120}, DE_CASA).status_code == 200
    with servidor.test_request_context():
        autor = operacion.situaciones()["A1|M-1"].eventos[0].autor
    assert (len(autor), autor[-10:]) == (120, " (pruebas)")


@pytest.mark.parametrize(
    ("acto", "cabeceras", "codigo", "dice"),
    [
        (ACTO, {"Sec-Fetch-Site": "cross-site"}, 403, "no viene de este portal"),
        (ACTO, DE_CASA | {"X-Mirador-Ficha": ""}, 403, "no viene de este portal"),
        (ACTO, {"Origin": "http://otro.sitio"}, 403, "no viene de este portal"),
        (ACTO, {}, 403, "no viene de este portal"),
        (ACTO, {"Origin": "http://localhost"}, 200, None),
        ([1], DE_CASA, 400, "no se entiende"),
        (ACTO | {"autor": ""}, DE_CASA, 422, "Falta quién"),
        (ACTO | {"alerta_clave": "A1|OTRA"}, DE_CASA, 404, "no está en los datos"),
    ],
)
def test_solo_lo_de_casa_y_completo(
    servidor: flask.Flask, base_operativa: str, acto: object, cabeceras: dict[str, str], codigo: int, dice: str | None
) -> None:
    respuesta = _enviar(servidor, acto, cabeceras)
    assert respuesta.status_code == codigo
    if dice is not None:
        assert dice in respuesta.get_json()["error"]
        assert operacion.revision() == 0


def test_una_base_que_no_abre_no_tumba_la_pantalla(
    servidor: flask.Flask, publicado: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rota = tmp_path / "rota.sqlite"
    rota.write_bytes(b"esto no es una base" * 100)
    monkeypatch.setenv("MIRADOR_BD", f"sqlite:///{rota}")
    publicar(publicado, "2026-11-10.8", {"mart_seguimiento__alertas": "select 'A1|M-1' as alerta_clave"})
    assert operacion.revision() == -1
    assert operacion.situaciones() is None
    assert dibujar(servidor, "/guia")[0] == 200
    respuesta = _enviar(servidor, ACTO, DE_CASA)
    assert respuesta.status_code == 503
    assert "no se guardó nada" in respuesta.get_json()["error"]


def test_un_acto_nuevo_vuelve_a_dibujar_la_pantalla(servidor: flask.Flask, base_operativa: str) -> None:
    primera = dibujar(servidor, "/guia")
    assert dibujar(servidor, "/guia") == primera
    base.preparar(base_operativa)
    alertas.registrar(base.motor(base_operativa), alertas.Evento("A1|M-1", "atendida", "Titular"))
    assert dibujar(servidor, "/guia") != primera
