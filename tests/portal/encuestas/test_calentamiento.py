"""El trabajador se calienta solo, y nada de eso puede impedir que conteste."""

from __future__ import annotations

import logging
import subprocess
import sys
from types import SimpleNamespace

import pytest

from dominio.configuracion import RAIZ
from portal import almacen, calentamiento
from portal.paginas.encuestas import consultas, pagina, vivo


def test_calienta_las_paginas_que_lo_piden_y_una_falla_no_detiene(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    llamadas: list[str] = []
    monkeypatch.setattr(pagina, "calentar", lambda: llamadas.append("encuestas"))
    assert calentamiento.calentar() == ["encuestas"]
    assert llamadas == ["encuestas"]

    def _falla() -> None:
        raise RuntimeError("sin memoria")

    monkeypatch.setattr(pagina, "calentar", _falla)
    with caplog.at_level(logging.ERROR, "mirador.portal"):
        assert calentamiento.calentar() == []
    assert "No se pudo calentar encuestas" in caplog.text


def test_sin_publicacion_no_es_una_falla(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def _sin() -> None:
        raise almacen.SinPublicacion("nada")

    monkeypatch.setattr(pagina, "calentar", _sin)
    assert calentamiento.calentar() == []
    assert "No se pudo" not in caplog.text


def test_se_arma_la_muestra_que_abre_la_pagina(monkeypatch: pytest.MonkeyPatch) -> None:
    pedidas: list[str] = []
    fichas = [{"estudio": "tel", "modo": "telefono"}, {"estudio": "viv", "modo": "vivienda"}]
    monkeypatch.setattr(almacen, "hay", lambda _tabla: True)
    monkeypatch.setattr(consultas, "estudios", lambda: fichas)
    monkeypatch.setattr(consultas, "preguntas", lambda _estudio: [])
    monkeypatch.setattr(vivo, "base", lambda estudio: pedidas.append(estudio))
    pagina.calentar()
    assert pedidas == ["viv"]


def test_cada_version_publicada_se_calienta_una_vez(monkeypatch: pytest.MonkeyPatch) -> None:
    vistas = iter(["sin", "v1", "v1", "v2", "v2"])
    hechas: list[str] = []
    actual = ""

    def _version() -> SimpleNamespace:
        nonlocal actual
        actual = next(vistas)
        if actual == "sin":
            raise almacen.SinPublicacion("nada")
        return SimpleNamespace(version=actual)

    vueltas = iter([False, False, False, False, True])
    monkeypatch.setattr(almacen, "version", _version)
    monkeypatch.setattr(calentamiento, "calentar", lambda: hechas.append(actual))
    calentamiento.vigilar(lambda: next(vueltas))
    assert hechas == ["v1", "v2"]


def test_pandas_esta_entero_antes_de_que_otro_hilo_trabaje() -> None:
    codigo = (
        "import sys; from portal import calentamiento;"
        "calentamiento.vigilar = lambda *_, **__: print(hasattr(sys.modules.get('pandas'), 'NaT'));"
        "print('pandas' in sys.modules); calentamiento.en_segundo_plano().join()"
    )
    hecho = subprocess.run([sys.executable, "-c", codigo], cwd=RAIZ, capture_output=True, text=True, check=True)
    assert hecho.stdout.split() == ["False", "True"]
