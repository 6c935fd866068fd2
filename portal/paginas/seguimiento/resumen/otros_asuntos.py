"""Otros asuntos: una cifra honesta de difusión, encuestas y contratos, o «sin datos»."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dash import html

from portal import almacen, formato
from portal.acceso import cuenta
from portal.componentes.basicos import enlace, seccion
from portal.componentes.tarjeta import kpi, kpis
from portal.paginas.seguimiento.resumen import consultas_otros
from portal.paginas.seguimiento.seleccion import Seleccion

Renglon = Mapping[str, Any]


def seccion_de_otros(sel: Seleccion) -> html.Section | None:
    """Cuatro cifras con su contexto; la que no tiene fuente lo dice. De un mes que aún no vence, las del corte.

    ``None`` si quien mira no abre ninguno de esos asuntos.
    """
    if not any(cuenta.abre(ruta) for ruta in ("/difusion", "/encuestas", "/contratos")):
        return None
    periodo = min(sel.periodo, sel.corte)
    fin = (periodo.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    cifras = [
        alcance(
            consultas_otros.difusion(periodo) if almacen.hay("mart_difusion__resumen_mensual") else None,
            periodo,
        ),
        gasto(consultas_otros.gasto(periodo) if almacen.hay("mart_difusion__presupuesto") else None),
        encuesta(consultas_otros.encuesta(fin) if almacen.hay("mart_encuestas__resultados") else None),
        entregables(consultas_otros.contratos() if almacen.hay("mart_contratos__entregables") else None),
    ]
    return seccion("Otros asuntos", kpis(cifras), sub=f"a {formato.mes(periodo)}; contratos, al día de hoy")


def alcance(f: Renglon | None, periodo: dt.date) -> html.Div:
    """Personas alcanzadas en el mes, como intervalo si no es exacto; nunca un punto medio."""
    rotulo = f"Difusión · alcance de {formato.mes(periodo)}"
    if f is None or f["alcance_maximo"] is None:
        return _sin_datos(rotulo, "/difusion")
    miles = [round(float(v) / 1000) for v in (f["alcance_minimo"] or 0, f["alcance_maximo"])]
    cifra = formato.numero(miles[1]) if f["es_exacto"] else formato.intervalo(*miles)
    campanas = formato.cuenta(f["num_campanas"], "campaña", "campañas")
    forma = "exacto" if f["es_exacto"] else "intervalo"
    return kpi(rotulo, cifra, [f"Facebook y Google, {forma}. {campanas}. ", _ver("/difusion")], unidad="mil personas")


def gasto(f: Renglon | None) -> html.Div:
    """Parte de la suficiencia que ya se gastó, contra la que tocaría a ritmo parejo."""
    rotulo = "Difusión · gasto del contrato"
    if f is None or f["proporcion_gasto"] is None:
        return _sin_datos(rotulo, "/difusion")
    texto = _de_cuanto(f["importe_acumulado_mxn"], f["importe_suficiencia_mxn"])
    if f["proporcion_parejo"] is not None:
        texto += f"; deberíamos ir en {formato.proporcion(f['proporcion_parejo'])}"
    return kpi(rotulo, formato.proporcion(f["proporcion_gasto"]), [f"{texto}. ", _ver("/difusion")])


def _de_cuanto(gastado: Any, suficiencia: Any) -> str:
    """«3.59 de 5.00 millones de pesos»: la unidad una vez cuando las dos cifras la comparten."""
    una, otra = formato.pesos(gastado), formato.pesos(suficiencia)
    unidad = f"{formato.DURO}millones de pesos"
    return (
        f"{una.removesuffix(unidad)} de {otra}"
        if una.endswith(unidad) and otra.endswith(unidad)
        else f"{una} de {otra}"
    )


def encuesta(f: Renglon | None) -> html.Div:
    """El resultado principal del último estudio, con su margen y su base; suprimido si no alcanza la precisión."""
    if f is None:
        return _sin_datos("Encuestas · último estudio", "/encuestas")
    rotulo = f"Encuestas · {f['pregunta_nombre'].lower()}"
    contexto = (
        f"{f['opcion_etiqueta'] or ''}. {f['estudio_corto']}, n\u00a0=\u00a0{formato.numero(f['num_base'])}. ".lstrip(
            ". "
        )
    )
    if f["es_suprimido"]:
        return kpi(rotulo, "—", [f"{contexto}Suprimido: {f['motivo_supresion']}. ", _ver("/encuestas")])
    es_proporcion = f["medida"] != "media"
    valor = formato.proporcion(f["estimacion"]) if es_proporcion else formato.numero(f["estimacion"], 1)
    margen = None
    if f["margen"] is not None:
        margen = f"± {formato.numero(f['margen'] * (100 if es_proporcion else 1), 1)}"
    return kpi(rotulo, valor, [contexto, _ver("/encuestas")], unidad=margen)


def entregables(f: Renglon | None) -> html.Div:
    """Lo que está por vencer, lo aceptado, lo atrasado y la pena estimada."""
    rotulo = "Contratos · entregables"
    if f is None or not f["num_entregables"]:
        return _sin_datos(rotulo, "/contratos")
    texto = f"{f['num_aceptados']} de {f['num_entregables']} aceptados"
    if f["num_con_atraso"]:
        texto += f"; {f['num_con_atraso']} con {formato.cuenta(f['dias_atraso'], 'día', 'días')} de atraso"
    if f["importe_penalizacion_mxn"]:
        texto += f". Pena estimada: {formato.pesos(f['importe_penalizacion_mxn'])}, no es determinación jurídica"
    return kpi(rotulo, str(f["num_por_vencer"]), [f"{texto}. ", _ver("/contratos")], unidad="por vencer")


def _ver(ruta: str) -> Any:
    return enlace("Ver", ruta)


def _sin_datos(rotulo: str, ruta: str) -> html.Div:
    return kpi(rotulo, html.Span("sin datos", className="sd"), ["No hay nada recibido a este corte. ", _ver(ruta)])
