"""El titular es la respuesta: plantillas que se llenan con renglones del mart. Puras; cada una tiene su prueba."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portal import formato
from portal.paginas.seguimiento.redaccion import (
    NOMBRE_CLASE,
    cantidad,
    con_unidad,
    enumerar,
    mayuscula,
    ordinal,
    plural,
)

Renglon = Mapping[str, Any]


def racha(valores: Sequence[float | None]) -> int:
    """Meses seguidos que el último valor lleva subiendo (+) o bajando (−), comparado a un decimal; 0 si no se movió."""
    serie = [round(v, 1) for v in valores if v is not None]
    cuenta = 0
    for antes, despues in zip(reversed(serie[:-1]), reversed(serie[1:]), strict=True):
        paso = (despues > antes) - (despues < antes)
        if paso == 0 or (cuenta and (paso > 0) != (cuenta > 0)):
            break
        cuenta += paso
    return cuenta


def de_resumen(serie: Sequence[Renglon], ambito: str = "") -> str:
    """«Octubre va en 91.2 % de lo programado, cuarto mes a la baja; cinco metas están en Deficiente».

    `serie`: renglones mensuales en orden hasta el periodo que se mira (periodo, cumplimiento, num_deficiente).
    """
    if not serie:
        return "Todavía no hay datos de seguimiento"
    actual = serie[-1]
    nombre = mayuscula(formato.mes(actual["periodo"]))
    sujeto = f"{ambito}: {nombre.lower()}" if ambito else nombre
    if actual["cumplimiento"] is None:
        return (
            f"{sujeto} todavía no se califica" if not actual.get("es_vencido") else f"{sujeto} no tiene metas evaluadas"
        )
    frase = f"{sujeto} va en {formato.porcentaje(actual['cumplimiento'])} de lo programado"
    return f"{frase}{_tendencia(serie)}; {_deficientes(actual.get('num_deficiente') or 0)}"


def de_area(area: str, metas: Sequence[Renglon]) -> str:
    """«Servicios Urbanos: 11 de 16 metas van bien; Luminarias LED es la única en Deficiente»."""
    evaluadas = [m for m in metas if m["clase"] in ("CUMPLIDA", "BUEN_DESEMPENO", "REGULAR", "DEFICIENTE")]
    if not evaluadas:
        debe = sum(m["clase"] == "SIN_CAPTURA" for m in metas)
        return f"{area}: {_sin_captura(debe)}" if debe else f"{area} no tiene metas evaluadas en este corte"
    bien = sum(m["clase"] in ("CUMPLIDA", "BUEN_DESEMPENO") for m in evaluadas)
    malas = [m for m in evaluadas if m["clase"] == "DEFICIENTE"]
    van = "va" if bien == 1 else "van"
    frase = f"{area}: {bien} de {len(evaluadas)} {'meta' if len(evaluadas) == 1 else 'metas'} {van} bien"
    if len(evaluadas) == bien:
        frase = f"{area}: {'su única meta evaluada va' if bien == 1 else f'sus {bien} metas evaluadas van'} bien"
    elif bien == 0:
        cuales = "su única meta evaluada no" if len(evaluadas) == 1 else f"ninguna de {len(evaluadas)} metas"
        frase = f"{area}: {cuales} va bien"
    if len(malas) == 1:
        frase += f"; {malas[0]['indicador_nombre']} es la única en Deficiente"
    elif malas:
        frase += f"; {formato.en_palabras(len(malas))} están en Deficiente"
    debe = sum(m["clase"] == "SIN_CAPTURA" for m in metas)
    return f"{frase}; {_sin_captura(debe)}" if debe else frase


def de_ranking(areas: Sequence[Renglon]) -> str:
    """«Protección Civil encabeza; Administración cae al último lugar por una captura que debe».

    `areas`: renglones con lugar, en orden de despliegue.
    """
    con_lugar = [a for a in areas if a["lugar"] is not None]
    if not con_lugar:
        return "Ninguna área tiene lugar en este corte"
    primeras = [a["area_corta"] for a in con_lugar if a["lugar"] == con_lugar[0]["lugar"]]
    if len(primeras) == len(con_lugar):
        return f"{enumerar(primeras)} {'encabeza' if len(primeras) == 1 else 'comparten el primer lugar'}"
    cabeza = f"{primeras[0]} encabeza" if len(primeras) == 1 else f"{enumerar(primeras)} comparten el primer lugar"
    return f"{cabeza}; {_ultimo_lugar(con_lugar[-1], len(con_lugar))}"


def de_meta(fila: Renglon) -> str:
    """«Octubre hizo 709 de 1,440 baches y la meta bajó de Buen desempeño a Regular»; la fila es la del periodo."""
    nombre = mayuscula(formato.mes(fila["periodo"]))
    if fila["clase"] == "PENDIENTE":
        return f"{nombre} todavía no vence: {_plazo(fila)}"
    if fila["clase"] in ("SIN_CAPTURA", "NO_PROGRAMADA", "NO_APLICA", "NO_EVALUABLE"):
        return f"{nombre}: {_motivo(fila)}"
    return f"{_lo_del_mes(fila, nombre)} y la meta {_movimiento_de_clase(fila)}"


def de_alertas(alertas: Sequence[Renglon], con_filtros: bool = False) -> str:
    """«14 alertas siguen abiertas: una crítica y tres altas; cinco son nuevas»."""
    abiertas = [a for a in alertas if a["estado"] != "RESUELTA"]
    if not abiertas:
        return f"Ninguna alerta sigue abierta {'con estos filtros' if con_filtros else 'en este corte'}"
    criticas = sum(a["severidad"] == "critica" for a in abiertas)
    altas = sum(a["severidad"] == "alta" for a in abiertas)
    nuevas = sum(a["estado"] == "NUEVA" for a in abiertas)
    partes = []
    if criticas:
        partes.append(f"{formato.en_palabras(criticas)} {'crítica' if criticas == 1 else 'críticas'}")
    if altas:
        partes.append(f"{formato.en_palabras(altas)} {'alta' if altas == 1 else 'altas'}")
    uno = len(abiertas) == 1
    frase = f"{formato.numero(len(abiertas))} {'alerta sigue abierta' if uno else 'alertas siguen abiertas'}"
    detalle = f": {' y '.join(partes)}" if partes else ", ninguna alta"
    return f"{frase}{detalle}; {_cuantas(nuevas, 'es nueva', 'son nuevas')}"


def de_alineacion(ejes: Sequence[Renglon], hallazgos: int) -> str:
    """«Obra pública es el eje más rezagado, con 80.2 %; la revisión del plan tiene cuatro hallazgos»."""
    evaluados = [e for e in ejes if e["cumplimiento"] is not None]
    cuantos = formato.en_palabras(hallazgos, masculino=True)
    revision = f"la revisión del plan tiene {cuantos} {'hallazgo' if hallazgos == 1 else 'hallazgos'}"
    if not evaluados:
        return f"El plan no tiene ejes evaluados; {revision}"
    peor = min(evaluados, key=lambda e: (e["cumplimiento"], e["eje_clave"]))
    return f"{peor['eje_nombre']} es el eje más rezagado, con {formato.porcentaje(peor['cumplimiento'])}; {revision}"


def de_tableros(areas: Sequence[Renglon], minimo: float | None) -> str:
    """«13 áreas: nueve van en Buen desempeño o mejor y Obras es la más rezagada, con 76.0 %»."""
    evaluadas = [a for a in areas if a["cumplimiento"] is not None]
    if not evaluadas:
        return "Ninguna área tiene metas evaluadas en este corte"
    bien = sum(minimo is not None and a["cumplimiento"] >= minimo for a in evaluadas)
    peor = min(evaluadas, key=lambda a: (a["cumplimiento"], a["area_clave"]))
    van = "va" if bien == 1 else "van"
    return (
        f"{formato.en_palabras(bien).capitalize()} de {len(evaluadas)} áreas {van} en Buen desempeño o mejor; "
        f"{peor['area_corta']} es la más rezagada, con {formato.porcentaje(peor['cumplimiento'])}"
    )


def _tendencia(serie: Sequence[Renglon]) -> str:
    meses = racha([f["cumplimiento"] for f in serie])
    if abs(meses) >= 2:
        return f", {ordinal(abs(meses))} mes {'al alza' if meses > 0 else 'a la baja'}"
    anterior = serie[-2]["cumplimiento"] if len(serie) > 1 else None
    if anterior is None:
        return ""
    diferencia = round(round(serie[-1]["cumplimiento"], 1) - round(anterior, 1), 1)
    if diferencia == 0:
        return f", igual que en {formato.mes(serie[-2]['periodo'])}"
    palabra = "más" if diferencia > 0 else "menos"
    return f", {formato.numero(abs(diferencia), 1)} puntos {palabra} que en {formato.mes(serie[-2]['periodo'])}"


def _deficientes(cuantas: int) -> str:
    if cuantas == 0:
        return "ninguna meta está en Deficiente"
    return f"{formato.en_palabras(cuantas)} {'meta está' if cuantas == 1 else 'metas están'} en Deficiente"


def _sin_captura(cuantas: int) -> str:
    return f"debe {formato.en_palabras(cuantas)} {'captura' if cuantas == 1 else 'capturas'}"


def _ultimo_lugar(area: Renglon, total: int) -> str:
    cayo = (area.get("movimiento") or 0) < 0
    frase = f"{area['area_corta']} {'cae al' if cayo else 'queda en'} último lugar"
    debe = area.get("num_sin_captura") or 0
    if debe and (area.get("lugar_sin_omisiones") or total) < area["lugar"]:
        return f"{frase} por {formato.en_palabras(debe)} {'captura' if debe == 1 else 'capturas'} que debe"
    return f"{frase}, con {formato.porcentaje(area['cumplimiento_ranking'])}"


def _lo_del_mes(fila: Renglon, nombre: str) -> str:
    if fila["acumulacion"] != "suma":
        corte = f"{nombre} va en {con_unidad(fila['realizado_acumulado'], fila['unidad'])}"
        return f"{corte} contra {con_unidad(fila['programado_acumulado'], fila['unidad'])} programado"
    if fila["realizado"] is None:
        return f"{nombre} va en {con_unidad(fila['realizado_acumulado'], fila['unidad'])} acumulados"
    if not fila["programado"]:
        return f"{nombre} hizo {con_unidad(fila['realizado'], fila['unidad'])} sin tener programa ese mes"
    unidad = plural(fila["unidad"], fila["programado"])
    return f"{nombre} hizo {cantidad(fila['realizado'])} de {cantidad(fila['programado'])} {unidad}"


def _movimiento_de_clase(fila: Renglon) -> str:
    orden = ("DEFICIENTE", "REGULAR", "BUEN_DESEMPENO", "CUMPLIDA")
    ahora, antes = fila["clase"], fila.get("clase_anterior")
    if antes not in orden:
        return f"está en {NOMBRE_CLASE[ahora]}"
    if ahora == antes:
        return f"sigue en {NOMBRE_CLASE[ahora]}"
    verbo = "subió" if orden.index(ahora) > orden.index(antes) else "bajó"
    return f"{verbo} de {NOMBRE_CLASE[antes]} a {NOMBRE_CLASE[ahora]}"


def _plazo(fila: Renglon) -> str:
    limite = fila.get("fecha_limite")
    return f"se captura hasta el {formato.fecha(limite)}" if isinstance(limite, dt.date) else "aún no se captura"


def _motivo(fila: Renglon) -> str:
    if fila["clase"] == "SIN_CAPTURA":
        return "venció el plazo y el área no ha capturado; cuenta como cero en el ranking"
    if fila["clase"] == "NO_PROGRAMADA":
        return "no hay nada programado hasta este mes"
    if fila["clase"] == "NO_APLICA":
        return "el área declaró que no aplica"
    return "con estos valores la fórmula no se puede calcular"


def _cuantas(numero: int, una: str, varias: str) -> str:
    if numero == 0:
        return f"ninguna {una}"
    return f"{formato.en_palabras(numero)} {una if numero == 1 else varias}"
