"""Lo que solo se sabe mirando el programa: si la captura cuenta, renglón por renglón (REGLAS §1).

Son las reglas de ``int_seguimiento__capturas_revisadas`` y sus mismos textos, para contestar al área en el momento;
una prueba compara ambas sobre todo lo recibido. Manda el flujo: aquí nada se guarda.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dominio.capturas.contexto import Contexto, area_del_programa
from dominio.lectura.resultado import Rechazo

Renglon = Mapping[str, Any]
DEL_ARCHIVO_ENTERO = frozenset({"fecha_futura", "periodo_fuera_de_ejercicio", "area_desconocida"})
_DIFERENCIA_QUE_CUENTA = 1e-9
_MOTIVOS = {
    "fecha_futura": (
        "La fecha de captura es posterior a la fecha de referencia: el archivo no cuenta.",
        "Corrija la fecha en B3 y entregue el archivo otra vez.",
    ),
    "periodo_fuera_de_ejercicio": (
        "No hay programa para el año del periodo.",
        "Corrija el periodo en B2, como AAAA-MM.",
    ),
    "area_desconocida": (
        "El área no está en el programa.",
        "Escriba en B1 la clave del área como aparece en el programa.",
    ),
    "clave_inexistente": ("La meta no está en el programa.", "Corrija la clave con la de la plantilla."),
    "clave_ajena": (
        "La meta es de otra área ({area}).",
        "Quite el renglón: la captura la entrega el área responsable.",
    ),
    "razon_incompleta": (
        "En una razón van juntos numerador y denominador; falta uno.",
        "Escriba el dato que falta, o deje vacíos los dos.",
    ),
}


def numero_legible(valor: float | None) -> str:
    """Como el flujo escribe un número en un motivo: 1,234.5, sin ceros sobrantes."""
    if valor is None:
        return "no programado"
    return f"{valor:,.2f}".rstrip("0").rstrip(".") if "." in f"{valor:,.2f}" else f"{valor:,.2f}"


def revisar(renglones: Sequence[Renglon], contexto: Contexto) -> list[Rechazo]:
    """Rechazos y avisos de los renglones que el lector aceptó.

    Args:
        renglones: los de la tabla ``captura`` de ``dominio.capturas.lectura.leer``.
        contexto: el programa en el mes de la captura.
    """
    hallazgos = (_revisar_uno(renglon, contexto) for renglon in renglones)
    return [hallazgo for hallazgo in hallazgos if hallazgo is not None]


def _revisar_uno(renglon: Renglon, contexto: Contexto) -> Rechazo | None:
    regla = _regla(renglon, contexto)
    if regla is not None:
        return _rechazo(regla, renglon, contexto)
    programado, calendario = renglon.get("programado"), contexto.metas[renglon["clave"]].programado
    if programado is None or (calendario is not None and abs(programado - calendario) <= _DIFERENCIA_QUE_CUENTA):
        return None
    return Rechazo(
        regla="programado_distinto",
        motivo=f"El programado no es el del calendario vigente ({numero_legible(calendario)}); manda el calendario.",
        remedio="Use la plantilla prellenada; si el calendario cambió, tramite el ajuste.",
        tabla="captura", hoja=renglon["hoja"], fila=renglon["fila"], celda=f"D{renglon['fila']}", columna="programado",
        valor=str(float(programado)), gravedad="aviso",
    )  # fmt: skip


def _regla(renglon: Renglon, contexto: Contexto) -> str | None:
    """Primero lo que invalida el archivo entero; después, lo del renglón."""
    if renglon["fecha_captura"] is not None and renglon["fecha_captura"] > contexto.hoy:
        return "fecha_futura"
    if not contexto.hay_programa:
        return "periodo_fuera_de_ejercicio"
    area = area_del_programa(renglon["area"], contexto.areas)
    if area is None:
        return "area_desconocida"
    meta = contexto.metas.get(renglon["clave"])
    if meta is None:
        return "clave_inexistente"
    if meta.area != area:
        return "clave_ajena"
    es_incompleta = (renglon["numerador"] is None) != (renglon["denominador"] is None)
    return "razon_incompleta" if meta.acumulacion == "razon" and es_incompleta else None


def _rechazo(regla: str, renglon: Renglon, contexto: Contexto) -> Rechazo:
    columna, celda, valor = _donde(regla, renglon)
    meta = contexto.metas.get(renglon["clave"])
    motivo, remedio = _MOTIVOS[regla]
    return Rechazo(
        regla=regla, motivo=motivo.format(area=meta.area if meta else ""), remedio=remedio, tabla="captura",
        hoja=renglon["hoja"], fila=renglon["fila"], celda=celda, columna=columna, valor=valor,
    )  # fmt: skip


def _donde(regla: str, renglon: Renglon) -> tuple[str, str, str | None]:
    """(columna, celda, valor) donde se corrige."""
    if regla == "fecha_futura":
        return "fecha_captura", "B3", str(renglon["fecha_captura"])
    if regla == "periodo_fuera_de_ejercicio":
        return "periodo", "B2", str(renglon["periodo"])
    if regla == "area_desconocida":
        return "area", "B1", renglon["area"]
    if regla == "razon_incompleta":
        falta = "numerador" if renglon["numerador"] is None else "denominador"
        return falta, renglon[f"{falta}_celda"], None
    return "clave", f"A{renglon['fila']}", renglon["clave"]
