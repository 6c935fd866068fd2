"""Cajones de difusión: cómo se obtuvo el alcance, qué compara el gasto y la ficha de una campaña."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import direccion, formato
from portal.componentes.basicos import Contenido, enlace, ficha
from portal.componentes.explicacion import cajon
from portal.componentes.tabla import Columna, tabla
from portal.paginas.difusion import redaccion
from portal.paginas.difusion.graficas import alcance_escrito

Renglon = Mapping[str, Any]


def _exacto(minimo: int | None, maximo: int | None) -> str:
    return formato.intervalo(minimo, maximo)


def de_alcance(alcances: Sequence[Renglon], mes: dt.date) -> html.Aside:
    """La regla, las cotas de cada ámbito y lo que daría sumar."""
    del_mes = redaccion.plataformas_con_alcance([a for a in alcances if a["tipo_periodo"] == "mes"])
    acumulado = redaccion.plataformas_con_alcance([a for a in alcances if a["tipo_periodo"] == "acumulado"])
    return cajon(
        "Alcance sin doble conteo",
        [
            (None, _cuadro(del_mes, f"Alcance de {formato.mes(mes)}")),
            (_desde_el_inicio(acumulado, mes), _cuadro(acumulado, "Alcance acumulado")),
            ("La regla", [
                html.P("Si la plataforma reportó ese ámbito y ese periodo, es exacto. Si no:", className="peq"),
                html.P("la parte más alcanzada ≤ alcance ≤ la menor entre la suma de una cobertura completa, las "
                       "impresiones y el alcance de un ámbito que lo contenga", className="formula"),
                html.P("Una cobertura solo cuenta si sus impresiones suman las del ámbito. Entre plataformas no se "
                       "sabe cuántas personas se repiten: siempre es intervalo.", className="peq"),
            ]),
            ("Frecuencia", html.P("Impresiones entre alcance: también es un intervalo.", className="peq")),
        ],
        sub=html.P(formato.periodo(mes), className="peq mut"),
    )  # fmt: skip


def _desde_el_inicio(renglones: Sequence[Renglon], mes: dt.date) -> str:
    inicio = min((r["periodo_inicio"] for r in renglones), default=mes)
    return f"De {formato.mes(inicio)} a {formato.mes(mes)}, sin repetir personas"


def _cuadro(renglones: Sequence[Renglon], leyenda: str) -> Contenido:
    if not renglones:
        return html.P("sin dato", className="sd")
    columnas = [
        Columna("", "Ámbito", lambda r: [r["nombre"], html.Br(), html.Span(r["metodo_escrito"], className="mic mut")]),
        Columna(
            "", "Personas", lambda r: _exacto(r["alcance_minimo"], r["alcance_maximo"]), numerica=True, clase="fuerte"
        ),
        Columna("suma_de_partes", "Si se sumara", lambda v: formato.numero(v, 0), numerica=True, clase="mut"),
    ]
    return tabla(columnas, renglones, leyenda=leyenda)


def de_gasto(meses: Sequence[Renglon]) -> html.Aside:
    """Tres comparaciones distintas: plataforma, factura y catálogo, mes por mes."""
    hechos = [m for m in meses if m["importe_gasto_mxn"] is not None or m["importe_facturado_mxn"] is not None]
    columnas = [
        Columna("periodo", "Mes", lambda p: formato.mes_corto(p)),
        Columna("importe_gasto_mxn", "Plataforma", formato.importe, numerica=True),
        Columna("importe_facturado_mxn", "Factura", formato.importe, numerica=True),
        Columna("importe_catalogo_mxn", "Catálogo", formato.importe, numerica=True),
    ]
    distintas = [m for m in hechos if m["importe_facturado_mxn"] != m["importe_catalogo_mxn"]]
    aviso = "Toda factura coincide con el catálogo de precios."
    if distintas:
        nombres = formato.lista([formato.mes(m["periodo"]) for m in distintas])
        aviso = f"La factura difiere del catálogo en {nombres}."
    return cajon(
        "Gasto contra suficiencia",
        [
            (None, tabla(columnas, hechos, leyenda="Gasto en plataforma, facturado y a precios de catálogo, en pesos")),
            ("Qué compara cada una", ficha([
                ("Plataforma", "lo que Facebook y Google dicen que se gastó; contra la suficiencia"),
                ("Factura", "lo que cobra el proveedor: incluye su servicio e impuestos"),
                ("Catálogo", "las mismas cantidades a los precios fijos del contrato"),
            ])),
            (None, html.P(aviso, className="peq")),
        ],
        sub=html.P("pesos", className="peq mut"),
    )  # fmt: skip


def de_campana(c: Renglon, historia: Sequence[Renglon], testigos: Sequence[Renglon]) -> html.Aside:
    """Ficha de la campaña: material, alcance con su método, razones, meses y testigos."""
    alcance = (
        "La búsqueda de Google no tiene alcance: solo impresiones."
        if not c["tiene_alcance"]
        else f"{_exacto(c['alcance_minimo'], c['alcance_maximo'])} personas; {redaccion.METODO[c['metodo_alcance']]}"
    )
    datos: list[tuple[Contenido, Contenido]] = [
        ("Material pagado", c["material"] or formato.SIN_DATO),
        ("Público", c["publico_nombre"] or formato.SIN_DATO),
        ("Entrega", f"{formato.fecha(c['primera_entrega'])} a {formato.fecha(c['ultima_entrega'])}"),
        ("Alcance", alcance),
        ("Costo por mil", _pesos(c["importe_cpm_mxn"])),
        ("Costo por clic", _pesos(c["importe_cpc_mxn"])),
        ("Costo por contacto", _pesos(c["importe_cpl_mxn"])),
        ("Clics por impresión", formato.proporcion(c["proporcion_ctr"], 2)),
    ]
    columnas = [
        Columna("periodo", "Mes", formato.mes_corto),
        Columna("", "Alcance", lambda m: alcance_escrito(m["alcance_minimo"], m["alcance_maximo"])
                if m["tiene_alcance"] else "no existe", numerica=True),
        Columna("num_impresiones", "Impresiones", lambda v: formato.numero(v, 0), numerica=True),
        Columna("importe_gasto_mxn", "Gasto", formato.importe, numerica=True),
    ]  # fmt: skip
    imagenes = [
        html.Img(src=t["miniatura"], alt=f"Captura: {t['descripcion']}", width="224", height="162")
        for t in testigos
        if t["miniatura"]
    ]
    return cajon(
        str(c["campana_nombre"]),
        [
            (None, ficha(datos)),
            (None, enlace("Abrir la página de la campaña", direccion.hacia(f"/difusion/{c['campana_clave']}"))),
            ("Mes por mes", tabla(columnas, historia, leyenda="La campaña mes por mes")),
            ("Testigos del mes", imagenes or html.P("Sin captura en el mes.", className="t-deficiente fuerte")),
        ],
        sub=html.P(f"{c['plataforma']} · {c['objetivo']}", className="peq mut"),
    )


def _pesos(valor: float | None) -> str:
    return formato.GUION if valor is None else f"{formato.numero(valor, 2)} pesos"
