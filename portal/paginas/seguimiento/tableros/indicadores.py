"""Las cinco cifras de un área: cumplimiento, contra el mes previo, lugar, cobertura y metas por clase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import formato
from portal.componentes.basicos import icono, oculto
from portal.componentes.semaforo import CLASES, apilada, chip, conteos_de
from portal.componentes.tarjeta import kpi, kpis
from portal.paginas.seguimiento.redaccion import NOMBRE_CLASE
from portal.paginas.seguimiento.seleccion import Seleccion, umbrales_de

Renglon = Mapping[str, Any]


def kpis_de_area(
    area: Renglon | None, lugares: Sequence[Renglon], captura: Renglon | None, metas: Sequence[Renglon], sel: Seleccion
) -> html.Div:
    """El renglón de cifras; sin renglón de ranking no se inventa ninguna."""
    if area is None:
        return kpis([kpi("Cumplimiento al corte", html.Span(formato.SIN_DATO, className="sd"))])
    return kpis(
        [_cumplimiento(area), _cambio(area, sel), _lugar(area, lugares), _cobertura(area, captura), _clases(area)]
    )


def _cumplimiento(area: Renglon) -> html.Div:
    if area["cumplimiento"] is None:
        return kpi(
            "Cumplimiento al corte", html.Span(formato.SIN_DATO, className="sd"), chip(area["clase"], plano=True)
        )
    nota = [chip(area["clase"], plano=True), cerca_de(area)]
    return kpi("Cumplimiento al corte", formato.porcentaje(area["cumplimiento"]), nota)


def cerca_de(area: Renglon) -> str:
    """«; a 0.1 puntos de Buen desempeño», si la clase que sigue está a menos de cinco puntos."""
    limites, valor = umbrales_de(area), round(float(area["cumplimiento"]), 2)
    siguientes = [c for c in ("REGULAR", "BUEN_DESEMPENO", "CUMPLIDA") if limites.minimo(c) > valor]
    if not siguientes or limites.minimo(siguientes[0]) - valor > 5:
        return ""
    falta = round(limites.minimo(siguientes[0]) - valor, 2)
    return f"; a {formato.numero(falta, 1 if falta >= 0.05 else 2)} puntos de {NOMBRE_CLASE[siguientes[0]]}"


def _cambio(area: Renglon, sel: Seleccion) -> html.Div:
    anterior = area.get("cumplimiento_anterior")
    rotulo = f"Contra {formato.mes(sel.anterior)}"
    if anterior is None or area["cumplimiento"] is None:
        return kpi(rotulo, html.Span(formato.SIN_DATO, className="sd"), "no hay mes previo comparable")
    puntos = round(area["cumplimiento"], 1) - round(anterior, 1)
    return kpi(rotulo, formato.diferencia(puntos, 1), f"iba en {formato.porcentaje(anterior)}", unidad="puntos")


def _lugar(area: Renglon, lugares: Sequence[Renglon]) -> html.Div:
    total = sum(a["lugar"] is not None for a in lugares)
    rotulo = f"Lugar entre {total} áreas"
    if area["lugar"] is None:
        return kpi(rotulo, html.Span("sin lugar", className="sd"), "no hay metas que clasificar")
    partes = [_movimiento(area["movimiento"])]
    if area["lugar_sin_omisiones"] not in (None, area["lugar"]):
        partes.append(f"si nadie omitiera, {area['lugar_sin_omisiones']}")
    return kpi(rotulo, str(area["lugar"]), "; ".join(partes))


def _movimiento(lugares: int | None) -> str:
    if lugares is None:
        return "sin lugar el mes previo"
    if lugares == 0:
        return "Igual que el mes previo"
    return f"{'Subió' if lugares > 0 else 'Bajó'} {abs(lugares)}"


def _cobertura(area: Renglon, captura: Renglon | None) -> html.Div:
    partes = [f"{area['num_evaluables']} de {area['num_exigibles']} exigibles"]
    if captura and captura["num_sin_captura"]:
        faltan = formato.cuenta(captura["num_sin_captura"], "captura", "capturas")
        partes.append(f"debe {faltan}, {formato.cuenta(captura['dias_atraso'], 'día', 'días')} de atraso")
    elif captura and captura["es_completa"]:
        partes.append("captura completa")
    elif captura and captura["num_pendientes"]:
        partes.append(f"captura hasta el {formato.fecha_sin_anio(captura['fecha_limite'])}")
    return kpi("Cobertura", formato.proporcion(area["cobertura"], 0), "; ".join(partes))


def _clases(area: Renglon) -> html.Div:
    conteos = conteos_de(area)
    cuentas = [
        html.Span(
            [icono(visto.icono), f" {conteos[clase]}", oculto(f" {visto.palabra}")],
            className=f"t-{visto.css}",
            title=visto.palabra,
        )
        for clase, visto in CLASES.items()
        if conteos.get(clase)
    ]
    cuerpo: list[Any] = [
        html.P("Metas por clase", className="r"),
        html.P(cuentas, className="v conteo-clases"),
        apilada(conteos, alto=10),
    ]
    return html.Div(cuerpo, className="kpi")
