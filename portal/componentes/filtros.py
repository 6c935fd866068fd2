"""Filtros que viven en la dirección. Datos → componente; no consultan.

Al cambiar uno, ``assets/mirador.js`` reescribe la cadena de consulta y la página se dibuja de
nuevo en una sola petición. El valor por omisión no se escribe en la dirección.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from portal import direccion, formato
from portal.componentes.basicos import enlace, icono

Opcion = tuple[str, str]


def lista(nombre: str, rotulo: str, opciones: Sequence[Opcion], valor: str | None, omision: str = "") -> html.Label:
    """Filtro de lista: «Periodo Octubre 2026».

    Args:
        nombre: parámetro de la dirección (``periodo``, ``eje``, ``area``…).
        rotulo: palabra visible.
        opciones: ``[(valor, texto), …]``; incluya la de «Todos» con el valor de ``omision``.
        valor: el vigente; ``None`` equivale a ``omision``. Si no está en ``opciones``, se ve «sin coincidencia».
        omision: valor que no se escribe en la dirección.
    """
    vigente = omision if valor is None else valor
    if vigente not in {clave for clave, _ in opciones}:
        opciones = [*opciones, (vigente, "sin coincidencia")]
    elementos = [
        html.Option(texto, value=clave, selected=True if clave == vigente else None) for clave, texto in opciones
    ]
    control = html.Select(
        elementos,
        id=f"filtro-{nombre}",
        name=nombre,
        **{"data-filtro": nombre, "data-omision": omision, "data-valor": vigente},
    )
    clase = "mi-filtro act" if vigente != omision else "mi-filtro"
    return html.Label([html.Span(rotulo), control, icono("chevron-down")], className=clase)


def periodos(valores: Sequence[date], vigente: date | None, omision: date | None) -> html.Label:
    """Filtro de periodo con los meses dados; el de omisión (el corte) no se escribe en la dirección."""
    opciones = [(formato.periodo_clave(mes), formato.periodo(mes)) for mes in valores]
    control = lista("periodo", "Periodo", opciones, formato.periodo_clave(vigente), formato.periodo_clave(omision))
    control.className = "mi-filtro act"
    return control


def casilla(nombre: str, rotulo: str, activa: bool, valor: str = "1") -> html.A:
    """Filtro de sí o no («Solo críticas»)."""
    destino = direccion.aqui(**{nombre: None if activa else valor})
    atributos = {"role": "checkbox", "aria-checked": "true" if activa else "false"}
    marca = html.I(icono("check-lg") if activa else None, className="caja")
    return enlace([marca, rotulo], destino, "mi-casilla", id=f"filtro-{nombre}", **atributos)


def segmentos(nombre: str, rotulo: str, opciones: Sequence[Opcion], valor: str | None, omision: str = "") -> html.Div:
    """Dos o tres vistas excluyentes, como enlaces: «Como se sabe hoy | Como se reportó»."""
    vigente = omision if valor is None else valor
    piezas: list[Component] = []
    for clave, texto in opciones:
        destino = direccion.aqui(**{nombre: None if clave == omision else clave})
        atributos = {"aria-current": "true"} if clave == vigente else {}
        piezas.append(enlace(texto, destino, id=f"filtro-{nombre}-{clave or 'omision'}", **atributos))
    return html.Div(piezas, className="mi-segm", role="group", **{"aria-label": rotulo})


def limpiar() -> html.A | None:
    """Enlace «Quitar filtros», solo si hay alguno puesto (el periodo no cuenta)."""
    puestos = {nombre: None for nombre in direccion.actual().parametros if nombre != "periodo"}
    return enlace("Quitar filtros", direccion.aqui(**puestos), "mi-limpiar") if puestos else None
