"""Frases de contratos: titular, entrada, base y cuenta de la pena, desde el mart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from portal import formato

Renglon = Mapping[str, Any]
BASES = {
    "monto_total": "monto total",
    "no_prestado_sin_iva": "lo no prestado, sin IVA",
    "sin_clausula": "sin cláusula de pena por día",
}


def titular(entregables: Sequence[Renglon]) -> str:
    """«Un entregable con 3 días de atraso y dos por vencer; lo demás, en tiempo»."""
    atrasados = [e for e in entregables if e["estado"] == "CON_ATRASO"]
    por_vencer = [e for e in entregables if e["estado"] == "POR_VENCER" and not e["es_semanal"]]
    if not entregables:
        return "Ningún entregable cumple estos filtros"
    if not atrasados and not por_vencer:
        return "Todos los entregables van en tiempo y ninguno está por vencer"
    dichos = []
    if atrasados:
        dias = formato.cuenta(max(e["dias_atraso"] for e in atrasados), "día", "días")
        hasta = dias if len(atrasados) == 1 else f"hasta {dias}"
        dichos.append(f"{cuantos(len(atrasados))} con {hasta} de atraso")
    if por_vencer:
        cantidad = formato.en_palabras(len(por_vencer), masculino=True) if dichos else cuantos(len(por_vencer))
        dichos.append(f"{cantidad} por vencer")
    frase = f"{' y '.join(dichos)}; lo demás, en tiempo"
    return frase[0].upper() + frase[1:]


def cuantos(cantidad: int) -> str:
    """«un entregable», «dos entregables»."""
    palabra = "entregable" if cantidad == 1 else "entregables"
    return f"{formato.en_palabras(cantidad, masculino=True)} {palabra}"


def entrada(contratos: Sequence[Renglon]) -> str:
    """«Cuatro contratos hasta el 31 dic 2026. 36 de 47 entregables aceptados y 76 de 92 entregas semanales.»"""
    cantidad = len(contratos)
    numero = formato.en_palabras(cantidad, masculino=True).capitalize()
    fin = formato.fecha(max(c["fecha_fin"] for c in contratos))
    aceptados, total = (sum(c[k] for c in contratos) for k in ("num_aceptados", "num_entregables"))
    semanales, de_semanales = (sum(c[k] for c in contratos) for k in ("num_semanales_aceptados", "num_semanales"))
    palabra = "contrato" if cantidad == 1 else "contratos"
    extra = f" y {semanales} de {de_semanales} entregas semanales" if de_semanales else ""
    return f"{numero} {palabra} hasta el {fin}. {aceptados} de {total} entregables aceptados{extra}."


def nombre_corto(entregable: Renglon) -> str:
    """«noveno informe mensual: octubre», para ir después de «Contrato · »."""
    nombre = str(entregable["entregable_nombre"])
    return nombre[0].lower() + nombre[1:]


def porcentaje_del_contrato(valor: Decimal | None) -> str:
    """«1 %», sin decimales de relleno."""
    return f"{formato.numero(valor)}{formato.DURO}%"


def factores(dias: int, porcentaje: Decimal | None, base: Decimal | None, pendiente: Decimal) -> str:
    """«3 días × 1 % × 80,000 × 60 %»; lo pendiente solo se escribe si no es todo."""
    partes = [formato.cuenta(dias, "día", "días"), porcentaje_del_contrato(porcentaje), formato.numero(base)]
    if pendiente < 1:
        partes.append(porcentaje_del_contrato(pendiente * 100))
    return " × ".join(partes)


def dias_enumerados(desde: date, hasta: date) -> str:
    """«21, 22, 23, 24 y 25 de noviembre»; si son muchos, «del 21 de noviembre al 4 de diciembre»."""
    if desde == hasta:
        return f"{desde.day} de {formato.mes(desde)}"
    if (hasta - desde).days < 7 and desde.month == hasta.month:
        return f"{formato.lista([str(dia) for dia in range(desde.day, hasta.day + 1)])} de {formato.mes(hasta)}"
    return f"del {desde.day} de {formato.mes(desde)} al {hasta.day} de {formato.mes(hasta)}"


def pena(entregable: Renglon) -> str:
    """Importe estimado, o «sin cláusula»."""
    importe = entregable["importe_penalizacion_mxn"]
    return "sin cláusula" if importe is None else formato.importe(importe, 0 if importe == int(importe) else 2)
