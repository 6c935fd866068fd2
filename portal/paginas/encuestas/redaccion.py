"""Frases de /encuestas: titular, entrada y notas, por plantilla y desde el mart. Puras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from portal import formato

Renglon = Mapping[str, Any]

REGLA_SUPRESION = (
    "Se suprime con menos de 30 entrevistas efectivas, menos de 8 grados de libertad o intervalo de 30 puntos o más; "
    "y, en los cruces, la celda de menos de 5 personas y las que la delatarían. "
    "El punto hueco (*) es base pequeña: de 30 a 99 entrevistas."
)


def cifra(renglon: Renglon, valor: float | None = None) -> str:
    """«60.4 %», o «6.8» si es promedio, o «+22.8 puntos» si es saldo."""
    dato = renglon["estimacion"] if valor is None else valor
    if dato is None:
        return formato.GUION
    if renglon["medida"] == "media":
        return formato.numero(dato, 1)
    return formato.puntos(dato * 100) if renglon["medida"] == "saldo" else formato.proporcion(dato)


def margen(renglon: Renglon) -> str | None:
    """«± 4.1»; ``None`` sin margen."""
    if renglon["margen"] is None:
        return None
    return f"±{formato.DURO}{formato.numero(renglon['margen'] * (1 if renglon['medida'] == 'media' else 100), 1)}"


def _cambio(paso: Renglon) -> str:
    valor = paso["diferencia"]
    return formato.diferencia(valor, 1) if paso["medida"] == "media" else formato.puntos(valor * 100)


def titular(
    pregunta: Renglon, principal: Renglon | None, paso: Renglon | None, condicion: Mapping[str, str] | None = None
) -> str:
    """El hallazgo con su número y, si hay oleada anterior, si el cambio se distingue; con filtros, de quiénes es."""
    if condicion:
        return f"{', '.join(condicion.values())}: {_minuscula(titular(pregunta, principal, paso))}"
    if principal is None or principal["estimacion"] is None:
        return f"{pregunta['pregunta_nombre']}: sin base suficiente para dar una cifra"
    if principal["medida"] == "media":
        base = f"{pregunta['pregunta_nombre']}: {cifra(principal)} en promedio"
    elif pregunta["tipo_pregunta"] == "multiple":
        base = f"«{principal['opcion_etiqueta']}» es lo más mencionado: {cifra(principal)}"
    elif principal["opcion"] == pregunta["neto_principal"] and pregunta["neto_frase"]:
        base = f"{cifra(principal)} {pregunta['neto_frase']}"
    else:
        base = f"{cifra(principal)} contesta «{_minuscula(principal['opcion_etiqueta'])}»"
    if paso is None:
        return base
    if not paso["es_distinguible"]:
        return f"{base}; sin cambio distinguible desde {formato.mes(paso['fecha_anterior'])}"
    verbo = "sube" if paso["diferencia"] > 0 else "baja"
    cambio = _cambio(paso).lstrip("+−")
    return f"{base}; {verbo} {cambio} desde {formato.mes(paso['fecha_anterior'])}"


def _minuscula(etiqueta: str) -> str:
    return etiqueta[:1].lower() + etiqueta[1:]


ROTULOS_DE_FILTRO = {"sexo": "sexo", "grupo_edad": "edad", "zona": "zona", "escolaridad": "escolaridad"}


def dominio(condicion: Mapping[str, str]) -> str:
    """«Solo sexo: Mujer; zona: Polanco.», o vacío sin filtros."""
    if not condicion:
        return ""
    return f"Solo {'; '.join(f'{ROTULOS_DE_FILTRO[c]}: {v}' for c, v in condicion.items())}."


def entrada(
    ficha: Renglon,
    pregunta: Renglon,
    principal: Renglon | None,
    paso: Renglon | None,
    condicion: Mapping[str, str] | None = None,
) -> str:
    """Tema, estudio, a quiénes, margen y lo que haría falta para afirmar un cambio."""
    partes = [f"{pregunta['pregunta_nombre']}. {ficha['modo_nombre']}, {levantamiento(ficha)}."]
    if condicion:
        partes.append(dominio(condicion))
    if principal is not None and margen(principal):
        unidad = "" if principal["medida"] == "media" else " puntos"
        partes.append(
            f"Margen {margen(principal)}{unidad} al 95 % de confianza, con {principal['num_base']} entrevistas."
        )
    if ficha["base_margen"] != "diseno":
        partes.append(ficha["nota_margen"])
    if paso is not None:
        partes.append(cambio(paso))
    return " ".join(partes)


def cambio(paso: Renglon) -> str:
    """«De 57.5 % a 59.7 %: +2.2 puntos cabe en el margen; harían falta 7.7 para afirmarlo.»"""
    minima = paso["minima_detectable"] * (1 if paso["medida"] == "media" else 100)
    antes, ahora = cifra(paso, paso["estimacion_anterior"]), cifra(paso)
    if paso["es_distinguible"]:
        distinguible = f"{_cambio(paso)}, más de los {formato.numero(minima, 1)} que se alcanzan a distinguir"
        return f"Pasó de {antes} a {ahora}: {distinguible}."
    falta = f"harían falta {formato.numero(minima, 1)} para afirmarlo"
    verbo = "cabe" if paso["medida"] == "media" else "caben"
    return f"Pasó de {antes} a {ahora}: {_cambio(paso)} {verbo} en el margen; {falta}."


def levantamiento(ficha: Renglon) -> str:
    """«6 al 21 jun 2026»."""
    inicio, fin = ficha["fecha_inicio"], ficha["fecha_fin"]
    if inicio == fin:
        return formato.fecha(fin)
    if (inicio.year, inicio.month) == (fin.year, fin.month):
        return f"{inicio.day} al {formato.fecha(fin)}"
    return f"{formato.fecha_sin_anio(inicio)} al {formato.fecha(fin)}"


def nota_de_cortes(renglones: Sequence[Renglon]) -> str:
    """Si la prueba conjunta distingue los grupos de cada corte."""
    pruebas = {r["corte_nombre"].lower(): r for r in renglones if r["prueba_valor_p"] is not None}
    si = [nombre for nombre, r in pruebas.items() if r["corte_es_distinguible"]]
    no = [nombre for nombre, r in pruebas.items() if not r["corte_es_distinguible"]]
    partes = []
    if si:
        partes.append(f"Las respuestas difieren por {formato.lista(si)} (Rao-Scott, 95 %).")
    if no:
        partes.append(f"No hay diferencia distinguible por {formato.lista(no)}.")
    return " ".join([*partes, REGLA_SUPRESION])


def diseno(ficha: Renglon) -> str:
    """«Probabilístico, 172 UPM en 8 estratos»."""
    if not ficha["es_probabilistica"]:
        return "No probabilístico: sin margen de error"
    if not ficha["tiene_upm"]:
        return "Probabilístico; la base no trae UPM"
    estratos = f" en {ficha['num_estratos']} estratos" if ficha["num_estratos"] else ""
    return f"Probabilístico, {ficha['num_upm']} UPM{estratos}"


def cambios_de_redaccion(oleadas: Sequence[Renglon]) -> list[str]:
    """Dónde se corta una tendencia porque cambió la pregunta: nunca se unen dos redacciones."""
    avisos = []
    en_orden = sorted(oleadas, key=lambda o: (o["modo"], o["serie"], o["oleada"]))
    for antes, despues in pairwise(en_orden):
        misma_serie = (antes["modo"], antes["serie"]) == (despues["modo"], despues["serie"])
        if misma_serie and antes["serie_clave"] != despues["serie_clave"]:
            avisos.append(
                f"La redacción o las opciones cambiaron entre «{antes['estudio_corto']}» y "
                f"«{despues['estudio_corto']}»: no se comparan ni se unen."
            )
    return avisos


def abierta(pregunta: Renglon, codificacion: Mapping[str, float] | None) -> str:
    """De dónde salen los códigos de una abierta y cuánto falta por codificar; el texto nunca se publica."""
    partes = [f"Respuesta abierta, codificada con el marco versión {pregunta['version_codigos']} y aceptada a mano"]
    if codificacion:
        hechas, total = codificacion.get("codificadas", 0), codificacion.get("con texto", 0)
        partes.append(f"{formato.numero(hechas, 0)} de {formato.numero(total, 0)} respuestas con código")
    return f"{'; '.join(partes)}. El texto no se publica."
