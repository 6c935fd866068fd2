"""Pantallas guardadas: los mismos bytes, nunca de otra versión, nunca una falla."""

from __future__ import annotations

from pathlib import Path

import flask
import pytest

from portal import respuestas
from tests.portal.publicador import publicar
from tests.portal.test_app import dibujar


def test_el_tope_suelta_lo_menos_usado() -> None:
    pantallas = respuestas.Pantallas(tope=10)
    pantallas.guardar(("1", None, "/a", "", 0, "administracion *"), "", b"123456")
    pantallas.guardar(("1", None, "/b", "", 0, "administracion *"), "", b"123456")
    assert pantallas.tomar(("1", None, "/a", "", 0, "administracion *"), "") is None
    assert pantallas.tomar(("1", None, "/b", "", 0, "administracion *"), "") == b"123456"


def test_la_segunda_vez_sale_igual_y_una_version_nueva_se_dibuja(servidor: flask.Flask, publicado: Path) -> None:
    publicar(publicado, "2026-12-01.1")
    primera = dibujar(servidor, "/guia")
    assert dibujar(servidor, "/guia") == primera
    publicar(publicado, "2026-12-01.2")
    estado, texto = dibujar(servidor, "/guia")
    assert estado == 200
    assert "2026-12-01.2" in texto
    assert "2026-12-01.1" not in texto


def test_una_falla_no_se_guarda(servidor: flask.Flask, publicado: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publicar(publicado, "2026-12-02.1")
    with monkeypatch.context() as parche:
        parche.setattr("portal.paginas.calidad.consultas.fuentes", lambda: 1 / 0)
        assert "no se pudo mostrar" in dibujar(servidor, "/datos")[1]
    assert "no se pudo mostrar" not in dibujar(servidor, "/datos")[1]
