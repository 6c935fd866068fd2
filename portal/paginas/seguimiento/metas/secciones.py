"""Secciones de apoyo de la ficha: ritmo, correcciones, alertas, lo que dijo el área, capturas y ficha técnica."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dash import html

from dominio.seguimiento.proyeccion import MESES_PARA_PROYECTAR, Corte, Proyeccion, proyectar
from portal import formato
from portal.componentes.basicos import ficha, seccion
from portal.componentes.tabla import Columna, tabla
from portal.paginas.seguimiento import piezas
from portal.paginas.seguimiento.redaccion import ACUMULACION, METODO, cantidad, con_unidad, mayuscula
from portal.paginas.seguimiento.seleccion import Seleccion

Renglon = Mapping[str, Any]
_DICIEMBRE = 12


def hacia_donde(actual: Renglon) -> str:
    """Cómo leer la diferencia según el sentido de la meta."""
    if actual["diferencia"] is None:
        return "no hay con qué comparar"
    if actual["sentido"] == "descendente":
        return "menos es mejor"
    if actual["sentido"] in ("constante", "rango"):
        return "lo mejor es no apartarse"
    return "realizado menos programado"


def ritmo(meses: Sequence[Renglon], actual: Renglon) -> html.Section:
    """Cuánto por mes falta para cumplir y a dónde llega el ritmo de hoy; solo donde sumar tiene sentido."""
    if actual["acumulacion"] != "suma" or actual["sentido"] != "ascendente" or actual["realizado_acumulado"] is None:
        texto = "El ritmo mensual solo se calcula en metas que se suman y suben."
        return seccion("Ritmo", html.P(texto, className="peq med"))
    v, anual, unidad = actual["realizado_acumulado"], actual["meta_anual"], actual["unidad"]
    restantes = [m for m in meses if m["periodo"] > actual["periodo"] and m["programado"] is not None]
    pares: list[tuple[Any, Any]] = []
    if anual is not None:
        pares.append(("Para cumplir en diciembre", _para_cumplir(anual - v, restantes, meses, unidad)))
    pares += _de_la_proyeccion(meses, actual)
    return seccion("Ritmo", ficha(pares) if pares else html.P("La meta no tiene meta anual.", className="peq med"))


def _de_la_proyeccion(meses: Sequence[Renglon], actual: Renglon) -> list[tuple[Any, Any]]:
    """Cierre esperado, su intervalo y cuánto se ha equivocado; con pocos meses se dice que no se proyecta."""
    anual = actual["meta_anual"]
    if not anual:
        return []
    proyectado = proyeccion(meses, actual)
    if proyectado is None:
        return [("Proyección", f"Con menos de {MESES_PARA_PROYECTAR} meses evaluados no se proyecta.")]
    cierre = f"; {formato.porcentaje(100 * proyectado / anual, 0)} de la meta anual"
    pares: list[tuple[Any, Any]] = [("A este ritmo cierra en", [html.B(cantidad(proyectado)), cierre])]
    probada = proyectar(cortes_evaluados(meses, actual), anual)
    if probada is None:
        return pares
    if actual["periodo"].month != _DICIEMBRE:
        pares.append(("Entre", [html.B(f"{_entero(probada.bajo, actual)} y {_entero(probada.alto, actual)}")]))
    pares.append(("Qué tan confiable es", honestidad(probada)))
    return pares


def honestidad(probada: Proyeccion) -> str:
    """En palabras: con qué se hizo, cuánto se equivocó al probarla y qué supone."""
    base = f"Estimación con {probada.num_meses} meses evaluados; supone que sigue el ritmo contra lo programado."
    if probada.error_medio is None:
        return f"{base} No hay con qué probarla hacia atrás."
    veces = formato.cuenta(probada.num_pruebas, "mes anterior", "meses anteriores")
    return f"{base} Hecha desde {veces}, se habría equivocado en promedio {formato.porcentaje(probada.error_medio)}."


def cortes_evaluados(meses: Sequence[Renglon], actual: Renglon) -> list[Corte]:
    """Los acumulados de los meses evaluados hasta el que se mira."""
    return [
        Corte(float(m["programado_acumulado"]), float(m["realizado_acumulado"]))
        for m in meses
        if m["periodo"] <= actual["periodo"]
        and m["cumplimiento"] is not None
        and m.get("programado_acumulado") is not None
        and m.get("realizado_acumulado") is not None
    ]


def _entero(valor: float, actual: Renglon) -> str:
    """La cantidad, sin decimales si la meta se cuenta en enteros."""
    return cantidad(float(round(valor)) if float(actual["realizado_acumulado"]).is_integer() else valor)


def proyeccion(meses: Sequence[Renglon], actual: Renglon) -> float | None:
    """v/p × meta anual, con tres meses evaluados o más (REGLAS §6, A2); nula si no se puede."""
    evaluados = sum(m["periodo"] <= actual["periodo"] and m["cumplimiento"] is not None for m in meses)
    p, v, anual = actual["programado_acumulado"], actual["realizado_acumulado"], actual["meta_anual"]
    if evaluados < MESES_PARA_PROYECTAR or not p or v is None or anual is None:
        return None
    proyectado: float = v / p * anual
    return float(round(proyectado)) if float(v).is_integer() else proyectado


def _para_cumplir(falta: float, restantes: Sequence[Renglon], meses: Sequence[Renglon], unidad: str) -> Any:
    if falta <= 0:
        return "Ya llegó a la meta anual."
    if not restantes:
        return f"Faltan {con_unidad(falta, unidad)} y no quedan meses programados."
    capturados = [m for m in meses if m["realizado"] is not None]
    necesario = falta / len(restantes)
    necesario = float(-(-falta // len(restantes))) if float(falta).is_integer() else necesario
    piezas_de_frase: list[Any] = [html.B(f"{con_unidad(necesario, unidad)} por mes")]
    if capturados:
        mejor = max(capturados, key=lambda m: m["realizado"])
        piezas_de_frase.append(f"; su mejor mes fue {cantidad(mejor['realizado'])} ({formato.mes(mejor['periodo'])})")
    return piezas_de_frase


def correcciones(versiones: Sequence[Renglon], unidad: str) -> html.Section:
    """Capturas que un archivo posterior cambió: antes, ahora y cuándo."""
    cambios = cambios_de_valor(versiones)
    if not cambios:
        return seccion("Correcciones", html.P("Ningún mes se ha corregido.", className="peq med"))
    columnas = [
        Columna("periodo", "Periodo", lambda p: mayuscula(formato.mes(p))),
        Columna("antes", "Antes", piezas.valor, numerica=True),
        Columna(
            "",
            "Ahora",
            lambda c: html.Span("retirado", className="sd") if c["ahora"] is None else cantidad(c["ahora"]),
            numerica=True,
            clase="fuerte",
        ),
        Columna("", "Por qué", lambda c: f"Corrección del área, {formato.fecha_sin_anio(c['fecha_captura'])}"),
    ]
    sub = f"{len(cambios)} desde enero, en {unidad}" if unidad else f"{len(cambios)} desde enero"
    return seccion("Correcciones", tabla(columnas, cambios, leyenda="Correcciones de captura"), sub=sub)


def cambios_de_valor(versiones: Sequence[Renglon]) -> list[dict[str, Any]]:
    """De las versiones, los pares consecutivos del mismo mes cuyo valor cambió; el más reciente primero."""
    cambios = []
    ordenadas = sorted(versiones, key=lambda v: (v["periodo"], v["version"]))
    for antes, ahora in pairwise(ordenadas):
        if antes["periodo"] == ahora["periodo"] and antes["realizado"] != ahora["realizado"]:
            cambios.append({**ahora, "antes": antes["realizado"], "ahora": ahora["realizado"]})
    return list(reversed(cambios))


def de_alertas(alertas: Sequence[Renglon], sel: Seleccion) -> html.Section:
    """Alertas de la meta en el periodo que se mira."""
    del_periodo = [a for a in alertas if a["periodo"] == sel.periodo]
    if not del_periodo:
        return seccion("Alertas", html.P(f"Ninguna en {formato.mes(sel.periodo)}.", className="peq med"))
    elementos = [piezas.alerta_de_regla(a) for a in del_periodo]
    return seccion("Alertas", html.Ul(elementos, className="alertas"), sub=formato.periodo(sel.periodo).lower())


def dicho_por_el_area(actual: Renglon) -> html.Section:
    """Observación, justificación y evidencia del mes, tal como se capturaron."""
    vacio = html.Span("no se capturó", className="sd")
    pares = [
        ("Observaciones", actual["observaciones"] or vacio),
        ("Justificación", actual["justificacion"] or vacio),
        ("Evidencia", actual["evidencia"] or vacio),
    ]
    return seccion("Lo que dijo el área", ficha(pares), sub=formato.mes(actual["periodo"]))


def capturas(versiones: Sequence[Renglon], meses: Sequence[Renglon]) -> html.Section:
    """Cada versión capturada, con su archivo, hoja y celda: de aquí salió todo lo anterior."""
    estados = {m["periodo"]: m["estado_captura"] for m in meses}
    if not versiones:
        return seccion("Capturas", html.P("Ningún archivo trae esta meta todavía.", className="peq med"))
    vistas = con_algo_que_decir(versiones)
    repetidas = len(versiones) - len(vistas)
    nota = None
    if repetidas:
        cuantas = formato.cuenta(repetidas, "versión más repite", "versiones más repiten")
        nota = f"{cuantas} el mismo valor y no se listan."
    columnas = [
        Columna(
            "", "Mes", lambda v: f"{formato.mes_corto(v['periodo'])}{' (sustituida)' if not v['es_vigente'] else ''}"
        ),
        Columna(
            "",
            "Valor",
            lambda v: "no aplica" if v["no_aplica"] else piezas.valor(v["realizado"]),
            numerica=True,
            clase="fuerte",
        ),
        Columna("", "Oportunidad", lambda v: _oportunidad(estados.get(v["periodo"])), solo_escritorio=True),
        Columna("fecha_captura", "Capturado", formato.fecha, solo_escritorio=True),
        Columna(
            "",
            "Celda",
            lambda v: html.Span(
                f"{v['hoja']}!{v['celda_realizado'] or v['celda_numerador'] or 'fila ' + str(v['fila'])}",
                className="celda",
            ),
        ),
        Columna("archivo", "Archivo"),
    ]
    return seccion(
        "Capturas",
        tabla(columnas, vistas, leyenda="Versiones de captura"),
        sub="archivo, hoja y celda de cada valor, lo más reciente primero",
        nota=nota,
    )


def con_algo_que_decir(versiones: Sequence[Renglon]) -> list[Renglon]:
    """La vigente de cada mes y las sustituidas que traían otro valor; reenviar lo mismo no es noticia."""
    vigentes = {v["periodo"]: v["realizado"] for v in versiones if v["es_vigente"]}
    return [v for v in versiones if v["es_vigente"] or v["realizado"] != vigentes.get(v["periodo"])]


def _oportunidad(estado: str | None) -> str:
    return {"CAPTURADA": "en tiempo", "EXTEMPORANEA": "extemporánea", "NO_APLICA": "no aplica"}.get(estado or "", "—")


def ficha_tecnica(meta: Renglon) -> html.Section:
    """Lo que el programa dice de la meta."""
    unidad = meta["unidad"]
    peso = f"peso {formato.numero(meta['peso'])}" if meta["peso"] is not None else "peso 1"
    meta_anual = ", ".join([con_unidad(meta["meta_anual"], unidad), peso, *(["crítica"] if meta["es_critica"] else [])])
    limites = "—"
    if meta["limite_inferior"] is not None or meta["limite_superior"] is not None:
        limites = f"{cantidad(meta['limite_inferior'])} a {cantidad(meta['limite_superior'])}"
    pares = [
        ("Meta", meta["meta_nombre"]),
        ("Definición", meta["definicion"]),
        ("Método de cálculo", meta["metodo_calculo"]),
        (
            "Sentido y método",
            f"{mayuscula(meta['sentido'] or '')}, {METODO.get(meta['metodo_cumplimiento'], formato.SIN_DATO)}",
        ),
        ("Acumulación", ACUMULACION.get(meta["acumulacion"], meta["acumulacion"])),
        ("Línea base", con_unidad(meta["linea_base"], unidad)),
        ("Meta anual", meta_anual),
        (
            "Límites y tolerancia",
            f"{limites}; tolerancia {formato.numero(meta['tolerancia'])} %"
            if meta["tolerancia"] is not None
            else limites,
        ),
        ("Frecuencia", mayuscula(meta["frecuencia"] or "")),
        ("Medio de verificación", meta["medio_verificacion"]),
        ("Responsable", meta["responsable"]),
        (
            "Alineación",
            " · ".join(
                meta[c] for c in ("eje_nombre", "objetivo_nombre", "estrategia_nombre", "linea_nombre") if meta[c]
            ),
        ),
        ("Revisión del plan", meta["observacion_plan"] or "Sin observaciones"),
    ]
    limpios = [
        (rotulo, valor if valor not in (None, "") else html.Span(formato.SIN_DATO, className="sd"))
        for rotulo, valor in pares
    ]
    return seccion("Ficha técnica", ficha(limpios))
