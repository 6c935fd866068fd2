"""Entrar, salir, la propia cuenta y las cuentas de los demás, contra la puerta de verdad."""

from __future__ import annotations

import dataclasses
import logging
from datetime import timedelta

import pytest

import arranque
from dominio.configuracion import cargar
from dominio.operacion import auditoria, contrasenas, intentos, sesiones, usuarios
from portal.acceso import entrada, puerta
from portal.app import crear_app
from tests.portal.acceso.conftest import BUENA, ORIGEN, OTRA, entrar, enviar, ficha_de, sesion_de
from tests.portal.publicador import apuntar, escribir_version

CALLBACK = "/_dash-update-component"


def _dentro(cliente) -> bool:
    return cliente.get("/_dash-layout").status_code == 200


def test_entra_con_su_contrasena_y_la_galleta_es_de_servidor(portal, crear):
    crear()
    cliente = portal.test_client()
    respuesta = entrar(cliente)
    assert (respuesta.status_code, respuesta.headers["Location"]) == (303, "/")
    [galleta] = [c for c in respuesta.headers.getlist("Set-Cookie") if c.startswith("mirador_sesion=")]
    assert "HttpOnly" in galleta and "SameSite=Lax" in galleta and "Path=/" in galleta
    assert "Secure" not in galleta and "Max-Age" not in galleta
    assert _dentro(cliente)
    documento = cliente.get("/").get_data(as_text=True)
    assert '<html lang="es-MX" data-quien="Puesto ana.perez" data-rol="Administración" data-ficha="' in documento


def test_con_https_la_galleta_es_secure(portal, crear):
    crear()
    cliente = portal.test_client()
    seguro = {"base_url": "https://localhost"}
    pagina = cliente.get("/entrar", **seguro)
    campos = {"ficha": ficha_de(pagina), "cuenta": "ana.perez", "contrasena": BUENA}
    respuesta = cliente.post("/entrar", data=campos, headers={"Origin": "https://localhost"}, **seguro)
    assert respuesta.status_code == 303
    propias = [c for c in respuesta.headers.getlist("Set-Cookie") if "mirador_sesion=" in c]
    assert all("Secure" in c for c in propias) and propias
    assert "Secure" in pagina.headers["Set-Cookie"]
    assert respuesta.headers["Strict-Transport-Security"].startswith("max-age=")


def test_la_cuenta_que_no_existe_recibe_lo_mismo(portal, crear):
    crear()
    una, otra = (entrar(portal.test_client(), cuenta, "mala y larga 123") for cuenta in ("ana.perez", "no.existe"))
    assert una.status_code == otra.status_code == 401
    paginas = [r.get_data(as_text=True).replace(c, "X") for r, c in ((una, "ana.perez"), (otra, "no.existe"))]
    sin_ficha = [p.replace(ficha_de(r), "F") for p, r in zip(paginas, (una, otra), strict=True)]
    assert sin_ficha[0] == sin_ficha[1]
    assert entrada.NO_COINCIDE in paginas[0]


def test_diez_intentos_y_ya_ni_con_la_buena(portal, crear):
    crear()
    cliente = portal.test_client()
    assert [entrar(cliente, contrasena=f"mala {n}").status_code for n in range(10)] == [401] * 10
    limitado = entrar(cliente)
    assert (limitado.status_code, sesion_de(cliente)) == (429, None)
    assert entrada.DEMASIADOS in limitado.get_data(as_text=True)
    assert entrar(portal.test_client(), "no.existe").status_code == 401  # las demás cuentas siguen


def test_se_limita_igual_una_cuenta_que_no_existe(portal, crear):
    crear()
    cliente = portal.test_client()
    codigos = [entrar(cliente, "no.existe", "x").status_code for _ in range(11)]
    assert codigos == [401] * 10 + [429]


def test_por_direccion_aunque_cambie_de_cuenta_y_sin_creer_cabeceras(portal, crear, monkeypatch):
    monkeypatch.setattr(intentos, "POR_DIRECCION", 5)
    crear()
    codigos = []
    for n in range(7):
        cliente = portal.test_client()
        ficha = ficha_de(cliente.get("/entrar"))
        campos = {"ficha": ficha, "cuenta": f"c{n}", "contrasena": "x"}
        codigos.append(
            cliente.post("/entrar", data=campos, headers=ORIGEN | {"X-Forwarded-For": f"9.9.9.{n}"}).status_code
        )
    assert codigos == [401] * 5 + [429] * 2


def test_con_un_intermediario_propio_se_le_cree_de_donde_y_por_donde(portal, crear, monkeypatch):
    crear()
    monkeypatch.setenv("MIRADOR_INTERMEDIARIOS", "1")
    cliente = crear_app().server.test_client()
    por_tls = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "9.9.9.9, 8.8.8.8", "Origin": "https://localhost"}
    ficha = ficha_de(cliente.get("/entrar", headers=por_tls))
    campos = {"ficha": ficha, "cuenta": "ana.perez", "contrasena": BUENA}
    cliente.set_cookie("mirador_ficha", cliente.get_cookie("mirador_ficha").value)  # el navegador la manda por TLS
    respuesta = cliente.post("/entrar", data=campos, headers=por_tls)
    assert respuesta.status_code == 303
    assert "Secure" in respuesta.headers["Set-Cookie"]


def test_no_se_calculan_mas_contrasenas_a_la_vez_que_el_tope(portal, crear, monkeypatch):
    crear()
    monkeypatch.setattr(contrasenas, "ESPERA_S", 0.01)
    tomados = [contrasenas._turnos.acquire() for _ in range(contrasenas.A_LA_VEZ)]
    try:
        respuesta = entrar(portal.test_client())
    finally:
        for _ in tomados:
            contrasenas._turnos.release()
    assert respuesta.status_code == 503
    assert "Hay muchas personas entrando" in respuesta.get_data(as_text=True)


def test_fijar_una_sesion_no_sirve(portal, crear):
    crear()
    cliente = portal.test_client()
    cliente.set_cookie("mirador_sesion", "puesta-por-otro")
    respuesta = entrar(cliente)
    assert respuesta.status_code == 303
    assert sesion_de(cliente) not in (None, "puesta-por-otro")
    ajeno = portal.test_client()
    ajeno.set_cookie("mirador_sesion", "puesta-por-otro")
    assert not _dentro(ajeno)


def test_la_ficha_de_antes_de_entrar_no_sirve_despues(portal, crear):
    crear()
    cliente = portal.test_client()
    vieja = ficha_de(cliente.get("/entrar"))
    entrar(cliente)
    assert cliente.post("/salir", data={"ficha": vieja}, headers=ORIGEN).status_code == 403
    assert _dentro(cliente)


def test_despues_de_salir_la_misma_galleta_no_sirve(portal, crear):
    crear()
    cliente = portal.test_client()
    entrar(cliente)
    ficha = sesion_de(cliente)
    respuesta = enviar(cliente, "/salir", desde="/cuenta")
    assert (respuesta.status_code, respuesta.headers["Location"]) == (303, "/entrar?salio=1")
    assert sesion_de(cliente) is None
    assert "Salió del portal." in cliente.get("/entrar?salio=1").get_data(as_text=True)
    otro = portal.test_client()
    otro.set_cookie("mirador_sesion", ficha)
    assert not _dentro(otro)


def test_cambiar_la_contrasena_cierra_las_demas_y_sigue_en_esta(portal, crear):
    crear()
    uno, otro = portal.test_client(), portal.test_client()
    entrar(uno)
    entrar(otro)
    vieja = sesion_de(uno)
    campos = {"actual": BUENA, "nueva": OTRA, "otra": OTRA}
    assert enviar(uno, "/cuenta/contrasena", desde="/cuenta", **campos).status_code == 303
    assert _dentro(uno) and not _dentro(otro)
    assert sesion_de(uno) != vieja
    assert entrar(portal.test_client()).status_code == 401
    assert entrar(portal.test_client(), contrasena=OTRA).status_code == 303


@pytest.mark.parametrize(
    ("campos", "dice"),
    [
        ({"actual": "no es esta 123", "nueva": OTRA, "otra": OTRA}, "actual no es esa"),
        ({"actual": BUENA, "nueva": OTRA, "otra": f"{OTRA}x"}, "no son iguales"),
        ({"actual": BUENA, "nueva": BUENA, "otra": BUENA}, "igual a la actual"),
        ({"actual": BUENA, "nueva": "corta", "otra": "corta"}, "al menos 12"),
    ],
)
def test_contrasenas_que_no_se_cambian(portal, crear, campos, dice):
    crear()
    cliente = portal.test_client()
    entrar(cliente)
    respuesta = enviar(cliente, "/cuenta/contrasena", desde="/cuenta", **campos)
    assert respuesta.status_code == 422
    assert dice in respuesta.get_data(as_text=True)
    assert _dentro(cliente)


@pytest.mark.parametrize("cambio", ["rol", "áreas", "apagar", "inactiva", "absoluta"])
def test_cambios_y_vencimientos_se_notan_en_la_siguiente_peticion(portal, crear, motor, cambio):
    crear("admin")
    ana = crear("enlace", "captura_area", ["DGO"])
    cliente = portal.test_client()
    respuesta = entrar(cliente, "enlace")
    assert respuesta.headers["Location"] == "/captura"
    assert _dentro(cliente)
    if cambio in ("rol", "áreas"):
        usuarios.cambiar_rol(motor, ana.usuario, "captura_area" if cambio == "áreas" else "datos", ["CSC"])
    elif cambio == "apagar":
        usuarios.activar(motor, ana.usuario, activa=False)
    else:
        columna = "vista_en" if cambio == "inactiva" else "abierta_en"
        with motor.begin() as conexion:
            conexion.execute(sesiones.SESIONES.update().values({columna: usuarios.ahora() - timedelta(hours=13)}))
    assert not _dentro(cliente)
    assert cliente.post(CALLBACK, json={}).status_code == 401


def test_con_contrasena_provisional_solo_se_puede_cambiarla(portal, crear, motor):
    provisional = usuarios.restablecer(motor, crear().usuario)
    cliente = portal.test_client()
    assert entrar(cliente, contrasena=provisional).headers["Location"] == "/cuenta"
    assert cliente.get("/").headers["Location"] == "/cuenta"
    assert cliente.get("/_dash-layout").status_code == 403
    assert cliente.get("/usuarios").status_code == 403
    campos = {"actual": provisional, "nueva": OTRA, "otra": OTRA}
    assert enviar(cliente, "/cuenta/contrasena", desde="/cuenta", **campos).headers["Location"] == "/"
    assert _dentro(cliente)


@pytest.mark.parametrize(
    ("siguiente", "destino"),
    [
        ("/ranking?periodo=2026-09", "/ranking?periodo=2026-09"), ("/metas/DGO-01", "/metas/DGO-01"),
        ("/cuenta", "/cuenta"),
        ("//evil.example", "/"), ("https:evil.example", "/"), ("\\evil.example", "/"), ("/\\evil.example", "/"),
        ("https://evil.example/ranking", "/"), ("/ranking/../../x", "/"), ("/no-existe", "/"), ("/salir", "/"),
        ("javascript:alert(1)", "/"), ("/\tranking", "/"), ("/%2fevil.example", "/"), ("", "/"), ("/" * 2000, "/"),
        ("/_dash-layout", "/"), ("/ranking\r\nSet-Cookie: a=b", "/"),
    ],
)  # fmt: skip
def test_despues_de_entrar_solo_se_va_a_paginas_de_aqui(portal, crear, siguiente, destino):
    crear()
    assert entrar(portal.test_client(), siguiente=siguiente).headers["Location"] == destino


def test_entrar_sin_cuenta_recuerda_a_donde_iba(portal, crear):
    crear()
    cliente = portal.test_client()
    respuesta = cliente.get("/ranking?periodo=2026-09&area=DGO")
    assert respuesta.headers["Location"] == "/entrar?siguiente=/ranking%3Fperiodo%3D2026-09%26area%3DDGO"
    pagina = cliente.get(respuesta.headers["Location"]).get_data(as_text=True)
    assert 'name="siguiente" value="/ranking?periodo=2026-09&amp;area=DGO"' in pagina


@pytest.mark.parametrize(
    "cabeceras",
    [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, ORIGEN],
    ids=["nada", "otro", "nulo", "cruzado", "sin ficha"],
)
def test_ningun_cambio_desde_otro_sitio_ni_sin_ficha(portal, crear, motor, cabeceras):
    crear()
    cliente = portal.test_client()
    entrar(cliente)
    ficha = ficha_de(cliente.get("/cuenta"))
    con_ficha = {} if cabeceras == ORIGEN else {"ficha": ficha}
    datos = {"cuenta": "x", "accion": "apagar", "rol": "administracion"} | con_ficha
    cambios = [r for r in portal.url_map.iter_rules() if "POST" in (r.methods or ()) and r.rule != CALLBACK]
    assert len(cambios) >= 9
    for regla in cambios:
        respuesta = cliente.post(regla.rule.replace("<int:usuario>", "1"), data=datos, headers=cabeceras)
        assert respuesta.status_code == 403, regla.rule
        assert _dentro(cliente)
    assert [u.clave for u in usuarios.listar(motor)] == ["ana.perez"]


def test_un_callback_que_dice_venir_de_otro_sitio_se_niega(portal, crear):
    crear()
    cliente = portal.test_client()
    entrar(cliente)
    for tipo in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        respuesta = cliente.post(CALLBACK, data="{}", content_type=tipo, headers={"Origin": "https://evil.example"})
        assert respuesta.status_code == 403
    assert cliente.post(CALLBACK, data="{}", content_type="text/plain").status_code == 400


# ── demostración ─────────────────────────────────────────────────────────────
def test_en_demostracion_se_entra_con_un_clic_a_cada_puesto(portal, motor):
    pagina = portal.test_client().get("/entrar").get_data(as_text=True)
    assert pagina.count('action="/entrar/demostracion"') == len(usuarios.ROLES)
    for rol in usuarios.ROLES:
        cliente = portal.test_client()
        respuesta = enviar(cliente, "/entrar/demostracion", rol=rol)
        assert respuesta.headers["Location"] == ("/captura" if rol == "captura_area" else "/")
        assert _dentro(cliente)
    hechas = {u.clave: u for u in usuarios.listar(motor)}
    assert set(hechas) == {f"demo.{rol}" for rol in usuarios.ROLES}
    assert hechas["demo.captura_area"].areas == frozenset({"DGO"})
    assert all(u.es_demostracion and not usuarios.tiene_contrasena(motor, u.usuario) for u in hechas.values())
    assert entrar(portal.test_client(), "demo.administracion", "").status_code == 401


def test_con_la_primera_cuenta_de_verdad_las_de_demostracion_dejan_de_valer(portal, crear):
    cliente = portal.test_client()
    enviar(cliente, "/entrar/demostracion", rol="administracion")
    assert _dentro(cliente)
    crear()
    assert not _dentro(cliente)
    otro = portal.test_client()
    assert "demostracion" not in otro.get("/entrar").get_data(as_text=True).split("<main")[1]
    respuesta = enviar(otro, "/entrar/demostracion", rol="administracion")
    assert (respuesta.status_code, sesion_de(otro)) == (403, None)


def test_con_datos_de_verdad_no_hay_cuentas_de_demostracion_y_se_dice_que_correr(portal, publicado, motor):
    cliente = portal.test_client()
    enviar(cliente, "/entrar/demostracion", rol="administracion")
    escribir_version(publicado, "2026-11-10.2")
    apuntar(publicado, "2026-11-10.2", es_demostracion=False)
    assert not _dentro(cliente)
    pagina = portal.test_client().get("/entrar").get_data(as_text=True)
    assert "make usuario CUENTA=administracion" in pagina
    assert 'name="contrasena"' not in pagina
    assert "Todavía no hay cuentas" in pagina


def test_la_demostracion_solo_administra_demostracion(portal, motor, rapida):
    cliente = portal.test_client()
    enviar(cliente, "/entrar/demostracion", rol="administracion")
    campos = {"clave": "nueva", "nombre": "Otra", "rol": "administracion", "areas": ""}
    assert enviar(cliente, "/usuarios", desde="/usuarios", **campos).status_code == 200
    nueva = usuarios.buscar(motor, "nueva")
    assert nueva is not None and nueva.es_demostracion
    assert not usuarios.hay_reales(motor)


# ── cuentas ──────────────────────────────────────────────────────────────────
def test_administracion_crea_cambia_apaga_y_restablece(portal, crear, motor, caplog):
    caplog.set_level(logging.INFO, "mirador.acceso")
    crear("admin")
    cliente = portal.test_client()
    entrar(cliente, "admin")
    campos = {"clave": "enlace.obras", "nombre": "Enlace <b>de</b> Obras", "rol": "captura_area", "areas": "DGO"}
    pagina = enviar(cliente, "/usuarios", desde="/usuarios", **campos).get_data(as_text=True)
    provisional = pagina.split("volverá a mostrar: <code>")[1].split("<")[0]
    assert "Enlace &lt;b&gt;de&lt;/b&gt; Obras" in pagina
    assert provisional not in cliente.get("/usuarios").get_data(as_text=True)
    enlace = usuarios.buscar(motor, "enlace.obras")
    assert enlace is not None and (enlace.areas, enlace.debe_cambiar) == (frozenset({"DGO"}), True)
    suyo = portal.test_client()
    assert entrar(suyo, "enlace.obras", provisional).headers["Location"] == "/cuenta"
    ruta = f"/usuarios/{enlace.usuario}"
    assert "Datos." in enviar(cliente, ruta, "/usuarios", accion="rol", rol="datos", areas="").get_data(as_text=True)
    assert suyo.get("/cuenta").status_code == 401
    enviar(cliente, ruta, "/usuarios", accion="apagar")
    assert entrar(portal.test_client(), "enlace.obras", provisional).status_code == 401
    enviar(cliente, ruta, "/usuarios", accion="encender")
    assert entrar(portal.test_client(), "enlace.obras", provisional).status_code == 303
    otra = enviar(cliente, ruta, "/usuarios", accion="restablecer").get_data(as_text=True)
    assert provisional not in otra
    assert entrar(portal.test_client(), "enlace.obras", provisional).status_code == 401
    for hecho in ("cuenta.crear · admin", "cuenta.rol · admin", "cuenta.apagar · admin", "entrar.negado · anónimo"):
        assert hecho in caplog.text
    assert provisional not in caplog.text and BUENA not in caplog.text
    actos = auditoria.leer(motor)
    assert auditoria.verificar(motor) is None
    assert [(a.quien, a.accion) for a in actos if a.objeto == "enlace.obras" and a.quien == "admin"] == [
        ("admin", f"cuenta.{hecho}") for hecho in ("crear", "rol", "apagar", "encender", "restablecer")
    ]
    assert provisional not in str(actos)


def test_lo_negado_a_quien_tiene_cuenta_queda_en_el_rastro_y_lo_anonimo_no_lo_llena(portal, crear, motor):
    crear("admin")
    crear("enlace", "captura_area", ["DGO"])
    cliente = portal.test_client()
    entrar(cliente, "enlace")
    assert cliente.get("/descargas/contratos/entregables.csv").status_code == 404
    for _ in range(3):
        portal.test_client().get("/descargas/contratos/entregables.csv")
        portal.test_client().post("/salir", data={"ficha": "x"}, headers=ORIGEN)
    hechos = [(a.quien, a.accion, a.objeto) for a in auditoria.leer(motor)]
    assert hechos == [
        ("enlace", "entrar", "enlace"), ("enlace", "acceso.negado", "/descargas/contratos/entregables.csv"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("campos", "dice"),
    [
        ({"rol": "captura_area", "areas": ""}, "al menos un área"), ({"rol": "jefe"}, "no existe"),
        ({"areas": "NO_HAY"}, "No hay ninguna área con la clave NO_HAY"), ({"clave": "admin"}, "ya existe"),
    ],
)  # fmt: skip
def test_una_cuenta_mal_pedida_no_se_crea(portal, crear, motor, campos, dice):
    crear("admin")
    cliente = portal.test_client()
    entrar(cliente, "admin")
    pedida = {"clave": "nueva", "nombre": "Puesto", "rol": "analista", "areas": ""} | campos
    respuesta = enviar(cliente, "/usuarios", desde="/usuarios", **pedida)
    assert respuesta.status_code == 422
    assert dice in respuesta.get_data(as_text=True)
    assert [u.clave for u in usuarios.listar(motor)] == ["admin"]


def test_no_hay_manera_de_apagar_la_ultima_administracion(portal, crear, motor):
    admin = crear("admin")
    cliente = portal.test_client()
    entrar(cliente, "admin")
    respuesta = enviar(cliente, f"/usuarios/{admin.usuario}", "/usuarios", accion="apagar")
    assert respuesta.status_code == 422
    assert "única cuenta de administración" in respuesta.get_data(as_text=True)
    assert enviar(cliente, "/usuarios/999", "/usuarios", accion="apagar").status_code == 404
    assert enviar(cliente, f"/usuarios/{admin.usuario}", "/usuarios", accion="borrar").status_code == 400


@pytest.mark.parametrize("rol", [rol for rol in usuarios.ROLES if rol != "administracion"])
def test_nadie_mas_administra_cuentas(portal, crear, motor, rol):
    crear("admin")
    crear("otra", rol, ["DGO"] if rol == "captura_area" else None)
    cliente = portal.test_client()
    entrar(cliente, "otra")
    assert cliente.get("/usuarios").status_code == 404
    ficha = ficha_de(cliente.get("/cuenta"))
    campos = {"ficha": ficha, "accion": "rol", "rol": "administracion"}
    otra = usuarios.buscar(motor, "otra")
    assert otra is not None
    assert cliente.post(f"/usuarios/{otra.usuario}", data=campos, headers=ORIGEN).status_code == 403
    assert usuarios.buscar(motor, "otra") == otra


def test_ninguna_respuesta_lleva_contrasenas_huellas_ni_fichas_ajenas(portal, crear, motor):
    crear("admin")
    cliente = portal.test_client()
    entrar(cliente, "admin")
    textos = [cliente.get(r).get_data(as_text=True) for r in ("/usuarios", "/cuenta", "/", "/_dash-layout", "/ficha")]
    for prohibido in ("argon2", sesion_de(cliente), sesiones.huella(sesion_de(cliente))):
        assert all(prohibido not in texto for texto in textos)


def test_si_la_base_no_abre_nadie_pasa_y_se_dice_con_referencia(portal, crear, tmp_path, monkeypatch):
    crear()
    cliente = portal.test_client()
    entrar(cliente)
    rota = tmp_path / "rota.sqlite"
    rota.write_bytes(b"esto no es una base" * 100)
    monkeypatch.setenv("MIRADOR_BD", f"sqlite:///{rota}")
    respuesta = cliente.get("/_dash-layout")
    assert respuesta.status_code == 503
    assert set(respuesta.get_json()) == {"error", "referencia"}
    assert "sqlite" not in respuesta.get_data(as_text=True)
    assert cliente.get("/salud").status_code == 200


def test_cabeceras_de_las_paginas_del_acceso(portal, crear):
    crear()
    for ruta in ("/entrar", "/cuenta", "/usuarios"):
        cabeceras = portal.test_client().get(ruta).headers
        assert cabeceras["Cache-Control"] == "no-store"
        assert "form-action 'self'" in cabeceras["Content-Security-Policy"]
        assert cabeceras["X-Frame-Options"] == "DENY"
        assert "Cookie" in cabeceras["Vary"]


def test_la_entrada_sirve_sin_javascript(portal, crear):
    crear()
    pagina = portal.test_client().get("/entrar").get_data(as_text=True)
    assert pagina.count("<script") == 1 and "tema.js" in pagina
    assert 'autocomplete="current-password"' in pagina
    assert '<label for="cuenta">' in pagina and '<label for="contrasena">' in pagina
    assert "onclick" not in pagina


@pytest.mark.parametrize(
    ("hay_cuenta", "es_demostracion", "dice"),
    [
        (True, True, "con su cuenta y contraseña."), (False, True, "con un clic: elija un puesto de demostración."),
        (False, False, "todavía sin cuentas: cree la primera con «make usuario CUENTA=administracion»."),
    ],
)  # fmt: skip
def test_al_arrancar_se_dice_como_entrar(portal, crear, hay_cuenta, es_demostracion, dice):
    if hay_cuenta:
        crear()
    cfg = dataclasses.replace(cargar(), es_demostracion=es_demostracion)
    assert arranque.como_se_entra(cfg) == dice


def test_destino_seguro_no_acepta_lo_que_no_es_texto():
    assert [puerta.destino_seguro(x) for x in (None, 5, ["/"], {"a": 1})] == ["/"] * 4
