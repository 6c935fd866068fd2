"""El área de práctica: la misma revisión y el mismo libro anotado, y nada queda en ningún lado."""

from __future__ import annotations

import base64
import io
import json
import threading
from pathlib import Path

import openpyxl
import pytest

from portal.alcance import Alcance
from portal.paginas.captura import entrega, rutas, secciones
from tests.portal.captura.test_entrega import _cabeceras, _entregar, _pantalla, _plantilla, carpetas, cliente

__all__ = ["carpetas", "cliente"]


def _practicar(cliente, contenido, nombre="prueba.xlsx", cabeceras=None):
    datos = {"archivo": (io.BytesIO(contenido), nombre)}
    return cliente.post("/captura/practica", data=datos, headers=cabeceras or _cabeceras(cliente))


def _huella(carpeta: Path) -> list[str]:
    """Todo lo que hay, salvo la base operativa y el secreto de la ficha, que existen desde antes."""
    return sorted(
        p.relative_to(carpeta).as_posix() for p in carpeta.rglob("*")
        if p.is_file() and "operativa.sqlite" not in p.name and p.name != "secreto"
    )  # fmt: skip


def test_se_revisa_igual_que_una_entrega_y_no_queda_nada(cliente, carpetas):
    contenido = _plantilla(cliente, E6="mucho", I7="quizá", A8="DGO-01", J9="=1+1", K9="@texto")
    cabeceras = _cabeceras(cliente)
    antes = _huella(carpetas)
    practica = _practicar(cliente, contenido, "../../mi práctica.xlsx", cabeceras).get_json()
    assert _huella(carpetas) == antes == []
    assert (practica["practica"], practica["estado"], practica["titulo"]) == (
        True, "parcial", "Práctica. Una parte no entraría")  # fmt: skip
    assert practica["cuenta"] == "2 renglones entrarían · 4 renglones no entrarían"
    assert "folio" not in practica
    real = _entregar(cliente, contenido).get_json()
    assert practica["detalle"] == real["detalle"]
    anotado = base64.b64decode(practica["libro_anotado"])
    hoja, oficial = (
        openpyxl.load_workbook(io.BytesIO(b))["captura"] for b in (anotado, cliente.get(real["anotado"]).data)
    )
    notas = [{c.coordinate: c.comment.text for f in h.iter_rows() for c in f if c.comment} for h in (hoja, oficial)]
    assert notas[0] == notas[1]
    assert set(notas[0]) == {"E6", "I7", "A8", "J9"}


def test_lo_que_entraria_completo_lo_dice_y_tampoco_se_guarda(cliente, carpetas):
    datos = _practicar(cliente, _plantilla(cliente, E10=4.7)).get_json()
    assert (datos["titulo"], datos["motivo"], datos["libro_anotado"]) == (
        "Práctica. Así entraría completo", None, None)  # fmt: skip
    assert _huella(carpetas) == []
    # Después, la misma captura sí se entrega: la práctica no la dejó como «ya recibida».
    assert _entregar(cliente, _plantilla(cliente, E10=4.7)).get_json()["estado"] == "aceptado"


def test_un_archivo_hostil_en_la_practica_se_rechaza_igual(cliente, carpetas):
    datos = _practicar(cliente, b"MZ esto no es un libro").get_json()
    assert (datos["estado"], datos["titulo"]) == ("rechazado", "Práctica. No entraría nada")
    assert "no es de un libro de Excel" in datos["motivo"]
    assert _practicar(cliente, b"PK" + b"0" * (11 << 20)).status_code == 413
    assert _huella(carpetas) == []


def test_la_practica_tambien_pide_ficha_y_turno(cliente, carpetas, monkeypatch):
    assert _practicar(cliente, b"x", cabeceras={"Origin": "http://otro.example"}).status_code == 403
    monkeypatch.setattr(entrega, "_turnos", threading.BoundedSemaphore(1))
    entrega._turnos.acquire()
    assert _practicar(cliente, b"x").status_code == 503


def test_con_alcance_la_practica_no_ensena_lo_ajeno(cliente, carpetas, monkeypatch):
    contenido = _plantilla(cliente, E6="mucho")
    monkeypatch.setattr(rutas, "quien_captura", lambda: Alcance("enlace", frozenset({"DGO"})))
    datos = _practicar(cliente, contenido).get_json()
    assert (datos["estado"], datos["motivo"], datos["libro_anotado"]) == (
        "rechazado", "El archivo es de otra área.", None)  # fmt: skip
    assert datos["detalle"]["no_entraron"] == []


@pytest.mark.parametrize("busca", ["?area=CSC&periodo=2026-10&practica=1", "?practica=1"])
def test_la_pagina_dice_que_es_practica_y_no_ofrece_entregar(servidor, cliente, carpetas, busca):
    pantalla = _pantalla(servidor, busca)
    for algo in ("Practique: aquí nada cuenta", "Nada de lo que suba aquí se guarda", '"data-practica": "1"',
                 "Terminar la práctica", secciones.ERRORES_PARA_PROBAR[0][0]):  # fmt: skip
        assert algo in pantalla, algo
    assert "Capturar aquí, sin Excel" not in pantalla
    assert json.dumps("practica=1")[1:-1] in _pantalla(servidor, "?area=CSC&periodo=2026-10")
