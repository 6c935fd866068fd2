"""Secciones de difusión: indicadores, alcance, contrato, gasto, embudo y galería. Datos → componente."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import direccion, formato
from portal.componentes.basicos import Contenido, enlace, icono, seccion
from portal.componentes.explicacion import enlace_explica
from portal.componentes.tarjeta import kpi, kpis
from portal.componentes.vacio import vacio
from portal.paginas.difusion import graficas, redaccion

Renglon = Mapping[str, Any]
TESTIGOS_A_LA_VISTA = 6


def indicadores(
    resumen: Renglon, presupuesto: Sequence[Renglon], solicitudes: Sequence[Renglon], testigos: Sequence[Renglon]
) -> html.Div:
    """Los cuatro indicadores del mes."""
    return kpis([_kpi_alcance(resumen), _kpi_gasto(resumen), _kpi_solicitudes(solicitudes), _kpi_testigos(resumen)])


def _kpi_alcance(r: Renglon) -> html.Div:
    if r["alcance_minimo"] is None:
        return kpi("Alcance", html.Span("sin dato", className="sd"), "ninguna plataforma lo reportó en el mes")
    bajo, alto = round(r["alcance_minimo"] / 1000), round(r["alcance_maximo"] / 1000)
    cifra = str(bajo) if bajo == alto else f"{bajo} a {alto}"
    return kpi("Alcance, Facebook y Google", enlace_explica(cifra, "alcance"), redaccion.penetracion(r), unidad="mil")


def _kpi_gasto(r: Renglon) -> html.Div:
    if not r["importe_suficiencia_mxn"]:
        gasto = formato.importe(r["importe_gasto_mxn"]) if r["importe_gasto_mxn"] is not None else formato.SIN_DATO
        return kpi("Gasto del mes, pesos", gasto, "sin suficiencia registrada en pauta/contrato.xlsx")
    suficiencia = float(r["importe_suficiencia_mxn"])
    nota = (
        f"{float(r['importe_acumulado_mxn']) / 1e6:.2f} de {suficiencia / 1e6:.2f} millones; "
        f"deberíamos ir en {formato.proporcion(float(r['importe_parejo_mxn']) / suficiencia)}"
    )
    cifra = formato.proporcion(float(r["importe_acumulado_mxn"]) / suficiencia)
    return kpi("Gasto contra suficiencia", enlace_explica(cifra, "gasto"), nota)


def _kpi_solicitudes(solicitudes: Sequence[Renglon]) -> html.Div:
    cerradas = [s for s in solicitudes if s["estado"] != "ABIERTA"]
    if not cerradas:
        return kpi(
            "Solicitudes en plazo", html.Span("sin dato", className="sd"), "sin solicitudes registradas en el mes"
        )
    plazo = formato.numero(solicitudes[0]["minutos_plazo"], 0)
    en_plazo = sum(s["estado"] == "EN_PLAZO" for s in cerradas)
    fuera = [s["minutos_exceso"] for s in cerradas if s["estado"] == "FUERA_DE_PLAZO"]
    nota = formato.proporcion(en_plazo / len(cerradas))
    if fuera:
        nota += f"; {formato.en_palabras(len(fuera))} fuera por {redaccion.minutos(fuera)}"
    abiertas = sum(s["estado"] in ("ABIERTA", "ABIERTA_VENCIDA") for s in solicitudes)
    if abiertas:
        nota += f"; {formato.cuenta(abiertas, 'abierta', 'abiertas')}"
    return kpi(f"Solicitudes en {plazo} minutos", str(en_plazo), nota, unidad=f"de {len(cerradas)}")


def _kpi_testigos(r: Renglon) -> html.Div:
    partes: list[Contenido] = []
    if r["num_sin_testigo"]:
        falta = formato.cuenta(r["num_sin_testigo"], "falta", "faltan")
        partes.append(html.Span([icono("x-octagon-fill"), f" {falta}"], className="t-deficiente fuerte"))
    if r["num_testigo_repetido"]:
        repetido = formato.cuenta(r["num_testigo_repetido"], "repetido", "repetidos")
        partes.append(f", {repetido}" if partes else repetido)
    return kpi(
        "Testigos", str(r["num_con_testigo"]), partes or "toda campaña con entrega tiene el suyo",
        unidad=f"de {r['num_campanas']}",
    )  # fmt: skip


def alcance(
    alcances: Sequence[Renglon], campanas: Sequence[Renglon], mes: dt.date, plataforma: str | None
) -> html.Section:
    """El alcance como lo que es: exacto con rombo, intervalo con topes."""
    renglones = redaccion.plataformas_con_alcance(alcances)
    if plataforma:
        renglones = [r for r in renglones if r["plataforma"] == plataforma]
    hay_busqueda = any(not c["tiene_alcance"] for c in campanas)
    sub = f"personas, {formato.mes(mes)}"
    con_dato = [r for r in renglones if r["alcance_minimo"] is not None]
    if not con_dato:
        falta = (
            "La búsqueda de Google no tiene alcance." if hay_busqueda else "Exporte Alcance o Usuarios únicos por mes."
        )
        return seccion(
            "Alcance sin doble conteo", vacio("Ninguna plataforma reportó alcance en el mes.", falta), sub=sub
        )
    hallazgo = redaccion.hallazgo_de_alcance(con_dato, mes)
    dibujos = [graficas.alcance(con_dato, hallazgo), graficas.alcance(con_dato, hallazgo, telefono=True)]
    ver = enlace_explica("Cómo se obtuvo", "alcance")
    return seccion(
        "Alcance sin doble conteo", dibujos, sub=sub, ver=ver, nota=redaccion.nota_de_alcance(con_dato, hay_busqueda)
    )


def contra_contrato(bandas: Sequence[Renglon], resumen: Renglon) -> html.Section:
    """Campañas con impresiones contra el mínimo y el máximo del contrato."""
    piezas: list[Component] = []
    for b in bandas:
        rango = f"de {b['num_minimo']} a {b['num_maximo']}"
        aviso = {"abajo": "debajo del mínimo", "arriba": "arriba del máximo", "en_curso": "en curso"}.get(b["estado"])
        estado: list[Contenido] = [html.Span(rango, className="peq mut")]
        if aviso:
            clase = "peq med" if b["estado"] == "en_curso" else "peq fuerte t-deficiente"
            marca = [] if b["estado"] == "en_curso" else [icono("x-octagon-fill"), " "]
            estado += [" · ", html.Span([*marca, aviso], className=clase)]
        nombre = html.Span(b["plataforma"], className="med")
        hallazgo = f"{b['plataforma']}: {b['num_campanas']} campañas; el contrato pide {rango}"
        piezas += [
            html.P([html.B(str(b["num_campanas"])), " ", nombre, html.Br(), *estado]),
            graficas.banda(b["num_campanas"], b["num_minimo"], b["num_maximo"], hallazgo),
        ]
    nota = None
    if resumen["num_contenidos"]:
        nota = (
            "Contenidos entregados con 2 horas de servicio o más: "
            f"{resumen['num_contenidos_a_tiempo']} de {resumen['num_contenidos']}."
        )
    cuerpo = html.Div(piezas, className="bandas-contrato")
    return seccion("Campañas contra contrato", cuerpo, sub="con impresiones en el mes", nota=nota)


def gasto(meses: Sequence[Renglon]) -> html.Section:
    """Gasto acumulado contra suficiencia, con ritmo parejo y proyección."""
    if not meses:
        falta = vacio("Sin suficiencia presupuestal.", "Va en la hoja presupuesto de pauta/contrato.xlsx.")
        return seccion("Gasto acumulado", falta, sub="millones de pesos")
    corte = next((m for m in meses if m["es_corte"]), meses[0])
    hallazgo = (
        f"Gasto acumulado {float(corte['importe_acumulado_mxn']) / 1e6:.2f} de "
        f"{float(corte['importe_suficiencia_mxn']) / 1e6:.2f} millones de pesos; "
        f"el ritmo parejo marcaría {float(corte['importe_parejo_mxn']) / 1e6:.2f}"
    )
    dibujos = [graficas.gasto(meses, hallazgo), graficas.gasto(meses, hallazgo, telefono=True)]
    ver = enlace_explica("Catálogo, factura y plataforma", "gasto")
    return seccion(
        "Gasto acumulado", dibujos, sub="millones de pesos", nota=redaccion.cierre_del_contrato(meses), ver=ver
    )


def embudo(
    campanas: Sequence[Renglon], mes: dt.date, cuando: str | None = None, personas: str | None = None
) -> html.Section:
    """Del alcance al contacto, con lo que pasa a cada paso; ``cuando`` si no es un mes, ``personas`` si hay alcance."""
    periodo = cuando or formato.mes(mes)

    def suma(medida: str) -> int | None:
        valores = [int(c[medida]) for c in campanas if c[medida] is not None]
        return sum(valores) if valores else None

    pasos = [
        ("Impresiones", suma("num_impresiones")),
        ("Interacciones", suma("num_interacciones")),
        ("Clics", suma("num_clics")),
        ("Visitas", suma("num_visitas")),
        ("Contactos", suma("num_contactos")),
    ]
    hallazgo = f"De impresiones a contactos, {periodo}, con el porcentaje que pasa a cada paso"
    if personas is not None:
        hallazgo = f"Alcance {personas} personas. {hallazgo}"
    dibujos = [graficas.embudo(pasos, hallazgo, alcance=personas, telefono=telefono) for telefono in (False, True)]
    sin_visitas = sorted({c["plataforma"] for c in campanas if c["num_visitas"] is None})
    nota = f"{' y '.join(sin_visitas)} no reporta visitas ni contactos." if sin_visitas else None
    sub = f"{periodo}; barra: % que pasa del paso anterior, de 0 a 100"
    return seccion("Del alcance al contacto" if personas else "De impresión a contacto", dibujos, sub=sub, nota=nota)


def galeria(testigos: Sequence[Renglon], con_todos: bool) -> html.Section:
    """Capturas del material pagado: primero lo que se repite o no corresponde."""
    imagenes = [t for t in testigos if t["estado"] != "falta"]
    faltan = [t for t in testigos if t["estado"] == "falta"]
    if not testigos:
        return seccion("Testigos", vacio("Sin testigos en el mes.", "Se entregan en pauta/testigos/."))
    a_la_vista = imagenes if con_todos else imagenes[:TESTIGOS_A_LA_VISTA]
    ver = None
    if len(imagenes) > TESTIGOS_A_LA_VISTA:
        texto = "Solo los primeros" if con_todos else f"Los {len(imagenes)}"
        ver = enlace(texto, direccion.aqui(testigos=None if con_todos else "todos"))
    nota = None
    if faltan:
        nombres = formato.lista([str(t["campana_nombre"]) for t in faltan])
        importes = [float(t["importe_gasto_mxn"]) for t in faltan if t["importe_gasto_mxn"] is not None]
        nota = f"Sin testigo: {nombres}."
        if importes:
            nota += f" Gasto que no se puede comprobar: {formato.numero(sum(importes), 0)} pesos."
    cuerpo = html.Div([figura_de_testigo(t) for t in a_la_vista], className="testigos")
    return seccion("Testigos", cuerpo, sub="capturas de pantalla del material pagado", ver=ver, nota=nota)


def figura_de_testigo(t: Renglon) -> html.Figure:
    """La captura con su pie: cuándo se tomó y si sirve de comprobante."""
    descripcion = str(t["descripcion"] or t["campana_nombre"])
    imagen: Component = (
        html.Img(src=t["miniatura"], alt=f"Captura: {descripcion}", width="224", height="162")
        if t["miniatura"]
        else html.Div("La imagen no se recibió", className="hueco")
    )
    momento = t["capturado_en"]
    cuando = f"{formato.fecha_sin_anio(momento)} {momento:%H:%M}"
    return html.Figure([imagen, html.Figcaption([html.B(t["campana_nombre"]), html.Br(), *_pie_de_testigo(t, cuando)])])


def _pie_de_testigo(t: Renglon, cuando: str) -> list[Contenido]:
    if t["estado"] == "repetido":
        igual = "Idéntica" if t["es_identica"] else "Igual"
        texto = f" {igual} a {t['original_campana_nombre'] or 'otra captura'}"
        return [html.Span([icono("exclamation-triangle-fill"), texto], className="t-regular fuerte")]
    if t["estado"] == "fuera_de_entrega":
        return [f"{cuando} · ", html.Span([icono("exclamation-triangle-fill"), " fuera de la entrega"],
                                          className="t-regular fuerte")]  # fmt: skip
    if t["estado"] == "sin_imagen":
        return [f"{cuando} · ", html.Span("sin imagen", className="t-deficiente fuerte")]
    return [f"{cuando} · dentro de la entrega"]
