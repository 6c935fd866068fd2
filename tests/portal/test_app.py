"""La puerta del portal: salud, cabeceras, cuerpos malformados y cada página del ÍNDICE."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import flask
import pytest

from portal.paginas import INDICE
from tests.portal.publicador import publicar


def dibujar(servidor: flask.Flask, ruta: str, busca: str = "") -> tuple[int, str]:
    """La petición que hace el navegador al llegar a una dirección."""
    cuerpo = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": ruta},
            {"id": "_pages_location", "property": "search", "value": busca},
        ],
        "changedPropIds": ["_pages_location.pathname"],
        "state": [],
    }
    cliente = servidor.test_client()
    cliente.get("/")
    respuesta = cliente.post("/_dash-update-component", json=cuerpo)
    return respuesta.status_code, respuesta.get_data(as_text=True)


def test_salud_sin_publicacion(servidor: flask.Flask, publicado: Path) -> None:
    respuesta = servidor.test_client().get("/salud")
    assert respuesta.status_code == 503
    assert respuesta.get_json() == {"estado": "sin_publicacion", "version": None, "corte": None}


def test_salud(servidor: flask.Flask, con_version: Path) -> None:
    respuesta = servidor.test_client().get("/salud")
    assert respuesta.status_code == 200
    assert respuesta.get_json() == {
        "estado": "en_orden", "version": "2026-11-10.1", "corte": "2026-10-31", "aviso": None,
    }  # fmt: skip


@pytest.mark.parametrize("ruta", ["/", "/salud", "/no-existe", "/descargas/x/y.csv"])
def test_cabeceras(servidor: flask.Flask, con_version: Path, ruta: str) -> None:
    cabeceras = servidor.test_client().get(ruta).headers
    assert cabeceras["X-Content-Type-Options"] == "nosniff"
    assert cabeceras["Referrer-Policy"] == "same-origin"
    assert cabeceras["Cache-Control"] == "no-store"
    politica = cabeceras["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in politica
    assert "script-src 'self' 'sha256-" in politica
    assert "unsafe-eval" not in politica


def test_los_estaticos_si_se_guardan(servidor: flask.Flask) -> None:
    respuesta = servidor.test_client().get("/assets/mirador.css")
    assert respuesta.status_code == 200
    assert respuesta.headers.get("Cache-Control") != "no-store"


def test_el_armazon_llega_en_espanol_y_sin_terceros(servidor: flask.Flask, con_version: Path) -> None:
    pagina = servidor.test_client().get("/guia").get_data(as_text=True)
    assert '<html lang="es-MX"' in pagina
    assert "<title>Guía · Mirador</title>" in pagina
    assert 'src="http' not in pagina
    assert "cdn." not in pagina


@pytest.mark.parametrize(
    "cuerpo",
    [
        "{}", "[1]", '"x"', "null", "", "no es json", '{"output": 5}', '{"output": "x.y", "inputs": []}',
        '{"output": ".._pages_content.children..._pages_store.data..", "inputs": 7}',
    ],
)  # fmt: skip
def test_callback_malformado_es_400(servidor: flask.Flask, con_version: Path, cuerpo: str) -> None:
    cliente = servidor.test_client()
    cliente.get("/")
    respuesta = cliente.post("/_dash-update-component", data=cuerpo, content_type="application/json")
    assert respuesta.status_code == 400
    assert respuesta.get_json() == {"error": "La petición no tiene la forma esperada."}


def test_cuerpo_enorme_es_413(servidor: flask.Flask, con_version: Path) -> None:
    respuesta = servidor.test_client().post(
        "/_dash-update-component", data="[" * 1_000_000, content_type="application/json"
    )
    assert respuesta.status_code in (400, 413)


@pytest.mark.parametrize("valor", [None, {"$ne": 1}, ["a", "b"], 7, "x" * 10_000])
def test_valores_de_cualquier_tipo_no_tumban(servidor: flask.Flask, con_version: Path, valor: Any) -> None:
    estado, texto = dibujar(servidor, "/datos", valor)
    assert estado in (200, 400)
    assert "Traceback" not in texto


def test_travesia_de_rutas(servidor: flask.Flask) -> None:
    cliente = servidor.test_client()
    for ruta in ("/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/assets/..\\app.py"):
        respuesta = cliente.get(ruta)
        assert b"crear_app" not in respuesta.get_data()


@pytest.mark.parametrize("pagina", INDICE, ids=lambda pagina: pagina.ruta)
def test_cada_pagina_responde_aunque_no_haya_datos(servidor: flask.Flask, con_version: Path, pagina: Any) -> None:
    ruta = pagina.ruta.replace("<area>", "X").replace("<clave>", "X-01").replace("<campana>", "X-01")
    estado, texto = dibujar(servidor, ruta)
    assert estado == 200
    contenido = json.loads(texto)["response"]["_pages_content"]["children"]
    assert '["h1"' in json.dumps(contenido)
    assert "no se pudo mostrar" not in texto


@pytest.mark.parametrize("pagina", [p for p in INDICE if "<" not in p.ruta], ids=lambda pagina: pagina.ruta)
def test_sin_publicacion_dice_que_correr(servidor: flask.Flask, publicado: Path, pagina: Any) -> None:
    estado, texto = dibujar(servidor, pagina.ruta)
    assert estado == 200
    assert "make flujo" in texto


def test_una_pagina_rota_da_referencia_sin_interioridades(
    servidor: flask.Flask, con_version: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def romper(*_argumentos: object, **_mas: object) -> None:
        raise RuntimeError("contraseña en /ruta/secreta")

    monkeypatch.setattr("portal.paginas.calidad.consultas.fuentes", romper)
    estado, texto = dibujar(servidor, "/datos")
    assert estado == 200
    assert "no se pudo mostrar" in texto
    assert "secreta" not in texto
    referencia = texto.split("con la referencia ")[1][:8]
    assert referencia in caplog.text


def test_descargas_seguras(servidor: flask.Flask, publicado: Path) -> None:
    tabla = (
        "select 'capturas' as fuente, 'Capturas' as fuente_nombre, '=HYPERLINK(1)' as archivo, 'abc' as sha256, "
        "timestamp '2026-11-10 12:00:00' as recibido_en, 10 as tamano_bytes, 'leido' as estado, true as es_vigente, "
        "3 as num_renglones, 2 as num_aceptados, 1 as num_rechazados, 0 as num_avisos, "
        "null::varchar as motivo, '-12.5' as remedio"
    )
    publicar(publicado, "1", {"mart_calidad__archivos": tabla})
    cliente = servidor.test_client()
    csv = cliente.get("/descargas/calidad/archivos.csv?fuente=capturas")
    assert csv.status_code == 200
    texto = csv.get_data().decode("utf-8-sig")
    assert ",'=HYPERLINK(1)," in texto
    assert ",-12.5" in texto
    libro = cliente.get("/descargas/calidad/archivos.xlsx")
    assert libro.get_data()[:2] == b"PK"
    assert cliente.get("/descargas/calidad/otra.csv").status_code == 404
    assert cliente.get("/descargas/os/archivos.csv").status_code == 404
    assert cliente.get("/descargas/calidad/archivos.exe").status_code == 404
