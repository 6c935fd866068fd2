"""Página de cuentas (``/usuarios``): ver, crear, cambiar rol y áreas, restablecer, apagar y encender.

Lo que crea una cuenta de demostración es de demostración: la primera cuenta de verdad se crea en el servidor.
"""

from __future__ import annotations

from typing import Any

import flask

from dominio.operacion import contrasenas, usuarios
from dominio.operacion.usuarios import INSTITUCIONAL, LOCAL, ROLES, Usuario
from portal import almacen, base_operativa
from portal.acceso import bitacora, cuenta, institucional, matriz
from portal.acceso.entrada import pagina


def registrar(servidor: flask.Flask) -> None:
    """Da de alta las rutas."""
    servidor.add_url_rule("/usuarios", "acceso_usuarios", _listar)
    servidor.add_url_rule("/usuarios", "acceso_usuarios_crear", _crear, methods=["POST"])
    servidor.add_url_rule("/usuarios/<int:usuario>", "acceso_usuarios_cambiar", _cambiar, methods=["POST"])


def _es_de_demostracion() -> bool:
    quien = cuenta.actual()
    return quien is not None and quien.es_demostracion


def _visibles() -> list[Usuario]:
    """Una cuenta de demostración solo administra cuentas de demostración."""
    propias = usuarios.listar(base_operativa.al_dia())
    return [u for u in propias if u.es_demostracion] if _es_de_demostracion() else propias


def _listar(codigo: int = 200, **dicho: Any) -> flask.Response:
    cuentas = _visibles()
    activas = sum(u.esta_activa for u in cuentas)
    return pagina(
        "usuarios.html", codigo, titulo="Cuentas", cuentas=cuentas, roles=ROLES, areas=almacen.areas_del_programa(),
        titular=f"{activas} de {len(cuentas)} cuentas pueden entrar", institucional=institucional.nombre(),
        capacidades=list(matriz.leer().capacidades.values()), **dicho,
    )  # fmt: skip


def _areas() -> list[str] | None:
    escritas = [a.strip() for a in flask.request.form.get("areas", "")[:300].split(",") if a.strip()]
    conocidas = {clave for clave, _ in almacen.areas_del_programa()}
    ajenas = sorted(set(escritas) - conocidas) if conocidas else []
    if ajenas:
        raise usuarios.CuentaInvalida(f"No hay ninguna área con la clave {', '.join(ajenas)}.")
    return escritas or None


def _crear() -> flask.Response:
    forma, motor = flask.request.form, base_operativa.al_dia()
    correo = forma.get("correo", "").strip() if institucional.nombre() else ""
    es_demostracion = _es_de_demostracion()
    try:
        hecha = usuarios.crear(
            motor, forma.get("clave", ""), forma.get("nombre", ""), forma.get("rol", ""), _areas(), correo=correo,
            origen=INSTITUCIONAL if correo else LOCAL, es_demostracion=es_demostracion,
        )  # fmt: skip
        provisional = None if correo else (hecha.clave, usuarios.restablecer(motor, hecha.usuario))
    except (usuarios.CuentaInvalida, contrasenas.SinTurno) as error:
        return _listar(422, error=str(error))
    bitacora.anotar("cuenta.crear", hecha.clave, rol=hecha.rol, areas=sorted(hecha.areas or []))
    return _listar(hecho=f"Cuenta {hecha.clave} creada.", provisional=provisional)


def _cambiar(usuario: int) -> flask.Response:
    hallada = next((u for u in _visibles() if u.usuario == usuario), None)
    if hallada is None:
        flask.abort(404)
    accion, motor = flask.request.form.get("accion", ""), base_operativa.al_dia()
    provisional = None
    try:
        if accion == "rol":
            hecha = usuarios.cambiar_rol(motor, usuario, flask.request.form.get("rol", ""), _areas())
            hecho = f"{hecha.clave}: {ROLES[hecha.rol]}."
        elif accion == "restablecer":
            provisional = (hallada.clave, usuarios.restablecer(motor, usuario))
            hecho = f"{hallada.clave} cambiará su contraseña al entrar."
        elif accion in ("apagar", "encender"):
            usuarios.activar(motor, usuario, activa=accion == "encender")
            hecho = f"{hallada.clave} quedó {'activa' if accion == 'encender' else 'apagada'}."
        else:
            flask.abort(400)
    except (usuarios.CuentaInvalida, contrasenas.SinTurno) as error:
        return _listar(422, error=str(error))
    bitacora.anotar(f"cuenta.{accion}", hallada.clave)
    propia = cuenta.actual()
    if propia is not None and propia.usuario == usuario:  # su propia sesión dejó de valer
        return flask.make_response(flask.redirect("/entrar", 303))
    return _listar(hecho=hecho, provisional=provisional)
