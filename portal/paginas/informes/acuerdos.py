"""Los acuerdos de la reunión: leerlos y registrarlos en la base operativa, y su parte de la página."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component
from sqlalchemy.exc import SQLAlchemyError

from dominio.configuracion import cargar_url_bd
from dominio.operacion import acuerdos, base
from dominio.operacion.acuerdos import LARGO_TEXTO, Acuerdo, AcuerdoInvalido, Evento
from portal import base_operativa, formato, operacion
from portal.alcance import Alcance
from portal.componentes.basicos import icono, seccion
from portal.componentes.formulario import Campo, formulario

DESTINO = "/informes/acuerdos"
_ESTADOS = {
    "vigente": ("circle", "por cumplir"),
    "vencido": ("calendar-x", "vencido"),
    "cumplido": ("check-circle", "cumplido"),
    "incumplido": ("x-circle", "no se cumplió"),
    "retirado": ("slash-circle", "retirado"),
}
_QUIEN = Campo("autor", "Su nombre o cargo", recordar=True)


def leer(hoy: date, alcance: Alcance) -> list[Acuerdo] | None:
    """Los acuerdos de su alcance; ``None`` si la base operativa no abre."""
    if not base_operativa.existe(cargar_url_bd()):
        return []
    try:
        todos = acuerdos.acuerdos(acuerdos.leer(base_operativa.al_dia()), hoy)
    except (base.BaseOperativaInaccesible, SQLAlchemyError):
        return None
    return [a for a in todos if alcance.puede(a.area_clave)]


def registrar(datos: Mapping[str, str], hoy: date, alcance: Alcance) -> Evento:
    """Registra lo pedido.

    Raises:
        AcuerdoInvalido: falta algo, o el acuerdo que se cierra no existe o es de otra área.
        BaseOperativaInaccesible: la base no abre.
    """
    evento = acuerdos.validar(datos, hoy)
    evento = dataclasses.replace(evento, autor=operacion.firmado(evento.autor))
    motor = base_operativa.al_dia()
    if evento.accion != "acuerdo":
        previos = {a.clave: a for a in acuerdos.acuerdos(acuerdos.leer(motor), hoy)}
        previo = previos.get(evento.acuerdo_clave)
        if previo is None or not alcance.puede(previo.area_clave):
            raise AcuerdoInvalido("Ese acuerdo ya se cerró o no existe. Recargue la página.")
    return acuerdos.registrar(motor, evento)


def seccion_de_acuerdos(
    tomados: Sequence[Acuerdo] | None, reunion: str, titulo: str, area: str | None, hoy: date
) -> html.Section:
    """Los de la reunión del mes y, antes, los que siguen abiertos de otras; y el formulario para tomar uno."""
    if tomados is None:
        cuerpo: list[Any] = [html.P("La base operativa no abre: no se ven ni se registran acuerdos.", role="alert")]
        return seccion("Acuerdos de la reunión", cuerpo)
    abiertos = [a for a in tomados if a.reunion < reunion and a.estado in ("vigente", "vencido")]
    propios = [a for a in tomados if a.reunion == reunion]
    renglones = [_renglon(a, reunion) for a in [*propios, *abiertos] if area in (None, a.area_clave)]
    lista: Component = (
        html.Ul(renglones, className="inf-acuerdos")
        if renglones
        else html.P("Todavía no hay acuerdos de esta reunión.", className="med")
    )
    ocultos = [Campo("accion", "", "oculto", "acuerdo"), Campo("reunion", "", "oculto", reunion),
               Campo("area_clave", "", "oculto", area or "", obligatorio=False)]  # fmt: skip
    campos = [
        *ocultos,
        Campo("texto", "Qué se acuerda", "parrafo", largo=LARGO_TEXTO),
        Campo("responsable", "Quién responde (cargo)"),
        Campo("fecha_limite", "Para cuándo", "fecha", minimo=hoy.isoformat()),
        _QUIEN,
    ]
    alta = formulario("acuerdo-nuevo", DESTINO, campos, "Registrar el acuerdo")
    forma = html.Details([html.Summary("Registrar un acuerdo"), alta], className="acto", open=not renglones)
    nota = "El acta del mes los imprime; los de reuniones anteriores siguen aquí hasta cerrarse."
    return seccion("Acuerdos de la reunión", [lista, forma], sub=titulo, nota=nota)


def _renglon(acuerdo: Acuerdo, reunion: str) -> html.Li:
    dibujo, palabra = _ESTADOS[acuerdo.estado]
    de_antes = "" if acuerdo.reunion == reunion else f" · reunión de {formato.periodo(_mes(acuerdo.reunion)).lower()}"
    detalle = f"Responde {acuerdo.responsable}, para el {formato.fecha(acuerdo.fecha_limite)}{de_antes}"
    piezas: list[Any] = [
        html.B(acuerdo.texto),
        html.Span([icono(dibujo), f" {palabra}"], className=f"inf-estado {acuerdo.estado}"),
        html.Span(detalle, className="peq med"),
    ]
    if acuerdo.estado in ("vigente", "vencido"):
        piezas.append(
            html.Div([_cerrar(acuerdo, accion, boton) for accion, boton in _CIERRES], className="inf-cierres")
        )
    return html.Li(piezas)


_CIERRES = (("cumplido", "Se cumplió"), ("incumplido", "No se cumplió"), ("retirado", "Retirar"))


def _cerrar(acuerdo: Acuerdo, accion: str, boton: str) -> html.Details:
    ocultos = (("accion", accion), ("reunion", acuerdo.reunion), ("acuerdo_clave", acuerdo.clave),
               ("area_clave", acuerdo.area_clave or ""))  # fmt: skip
    campos = [*(Campo(n, "", "oculto", v, obligatorio=False) for n, v in ocultos), _QUIEN]
    forma = formulario(f"{accion}-{acuerdo.secuencia}", DESTINO, campos, boton)
    return html.Details([html.Summary(boton), forma], className="acto")


def _mes(reunion: str) -> date:
    return date.fromisoformat(f"{reunion}-01")
