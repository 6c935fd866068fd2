"""Las frases del resumen: plantillas que se llenan con lo publicado, sin redactar nada a mano."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dominio.informes import formato
from dominio.informes.consulta import DatosDeEvaluacion

Renglon = dict[str, Any]


def frases(datos: DatosDeEvaluacion) -> list[str]:
    """Cinco frases del mes; menos si no hay metas o si todavía no vence su plazo."""
    total, mes = datos.total, formato.mes(datos.periodo)
    if total is None or not datos.metas:
        return [f"La versión no trae metas para {mes}; no hay nada que evaluar."]
    if not datos.es_vencido:
        capturadas = sum(c["num_capturadas"] for c in datos.captura)
        esperadas = sum(c["num_esperadas"] for c in datos.captura)
        return [
            f"El plazo de captura de {mes} no ha vencido: sus metas están pendientes de calificar.",
            f"Hay {capturadas} de {formato.cuenta(esperadas, 'captura esperada', 'capturas esperadas')}.",
        ]
    return [_cumplimiento(total, mes), _clases(total), _cobertura(total), _extremos(datos.areas), _alertas(datos)]


def _cumplimiento(total: Renglon, mes: str) -> str:
    cambio = ""
    if total["cumplimiento"] is not None and total["cumplimiento_anterior"] is not None:
        puntos = formato.numero(total["cumplimiento"] - total["cumplimiento_anterior"], 1, signo=True)
        cambio = f", {puntos} puntos contra el mes anterior"
    return (
        f"Cumplimiento acumulado a {mes} ({total['nombre']}): {formato.porcentaje(total['cumplimiento'])}{cambio}; "
        f"contando en cero lo que no se capturó, {formato.porcentaje(total['cumplimiento_ranking'])}."
    )


def _clases(total: Renglon) -> str:
    return (
        f"De {formato.cuenta(total['num_metas'], 'meta', 'metas')}, {total['num_cumplida']} cumplidas, "
        f"{total['num_buen_desempeno']} con buen desempeño, {total['num_regular']} regulares y "
        f"{total['num_deficiente']} deficientes; {total['num_sin_captura']} sin captura."
    )


def _cobertura(total: Renglon) -> str:
    cobertura = formato.escribir(total["cobertura"], "proporcion")
    return f"La cobertura es {cobertura}: {total['num_evaluables']} evaluables de {total['num_exigibles']} exigibles."


def _extremos(areas: Sequence[Renglon]) -> str:
    con_lugar = [a for a in areas if a["lugar"] is not None]
    if not con_lugar:
        return "Ningún área tiene lugar este mes."
    primera, ultima = (
        f"{a['area_corta']} ({formato.porcentaje(a['cumplimiento_ranking'])})" for a in (con_lugar[0], con_lugar[-1])
    )
    if len(con_lugar) == 1:
        return f"El área ocupa el lugar {con_lugar[0]['lugar']}: {primera}."
    return f"El área con mayor cumplimiento es {primera}; con el menor, {ultima}."


def _alertas(datos: DatosDeEvaluacion) -> str:
    altas = sum(a["estado"] != "RESUELTA" and a["severidad"] in ("alta", "critica") for a in datos.alertas)
    nuevas = sum(a["estado"] == "NUEVA" for a in datos.alertas)
    return (
        f"Hay {formato.cuenta(altas, 'alerta viva', 'alertas vivas')} de severidad alta o crítica; "
        f"{formato.cuenta(nuevas, 'alerta es nueva', 'alertas son nuevas')} este mes."
    )
