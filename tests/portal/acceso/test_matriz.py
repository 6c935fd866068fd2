"""La matriz contra la aplicación que corre: cada ruta, cada callback y cada página, con cada rol y sin cuenta."""

from __future__ import annotations

import json
import types
from pathlib import Path
from typing import Any

import dash
import flask
import pytest
import yaml
from werkzeug.routing import Rule

from dominio.operacion.usuarios import ROLES
from portal.acceso import matriz, puerta
from portal.app import RUTAS_ESTATICAS
from portal.paginas import INDICE
from tests import cuentas
from tests.cuentas import ANONIMA

ESCRITA: dict[str, Any] = yaml.safe_load(Path("portal/acceso/matriz.yml").read_text(encoding="utf-8"))
QUIENES = [*ROLES, ANONIMA]
EJEMPLOS = {
    "path": "contratos", "filename": "mirador.css", "package_name": "dash", "fingerprinted_path": "nada.js",
    "mes": "2026-10", "area": "DGO", "folio": "CAP-000001", "nombre": "areas", "formato": "csv", "usuario": 1,
    "modulo": "seguimiento.ranking", "tabla": "mart_no_existe", "trabajo": "x", "clave": "x", "extension": "pdf",
}  # fmt: skip


@pytest.fixture
def negadas(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lo que la puerta niega a quien sí tiene cuenta."""
    hechas: list[str] = []

    def anotar(accion: str, objeto: str = "", **_: object) -> None:
        if accion.startswith("acceso."):
            hechas.append(objeto)

    monkeypatch.setattr(puerta.bitacora, "anotar", anotar)
    return hechas


def _roles_de(capacidad: str) -> set[str]:
    return set(ESCRITA["capacidades"][capacidad]["roles"])


def _debe_pasar(quien: str, permiso: str, modulo: str = "seguimiento.ranking") -> bool:
    if permiso == "abierta":
        return True
    if quien == ANONIMA:
        return False
    if permiso in ("cuenta", "callback"):
        return True
    return quien in _roles_de(ESCRITA["paginas"][modulo] if permiso == "descarga" else permiso)


def _reglas(servidor: flask.Flask) -> list[tuple[Rule, str]]:
    return [(r, m) for r in servidor.url_map.iter_rules() for m in sorted((r.methods or set()) - {"HEAD", "OPTIONS"})]


@pytest.mark.parametrize("quien", QUIENES)
def test_cada_ruta_exactamente_como_dice_la_matriz(servidor, con_version, negadas, quien, monkeypatch, tmp_path):
    monkeypatch.setenv("MIRADOR_BD", f"sqlite:///{tmp_path / 'o.sqlite'}")
    monkeypatch.setenv("MIRADOR_ESTADO", str(tmp_path))
    revisadas = 0
    for regla, metodo in _reglas(servidor):
        cliente = cuentas.cliente_de(servidor, quien)
        valores = {v: EJEMPLOS[v] for v in regla.arguments}
        with servidor.test_request_context():
            direccion = servidor.url_map.bind("localhost").build(regla.endpoint, valores, method=metodo)
        cabeceras = {}
        if metodo == "POST":  # la ficha es de un navegador con cuenta: lo único que puede faltar es el permiso
            con_ficha = cuentas.cliente_de(servidor, "analista")
            cabeceras = cuentas.ficha(con_ficha)
            cliente = con_ficha
            cliente.environ_base = cuentas.cliente_de(servidor, quien).environ_base
        negadas.clear()
        cuerpo = {"json": {}} if "json" in direccion or "dash" in direccion else {}
        respuesta = cliente.open(direccion, method=metodo, headers=cabeceras, **cuerpo)
        permiso = ESCRITA["rutas"][regla.endpoint]
        niega = (respuesta.status_code == 401 and respuesta.is_json) or bool(negadas) or _va_a_entrar(respuesta)
        assert niega is not _debe_pasar(quien, permiso), (quien, metodo, regla.rule, respuesta.status_code)
        assert respuesta.headers["X-Frame-Options"] == "DENY"
        assert respuesta.headers["X-Content-Type-Options"] == "nosniff"
        assert direccion.startswith(RUTAS_ESTATICAS) or respuesta.headers["Cache-Control"] == "no-store"
        if niega and quien == ANONIMA:
            assert respuesta.status_code in (401, 303)
            assert "_pages" not in respuesta.get_data(as_text=True)
        elif niega:
            assert respuesta.status_code == (404 if metodo == "GET" else 403)
        revisadas += 1
    assert revisadas == len(_reglas(servidor)) >= 30


def _va_a_entrar(respuesta: Any) -> bool:
    return (
        respuesta.status_code == 303
        and respuesta.headers["Location"].startswith("/entrar")
        and ("salio" not in respuesta.headers["Location"])
    )


@pytest.mark.parametrize("quien", QUIENES)
def test_cada_pagina_y_sus_descargas_exactamente_como_dice_la_matriz(servidor, con_version, quien):
    cliente = cuentas.cliente_de(servidor, quien)
    for pagina in INDICE:
        ruta = pagina.ruta.replace("<area>", "X").replace("<clave>", "X-01").replace("<campana>", "X-01")
        respuesta = cliente.post("/_dash-update-component", json=_cuerpo(ruta))
        if quien == ANONIMA:
            assert (respuesta.status_code, "error" in respuesta.get_json()) == (401, True)
            continue
        abre = quien in _roles_de(ESCRITA["paginas"][pagina.modulo])
        texto = respuesta.get_data(as_text=True)
        assert respuesta.status_code == 200
        assert ("Esa p\\u00e1gina no existe" in texto or "Esa página no existe" in texto) is not abre, (quien, ruta)
        descarga = cliente.get(f"/descargas/{pagina.modulo}/no_hay.csv")
        assert descarga.status_code == 404
        assert descarga.get_json() == {"error": "Eso no existe."}  # vedada y ausente, iguales
        en_menu = [p.ruta for p in INDICE if p.en_menu and quien in _roles_de(ESCRITA["paginas"][p.modulo])]
        visibles = {p.ruta for p in INDICE if p.en_menu and f'"href":"{p.ruta}"' in texto.split('"mi-cuerpo"')[0]}
        if abre:
            assert visibles <= set(en_menu) | {"/"}


def _cuerpo(ruta: str, busca: str = "") -> dict[str, Any]:
    salidas = [{"id": i, "property": p} for i, p in (("_pages_content", "children"), ("_pages_store", "data"))]
    return {
        "output": ".._pages_content.children..._pages_store.data..", "outputs": salidas,
        "inputs": [{"id": "_pages_location", "property": "pathname", "value": ruta},
                   {"id": "_pages_location", "property": "search", "value": busca}],
        "changedPropIds": ["_pages_location.pathname"], "state": [],
    }  # fmt: skip


@pytest.mark.parametrize("quien", QUIENES)
def test_cada_callback_exactamente_como_dice_la_matriz(servidor, con_version, quien):
    cliente = cuentas.cliente_de(servidor, quien)
    salidas = list(dash.get_app().callback_map)
    assert len(salidas) >= 4
    for salida in salidas:
        cuerpo = _cuerpo("/guia") | {"output": salida}
        respuesta = cliente.post("/_dash-update-component", json=cuerpo)
        del_navegador = ESCRITA["callbacks"][salida] == "navegador"
        assert respuesta.status_code == (401 if quien == ANONIMA else 403 if del_navegador else 200), salida


@pytest.mark.parametrize(
    "ruta",
    ["/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/descargas/seguimiento.ranking/areas.csv", "/ficha",
     "/descargas/captura/plantillas/2026-10.zip", "/captura/recibos/CAP-000001.json", "/usuarios", "/cuenta"],
)  # fmt: skip
def test_sin_cuenta_no_se_dice_que_hay(servidor, con_version, ruta):
    cliente = cuentas.cliente_de(servidor, ANONIMA)
    respuesta = cliente.get(ruta)
    assert respuesta.status_code == 401
    assert respuesta.get_json() == {"error": puerta.SIN_CUENTA}
    navegando = cliente.get(ruta, headers={"Accept": "text/html", "Sec-Fetch-Mode": "navigate"})
    assert navegando.status_code == 303
    assert navegando.headers["Location"].startswith("/entrar?siguiente=/")


def test_lo_que_sigue_abierto_es_la_salud_y_lo_que_pinta_la_entrada(servidor, con_version):
    cliente = cuentas.cliente_de(servidor, ANONIMA)
    for ruta in ("/salud", "/entrar", "/assets/mirador.css", "/assets/acceso.css", "/assets/tema.js"):
        assert cliente.get(ruta).status_code == 200
    abiertas = {r for r, permiso in ESCRITA["rutas"].items() if permiso == "abierta"}
    assert abiertas == {
        "_dash_assets.static", "/_favicon.ico", "salud", "acceso_entrar", "acceso_entrar_enviar",
        "acceso_entrar_demostracion", "acceso_institucional", "acceso_institucional_regreso", "acceso_salir",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    }  # fmt: skip


def test_nada_sobra_en_la_matriz(servidor):
    assert set(ESCRITA["rutas"]) == {r.endpoint for r in servidor.url_map.iter_rules()}
    assert set(ESCRITA["callbacks"]) == set(dash.get_app().callback_map)
    assert set(ESCRITA["paginas"]) == {p.modulo for p in INDICE}
    usadas = {*ESCRITA["rutas"].values(), *ESCRITA["paginas"].values(), *ESCRITA["callbacks"].values()}
    # La única que no abre una ruta entera: dentro de la entrega, deja o no un mes cerrado.
    assert set(ESCRITA["capacidades"]) - usadas == {"entregar_cerrado"}


@pytest.mark.parametrize("donde", ["rutas", "callbacks", "servidor"])
def test_lo_que_falta_en_la_matriz_impide_arrancar(servidor, donde):
    app = dash.get_app()
    rutas = [types.SimpleNamespace(endpoint=r.endpoint) for r in servidor.url_map.iter_rules()]
    callbacks = dict(app.callback_map)
    if donde == "rutas":
        rutas.append(types.SimpleNamespace(endpoint="puerta_trasera"))
    elif donde == "callbacks":
        callbacks["secreto.children"] = {"callback": None}
    else:
        callbacks["panel-mas.is_open"] = {"callback": print}
    mapa = types.SimpleNamespace(iter_rules=lambda: rutas)
    otra = types.SimpleNamespace(server=types.SimpleNamespace(url_map=mapa), callback_map=callbacks)
    nombre = {"rutas": "rutas: puerta_trasera", "callbacks": "callbacks: secreto.children", "servidor": "panel-mas"}
    with pytest.raises(matriz.MatrizIncompleta, match=nombre[donde]) as dicho:
        matriz.comprobar(otra)  # type: ignore[arg-type]
    assert "portal/acceso/matriz.yml" in str(dicho.value)


def test_una_ruta_que_no_esta_en_la_matriz_no_se_sirve_aunque_arranque(servidor, con_version, monkeypatch):
    completa = matriz.leer()
    rutas = {r: p for r, p in completa.rutas.items() if r != "descargas"}
    recortada = matriz.Matriz(completa.capacidades, completa.paginas, rutas, completa.callbacks)
    monkeypatch.setattr(matriz, "leer", lambda: recortada)
    assert servidor.test_client().get("/descargas/calidad/archivos.csv").status_code == 404


def test_la_matriz_esta_en_la_documentacion():
    texto = Path("docs/acceso.md").read_text(encoding="utf-8")
    for capacidad in matriz.leer().capacidades.values():
        marcas = " | ".join("sí" if rol in capacidad.roles else "—" for rol in ROLES)
        assert f"| {capacidad.dice} | {marcas} |" in texto


def test_pagina_de_una_direccion():
    halladas = [matriz.pagina_de(r) for r in ("/", "/tableros/", "/tableros/DGO", "/metas/A-1")]
    asuntos = [pagina.modulo.removeprefix("seguimiento.") for pagina in halladas if pagina is not None]
    assert asuntos == ["resumen", "tableros", "tableros", "metas"]
    assert [matriz.pagina_de(r) for r in ("/metas", "/metas/", "/tableros/a/b", "/otra", "")] == [
        None, None, None, None, matriz.pagina_de("/"),
    ]  # fmt: skip
    assert json.dumps(sorted(matriz.leer().modulos_de("captura_area"))) == json.dumps(
        sorted(m for m, c in ESCRITA["paginas"].items() if "captura_area" in _roles_de(c))
    )
