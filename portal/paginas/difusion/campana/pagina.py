"""Página de una campaña: alcance, embudo, gasto por día, desgloses, testigos y solicitudes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import almacen, direccion, formato
from portal.componentes import filtros
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import Contenido, enlace, ficha, fila, seccion, titular
from portal.componentes.tabla import Columna, tabla
from portal.componentes.tarjeta import kpi, kpis
from portal.componentes.vacio import pagina_sin_datos, vacio
from portal.paginas.difusion import control, graficas, graficas_calendario, redaccion, secciones
from portal.paginas.difusion.campana import consultas

Renglon = Mapping[str, Any]
MODULO = "difusion.campana"
_A_LA_VISTA = 6


def disposicion(campana: str = "", periodo: str | None = None, **_: str) -> Component | Pantalla:
    """La página completa a partir de su dirección."""
    hay = almacen.hay("mart_difusion__campana_mes")
    datos = consultas.ficha(campana) if hay else None
    meses = consultas.meses(campana) if hay else []
    if datos is None:
        return pagina_sin_datos(
            "Esa campaña no está en los datos", f"No hay campaña «{campana}».",
            [enlace("Ver las campañas del mes", "/difusion"), "."],
        )  # fmt: skip
    if not meses:
        return pagina_sin_datos(
            str(datos["campana_nombre"]), "Todavía no tiene entrega.",
            "Aparecerá cuando una exportación de la plataforma la traiga con impresiones.",
        )  # fmt: skip
    actual = next((m for m in meses if formato.periodo_clave(m["periodo"]) == periodo), meses[0])
    return Pantalla(
        _contenido(campana, datos, meses, actual),
        filtros=[filtros.periodos([m["periodo"] for m in meses], actual["periodo"], meses[0]["periodo"])],
        descargas=[
            (f"Meses en {t}", direccion.armar(f"/descargas/{MODULO}/meses.{e}", {"campana": campana}))
            for t, e in (("Excel", "xlsx"), ("CSV", "csv"))
        ],
        titulo=str(datos["campana_nombre"]),
        escrito=formato.periodo(actual["periodo"]),
    )


def _contenido(clave: str, datos: Renglon, meses: Sequence[Renglon], actual: Renglon) -> list[Component]:
    mes = actual["periodo"]
    juicios = consultas.anomalias(clave, mes)
    return [
        titular(_hallazgo(actual), migas=[enlace("Difusión", direccion.hacia("/difusion")), " / ", clave]),
        _indicadores(datos, actual, consultas.publico(clave)),
        fila((7, _alcance(meses, consultas.acumulado(clave, mes))), (5, secciones.embudo([actual], mes))),
        fila(
            (7, _por_dia(consultas.dias(clave, mes), juicios, mes)),
            (5, _ficha(datos, consultas.relacionados(datos["tema"]))),
        ),
        fila((7, _desgloses(consultas.desglose(clave, mes), mes)), (5, _solicitudes(consultas.solicitudes(clave)))),
        fila(_testigos(consultas.testigos(clave))),
    ]


def _hallazgo(m: Renglon) -> str:
    mes = formato.mes(m["periodo"])
    if not m["tiene_alcance"]:
        return f"{m['campana_nombre']}: {formato.numero(m['num_impresiones'], 0)} impresiones en {mes}, sin alcance"
    personas = redaccion.en_miles(m["alcance_minimo"], m["alcance_maximo"])
    if personas is None:
        return f"{m['campana_nombre']}: {formato.numero(m['num_impresiones'], 0)} impresiones en {mes}"
    return f"{m['campana_nombre']} alcanzó {'' if personas.startswith('entre') else 'a '}{personas} personas en {mes}"


def _indicadores(datos: Renglon, m: Renglon, publico: Renglon | None) -> html.Div:
    return kpis([_kpi_alcance(m, publico), _kpi_frecuencia(m), _kpi_gasto(datos, m), _kpi_costo(m)])


def _kpi_alcance(m: Renglon, publico: Renglon | None) -> html.Div:
    if not m["tiene_alcance"]:
        return kpi("Alcance", html.Span("no existe", className="sd"), "la búsqueda de Google no tiene alcance")
    if m["alcance_minimo"] is None:
        return kpi("Alcance", html.Span(formato.SIN_DATO, className="sd"), redaccion.METODO[m["metodo_alcance"]])
    nota = redaccion.METODO[m["metodo_alcance"]]
    if publico and publico["num_poblacion_con_internet"]:
        poblacion = publico["num_poblacion_con_internet"]
        parte = control.penetracion(m["alcance_minimo"] / poblacion, m["alcance_maximo"] / poblacion)
        nota = f"{parte} de {formato.numero(poblacion, 0)}: {publico['publico_nombre'].lower()} con internet; {nota}"
    return kpi("Alcance, personas", graficas.alcance_escrito(m["alcance_minimo"], m["alcance_maximo"]), nota)


def _kpi_frecuencia(m: Renglon) -> html.Div:
    if m["frecuencia_minima"] is None:
        return kpi("Frecuencia", html.Span(formato.GUION, className="sd"), "sin alcance no hay frecuencia")
    cifra = formato.intervalo(round(m["frecuencia_minima"], 1), round(m["frecuencia_maxima"], 1), 1)
    return kpi("Frecuencia", cifra, f"{formato.numero(m['num_impresiones'], 0)} impresiones entre alcance")


def _kpi_gasto(datos: Renglon, m: Renglon) -> html.Div:
    planeado = datos["importe_planeado_mxn"]
    nota = f"planeado en toda su vigencia: {formato.importe(planeado)}" if planeado else "sin importe planeado"
    return kpi("Gasto del mes, pesos", formato.importe(m["importe_gasto_mxn"]), nota)


def _kpi_costo(m: Renglon) -> html.Div:
    partes = [
        f"{nombre} {formato.numero(m[columna], 2)}"
        for nombre, columna in (("por clic", "importe_cpc_mxn"), ("por contacto", "importe_cpl_mxn"))
        if m[columna] is not None
    ]
    return kpi("Costo por mil, pesos", formato.numero(m["importe_cpm_mxn"], 2), "; ".join(partes) or None)


def _alcance(meses: Sequence[Renglon], acumulado: Renglon | None) -> html.Section:
    con_dato = [
        dict(m, nombre=formato.periodo(m["periodo"]), metodo_escrito=redaccion.METODO[m["metodo_alcance"]])
        for m in reversed(meses)
        if m["alcance_minimo"] is not None
    ]
    if not con_dato:
        falta = (
            "La búsqueda de Google no tiene alcance." if not meses[0]["tiene_alcance"] else "Exporte Alcance por mes."
        )
        return seccion("Alcance mes por mes", vacio("Sin alcance observado.", falta, enlazar=False))
    if acumulado and acumulado["alcance_minimo"] is not None and len(con_dato) > 1:
        desde = f"Desde {formato.mes(acumulado['periodo_inicio'])}"
        con_dato.append(dict(acumulado, nombre=desde, metodo_escrito=redaccion.METODO[acumulado["metodo"]]))
    partes = [f"{r['nombre']} {graficas.alcance_escrito(r['alcance_minimo'], r['alcance_maximo'])}" for r in con_dato]
    hallazgo = f"Alcance mes por mes: {'; '.join(partes)}"
    dibujos = [graficas.alcance(con_dato, hallazgo), graficas.alcance(con_dato, hallazgo, telefono=True)]
    nota = "Los meses no se suman: la misma persona puede estar en varios."
    return seccion("Alcance mes por mes", dibujos, sub="personas", nota=nota)


def _por_dia(dias: Sequence[Renglon], juicios: Sequence[Renglon], mes: dt.date) -> html.Section:
    sub = f"pesos, {formato.mes(mes)}"
    if not dias:
        falta = vacio("La exportación de este mes no es diaria.", "Agregue el desglose por Día.", enlazar=False)
        return seccion("Gasto por día", falta, sub=sub)
    atipicos = {j["fecha"]: control.anomalia_escrita(j) for j in juicios if j["estado"] in ("arriba", "abajo")}
    hallazgo = f"Gasto de {len(dias)} días con entrega en {formato.mes(mes)}; {len(atipicos)} atípicos"
    dibujos = [graficas_calendario.diario(dias, atipicos, hallazgo, telefono=t) for t in (False, True)]
    sin_historia = sum(j["estado"] == "sin_historia" for j in juicios if j["medida"] == "gasto")
    notas = [f"▲ {formato.fecha_sin_anio(f)}: {razon}." for f, razon in sorted(atipicos.items())][:4]
    if sin_historia:
        notas.append(f"{formato.cuenta(sin_historia, 'día', 'días')} sin historia para juzgar.")
    return seccion("Gasto por día", dibujos, sub=sub, nota=" ".join(notas) or "Ningún día atípico.")


def _ficha(datos: Renglon, relacionados: Sequence[Renglon]) -> html.Section:
    pares: list[tuple[Contenido, Contenido]] = [
        ("Plataforma", f"{datos['plataforma']} · {datos['objetivo'] or formato.SIN_DATO}"),
        ("Material pagado", datos["material"] or formato.SIN_DATO),
        ("Formato", datos["formato"] or formato.SIN_DATO),
        ("Vigencia", f"{formato.fecha(datos['fecha_inicio'])} a {formato.fecha(datos['fecha_fin'])}"
                     if datos["fecha_inicio"] else "no está en el contrato"),
        ("En la plataforma", formato.cuenta(datos["num_campanas_plataforma"], "campaña", "campañas")),
        ("Tema", datos["tema"] or formato.SIN_DATO),
    ]  # fmt: skip
    metas = [r["relacionado_clave"] for r in relacionados if r["tipo_relacion"] == "meta"]
    if metas:
        enlaces: list[Any] = []
        for clave in metas:
            enlaces += [" ", enlace(clave, direccion.hacia(f"/metas/{clave}"))]
        pares.append(("Metas del tema", html.Span(enlaces)))
    nota = "Compartir tema es coincidencia, no causa." if metas else None
    return seccion("Ficha de la campaña", ficha(pares), nota=nota)


def _desgloses(celdas: Sequence[Renglon], mes: dt.date) -> html.Section:
    titulo, sub = "A quién llegó", f"desgloses de {formato.mes(mes)}"
    if not celdas:
        falta = "Exporte el informe con Edad y Sexo, Ubicación o Dispositivo."
        return seccion(
            titulo, vacio("Ninguna exportación trae desglose de esta campaña.", falta, enlazar=False), sub=sub
        )
    columnas = [
        Columna("", "Celda", _celda),
        Columna("alcance_observado", "Alcance", lambda v: formato.numero(graficas.redondo(v), 0), numerica=True),
        Columna("num_impresiones", "Impresiones", lambda v: formato.numero(v, 0), numerica=True),
        Columna("importe_gasto_mxn", "Gasto, pesos", formato.importe, numerica=True),
        Columna("", "CPM", lambda c: _cpm(c), numerica=True),
    ]
    cubre = min((c["proporcion_cubierta"] for c in celdas if c["proporcion_cubierta"] is not None), default=None)
    nota = f"El desglose cubre {formato.proporcion(cubre)} de las impresiones del mes; no se suma a la entrega."
    cuadro = tabla(columnas, celdas, leyenda=titulo, grupo=lambda c: str(c["desglose"]).replace("+", " y "))
    return seccion(titulo, cuadro, sub=sub, nota=nota)


def _celda(c: Renglon) -> str:
    return " · ".join(str(v) for v in (c["edad"], c["sexo"]) if v) or str(c["desglose_valor"])


def _cpm(c: Renglon) -> str:
    valor = control.razon(c["importe_gasto_mxn"], c["num_impresiones"], 1000)
    return formato.GUION if valor is None else formato.numero(valor, 2)


def _solicitudes(solicitudes: Sequence[Renglon]) -> html.Section:
    sub = "reloj de lunes a viernes, 9:00 a 21:00"
    if not solicitudes:
        return seccion("Solicitudes", vacio("Sin solicitudes de esta campaña.", enlazar=False), sub=sub)
    columnas = [
        Columna("", "Solicitud", lambda s: f"{s['tipo'] or 'Solicitud'} {s['solicitud_clave']}"),
        Columna("solicitada_en", "Pedida", lambda v: f"{formato.fecha_sin_anio(v)} {v:%H:%M}", numerica=True),
        Columna("", "Atención", redaccion.estado_de_solicitud, numerica=True),
    ]
    en_plazo = sum(s["estado"] == "EN_PLAZO" for s in solicitudes)
    nota = f"{en_plazo} de {len(solicitudes)} en plazo."
    cuadro = tabla(columnas, solicitudes[:_A_LA_VISTA], leyenda="Solicitudes de la campaña")
    return seccion("Solicitudes", cuadro, sub=sub, nota=nota)


def _testigos(testigos: Sequence[Renglon]) -> html.Section:
    imagenes = [t for t in testigos if t["estado"] != "falta"]
    if not imagenes:
        return seccion("Testigos", vacio("Sin capturas de esta campaña.", "Se entregan en pauta/testigos/."))
    faltan = [t for t in testigos if t["estado"] == "falta"]
    nota = f"{formato.cuenta(len(faltan), 'mes', 'meses')} con entrega y sin captura." if faltan else None
    cuerpo = html.Div([secciones.figura_de_testigo(t) for t in imagenes], className="testigos")
    return seccion("Testigos", cuerpo, sub="de la más reciente a la más antigua", nota=nota)


def _meses(campana: str = "") -> list[dict[str, Any]]:
    return consultas.meses(campana)


DESCARGAS = {"meses": _meses}
