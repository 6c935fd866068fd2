"""El cajón de un entregable: situación, la cuenta de su pena, su historia y de dónde salió."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import formato
from portal.componentes.basicos import ficha
from portal.componentes.explicacion import cajon
from portal.componentes.tabla import Columna, tabla
from portal.paginas.contratos import redaccion
from portal.paginas.contratos.seleccion import PALABRAS

Renglon = Mapping[str, Any]
_EVENTOS = {
    "entregado": "Entregado",
    "parcial": "Entrega parcial",
    "aceptado": "Aceptado",
    "aceptado_con_observaciones": "Aceptado con observaciones",
    "rechazado": "Rechazado",
}


def cajon_de_entregable(
    entregable: Renglon, tramos: Sequence[Renglon], eventos: Sequence[Renglon], productos: Sequence[Renglon] = ()
) -> html.Aside:
    """Todo lo que se sabe de un entregable, con su aritmética completa."""
    return cajon(
        entregable["entregable_nombre"],
        [
            (None, _situacion(entregable)),
            ("La cuenta de la pena", _cuenta(entregable, tramos)),
            ("Qué ha pasado", _historia(eventos)),
            ("Qué se ha generado", _productos(productos)),
            ("De dónde salió", _procedencia(entregable, eventos)),
        ],
        html.P(f"{entregable['contrato_nombre']} · {entregable['entregable_clave']}", className="peq mut"),
    )


def _situacion(entregable: Renglon) -> html.Dl:
    pago = formato.SIN_DATO
    if entregable["estado_pago"]:
        estado = {"pagado": "pagado", "en_tramite": "en trámite", "programado": "programado"}[entregable["estado_pago"]]
        cuando = f" el {formato.fecha(entregable['fecha_pago'])}" if entregable["fecha_pago"] else ""
        pago = f"Pago {entregable['parcialidad']}, {formato.pesos(entregable['importe_pago_mxn'])}: {estado}{cuando}"
    elif entregable["parcialidad"] is None:
        pago = "No ampara un pago propio"
    vence = entregable["fecha_comprometida"]
    entrega = formato.fecha_con_dia(entregable["fecha_entrega"]) if entregable["fecha_entrega"] else "sin entregar"
    return ficha([
        ("Situación", PALABRAS[entregable["estado"]]),
        ("Comprometido", f"{formato.fecha_con_dia(vence)} {vence.year}"),
        ("Entregado completo", entrega),
        ("Prestado", formato.proporcion(entregable["proporcion_prestada"], 0)),
        ("Días de atraso", formato.numero(entregable["dias_atraso"])),
        ("Pago", pago),
    ])  # fmt: skip


def _cuenta(entregable: Renglon, tramos: Sequence[Renglon]) -> list[Any]:
    rotulo = html.P(f"{entregable['rotulo_pena']}.", className="avisos ct-rotulo")
    if entregable["importe_penalizacion_mxn"] is None:
        return [
            html.P("El contrato no tiene cláusula de pena por día: no se estima importe.", className="peq med"),
            rotulo,
        ]
    if not tramos:
        return [html.P("Sin días de atraso, la pena estimada es 0.", className="peq med"), rotulo]
    renglones = [html.Div(_sumando(t)) for t in tramos]
    total = html.Div(html.B(f"Pena estimada: {formato.importe(entregable['importe_penalizacion_mxn'], 2)} pesos"))
    cuales = [f"{redaccion.dias_enumerados(t['fecha_desde'], t['fecha_hasta'])}" for t in tramos]
    base = redaccion.BASES[entregable["base_pena"]]
    tope = f" Topada en {formato.pesos(entregable['importe_tope_mxn'])}." if entregable["es_topada"] else ""
    nota = f"Días naturales: {formato.lista(cuales)}. Base: {base}.{tope}"
    return [html.Div([*renglones, total], className="formula"), html.P(nota, className="peq med nota"), rotulo]


def _sumando(tramo: Renglon) -> str:
    factores = redaccion.factores(
        tramo["num_dias"], tramo["porcentaje_diario"], tramo["importe_base_mxn"], tramo["proporcion_que_cuenta"]
    )
    return f"{factores} = {formato.importe(tramo['importe_tramo_mxn'], 2)}"


def _historia(eventos: Sequence[Renglon]) -> Any:
    if not eventos:
        return html.P("Sin eventos registrados.", className="peq med")
    columnas = [
        Columna("fecha_evento", "Fecha", formato.fecha_sin_anio),
        Columna("", "Qué pasó", _que_paso),
        Columna("proporcion_prestada", "Prestado", lambda v: formato.proporcion(v, 0), numerica=True),
    ]
    return tabla(columnas, eventos, leyenda="Eventos del entregable, del primero al último")


def _productos(productos: Sequence[Renglon]) -> Any:
    """Informes que Mirador generó para este entregable: su versión y su huella. No son entregas."""
    if not productos:
        return html.P("Mirador no ha generado ningún informe para este entregable.", className="peq med")
    columnas = [
        Columna("fecha_generado", "Fecha", formato.fecha_sin_anio),
        Columna("informe_titulo", "Informe"),
        Columna("version", "Versión"),
        Columna("sha256_pdf", "sha256 del PDF", lambda v: html.Code(v[:16], title=f"sha256 {v}")),
    ]
    nota = html.P(
        "Generarlo no lo da por entregado ni por aceptado: eso lo dice la hoja eventos.", className="peq med nota"
    )
    return [tabla(columnas, productos, leyenda="Informes generados para este entregable"), nota]


def _que_paso(evento: Renglon) -> list[Any]:
    nota = [html.Br(), html.Span(evento["observaciones"], className="peq mut")] if evento["observaciones"] else []
    return [_EVENTOS[evento["evento"]], *nota]


def _procedencia(entregable: Renglon, eventos: Sequence[Renglon]) -> html.Dl:
    pares = [
        ("Archivo", entregable["archivo"] or formato.SIN_DATO),
        ("Compromiso", f"hoja {entregable['hoja']}, renglón {entregable['fila']}"),
    ]
    if eventos:
        filas = formato.lista([str(e["fila"]) for e in eventos])
        pares.append(("Eventos", f"hoja {eventos[0]['hoja']}, renglones {filas}"))
        pares.append(("Acuse", eventos[-1]["evidencia"] or formato.SIN_DATO))
    return ficha(pares)
