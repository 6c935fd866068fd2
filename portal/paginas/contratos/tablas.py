"""Tablas de contratos: estado por contrato, cuenta de la pena, lista de entregables y pagos. No consultan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import direccion, formato
from portal.componentes.basicos import enlace, seccion
from portal.componentes.explicacion import enlace_explica
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import vacio
from portal.descargas import destino
from portal.paginas.contratos import graficas, redaccion
from portal.paginas.contratos.seleccion import PALABRAS, Seleccion

Renglon = Mapping[str, Any]
_NOTA_PENA = "La pena es una estimación con la base de cada contrato, no una determinación jurídica."


def seccion_de_contratos(contratos: Sequence[Renglon]) -> html.Section:
    """Un renglón por contrato: entregables, pagos, avance y pena estimada; en teléfono, tarjetas."""
    columnas = [
        Columna("", "Contrato", lambda c: enlace(c["contrato_corto"], direccion.aqui(contrato=c["contrato_clave"]))),
        Columna("", "Aceptados", lambda c: f"{c['num_aceptados']} de {c['num_entregables']}", numerica=True),
        Columna("", "Días de atraso", _atraso_vigente, numerica=True),
        Columna(
            "", "Pagos", lambda c: f"{c['num_pagados']} de {c['num_parcialidades'] or c['num_pagos']}", numerica=True
        ),
        Columna("importe_pagado_mxn", "Pagado, pesos", formato.importe, numerica=True, clase="fuerte"),
        Columna("", "Pagado del total", _barra, clase="ct-cuenta"),
        Columna("importe_monto_mxn", "Monto, pesos", formato.importe, numerica=True),
        Columna("", "Pena estimada, pesos", _pena, numerica=True),
    ]
    escritorio = tabla(columnas, contratos, leyenda="Estado por contrato")
    escritorio.className = f"{escritorio.className} solo-esc"
    telefono = html.Div([_tarjeta(c) for c in contratos], className="tarjetas solo-tel")
    ver = html.A("Excel", href=destino("contratos", "contratos"), download="")
    sub = "raya: lo que tocaría según las parcialidades vencidas"
    return seccion("Estado por contrato", [escritorio, telefono], sub=sub, ver=ver, nota=_NOTA_PENA)


def _atraso_vigente(contrato: Renglon) -> Any:
    dias = contrato["dias_atraso_vigente"]
    return html.Span(formato.numero(dias), className="t-deficiente fuerte") if dias else "0"


def _pena(renglon: Renglon) -> Any:
    texto = redaccion.pena(renglon)
    if renglon["importe_penalizacion_mxn"] is None:
        return html.Span(texto, className="sd")
    return html.Span(texto, className="fuerte") if renglon["importe_penalizacion_mxn"] else texto


def _barra(contrato: Renglon) -> Any:
    pagada, esperada = contrato["proporcion_pagada"], contrato["proporcion_esperada"]
    etiqueta = f"Pagado {formato.proporcion(pagada)}; tocaría {formato.proporcion(esperada)}"
    return graficas.pagado_del_total(pagada, esperada, etiqueta)


def _tarjeta(contrato: Renglon) -> html.Article:
    datos = [
        ("Aceptados", f"{contrato['num_aceptados']} de {contrato['num_entregables']}"),
        ("Atraso", formato.cuenta(contrato["dias_atraso_vigente"], "día", "días")),
        ("Pena, pesos", redaccion.pena(contrato)),
    ]
    lista = html.Dl(
        [html.Div([html.Dt(rotulo), html.Dd(valor)]) for rotulo, valor in datos], className="cuatro ct-tres"
    )
    pagado, monto = (formato.importe(contrato[c]) for c in ("importe_pagado_mxn", "importe_monto_mxn"))
    nombre = enlace(contrato["contrato_corto"], direccion.aqui(contrato=contrato["contrato_clave"]))
    nota = html.P(f"Pagado {pagado} de {monto} pesos", className="peq med")
    return html.Article([html.H3(nombre), lista, nota], className="tarjeta")


def seccion_de_pena(entregables: Sequence[Renglon]) -> html.Section:
    """La aritmética completa de cada entregable que tuvo o tiene atraso."""
    con_atraso = sorted(
        (e for e in entregables if e["dias_atraso"]),
        key=lambda e: (e["estado"] != "CON_ATRASO", e["fecha_comprometida"], e["entregable_clave"]),
    )
    if not con_atraso:
        return seccion("Cuenta de la pena", html.P("Ningún entregable ha tenido días de atraso.", className="peq med"))
    columnas = [
        Columna("", "Entregable", _nombre),
        Columna("fecha_comprometida", "Comprometido", formato.fecha),
        Columna("", "Entregado", _entregado),
        Columna("dias_atraso", "Días", formato.numero, numerica=True),
        Columna("", "La cuenta", _cuenta, clase="ct-cuenta"),
        Columna("", "Pena estimada, pesos", _pena, numerica=True),
    ]
    escritorio = tabla(columnas, con_atraso, leyenda="Cuenta de la pena por entregable")
    escritorio.className = f"{escritorio.className} solo-esc"
    telefono = html.Div([_tarjeta_de_pena(e) for e in con_atraso], className="tarjetas solo-tel")
    return seccion("Cuenta de la pena", [escritorio, telefono], sub=con_atraso[0]["rotulo_pena"])


def _nombre(entregable: Renglon) -> list[Any]:
    clave = entregable["entregable_clave"]
    contrato = html.Span(f"{entregable['contrato_corto']} · {clave}", className="ct-bajo")
    return [enlace_explica(entregable["entregable_nombre"], clave, "ct-nombre"), contrato]


def _entregado(entregable: Renglon) -> Any:
    if entregable["fecha_entrega"]:
        return formato.fecha(entregable["fecha_entrega"])
    if entregable["proporcion_prestada"]:
        return f"{formato.proporcion(entregable['proporcion_prestada'], 0)} prestado"
    return html.Span("sin entregar", className="t-deficiente" if entregable["estado"] == "CON_ATRASO" else "mut")


def _cuenta(entregable: Renglon) -> Any:
    if entregable["cuenta_pena"] is None:
        return html.Span("sin cláusula", className="sd")
    tope = " (con tope)" if entregable["es_topada"] else ""
    return entregable["cuenta_pena"].replace(" %", f"{formato.DURO}%") + tope


def _tarjeta_de_pena(entregable: Renglon) -> html.Article:
    partes = [html.H3(_nombre(entregable)), html.P(_cuenta(entregable), className="peq med")]
    dias = formato.cuenta(entregable["dias_atraso"], "día", "días")
    return html.Article(
        [*partes, html.P([f"{dias} · pena estimada, pesos: ", html.B(redaccion.pena(entregable))], className="peq")],
        className="tarjeta",
    )


def seccion_de_entregables(entregables: Sequence[Renglon], sel: Seleccion, completa: bool) -> html.Section:
    """Lo que falta por entregar o aceptar; con filtros o al pedirla completa, todo lo que cumple."""
    faltan = [e for e in entregables if not e["es_aceptado"]]
    es_completa = completa or sel.hay_filtro or not faltan
    vistos = entregables if es_completa else faltan
    titulo = "Lista de entregables" if es_completa else "Lo que falta"
    if not vistos:
        return seccion(titulo, vacio("Ningún entregable cumple estos filtros.", enlazar=False), ident="lista")
    escritorio = tabla(_COLUMNAS, vistos, leyenda="Entregables", grupo=lambda e: e["contrato_nombre"])
    escritorio.className = f"{escritorio.className} solo-esc"
    telefono = html.Div([_tarjeta_de_entregable(e) for e in vistos], className="tarjetas solo-tel")
    ver = None
    if len(faltan) < len(entregables) and not sel.hay_filtro:
        texto = "Solo lo que falta" if es_completa else f"Ver los {len(entregables)}"
        ver = enlace(texto, f"{direccion.aqui(lista=None if es_completa else 'completa')}#lista")
    sub = formato.cuenta(len(vistos), "entregable", "entregables")
    return seccion(titulo, [escritorio, telefono], sub=sub, ver=ver, ident="lista")


def _enlazado(entregable: Renglon) -> html.A:
    return enlace_explica(entregable["entregable_nombre"], entregable["entregable_clave"], "ct-nombre")


def _tarjeta_de_entregable(entregable: Renglon) -> html.Article:
    vence = formato.fecha_sin_anio(entregable["fecha_comprometida"])
    atraso = entregable["dias_atraso"]
    cola = f" · {formato.cuenta(atraso, 'día', 'días')} de atraso" if atraso else ""
    nota = html.P(f"{entregable['contrato_corto']} · vence el {vence}{cola}", className="peq med")
    return html.Article([html.H3(_enlazado(entregable)), nota, _estado(entregable)], className="tarjeta ct-chica")


def _estado(entregable: Renglon) -> html.Span:
    return html.Span([graficas.muestra(entregable["estado"]), PALABRAS[entregable["estado"]]], className="ct-estado")


def _dias_de_atraso(entregable: Renglon) -> Any:
    dias = entregable["dias_atraso"]
    return html.Span(formato.numero(dias), className="t-deficiente fuerte") if dias else "0"


_COLUMNAS = (
    Columna("", "Entregable", _enlazado),
    Columna("fecha_comprometida", "Vence", formato.fecha_sin_anio),
    Columna("", "Entregado", lambda e: _entregado_corto(e)),
    Columna("", "Estado", _estado),
    Columna("", "Atraso, días", _dias_de_atraso, numerica=True),
)


def _entregado_corto(entregable: Renglon) -> Any:
    if entregable["fecha_entrega"]:
        return formato.fecha_sin_anio(entregable["fecha_entrega"])
    return html.Span("—", className="mut")


def seccion_de_pagos(pagos: Sequence[Renglon], contratos: Sequence[Renglon]) -> html.Section:
    """Un cuadro por parcialidad y los importes pagado, en trámite y por pagar de cada contrato."""
    bloques = []
    for contrato in contratos:
        propios = [p for p in pagos if p["contrato_clave"] == contrato["contrato_clave"]]
        if not propios:
            continue
        cifras = [
            f"pagado {formato.importe(contrato['importe_pagado_mxn'])}",
            f"por pagar {formato.importe(contrato['importe_por_pagar_mxn'])}",
        ]
        if contrato["importe_en_tramite_mxn"]:
            cifras.insert(1, f"en trámite {formato.importe(contrato['importe_en_tramite_mxn'])}")
        cabeza = html.Div([html.B(contrato["contrato_corto"]), html.Span(_hechos(contrato, propios))], className="cab")
        marcas = graficas.marcas_de_pago(propios)
        bloques.append(html.Li([cabeza, marcas, html.P(" · ".join(cifras), className="peq med")]))
    contenido = html.Ul(bloques, className="ct-pagos") if bloques else vacio("Sin pagos registrados.", enlazar=False)
    nota = "Lleno: pagado. Medio: en trámite. Contorno: programado. Cada pago se libera al aceptar su entregable."
    return seccion("Pagos", contenido, sub="pesos antes de IVA", nota=nota)


def _hechos(contrato: Renglon, pagos: Sequence[Renglon]) -> str:
    return f"{contrato['num_pagados']} de {len(pagos)} pagos"
