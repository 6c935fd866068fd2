"""Qué ha hecho la gente con una alerta, y los formularios para hacerlo. Datos → componente; no consultan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dominio.configuracion import ZONA_HORARIA
from dominio.operacion.alertas import LARGO_TEXTO, Evento, Situacion
from portal import direccion, formato
from portal.componentes.basicos import enlace, icono
from portal.componentes.explicacion import cajon, enlace_explica
from portal.componentes.formulario import Campo, Formulario, formulario
from portal.paginas.seguimiento import piezas
from portal.paginas.seguimiento.redaccion import REGLA_DE_ALERTA, TITULO_DE_REGLA

Renglon = Mapping[str, Any]
DESTINO = "/operacion/alertas"
ATENCION = {
    "sin_atender": ("Sin atender", "circle"),
    "atendida": ("Atendida", "eye"),
    "comprometida": ("Con compromiso", "calendar-check"),
    "compromiso_vencido": ("Compromiso vencido", "calendar-x"),
    "compromiso_cumplido": ("Compromiso cumplido", "check-circle"),
    "compromiso_incumplido": ("Compromiso incumplido", "x-circle"),
    "pospuesta": ("Pospuesta", "hourglass-split"),
    "verificada": ("Verificada", "patch-check"),
}
OPCIONES = [("", "Sin las pospuestas"), ("todas", "Todas"), *((c, t) for c, (t, _) in ATENCION.items())]
_ACTO = {
    "atendida": "la dio por atendida",
    "compromiso": "asignó un compromiso",
    "pospuesta": "la pospuso",
    "cumplido": "dio el compromiso por cumplido",
    "incumplido": "dio el compromiso por incumplido",
    "verificada": "verificó que quedó resuelta",
    "reabierta": "la volvió a abrir",
}
_QUIEN = Campo("autor", "Su nombre o cargo", recordar=True)


def estado_de(situaciones: Mapping[str, Situacion], alerta_clave: str) -> str:
    """Estado de atención de una alerta."""
    situacion = situaciones.get(alerta_clave)
    return situacion.estado if situacion else "sin_atender"


def filtrar(alertas: Sequence[Renglon], situaciones: Mapping[str, Situacion], atencion: str | None) -> list[Renglon]:
    """Las que están en ese estado de atención; sin pedirlo, todas menos las pospuestas."""
    if atencion == "todas":
        return list(alertas)
    if not atencion:
        return [a for a in alertas if estado_de(situaciones, a["alerta_clave"]) != "pospuesta"]
    return [a for a in alertas if estado_de(situaciones, a["alerta_clave"]) == atencion]


def en_palabras(situacion: Situacion | None) -> str:
    """«Con compromiso: Cuadrilla extra. Responde Jefatura de Bacheo, para el 30 nov 2026.»"""
    if situacion is None:
        return "Nadie la ha atendido todavía."
    texto = ATENCION[situacion.estado][0]
    if situacion.pospuesta_hasta is not None:
        ultimo = [e for e in situacion.eventos if e.accion == "pospuesta"][-1]
        return f"{texto} hasta el {formato.fecha(situacion.pospuesta_hasta)}: {ultimo.texto}"
    if situacion.compromiso is not None and situacion.estado not in ("atendida", "verificada"):
        c = situacion.compromiso
        return f"{texto}: {c.texto}. Responde {c.responsable}, para el {formato.fecha(c.fecha_limite)}."
    return f"{texto} por {situacion.eventos[-1].autor}." if situacion.eventos else texto


def renglon_de_atencion(grupo: Sequence[Renglon], situaciones: Mapping[str, Situacion]) -> html.Ul:
    """Bajo cada asunto: el estado de atención de sus alertas y el enlace para atenderlas."""
    partes = []
    for alerta in grupo:
        clave = alerta["alerta_clave"]
        palabra, dibujo = ATENCION[estado_de(situaciones, clave)]
        contenido = [icono(dibujo), f" {alerta['regla']}: {palabra.lower()}"]
        etiqueta = f"{alerta['regla']}: {palabra.lower()}. Atender {alerta['indicador_nombre']}"
        partes.append(html.Li(enlace_explica(contenido, clave, etiqueta=etiqueta)))
    return html.Ul(partes, className="atenciones")


def cajon_de_alerta(
    alerta: Renglon, situacion: Situacion | None, hecho: Evento | None, hoy: dt.date, aviso: str | None
) -> html.Aside:
    """El cajón de una alerta: qué pasa, cómo va su atención, su historia y qué se puede hacer."""
    partes: list[tuple[str | None, Any]] = []
    if aviso:
        partes.append((None, html.P(aviso, role="alert", className="mal")))
    if hecho is not None:
        partes.append((None, html.P([icono("check-circle"), f" Registrado: {_ACTO[hecho.accion]}."], role="status")))
    partes += [
        (None, html.P(piezas.mensaje(alerta))),
        ("Atención", html.P(en_palabras(situacion))),
        ("Qué hacer", [] if aviso else _formularios(alerta["alerta_clave"], situacion, hoy)),
        ("Historia", _historia(situacion)),
        ("La regla", html.P(REGLA_DE_ALERTA[alerta["regla"]])),
        (None, enlace("Ver la ficha de la meta", piezas.ruta_de_meta(alerta["meta_clave"]))),
    ]
    sub = html.P(f"{alerta['regla']} · {TITULO_DE_REGLA[alerta['regla']]} · {alerta['area_corta']}", className="med")
    return cajon(alerta["indicador_nombre"], partes, sub=sub)


def cajon_desconocido() -> html.Aside:
    """La alerta pedida no está en este periodo."""
    return cajon("Esa alerta no está en este periodo", [(None, html.P("Cambie el periodo o abra otra de la lista."))])


def _historia(situacion: Situacion | None) -> Component:
    if situacion is None or not situacion.eventos:
        return html.P("Sin actos registrados.", className="med")
    return html.Ol([html.Li(_renglon(e)) for e in reversed(situacion.eventos)], className="historia")


def _renglon(evento: Evento) -> list[Any]:
    momento = evento.registrado_en
    cuando = formato.momento(momento.replace(tzinfo=dt.UTC).astimezone(ZONA_HORARIA)) if momento else ""
    detalle = [f"{evento.texto}"] if evento.texto else []
    if evento.accion == "compromiso":
        detalle.append(f"Responde {evento.responsable}, para el {formato.fecha(evento.fecha_limite)}")
    if evento.accion == "pospuesta":
        detalle.append(f"hasta el {formato.fecha(evento.fecha_limite)}")
    texto = f": {'. '.join(detalle)}." if detalle else "."
    return [html.B(evento.autor), f" {_ACTO[evento.accion]}{texto}", html.Br(), html.Span(cuando, className="mut peq")]


def _formularios(clave: str, situacion: Situacion | None, hoy: dt.date) -> list[Component]:
    """Solo lo que tiene sentido según cómo va."""
    motivo = Campo("texto", "Motivo", "parrafo", largo=LARGO_TEXTO)
    nota = Campo("texto", "Nota (opcional)", "parrafo", obligatorio=False, largo=LARGO_TEXTO)
    compromiso = [
        Campo("texto", "Qué se hará", "parrafo", largo=LARGO_TEXTO),
        Campo("responsable", "Quién responde"),
        Campo("fecha_limite", "Para cuándo", "fecha", minimo=hoy.isoformat()),
    ]
    espera = [Campo("fecha_limite", "Hasta cuándo", "fecha", minimo=hoy.isoformat()), motivo]
    estado = situacion.estado if situacion else "sin_atender"
    hay = situacion is not None and situacion.compromiso is not None
    ofrecidas: list[tuple[str, str, list[Campo]]] = []
    if estado in ("sin_atender", "pospuesta"):
        ofrecidas.append(("atendida", "Dar por atendida", [nota]))
    if estado in ("comprometida", "compromiso_vencido") and hay:
        ofrecidas += [("cumplido", "El compromiso se cumplió", [nota]), ("incumplido", "No se cumplió", [motivo])]
    if estado != "verificada":
        titulo = "Cambiar el compromiso" if hay else "Asignar un compromiso"
        ofrecidas += [("compromiso", titulo, compromiso), ("pospuesta", "Posponer", espera)]
        ofrecidas.append(("verificada", "Verificar que quedó resuelta", [nota]))
    if estado not in ("sin_atender", "atendida"):
        ofrecidas.append(("reabierta", "Volver a abrir", [motivo]))
    return [
        html.Details([html.Summary(titulo), _formulario(clave, accion, titulo, campos)], className="acto")
        for accion, titulo, campos in ofrecidas
    ]


def _formulario(clave: str, accion: str, titulo: str, campos: Sequence[Campo]) -> Formulario:
    ocultos = [Campo("alerta_clave", "", "oculto", clave), Campo("accion", "", "oculto", accion)]
    return formulario(f"acto-{accion}", DESTINO, [*ocultos, *campos, _QUIEN], titulo)


def enlace_a(alerta_clave: str) -> str:
    """La página de alertas con esta abierta, conservando el periodo."""
    return direccion.hacia("/alertas", conservar=("periodo",), explica=alerta_clave)
