"""Resumen: ¿cómo vamos?, ¿qué cambió?, ¿qué requiere atención hoy? Todo desde los marts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import almacen, direccion, formato
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import enlace, fila, icono, oculto, seccion, titular
from portal.componentes.dibujo import dibujo
from portal.componentes.explicacion import enlace_explica
from portal.componentes.semaforo import apilada, aspecto, chip, conteos_de
from portal.componentes.tabla import Columna, tabla
from portal.componentes.tarjeta import cifra_porcentaje
from portal.componentes.tramos import tramo
from portal.componentes.vacio import pagina_sin_datos, vacio
from portal.descargas import destino
from portal.paginas.seguimiento import consultas as comunes
from portal.paginas.seguimiento import filtros, piezas, titulares
from portal.paginas.seguimiento.redaccion import cantidad
from portal.paginas.seguimiento.resumen import atencion, consultas, explicacion, graficas, otros_asuntos
from portal.paginas.seguimiento.seleccion import Seleccion, clase_de, contra_anterior, leer, por_nivel
from portal.paginas.seguimiento.vista import en_que_cambio

Renglon = Mapping[str, Any]
_EN_LA_TIRA = ("CUMPLIDA", "BUEN_DESEMPENO", "REGULAR", "DEFICIENTE", "SIN_CAPTURA")
_CAMBIOS_A_LA_VISTA = 9
_MARCAS_EN_UN_RENGLON = 44
_MARCAS_POR_CLASE = 60
_AREAS_POR_TRAMO = 20
_OTROS_CAMBIOS = 20
_ORDEN_DE_CLASE = {"DEFICIENTE": 0, "REGULAR": 1, "BUEN_DESEMPENO": 2, "CUMPLIDA": 3}


def disposicion(
    periodo: str | None = None,
    eje: str | None = None,
    area: str | None = None,
    criticas: str | None = None,
    explica: str | None = None,
    **_: str,
) -> Component | Pantalla:
    """La página completa a partir de su dirección."""
    corte = comunes.corte() if almacen.hay("mart_seguimiento__avance_mensual") else None
    if corte is None:
        return pagina_sin_datos(
            "Todavía no hay datos de seguimiento", "Sin programa de metas.", "Lo entrega Planeación en programa/."
        )
    sel = leer(corte, periodo, eje, area, criticas)
    agregados = comunes.agregados(sel.eje, sel.area, sel.criticas, sel.periodo)
    serie = [f for f in agregados if f["nivel"] == "todo" and f["periodo"] <= sel.periodo]
    metas = consultas.metas(sel.eje, sel.area, sel.criticas, sel.periodo)
    return Pantalla(
        _contenido(sel, corte, agregados, serie, metas) if metas else _sin_metas(),
        filtros=filtros.comunes(sel),
        cajon=explicacion.cajon_de_agregado(serie[-1], metas) if explica == "cumplimiento" and metas else None,
        descargas=[
            ("Metas en Excel", destino("seguimiento.resumen", "metas")),
            ("Metas en CSV", destino("seguimiento.resumen", "metas", "csv")),
        ],
        escrito=filtros.en_palabras(sel),
    )


def _sin_metas() -> list[Any]:
    return [
        titular("Ninguna meta cumple estos filtros"),
        html.Div(vacio("Quite algún filtro para ver metas."), className="mi-hueco"),
    ]


def _contenido(
    sel: Seleccion, corte: Renglon, agregados: Sequence[Renglon], serie: Sequence[Renglon], metas: Sequence[Renglon]
) -> list[Any]:
    alertas = consultas.alertas(sel.eje, sel.area, sel.criticas, sel.periodo)
    cambios = cambios_de_clase(metas)
    primera = fila(
        (7, [_como_vamos(serie, metas, _saltos(alertas, cambios)), _que_cambio(sel, cambios)]),
        (5, [atencion.seccion_de_atencion(sel, corte, alertas), _por_eje(sel, agregados)]),
    )
    otros = otros_asuntos.seccion_de_otros(sel)
    return [
        titular(titulares.de_resumen(serie, _ambito(sel))),
        html.Div(primera, className="primera"),
        *([] if otros is None else [fila(otros)]),
        fila(_por_area(sel, agregados)),
    ]


def _ambito(sel: Seleccion) -> str:
    """Qué recorte se mira, en palabras, para el titular."""
    nombres = [f["nombre"] for f in comunes.ejes() if f["clave"] == sel.eje]
    nombres += [f["nombre"] for f in comunes.areas() if f["clave"] == sel.area]
    if sel.criticas:
        nombres.append("Metas críticas" if not nombres else "metas críticas")
    return ", ".join(nombres)


def _como_vamos(serie: Sequence[Renglon], metas: Sequence[Renglon], saltos: Component) -> html.Section:
    actual = serie[-1]
    areas = len({m["area_clave"] for m in metas})
    sub = f"{formato.cuenta(len(metas), 'meta', 'metas')}, {formato.cuenta(areas, 'área', 'áreas')}"
    lado = html.Div(dibujo(graficas.linea_del_anio(serie, actual)), className="solo-esc")
    portada = html.Div([_cifra(actual, serie), lado], className="portada")
    ver = enlace_explica("Cómo se calcula", "cumplimiento") if actual["cumplimiento"] is not None else None
    return seccion("Cómo vamos", [portada, _tira(metas), _nota_de_tira(actual), saltos], sub=sub, ver=ver)


def _cifra(actual: Renglon, serie: Sequence[Renglon]) -> html.Div:
    """Cifra de portada con su clase, el cambio contra el corte anterior y la cobertura al lado."""
    valor = actual["cumplimiento"]
    cifra: Component = cifra_porcentaje(valor)
    if valor is not None:
        cifra = html.A(
            cifra, href=direccion.aqui(explica="cumplimiento"), className="portada-cifra",
            **{"aria-label": f"{formato.porcentaje(valor)}, explicar"},
        )  # fmt: skip
    exigibles = (
        f": {actual['num_evaluables']} de {formato.cuenta(actual['num_exigibles'], 'meta exigible', 'metas exigibles')}"
    )
    return html.Div(
        [
            html.P("Cumplimiento al corte", className="peq med"),
            cifra,
            html.P([chip(clase_de(valor, actual)), _contra_el_anterior(serie)], className="portada-clase"),
            html.P(
                ["Cobertura ", html.B(formato.proporcion(actual["cobertura"])), f" del peso{exigibles}"]
                if actual["num_exigibles"]
                else "Ninguna meta exigible todavía",
                className="peq med",
            ),
        ]
    )


def _contra_el_anterior(serie: Sequence[Renglon]) -> html.Span | None:
    if len(serie) < 2 or serie[-1]["cumplimiento"] is None or serie[-2]["cumplimiento"] is None:
        return None
    puntos = round(serie[-1]["cumplimiento"], 1) - round(serie[-2]["cumplimiento"], 1)
    texto = f" contra {formato.mes(serie[-2]['periodo'])}"
    return html.Span([html.B(formato.puntos(puntos)), texto], className="peq med nb")


def _tira(metas: Sequence[Renglon]) -> html.Div:
    """Una marca por meta, por clase; cada una abre su ficha."""
    renglones = []
    for clase in (*_EN_LA_TIRA, *(("PENDIENTE",) if all(m["clase"] == "PENDIENTE" for m in metas) else ())):
        de_clase = [m for m in metas if m["clase"] == clase]
        if not de_clase:
            continue
        visto = aspecto(clase)
        rotulo = html.P(
            [icono(visto.icono), html.B(str(len(de_clase))), f" {visto.palabra}"], className=f"t-{visto.css}"
        )
        corta = "corta" if len(de_clase) <= _MARCAS_EN_UN_RENGLON else None
        renglones.append(html.Div([rotulo, html.Div(_marcas(de_clase), className=corta)], className="g"))
    return html.Div(renglones, className="tira")


def _marcas(metas: Sequence[Renglon]) -> list[Component]:
    marcas: list[Component] = [piezas.marca(m) for m in metas[:_MARCAS_POR_CLASE]]
    if len(metas) > _MARCAS_POR_CLASE:
        resto = f"y {len(metas) - _MARCAS_POR_CLASE} más"
        marcas.append(enlace(resto, direccion.hacia("/ranking", ver="todas"), "peq"))
    return marcas


def _nota_de_tira(actual: Renglon) -> html.P:
    aparte = [
        (actual["num_no_programada"], "no programada", "no programadas"),
        (actual["num_no_evaluable"], "no evaluable", "no evaluables"),
        (actual["num_no_aplica"], "no aplica", "no aplican"),
    ]
    dichas = [formato.cuenta(n, una, varias) for n, una, varias in aparte if n]
    texto = "Una marca por meta. Raya inferior: meta crítica."
    return html.P(f"{texto} Aparte: {formato.lista(dichas)}." if dichas else texto, className="mic mut tira-nota")


def _saltos(alertas: Sequence[Renglon], cambios: Sequence[Renglon]) -> html.Ul:
    """En teléfono, dos saltos a lo que sigue, con su cuenta."""
    altas = sum(a["severidad"] in ("critica", "alta") for a in alertas)
    bajaron = sum(_salto(m) < 0 for m in cambios)
    severas = formato.cuenta(altas, "alerta alta o crítica", "alertas altas o críticas")
    cambiaron = formato.cuenta(len(cambios), "meta cambió", "metas cambiaron")
    textos = (
        ([html.B(severas), f" y {len(alertas) - altas} más"], "#atencion"),
        ([html.B(f"{cambiaron} de clase"), f": {formato.cuenta(bajaron, 'bajó', 'bajaron')}"], "#cambios"),
    )
    saltos = [html.Li(enlace([html.Span(texto), icono("chevron-right")], destino_)) for texto, destino_ in textos]
    return html.Ul(saltos, className="saltos solo-tel")


def cambios_de_clase(metas: Sequence[Renglon]) -> list[Renglon]:
    """Metas evaluadas en los dos meses cuya clase cambió: primero las que bajan y, de esas, la caída mayor."""
    cambios = [
        m
        for m in metas
        if m["clase"] != m["clase_anterior"] and {m["clase"], m["clase_anterior"]} <= _ORDEN_DE_CLASE.keys()
    ]
    return sorted(
        cambios, key=lambda m: (_salto(m) > 0, m["cumplimiento"] - m["cumplimiento_anterior"], m["meta_clave"])
    )


def _que_cambio(sel: Seleccion, cambios: Sequence[Renglon]) -> html.Section:
    """Cambios de clase y correcciones de captura."""
    bajaron = sum(_salto(m) < 0 for m in cambios)
    sub = "ninguna meta cambió de clase" if not cambios else _cuantas_cambiaron(bajaron, len(cambios) - bajaron)
    vista, resto = cambios[:_CAMBIOS_A_LA_VISTA], cambios[_CAMBIOS_A_LA_VISTA:]
    cuerpo: list[Any] = [html.Ul([piezas.cambio_de_clase(m) for m in vista], className="cambios")]
    if resto:
        mas: list[Any] = [html.Ul([piezas.cambio_de_clase(m) for m in resto[:_OTROS_CAMBIOS]], className="cambios")]
        if len(resto) > _OTROS_CAMBIOS:
            faltan = f"Las otras {len(resto) - _OTROS_CAMBIOS}, en la descarga de metas."
            mas.append(html.P(faltan, className="peq med"))
        cuerpo.append(html.Details([html.Summary(f"Ver las otras {len(resto)}"), *mas], className="mi-datos"))
    corregidas = consultas.correcciones(sel.eje, sel.area, sel.criticas, sel.periodo)
    if corregidas:
        cuerpo.append(_correcciones(corregidas))
    cuerpo += en_que_cambio(sel.periodo, sel.eje, sel.area, sel.criticas)
    return seccion("Qué cambió", cuerpo, sub=sub, ident="cambios")


def _salto(meta: Renglon) -> int:
    return _ORDEN_DE_CLASE[meta["clase"]] - _ORDEN_DE_CLASE[meta["clase_anterior"]]


def _cuantas_cambiaron(bajaron: int, subieron: int) -> str:
    bajan = formato.cuenta(bajaron, "meta bajó", "metas bajaron")
    return f"{bajan} de clase y {formato.cuenta(subieron, 'subió', 'subieron')}"


def _correcciones(filas: Sequence[Renglon]) -> html.P:
    """Valores de meses anteriores que un archivo posterior cambió, con antes y ahora."""
    dichas = []
    for f in filas[:3]:
        antes, ahora = cantidad(f["antes"]), "retirado" if f["ahora"] is None else cantidad(f["ahora"])
        nombre = enlace(f["indicador_nombre"], piezas.ruta_de_meta(f["meta_clave"]))
        dichas += [nombre, f", {formato.mes(f['periodo'])} ({antes} a {ahora}); "]
    dichas[-1] = dichas[-1].rstrip("; ") + ("." if len(filas) <= 3 else f"; y {len(filas) - 3} más.")
    cuantas = formato.cuenta(len(filas), "valor corregido", "valores corregidos")
    return html.P(
        [icono("arrow-counterclockwise"), " ", html.B(cuantas), " por el área: ", *dichas],
        className="peq med correcciones",
    )


def _por_eje(sel: Seleccion, agregados: Sequence[Renglon]) -> html.Section:
    renglones = [_eje(sel, agregados, f) for f in por_nivel(agregados, "eje", sel.periodo)]
    ver = enlace("Alineación", direccion.hacia("/alineacion", conservar=("periodo",)))
    return seccion("Por eje", html.Ul(renglones, className="por-eje"), ver=ver)


def _eje(sel: Seleccion, agregados: Sequence[Renglon], f: Renglon) -> html.Li:
    puntos = contra_anterior(agregados, f, sel.anterior)
    partes = [formato.cuenta(f["num_metas"], "meta", "metas"), f"{f['num_deficiente']} en Deficiente"]
    if f["num_sin_captura"]:
        partes.append(f"{f['num_sin_captura']} sin captura")
    if puntos is not None:
        partes.append(formato.puntos(puntos))
    nombre = enlace(f["nombre"] or "Sin eje", direccion.aqui(eje=None if sel.eje == f["clave"] else f["clave"]))
    valor = (
        formato.porcentaje(f["cumplimiento"])
        if f["cumplimiento"] is not None
        else html.Span("sin dato", className="sd")
    )
    return html.Li(
        [
            html.Span([nombre, html.B(valor, className="nb")], className="nombre"),
            apilada(conteos_de(f), alto=10),
            html.Span(" · ".join(partes), className="mic mut cuenta"),
        ]
    )


def _por_area(sel: Seleccion, agregados: Sequence[Renglon]) -> html.Section:
    filas = sorted(
        por_nivel(agregados, "area", sel.periodo),
        key=lambda f: (f["cumplimiento"] is None, f["cumplimiento"] or 0, f["clave"]),
    )
    antes = {f["clave"]: f["cumplimiento"] for f in por_nivel(agregados, "area", sel.anterior)}
    desde = graficas.piso_de_escala([f["cumplimiento"] for f in filas] + list(antes.values()))
    marcas = (
        [float(u) for u in (filas[0]["umbral_buen_desempeno"], filas[0]["umbral_cumplida"]) if u is not None]
        if filas
        else []
    )
    mes_previo = formato.mes_corto(sel.anterior)
    columnas = [
        Columna("", "Área", lambda f: enlace(f["nombre"], piezas.ruta_de_area(f["clave"]))),
        Columna(
            "",
            "Clase",
            lambda f: chip(clase_de(f["cumplimiento"], f), plano=True) if f["cumplimiento"] is not None else None,
        ),
        Columna(
            "cumplimiento",
            "Cumplimiento",
            lambda v: formato.porcentaje(v) if v is not None else None,
            numerica=True,
            clase="fuerte",
        ),
        Columna("", f"Contra {mes_previo}", lambda f: _contra(f, antes), numerica=True, clase="med"),
        Columna(
            "",
            _encabezado_de_mancuerna(sel, desde, marcas),
            lambda f: dibujo(graficas.mancuerna(antes.get(f["clave"]), f["cumplimiento"], desde, marcas)),
        ),
        Columna("", "Metas por clase", lambda f: apilada(conteos_de(f)), clase="apiladas"),
        Columna("", "Cobertura", _cobertura, numerica=True),
    ]
    leyenda = f"Áreas de menor a mayor cumplimiento en {formato.periodo(sel.periodo).lower()}"
    ver = enlace("Ranking completo", direccion.hacia("/ranking", conservar=("periodo",)))
    visibles, otros = tramo(filas, "tramo-areas", _AREAS_POR_TRAMO)
    escritorio = html.Div(tabla(columnas, visibles, leyenda=leyenda), className="solo-esc")
    cuerpo = [escritorio, _areas_en_tarjetas(visibles), otros]
    return seccion("Áreas, de menor a mayor cumplimiento", cuerpo, ver=ver)


def _cobertura(f: Renglon) -> Any:
    """«7 de 8» metas evaluadas de las exigibles; si ninguna es exigible todavía, no hay cobertura que decir."""
    if not f["num_exigibles"]:
        return html.Span("—", className="sd")
    return f"{f['num_evaluables']} de {f['num_exigibles']}"


def _contra(f: Renglon, antes: Mapping[str, float | None]) -> Any:
    previo = antes.get(f["clave"])
    if previo is None or f["cumplimiento"] is None:
        return None
    return formato.diferencia(round(f["cumplimiento"], 1) - round(previo, 1), 1)


def _encabezado_de_mancuerna(sel: Seleccion, desde: float, marcas: Sequence[float]) -> Any:
    texto = f"{formato.mes(sel.anterior).capitalize()} ○ a {formato.mes(sel.periodo)} ●"
    return [texto, dibujo(graficas.escala_de_mancuerna(desde, marcas))]


def _areas_en_tarjetas(filas: Sequence[Renglon]) -> html.Div:
    tarjetas = []
    for f in filas:
        valor = (
            formato.porcentaje(f["cumplimiento"])
            if f["cumplimiento"] is not None
            else html.Span("sin dato", className="sd")
        )
        clase = (
            chip(clase_de(f["cumplimiento"], f), plano=True) if f["cumplimiento"] is not None else oculto("sin clase")
        )
        cabeza = html.Span(
            [html.Span(f["nombre"]), html.Span([html.B(valor), " ", clase], className="nb")], className="cabeza"
        )
        tarjetas.append(
            enlace([cabeza, apilada(conteos_de(f), alto=9)], piezas.ruta_de_area(f["clave"]), "tarjeta renglon")
        )
    return html.Div(tarjetas, className="tarjetas solo-tel")


def _metas_para_descargar(
    periodo: str | None = None, eje: str | None = None, area: str | None = None, criticas: str | None = None
) -> list[dict[str, Any]]:
    """Las metas de esta selección, con programado, realizado, diferencia y cumplimiento."""
    corte = comunes.corte()
    if corte is None:
        return []
    sel = leer(corte, periodo, eje, area, criticas)
    return consultas.para_descargar(sel.eje, sel.area, sel.criticas, sel.periodo)


DESCARGAS = {"metas": _metas_para_descargar}
