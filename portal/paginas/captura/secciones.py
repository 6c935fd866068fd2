"""Las partes de la página de captura: datos → componente. No consulta."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dash import html

from dominio.capturas.recibos import Recibo
from portal import direccion, formato
from portal.componentes.basicos import boton_enlace, enlace, fila, icono, seccion, titular
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import vacio

Renglon = dict[str, Any]
_ESTADOS = {
    "CAPTURADA": ("check-circle", "Capturada"),
    "EXTEMPORANEA": ("clock-history", "Extemporánea"),
    "NO_APLICA": ("slash-circle", "No aplica"),
    "PENDIENTE": ("hourglass-split", "Pendiente, en plazo"),
    "SIN_CAPTURA": ("file-earmark-x", "Sin captura"),
}
_RESULTADOS = {
    "aceptado": ("check-circle", "Todo entró"),
    "parcial": ("exclamation-triangle", "Entró una parte"),
    "rechazado": ("x-octagon", "No entró nada"),
    "repetido": ("file-earmark-check", "Ya se había recibido"),
}


def _mes(mes: Renglon) -> str:
    return formato.mes(mes["periodo"])


def titular_de_area(area: Renglon, mes: Renglon, suyo: Renglon | None) -> str:
    """La respuesta en una frase: qué debe el área de ese mes."""
    nombre = area["area_corta"] or area["area_clave"]
    if suyo is None or not suyo["num_esperadas"] + suyo["num_no_aplica"]:
        return f"{nombre} no tiene metas programadas en {_mes(mes)}"
    faltan = suyo["num_sin_captura"] + suyo["num_pendientes"]
    if not faltan:
        return f"{nombre} ya entregó completo {_mes(mes)}"
    de = formato.cuenta(suyo["num_esperadas"], "meta", "metas")
    verbo = "debe" if suyo["num_sin_captura"] else "tiene por capturar"
    return f"{nombre} {verbo} {faltan} de {de} de {_mes(mes)}"


def titular_general(mes: Renglon, estado: Sequence[Renglon]) -> str:
    """Cuántas áreas deben captura."""
    esperadas = [c for c in estado if c["num_esperadas"]]
    faltan = [c for c in esperadas if not c["es_completa"]]
    if not esperadas:
        return f"Ningún área tiene metas programadas en {_mes(mes)}"
    if not faltan:
        return f"Las {len(esperadas)} áreas entregaron completo {_mes(mes)}"
    return f"{len(faltan)} de {formato.cuenta(len(esperadas), 'área', 'áreas')} no han completado {_mes(mes)}"


def plazo(mes: Renglon, hoy: dt.date, cierre: Renglon | None = None) -> str:
    """Hasta cuándo, y qué pasa si ya pasó o si el mes ya se cerró."""
    limite = mes["fecha_limite"]
    if cierre is not None:
        return (
            f"El mes se cerró el {formato.momento(cierre['cerrado_en'])}. Lo que se entregue ahora queda como "
            "extemporáneo y se lista como reexpresión: lo reportado no cambia."
        )
    if hoy <= limite:
        dias = (limite - hoy).days
        cuanto = "hoy es el último día" if not dias else f"quedan {formato.cuenta(dias, 'día', 'días')}"
        return f"La fecha límite es el {formato.fecha_con_dia(limite)}: {cuanto}."
    return (
        f"La fecha límite fue el {formato.fecha_con_dia(limite)}. Lo que se entregue ahora cuenta, y queda como "
        "extemporáneo."
    )


def entrega(area: str | None, mes: Renglon, *, hay_metas: bool) -> html.Section:
    """Descargar la plantilla y entregar archivos."""
    clave = formato.periodo_clave(mes["periodo"])
    if area:
        destino, texto = f"/descargas/captura/plantillas/{clave}/{area}.xlsx", f"Descargar la plantilla de {_mes(mes)}"
    else:
        destino, texto = f"/descargas/captura/plantillas/{clave}.zip", f"Descargar todas las plantillas de {_mes(mes)}"
    boton = boton_enlace(texto, destino, "download")
    boton.download = ""
    zona = html.Div(
        [
            html.P([icono("upload"), " Arrastre aquí los archivos llenos, o"], className="invita"),
            html.Button("Elegir archivos", type="button", className="boton lleno", **{"data-captura": "elegir"}),
            html.P("Libros .xlsx de hasta 10 MB, uno o varios. Se revisan al momento.", className="peq med"),
        ],
        className="captura-zona",
        id="captura-zona",
        **{"data-captura": "zona"},
    )
    resultados = html.Div(id="captura-resultados", className="captura-resultados", **{"aria-live": "polite"})
    botones: list[Any] = [boton]
    practicar = enlace("Practicar sin entregar nada", direccion.aqui(practica="1"))
    if area:
        atributos = {"data-captura": "directa", "data-area": area, "data-mes": clave}
        contenido = [icono("pencil-square"), "Capturar aquí, sin Excel"]
        botones.append(html.Button(contenido, type="button", className="boton", **atributos))
    fila_de_botones = html.Div(botones, className="captura-botones")
    pasos = [fila_de_botones, zona, resultados] if hay_metas else [zona, resultados]
    pie = ["¿Es su primera vez? ", practicar, "."]
    return seccion("Capturar y entregar", pasos, sub="la plantilla ya trae lo programado y el último valor", nota=pie)


ERRORES_PARA_PROBAR = (
    ("Texto donde va un número", "Escriba «como 120» en realizado."),
    ("Solo la mitad de una razón", "Llene el numerador y deje vacío el denominador."),
    ("«No aplica» con valor", "Ponga «si» en no_aplica sin borrar el realizado."),
    ("Una meta de otra área", "Cambie una clave por la de otra área."),
    ("Una fórmula sin valor", "Escriba =1+1 y guarde con un programa que no la calcule."),
    ("Otro mes", "Escriba 2031-01 en B2."),
)


def de_practica(area: Renglon | None, mes: Renglon) -> list[Any]:
    """La captura, pero de mentira: se revisa igual, se devuelve el libro anotado y no queda nada."""
    clave = formato.periodo_clave(mes["periodo"])
    franja = html.Div(
        [
            icono("pencil-square"),
            html.B("Práctica"),
            html.Span("Nada de lo que suba aquí se guarda, se entrega ni se publica."),
        ],
        className="captura-franja",
        role="note",
    )
    pasos: list[Any] = [html.Li("Descargue la plantilla y llénela en Excel o LibreOffice.")]
    if area:
        destino = f"/descargas/captura/plantillas/{clave}/{area['area_clave']}.xlsx"
        boton = boton_enlace(f"Descargar la plantilla de {_mes(mes)}", destino, "download")
        boton.download = ""
        pasos = [html.Li([boton]), html.Li("Llénela en Excel o LibreOffice. Equivóquese a propósito.")]
    pasos += [
        html.Li(
            "Súbala aquí. Verá lo mismo que en una entrega: qué entraría, qué no, y su libro con las celdas en rojo."
        ),
        html.Li("Corrija en el libro anotado y vuelva a subirlo, las veces que quiera."),
    ]
    zona = html.Div(
        [
            html.P([icono("upload"), " Arrastre aquí su archivo de práctica, o"], className="invita"),
            html.Button("Elegir archivos", type="button", className="boton lleno", **{"data-captura": "elegir"}),
            html.P("Se revisa y se olvida: no hay recibo.", className="peq med"),
        ],
        className="captura-zona practica",
        **{"data-captura": "zona", "data-practica": "1"},
    )
    resultados = html.Div(id="captura-resultados", className="captura-resultados", **{"aria-live": "polite"})
    errores = [pieza for que, como in ERRORES_PARA_PROBAR for pieza in (html.Dt(que), html.Dd(como))]
    salir = enlace("Terminar la práctica y capturar de verdad", direccion.aqui(practica=None))
    return [
        franja,
        titular("Practique: aquí nada cuenta", "La revisión es la misma que la de una entrega."),
        fila(
            (7, [seccion("Practicar una entrega", [html.Ol(pasos, className="captura-pasos"), zona, resultados])]),
            (5, [seccion("Errores que conviene probar", html.Dl(errores, className="ficha"), nota=salir)]),
        ),
    ]


def metas(renglones: Sequence[Renglon], mes: Renglon) -> html.Section:
    """Qué debe el área, meta por meta."""
    if not renglones:
        return seccion("Qué se captura", vacio(f"Nada programado en {_mes(mes)}.", enlazar=False))
    columnas = [
        Columna("", "Meta", _meta),
        Columna("programado", "Programado", formato.numero, numerica=True),
        Columna("realizado", "Realizado", lambda v: None if v is None else formato.numero(v), numerica=True),
        Columna("unidad", "Unidad", solo_escritorio=True),
        Columna("estado_captura", "Estado", _estado),
    ]
    cuerpo = tabla(columnas, renglones, leyenda=f"Metas por capturar en {_mes(mes)}")
    return seccion("Qué se captura", cuerpo, sub=formato.cuenta(len(renglones), "meta", "metas"))


def _meta(m: Renglon) -> list[Any]:
    return [enlace(m["meta_clave"], direccion.hacia(f"/metas/{m['meta_clave']}")), " ", m["indicador_nombre"]]


def _estado(clave: str) -> html.Span:
    nombre, palabra = _ESTADOS.get(clave, ("question-diamond", clave))
    return html.Span([icono(nombre), " ", palabra], className=f"captura-estado {clave.lower()}")


def devuelto(fallas: Sequence[Renglon], archivos: Sequence[Renglon]) -> html.Section:
    """Lo que no entró en lo ya publicado, por qué y cómo se corrige."""
    if not fallas and not archivos:
        return seccion("Qué se devolvió", html.P("Nada: todo lo publicado entró.", className="med"))
    piezas = [
        html.Li([html.B(a["archivo"].rsplit("/", 1)[-1]), html.Span([a["motivo"], " ", a["remedio"]])])
        for a in archivos
    ]
    piezas += [
        html.Li(
            [
                html.B([f["celda"] or "archivo", " · ", f["archivo"].rsplit("/", 1)[-1]]),
                html.Span(["Aviso: " if f["gravedad"] == "aviso" else "", f["motivo"], " ", f["remedio"]]),
            ]
        )
        for f in fallas
    ]
    return seccion("Qué se devolvió", html.Ul(piezas, className="captura-lista"), sub="en lo ya publicado")


def recibos(entregas: Sequence[Recibo], publicadas: set[str]) -> html.Section:
    """Los recibos del área en el mes."""
    if not entregas:
        return seccion("Recibos", html.P("Todavía no hay entregas por el portal de este mes.", className="med"))
    return seccion("Recibos", html.Ul([_recibo(r, publicadas) for r in entregas], className="captura-lista"))


def _recibo(r: Recibo, publicadas: set[str]) -> html.Li:
    nombre, palabra = _RESULTADOS.get(r.estado, ("question-diamond", r.estado))
    estado = [icono(nombre), " ", palabra]
    if r.estado == "parcial":
        estado.append(f": {r.num_entraron} sí, {r.num_no_entraron} no")
    if r.destino:
        estado.append(" · ya está publicado" if r.sha256 in publicadas else " · en espera de publicarse")
    if r.es_extemporaneo:
        estado.append(" · extemporáneo")
    piezas: list[Any] = [
        html.B([r.folio, " · ", formato.momento(r.recibido_en)]),
        html.Span(estado),
        html.Span([r.nombre, " · huella ", r.sha256[:12]], className="peq med"),
    ]
    if r.num_no_entraron and r.estado != "repetido":
        destino = f"/descargas/captura/recibos/{r.folio}/anotado.xlsx"
        piezas.append(html.A("Libro anotado", href=destino, download=""))
    return html.Li(piezas)


def tabla_de_areas(estado: Sequence[Renglon], mes: Renglon) -> html.Section:
    """Un renglón por área: cuánto debe, con su página y su plantilla."""
    clave = formato.periodo_clave(mes["periodo"])
    columnas = [
        Columna("", "Área", lambda c: enlace(c["area_corta"] or c["area_clave"], _de_area(c, clave))),
        Columna("num_esperadas", "Esperadas", formato.numero, numerica=True),
        Columna("num_capturadas", "Capturadas", formato.numero, numerica=True),
        Columna("", "Faltan", lambda c: str(c["num_sin_captura"] + c["num_pendientes"]), numerica=True),
        Columna("", "Plantilla", lambda c: _plantilla(c, clave), solo_escritorio=True),
    ]
    con_metas = [c for c in estado if c["num_esperadas"]]
    con_metas.sort(key=lambda c: -(c["num_sin_captura"] + c["num_pendientes"]))  # quien más debe, primero
    cuerpo = tabla(columnas, con_metas, leyenda=f"Captura de {_mes(mes)} por área")
    return seccion("Qué debe cada área", cuerpo, sub=formato.periodo(mes["periodo"]))


def _de_area(c: Renglon, clave: str) -> str:
    return direccion.armar("/captura", {"area": c["area_clave"], "periodo": clave})


def _plantilla(c: Renglon, clave: str) -> html.A:
    etiqueta = f"Descargar la plantilla de {c['area_corta'] or c['area_clave']}"
    destino = f"/descargas/captura/plantillas/{clave}/{c['area_clave']}.xlsx"
    return html.A([icono("download"), " Descargar"], href=destino, download="", **{"aria-label": etiqueta})
