"""Secciones de control de difusión: públicos, costos, anomalías, precios y calendario. Datos → componente."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import html

from portal import direccion, formato
from portal.componentes import filtros
from portal.componentes.basicos import Contenido, enlace, icono, seccion
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import vacio
from portal.descargas import destino
from portal.paginas.difusion import graficas, graficas_calendario, redaccion

Renglon = Mapping[str, Any]
DIMENSIONES = {"plataforma": "Plataforma", "objetivo": "Objetivo", "publico": "Público", "formato": "Formato",
               "edad": "Edad y sexo"}  # fmt: skip
ATIPICOS_A_LA_VISTA = 8


def razon(numerador: Any, denominador: Any, veces: float = 1) -> float | None:
    """Razón de dos sumas; nula si falta alguna o el denominador es 0."""
    return veces * float(numerador) / float(denominador) if numerador is not None and denominador else None


def _alcance(r: Renglon) -> Contenido:
    if not r["tiene_alcance"]:
        return html.Span("la búsqueda no tiene", className="sd", style={"fontWeight": 400})
    return graficas.alcance_escrito(r["alcance_minimo"], r["alcance_maximo"])


def penetracion(minima: float | None, maxima: float | None) -> str:
    """«12 a 19 %»; pasa de 100 tal cual, nunca se recorta."""
    if minima is None or maxima is None:
        return formato.GUION
    bajo, alto = formato.numero(100 * minima, 0), formato.numero(100 * maxima, 0)
    return f"{bajo if bajo == alto else f'{bajo} a {alto}'}{formato.DURO}%"


def publicos(renglones: Sequence[Renglon], mes: dt.date) -> html.Section:
    """A cuántos de cada público se llegó, con el denominador a la vista."""
    sub = f"alcance entre población con internet, {formato.mes(mes)}"
    if not renglones:
        return seccion("Públicos", vacio("Sin públicos declarados.", "Van en pauta/contrato.xlsx."), sub=sub)
    columnas = [
        Columna("poblacion_nombre", "Público"),
        Columna("", "Alcance, personas", _alcance, numerica=True, clase="fuerte"),
        Columna("", "Población con internet", _denominador, numerica=True, solo_escritorio=True),
        Columna("", "Penetración", _penetracion_con_poblacion, numerica=True, clase="fuerte"),
    ]
    fuentes = sorted({str(r["fuente_poblacion"]) for r in renglones if r["fuente_poblacion"]})
    nota = "; ".join(fuentes) + "." if fuentes else "Sin fuente de población declarada."
    if any(r["es_mayor_que_poblacion"] for r in renglones):
        nota += " Lo que pasa de 100 % son visitantes o cuentas repetidas: no se recorta."
    return seccion("Públicos", tabla(columnas, renglones, leyenda="Alcance de cada público"), sub=sub, nota=nota)


def embudo_por_objetivo(renglones: Sequence[Renglon], mes: dt.date) -> html.Section:
    """Del alcance al contacto, un objetivo por renglón: cada uno se juzga por el paso que busca."""
    titulo, sub = "Del alcance al contacto, por objetivo", f"{formato.mes(mes)}; % que pasa del paso anterior"
    if not renglones:
        return seccion(titulo, vacio("Ninguna campaña entregó en el mes.", enlazar=False), sub=sub)
    columnas = [
        Columna("", "Objetivo", _objetivo),
        Columna("", "Alcance, personas", _alcance, numerica=True, clase="fuerte"),
        Columna("num_impresiones", "Impresiones", lambda v: formato.numero(v, 0), numerica=True),
        *[
            Columna("", nombre, _paso(medida, anteriores), numerica=True)
            for nombre, medida, anteriores in (
                ("Interacciones", "num_interacciones", ("num_impresiones",)),
                ("Clics", "num_clics", ("num_interacciones", "num_impresiones")),
                ("Visitas", "num_visitas", ("num_clics",)),
                ("Contactos", "num_contactos", ("num_visitas", "num_clics")),
            )
        ],
    ]
    nota = (
        "El alcance de cada objetivo es exacto o intervalo, nunca suma de sus campañas. Raya: la plataforma no lo da."
    )
    cuadro = tabla(columnas, renglones, leyenda="Del alcance al contacto por objetivo")
    return seccion(titulo, cuadro, sub=sub, nota=nota)


def _objetivo(r: Renglon) -> Contenido:
    cuantas = formato.cuenta(r["num_campanas"], "campaña", "campañas")
    return [r["objetivo"] or "Sin objetivo", html.Br(), html.Span(cuantas, className="mic mut")]


def _paso(medida: str, anteriores: Sequence[str]) -> Callable[[Renglon], Contenido]:
    """La cifra y, debajo, qué parte es del último paso anterior que se conoce."""

    def celda(r: Renglon) -> Contenido:
        if r[medida] is None:
            return html.Span(formato.GUION, className="sd")
        previo = next((r[a] for a in anteriores if r[a]), None)
        parte = formato.proporcion(razon(r[medida], previo)) if previo else ""
        return [formato.numero(r[medida], 0), html.Br(), html.Span(parte, className="mic mut")]

    return celda


def por_edad_y_sexo(renglones: Sequence[Renglon], mes: dt.date) -> html.Section:
    """A qué parte de cada edad y sexo se llegó, con el denominador en intervalo porque así lo dejan sus fuentes."""
    titulo, sub = "Penetración por edad y sexo", f"población con internet, {formato.mes(mes)}"
    if not renglones:
        falta = "Exporte cada campaña del mes con las columnas Edad, Sexo y Alcance."
        return seccion(titulo, vacio("Ninguna exportación del mes trae alcance por edad y sexo.", falta,
                                     enlazar=False), sub=sub)  # fmt: skip
    columnas = [
        Columna("grupo_edad", "Edad"),
        Columna("", "Alcance, personas",
                lambda r: graficas.alcance_escrito(r["alcance_minimo"], r["alcance_maximo"]), numerica=True,
                clase="fuerte"),
        Columna("", "Población con internet", _poblacion_en_intervalo, numerica=True, solo_escritorio=True),
        Columna("", "Penetración", _penetracion_con_poblacion, numerica=True, clase="fuerte"),
    ]  # fmt: skip
    nota = (
        f"{renglones[0]['fuente_poblacion']}. "
        "El uso de internet es nacional; el de 45 a 54 años no se halló publicado: "
        "el denominador va entre lo menor y lo mayor que cabe, sin interpolar."
    )
    incompletas = [r for r in renglones if not r["es_completa"]]
    if incompletas:
        r = incompletas[0]
        nota += f" {r['num_campanas']} de {r['num_campanas_con_alcance']} campañas traen el desglose completo."
    if any(r["es_mayor_que_poblacion"] for r in renglones):
        nota += " Lo que pasa de 100 % son visitantes o cuentas repetidas: no se recorta."
    cuadro = tabla(columnas, renglones, leyenda="Alcance de cada grupo de edad y sexo entre su población con internet",
                   grupo=lambda r: f"{r['plataforma']} · {str(r['sexo']).lower()}")  # fmt: skip
    return seccion(titulo, cuadro, sub=sub, nota=nota)


def _penetracion_con_poblacion(r: Renglon) -> Contenido:
    """En el teléfono no cabe la columna del denominador: va debajo de la penetración."""
    if "num_con_internet_minimo" in r:
        entre = formato.intervalo(r["num_con_internet_minimo"], r["num_con_internet_maximo"])
    else:
        entre = formato.numero(r["num_poblacion"], 0)
    parte = penetracion(r["proporcion_penetracion_minima"], r["proporcion_penetracion_maxima"])
    return [parte, html.Div(f"de {entre}", className="mic mut solo-tel denominador")]


def _poblacion_en_intervalo(r: Renglon) -> Contenido:
    escrita = formato.intervalo(r["num_con_internet_minimo"], r["num_con_internet_maximo"])
    return [escrita, html.Br(), html.Span(f"de {formato.numero(r['num_habitantes'], 0)}", className="mic mut")]


def _denominador(r: Renglon) -> Contenido:
    if r["num_poblacion"] is None:
        return html.Span(formato.SIN_DATO, className="sd")
    uso = formato.proporcion(r["proporcion_internet"])
    cuenta = f"{formato.numero(r['num_habitantes'], 0)} en {r['anio_poblacion']} × {uso}"
    return [formato.numero(r["num_poblacion"], 0), html.Br(), html.Span(cuenta, className="mic mut")]


def costos(renglones: Sequence[Renglon], por: str, mes: dt.date) -> html.Section:
    """CPM, CPC, CTR y CPL por la dimensión elegida, siempre de sumas."""
    control = html.Div(
        filtros.segmentos("costo", "Costos por", list(DIMENSIONES.items()), por, "plataforma"), className="costos-por"
    )
    if not renglones:
        falta = "Exporte el informe con las columnas Edad y Sexo." if por == "edad" else None
        cuerpo: list[Any] = [control, vacio("Ninguna exportación del mes trae ese desglose.", falta, enlazar=False)]
        return seccion("Costos", cuerpo, sub=formato.mes(mes))
    columnas = [
        Columna("nombre", DIMENSIONES[por]),
        Columna("importe_gasto_mxn", "Gasto, pesos", formato.importe, numerica=True),
        Columna("num_impresiones", "Impresiones", lambda v: formato.numero(v, 0), numerica=True, solo_escritorio=True),
        Columna("", "CPM", lambda r: _cifra(razon(r["importe_gasto_mxn"], r["num_impresiones"], 1000)), numerica=True),
        Columna("", "CPC", lambda r: _cifra(razon(r["importe_gasto_mxn"], r["num_clics"])), numerica=True),
        Columna("", "CTR", lambda r: formato.proporcion(razon(r["num_clics"], r["num_impresiones"]), 2), numerica=True),
        Columna("", "CPL", lambda r: _cifra(razon(r["importe_con_contactos_mxn"], r["num_contactos"])), numerica=True),
    ]
    nota = (
        "Pesos por mil impresiones, por clic (todos) y, en las campañas con contactos, por contacto. Razones de sumas."
    )
    if por == "edad":
        cubre = min((r["proporcion_cubierta"] for r in renglones if r["proporcion_cubierta"] is not None), default=None)
        cuantas = max(r["num_campanas"] for r in renglones)
        nota += (
            f" Solo las {cuantas} campañas que traen el desglose; cubre {formato.proporcion(cubre)} o más de cada una."
        )
    cuerpo = [control, tabla(columnas, renglones, leyenda=f"Costos por {DIMENSIONES[por].lower()}")]
    return seccion("Costos", cuerpo, sub=formato.mes(mes), nota=nota)


def _cifra(valor: float | None) -> str:
    return formato.GUION if valor is None else formato.numero(valor, 2)


def anomalias(
    renglones: Sequence[Renglon], sin_historia: Sequence[Renglon], cambios: Renglon, mes: dt.date
) -> html.Section:
    """Días atípicos contra la propia historia de la campaña, y días cerrados que cambiaron."""
    ver = html.A("Días que cambiaron", href=destino("difusion", "reexpresiones"), download="")
    notas = []
    if len(renglones) > ATIPICOS_A_LA_VISTA:
        notas.append(f"Y {len(renglones) - ATIPICOS_A_LA_VISTA} más en el mes.")
    if sin_historia:
        notas.append(f"Sin historia para juzgar: {formato.lista([str(r['campana_nombre']) for r in sin_historia])}.")
    if cambios["num_cambios"]:
        cuantos = formato.cuenta(cambios["num_cambios"], "día cerrado cambió", "días cerrados cambiaron")
        notas.append(f"{cuantos} en una exportación posterior, {cambios['num_mayores']} en más de 1 %.")
    cuerpo: Contenido
    if renglones:
        elementos = [_anomalia(r) for r in renglones[:ATIPICOS_A_LA_VISTA]]
        cuerpo = html.Ul(elementos, className="plazos")
    else:
        cuerpo = html.P("Ningún día fuera de lo esperado.", className="peq")
    sub = "contra el mismo día de la semana de la propia campaña"
    return seccion("Días atípicos", cuerpo, sub=sub, ver=ver, nota=" ".join(notas) or None)


def anomalia_escrita(r: Renglon) -> str:
    """«gastó 4,928 pesos; se esperaban 2,339»."""
    if r["medida"] == "gasto":
        return f"gastó {formato.numero(r['valor'], 0)} pesos; se esperaban {formato.numero(r['esperado'], 0)}"
    if r["medida"] == "ctr":
        return f"{formato.proporcion(r['valor'], 2)} de clics; se esperaba {formato.proporcion(r['esperado'], 2)}"
    return f"{formato.cuenta(int(r['valor']), 'día', 'días')} sin entregar entre días con entrega"


def _anomalia(r: Renglon) -> html.Li:
    marca = icono("arrow-up" if r["estado"] == "arriba" else "arrow-down")
    sentido = html.Span([marca, " ", "arriba" if r["estado"] == "arriba" else "abajo"], className="nb")
    nombre = enlace(r["campana_nombre"], direccion.hacia(f"/difusion/{r['campana_clave']}"))
    base = {"mismo_dia": "mismo día de la semana", "dias_anteriores": "días anteriores"}.get(r["base"], "")
    detalle = f"{formato.fecha_sin_anio(r['fecha'])}: {anomalia_escrita(r)} ({base})"
    return html.Li([html.Span(nombre), sentido, html.Span(detalle, className="det")])


PRECIO = {
    "coincide": ("check-lg", "nb", "coincide"),
    "precio_distinto": ("exclamation-triangle-fill", "t-regular fuerte", "precio distinto del catálogo"),
    "mas_que_lo_entregado": ("exclamation-triangle-fill", "t-regular fuerte", "más campañas que las entregadas"),
    "fuera_de_catalogo": ("x-octagon-fill", "t-deficiente fuerte", "fuera del catálogo"),
}


def precios(renglones: Sequence[Renglon], mes: dt.date) -> html.Section:
    """Tres comparaciones que no son la misma: precio contra catálogo, cantidad contra entrega y cobro contra gasto."""
    sub = f"facturas de {formato.mes(mes)}"
    if not renglones:
        falta = vacio("Sin facturas del mes.", "Van en la hoja facturas de pauta/contrato.xlsx.", enlazar=False)
        return seccion("Factura, catálogo y plataforma", falta, sub=sub)
    columnas = [
        Columna("concepto", "Concepto"),
        Columna("", "Precio unitario", lambda r: _contra(r["importe_unitario_mxn"], r["importe_unitario_catalogo_mxn"],
                                                         "catálogo"), numerica=True),
        Columna("", "Cantidad", lambda r: _contra(r["cantidad"], r["num_campanas"], "con entrega"), numerica=True),
        Columna("", "Facturado", lambda r: _contra(r["importe_facturado_mxn"], r["importe_gasto_mxn"],
                                                   "en plataforma"), numerica=True),
        Columna("estado", "Resultado", _estado_de_precio),
    ]  # fmt: skip
    nota = (
        "Lo facturado y lo que gasta la plataforma no tienen por qué coincidir: el precio incluye servicio e impuestos."
    )
    cuadro = tabla(columnas, renglones, leyenda="Facturas contra catálogo, entrega y plataforma")
    return seccion("Factura, catálogo y plataforma", cuadro, sub=sub, nota=nota)


def _contra(propio: Any, otro: Any, que: str) -> Contenido:
    if otro is None:
        return formato.numero(propio, 0)
    return [formato.numero(propio, 0), html.Br(), html.Span(f"{formato.numero(otro, 0)} {que}", className="mic mut")]


def _estado_de_precio(estado: str) -> html.Span:
    nombre, clase, palabra = PRECIO[estado]
    return html.Span([icono(nombre), f" {palabra}"], className=clase)


def calendario(
    campanas: Sequence[Renglon], metas: Sequence[Renglon], olas: Sequence[Renglon], anio: int
) -> html.Section:
    """Campañas, metas y olas de encuesta del mismo tema en un solo calendario: coincidencia, no causa."""
    if not campanas:
        return seccion("Calendario", vacio("Ninguna campaña en el año.", enlazar=False), sub=str(anio))
    destinos = {str(c["campana_clave"]): direccion.hacia(f"/difusion/{c['campana_clave']}") for c in campanas}
    hallazgo = redaccion.hallazgo_del_calendario(campanas, metas, olas, anio)
    dibujos = [
        graficas_calendario.calendario(campanas, metas, olas, anio, hallazgo, destinos, telefono=telefono)
        for telefono in (False, True)
    ]
    leyenda = html.P(
        [html.I(className="cuadro c-f1"), " Facebook  ", html.I(className="cuadro c-f2"), " Google  ",
         html.I(className="cuadro c-ola"), " ola de encuesta  ",
         html.Span("cuadros bajo la barra: clase mensual de la meta del mismo tema")],
        className="peq mut leyenda-calendario",
    )  # fmt: skip
    nota = (
        "Que coincidan en el tiempo no dice que una causara a la otra. El tema lo declara la hoja temas del contrato."
    )
    return seccion("Calendario del año", [leyenda, *dibujos], sub=str(anio), nota=nota)
