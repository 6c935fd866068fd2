"""Recomendaciones por regla: cada alerta viva o rezago lleva la suya; ninguna es una opinión."""

from __future__ import annotations

from collections import Counter

from dominio.informes.consulta import DatosDeEvaluacion

_POR_REGLA = {
    "A1": "pedir un plan de recuperación con fechas: dos periodos programados seguidos con desempeño deficiente",
    "A2": "revisar el ritmo: al actual no se alcanza la meta anual",
    "A3": "revisar si la meta es alcanzable: lo que falta por mes supera su mejor mes",
    "A4": "requerir la captura vencida al responsable",
    "A5": "verificar el dato atípico contra su evidencia",
    "A6": "pedir la justificación del excedente",
    "A7": "corregir o aclarar el dato: numerador mayor que el denominador o valor negativo",
    "A8": "explicar la caída de dos clases o más entre dos periodos seguidos",
}


def recomendar(datos: DatosDeEvaluacion) -> list[str]:
    """Una recomendación por regla con alertas vivas, con sus metas; y lo que falta por capturar."""
    vivas: dict[str, list[str]] = {}
    for alerta in datos.alertas:
        if alerta["estado"] != "RESUELTA":
            vivas.setdefault(alerta["regla"], []).append(alerta["meta_clave"] or alerta["area_corta"])
    textos = []
    for regla, claves in sorted(vivas.items()):
        que = _POR_REGLA.get(regla, "atender la alerta")
        textos.append(f"{regla}: {que}. Metas: {', '.join(sorted(set(claves)))}.")
    pendientes = Counter({c["area_corta"]: c["num_sin_captura"] for c in datos.captura if c["num_sin_captura"]})
    if pendientes:
        detalle = ", ".join(f"{area} ({cuantas})" for area, cuantas in sorted(pendientes.items()))
        textos.append(f"Completar la captura del mes: {detalle}.")
    return textos or ["Ninguna regla pide atención este mes."]
