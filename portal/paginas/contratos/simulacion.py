"""«¿Qué pasa si se entrega otro día?»: la misma regla del almacén, a la fecha que se elija."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from dash import html

from dominio.contratos.pena import ROTULO, BaseDePena, Clausula, Evento, Pena, si_se_entrega
from portal import formato
from portal.componentes import filtros
from portal.componentes.basicos import ficha, seccion
from portal.paginas.contratos import consultas, redaccion

Renglon = Mapping[str, Any]
_DIAS_QUE_SE_OFRECEN = 45


def seccion_de_simulacion(
    pendientes: Sequence[Renglon], contratos: Mapping[str, Renglon], hoy: date, pedido: str | None, entrega: str | None
) -> html.Section:
    """Sección con el entregable y el día elegidos en la dirección, y la cuenta de la pena."""
    if not pendientes:
        return seccion("Qué pasa si se entrega otro día", html.P("Nada pendiente de entregar.", className="peq med"))
    elegido = next((e for e in pendientes if e["entregable_clave"] == pedido), _por_omision(pendientes))
    dia = _dia(entrega, elegido, hoy)
    contrato = contratos[elegido["contrato_clave"]]
    pena = _simular(elegido, contrato, dia, hoy)
    return seccion(
        "Qué pasa si se entrega otro día",
        [
            html.Div(_controles(pendientes, elegido, dia, hoy), className="ct-controles"),
            html.Div(_cuenta(elegido, contrato, pena), className="formula"),
            ficha(_detalle(elegido, contrato, pena, dia)),
            html.P(f"{ROTULO}.", className="avisos ct-rotulo"),
        ],
    )


def _por_omision(pendientes: Sequence[Renglon]) -> Renglon:
    """El siguiente en vencer que sí cuesta; si ninguno cuesta, el primero."""
    con_costo = [e for e in pendientes if e["importe_por_dia_mxn"]]
    por_vencer = [e for e in con_costo if e["num_dias_restantes"] >= 0]
    return min(por_vencer or con_costo or pendientes, key=lambda e: (e["fecha_comprometida"], e["entregable_clave"]))


def _dia(entrega: str | None, elegido: Renglon, hoy: date) -> date:
    """El día pedido si se entiende y está en la ventana; si no, cinco días después de lo comprometido."""
    omision = max(elegido["fecha_comprometida"] + timedelta(days=5), hoy + timedelta(days=1))
    try:
        dia = date.fromisoformat(entrega or "")
    except ValueError:
        return omision
    return (
        dia if hoy <= dia <= max(hoy, elegido["fecha_comprometida"]) + timedelta(days=_DIAS_QUE_SE_OFRECEN) else omision
    )


def _controles(pendientes: Sequence[Renglon], elegido: Renglon, dia: date, hoy: date) -> list[Any]:
    nombres = [(e["entregable_clave"], f"{e['contrato_corto']}: {redaccion.nombre_corto(e)}") for e in pendientes]
    ultimo = max(hoy, elegido["fecha_comprometida"]) + timedelta(days=_DIAS_QUE_SE_OFRECEN)
    dias = [hoy + timedelta(days=n) for n in range((ultimo - hoy).days + 1)]
    opciones = [(d.isoformat(), f"{formato.fecha_con_dia(d)} {d.year}") for d in dias]
    return [
        filtros.lista("entregable", "Entregable", nombres, elegido["entregable_clave"]),
        filtros.lista("entrega", "Se entrega el", opciones, dia.isoformat()),
    ]


def _simular(elegido: Renglon, contrato: Renglon, dia: date, hoy: date, base: BaseDePena | None = None) -> Pena:
    clausula = Clausula(
        base or cast(BaseDePena, contrato["base_pena"]),
        contrato["importe_monto_mxn"],
        contrato["porcentaje_diario"],
        None if base else contrato["tope_porcentaje"],
    )
    eventos = [
        Evento(e["fecha_evento"], e["evento"], e["proporcion_prestada"])
        for e in consultas.eventos(elegido["entregable_clave"])
    ]
    return si_se_entrega(dia, elegido["fecha_comprometida"], elegido["importe_mxn"], eventos, clausula, hoy)


def _sumandos(elegido: Renglon, contrato: Renglon, pena: Pena, base: str) -> str:
    de_monto = base == "monto_total"
    importe = contrato["importe_monto_mxn"] if de_monto else elegido["importe_mxn"]
    return " + ".join(
        redaccion.factores(
            t.num_dias, contrato["porcentaje_diario"], importe, Decimal(1) if de_monto else 1 - t.prestada
        )
        for t in pena.tramos
    )


def _cuenta(elegido: Renglon, contrato: Renglon, pena: Pena) -> list[Any]:
    if pena.importe is None:
        return [formato.cuenta(pena.dias, "día", "días"), " de atraso; ", html.B("sin cláusula de pena por día")]
    if not pena.dias:
        return ["Sin días de atraso: ", html.B("0 pesos")]
    tope = "" if pena.importe == pena.sin_tope else f" (con tope; sin él, {formato.importe(pena.sin_tope)})"
    cuenta = f"{_sumandos(elegido, contrato, pena, contrato['base_pena'])} = "
    return [
        cuenta,
        html.B(f"{formato.importe(pena.importe, 0 if pena.importe == int(pena.importe) else 2)} pesos"),
        tope,
    ]


def _detalle(elegido: Renglon, contrato: Renglon, pena: Pena, dia: date) -> list[tuple[Any, Any]]:
    dias = "ninguno"
    if pena.tramos:
        dias = f"{formato.lista([redaccion.dias_enumerados(t.desde, t.hasta) for t in pena.tramos])}, naturales"
    base = redaccion.BASES[contrato["base_pena"]]
    if contrato["porcentaje_diario"] is not None:
        diario = redaccion.porcentaje_del_contrato(contrato["porcentaje_diario"])
        base = f"{base[0].upper()}{base[1:]}, {diario} por día natural"
    pares = [
        ("Vence", formato.fecha_con_dia(elegido["fecha_comprometida"])),
        ("Días", dias),
        ("Base del contrato", base),
    ]
    otra = _con_la_otra_base(elegido, contrato, pena, dia)
    return pares if otra is None else [*pares, ("Con la otra base", otra)]


def _con_la_otra_base(elegido: Renglon, contrato: Renglon, pena: Pena, dia: date) -> str | None:
    """La misma cuenta con la otra base, para saber cuánto pesa la cláusula; solo si hay días y cláusula."""
    if pena.importe is None or not pena.dias or not elegido["importe_mxn"]:
        return None
    base: BaseDePena = "no_prestado_sin_iva" if contrato["base_pena"] == "monto_total" else "monto_total"
    otra = _simular(elegido, contrato, dia, dia, base)
    importe = formato.importe(otra.importe, 0 if otra.importe == int(otra.importe or 0) else 2)
    return f"{_sumandos(elegido, contrato, otra, base)} = {importe} pesos"
