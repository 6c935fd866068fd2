"""El acceso institucional contra un proveedor de verdad: ida, regreso, y cada cosa que puede venir torcida."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from dominio.configuracion import ErrorDeConfiguracion, cargar_institucional
from dominio.operacion import usuarios
from portal.acceso import institucional
from tests.portal.acceso.conftest import entrar, sesion_de
from tests.proveedor_oidc import CLIENTE, SECRETO, Proveedor, proveedor

REGRESO = "http://localhost/entrar/institucional/regreso"


@pytest.fixture(scope="module")
def corriendo() -> Iterator[Proveedor]:
    with proveedor(REGRESO) as hecho:
        yield hecho


@pytest.fixture
def oidc(corriendo: Proveedor, motor, monkeypatch: pytest.MonkeyPatch) -> Proveedor:
    """El portal configurado con ese proveedor, y la cuenta que administración le creó a la titular."""
    monkeypatch.setenv("MIRADOR_OIDC_EMISOR", corriendo.emisor)
    monkeypatch.setenv("MIRADOR_OIDC_CLIENTE", CLIENTE)
    monkeypatch.setenv("MIRADOR_OIDC_SECRETO", SECRETO)
    monkeypatch.setenv("MIRADOR_OIDC_NOMBRE", "Llave Alcaldía")
    institucional._cliente.cache_clear()
    corriendo.trampas = {}
    corriendo.quien = {"sub": "s-1", "email": "titular@alcaldia.mx", "email_verified": True}
    usuarios.crear(motor, "titular", "Titular", "ejecutivo", correo="titular@alcaldia.mx", origen="institucional")
    return corriendo


def _ir(cliente, siguiente: str = "") -> str:
    """La dirección del proveedor a la que manda el portal."""
    respuesta = cliente.get("/entrar/institucional", query_string={"siguiente": siguiente} if siguiente else None)
    assert respuesta.status_code == 303
    return respuesta.headers["Location"]


def _del_proveedor(direccion: str) -> str:
    """El regreso que arma el proveedor, como ruta del portal."""
    partes = urlsplit(requests.get(direccion, allow_redirects=False, timeout=10).headers["Location"])
    assert f"{partes.scheme}://{partes.netloc}{partes.path}" == REGRESO
    return f"{partes.path}?{partes.query}"


def test_entra_con_el_proveedor_y_va_a_donde_iba(portal, oidc, motor):
    cliente = portal.test_client()
    assert "Entrar con Llave Alcaldía" in cliente.get("/entrar").get_data(as_text=True)
    ida = _ir(cliente, "/ranking?periodo=2026-09")
    pedido = {c: v[0] for c, v in parse_qs(urlsplit(ida).query).items()}
    assert (pedido["response_type"], pedido["code_challenge_method"], pedido["scope"]) == (
        "code", "S256", "openid email profile",
    )  # fmt: skip
    assert len(pedido["state"]) >= 20 and len(pedido["nonce"]) >= 10
    respuesta = cliente.get(_del_proveedor(ida))
    assert (respuesta.status_code, respuesta.headers["Location"]) == (303, "/ranking?periodo=2026-09")
    assert cliente.get("/_dash-layout").status_code == 200
    assert 'data-quien="Titular" data-rol="Ejecutivo"' in cliente.get("/").get_data(as_text=True)
    assert cliente.get_cookie("mirador_previa", path="/entrar") is None
    assert "no tiene contraseña en este portal" in cliente.get("/cuenta").get_data(as_text=True)


def test_la_galleta_previa_es_de_servidor_y_no_lleva_nada_adentro(portal, oidc):
    respuesta = portal.test_client().get("/entrar/institucional")
    [galleta] = [c for c in respuesta.headers.getlist("Set-Cookie") if c.startswith("mirador_previa=")]
    assert all(parte in galleta for parte in ("HttpOnly", "SameSite=Lax", "Path=/entrar", "Max-Age=600"))
    pedido = parse_qs(urlsplit(respuesta.headers["Location"]).query)
    assert pedido["state"][0] not in galleta and pedido["nonce"][0] not in galleta


def test_el_regreso_sirve_una_vez_y_solo_en_el_navegador_que_lo_pidio(portal, oidc):
    cliente = portal.test_client()
    regreso = _del_proveedor(_ir(cliente))
    otro = portal.test_client()
    _ir(otro)
    assert otro.get(regreso).status_code == 403  # trae su propia sesión previa, con otro estado
    assert portal.test_client().get(regreso).status_code == 403  # no trae ninguna
    assert cliente.get(regreso).status_code == 303
    assert cliente.get(regreso).status_code == 403


@pytest.mark.parametrize(
    "torcer",
    [
        lambda r: r.replace("state=", "state=x"), lambda r: r.replace("code=", "code=x"),
        lambda r: r.split("?")[0], lambda r: r.split("?")[0] + "?error=access_denied&state=x",
    ],
    ids=["estado", "código", "nada", "negado"],
)  # fmt: skip
def test_un_regreso_torcido_no_entra(portal, oidc, torcer):
    cliente = portal.test_client()
    respuesta = cliente.get(torcer(_del_proveedor(_ir(cliente))))
    assert (respuesta.status_code, sesion_de(cliente)) == (403, None)
    assert institucional.NO_COINCIDE in respuesta.get_data(as_text=True)


@pytest.mark.parametrize(
    "trampas",
    [
        {"dichos": {"nonce": "de-otra-sesion"}}, {"dichos": {"aud": ["otro-cliente"]}},
        {"dichos": {"iss": "https://otro.example"}}, {"dichos": {"exp": int(time.time()) - 600}},
        {"llave_ajena": True}, {"dichos": {"sub": ""}}, {"dichos": {"aud": ["otro-cliente"], "azp": CLIENTE}},
    ],
    ids=["nonce", "destinatario", "emisor", "vencido", "firma", "sin sujeto", "azp"],
)  # fmt: skip
def test_lo_que_dice_el_proveedor_se_comprueba(portal, oidc, trampas):
    oidc.trampas = trampas
    cliente = portal.test_client()
    respuesta = cliente.get(_del_proveedor(_ir(cliente)))
    assert (respuesta.status_code, sesion_de(cliente)) == (403, None)
    assert institucional.NO_COINCIDE in respuesta.get_data(as_text=True)


@pytest.mark.parametrize(
    ("trampas", "emisor"),
    [
        ({"firmas": ["none", "HS256"]}, None),
        ({"emisor_declarado": "https://otro.example"}, None),
        ({}, "http://127.0.0.1:9"),
    ],
)
def test_un_proveedor_que_no_es_o_no_contesta_se_dice(portal, oidc, trampas, emisor, monkeypatch):
    oidc.trampas = trampas
    if emisor:
        monkeypatch.setenv("MIRADOR_OIDC_EMISOR", emisor)
    respuesta = portal.test_client().get("/entrar/institucional")
    assert respuesta.status_code == 503
    assert institucional.NO_DISPONIBLE in respuesta.get_data(as_text=True)


@pytest.mark.parametrize(
    "quien",
    [
        {"sub": "s-2", "email": "otra@alcaldia.mx", "email_verified": True},
        {"sub": "s-2", "email": "titular@alcaldia.mx", "email_verified": False},
        {"sub": "s-2", "email": "titular@alcaldia.mx"}, {"sub": "s-2"},
    ],
    ids=["sin cuenta", "sin verificar", "no dice", "sin correo"],
)  # fmt: skip
def test_nadie_entra_sin_la_cuenta_que_administracion_le_creo(portal, oidc, motor, quien):
    oidc.quien = quien
    cliente = portal.test_client()
    respuesta = cliente.get(_del_proveedor(_ir(cliente)))
    assert (respuesta.status_code, sesion_de(cliente)) == (403, None)
    assert institucional.SIN_CUENTA in respuesta.get_data(as_text=True)
    assert [u.clave for u in usuarios.listar(motor)] == ["titular"]


def test_despues_de_ligada_otro_sujeto_con_el_mismo_correo_no_entra(portal, oidc):
    primero = portal.test_client()
    assert primero.get(_del_proveedor(_ir(primero))).status_code == 303
    oidc.quien = oidc.quien | {"sub": "s-9"}
    otro = portal.test_client()
    assert otro.get(_del_proveedor(_ir(otro))).status_code == 403


def test_apagada_en_el_portal_no_entra_aunque_el_proveedor_diga_que_si(portal, oidc, motor):
    cuenta = usuarios.buscar(motor, "titular")
    assert cuenta is not None
    usuarios.activar(motor, cuenta.usuario, activa=False)
    cliente = portal.test_client()
    assert cliente.get(_del_proveedor(_ir(cliente))).status_code == 403


def test_la_cuenta_institucional_no_entra_con_contrasena(portal, oidc, rapida):
    for contrasena in ("", "x", "una frase larga 1"):
        assert entrar(portal.test_client(), "titular", contrasena).status_code == 401


def test_a_donde_se_regresa_tambien_se_revisa(portal, oidc):
    cliente = portal.test_client()
    assert cliente.get(_del_proveedor(_ir(cliente, "//evil.example"))).headers["Location"] == "/"


def test_sin_configurar_no_existe(portal, motor):
    cliente = portal.test_client()
    assert cliente.get("/entrar/institucional").status_code == 404
    assert cliente.get("/entrar/institucional/regreso?code=x&state=y").status_code == 404


def test_el_emisor_es_https_salvo_en_esta_maquina(monkeypatch):
    monkeypatch.setenv("MIRADOR_OIDC_EMISOR", "http://proveedor.example")
    monkeypatch.setenv("MIRADOR_OIDC_CLIENTE", "x")
    with pytest.raises(ErrorDeConfiguracion, match="https"):
        cargar_institucional()
    monkeypatch.setenv("MIRADOR_OIDC_EMISOR", "https://proveedor.example")
    assert cargar_institucional() is not None
    monkeypatch.delenv("MIRADOR_OIDC_CLIENTE")
    with pytest.raises(ErrorDeConfiguracion):
        cargar_institucional()
