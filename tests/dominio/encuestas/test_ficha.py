"""``estudio.yml`` y ``grupo.yml``: lo que se exige y cómo se dice."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from dominio.encuestas.ficha import Disposiciones, Estudio, Grupo, explicar, grupo_de_edad

ESTUDIO: dict[str, Any] = {
    "clave": "prueba-1",
    "nombre": "Prueba",
    "nombre_corto": "Prueba",
    "modo": "vivienda",
    "serie": "s",
    "probabilistica": True,
    "ficha": {
        "objetivo": "o",
        "patrocinador": "p",
        "realizador": "r",
        "poblacion": "18+",
        "marco": "m",
        "muestreo": "e",
        "recoleccion": "cara a cara",
        "ponderacion": "w",
        "limitaciones": "l",
        "fecha_inicio": "2026-03-01",
        "fecha_fin": "2026-03-10",
        "tamano_previsto": 10,
    },
    "preguntas": {
        "p1": {
            "columna": "p1",
            "nombre": "P1",
            "texto": "¿?",
            "opciones": {1: {"etiqueta": "Sí"}, 2: {"etiqueta": "No"}},
        }
    },
}


def cambiado(ruta: str, valor: Any) -> dict[str, Any]:
    nuevo = copy.deepcopy(ESTUDIO)
    destino = nuevo
    *camino, ultimo = ruta.split(".")
    for paso in camino:
        destino = destino.setdefault(paso, {})
    if valor is ...:
        destino.pop(ultimo)
    else:
        destino[ultimo] = valor
    return nuevo


def test_el_minimo_es_valido_y_los_codigos_numericos_se_leen_como_texto() -> None:
    estudio = Estudio.model_validate(ESTUDIO)
    assert list(estudio.preguntas["p1"].opciones) == ["1", "2"]


@pytest.mark.parametrize(
    ("ruta", "valor", "dice"),
    [
        ("ficha.objetivo", ..., "ficha.objetivo: falta"),
        ("ficha.fecha_fin", "2026-02-01", "fecha_fin es anterior"),
        ("probabilistica", "tal vez", "true o false"),
        ("colonias", 1, "no se reconoce"),
        ("clave", "Con Espacios", "minúsculas"),
        ("preguntas.p1.netos", {"n": {"etiqueta": "N", "opciones": ["7"]}}, "opciones que no existen"),
        ("preguntas.p1.opciones", {"1": {"etiqueta": "Sí"}}, "faltan sus opciones"),
        ("preguntas.p1.recodifica", {"7": "5"}, "recodifica lleva a códigos que no existen: 5"),
        ("preguntas.p1.tipo", "abierta", "lleva «columna» y «version_codigos»"),
        ("preguntas.p1.saldo", "A menos B", "necesita «valor»"),
        ("diseno.calibracion", {"sexo": {"H": 10, "M": 10}, "zona": {"A": 5}}, "no suman lo mismo"),
        ("diseno.calibracion", {"signo": {"Aries": 10}}, "no es una variable"),
    ],
)
def test_los_errores_se_explican_en_espanol(ruta: str, valor: Any, dice: str) -> None:
    with pytest.raises(ValidationError) as captura:
        Estudio.model_validate(cambiado(ruta, valor))
    assert dice in explicar(captura.value)


@pytest.mark.parametrize(
    ("anios", "grupo"),
    [
        (17, None),
        (18, "18 a 29"),
        (29.9, "18 a 29"),
        (30, "30 a 44"),
        (64, "45 a 64"),
        (65, "65 y más"),
        (None, None),
        (140, None),
    ],
)
def test_grupos_de_edad(anios: float | None, grupo: str | None) -> None:
    assert grupo_de_edad(anios) == grupo


def test_tasas_de_respuesta_y_rechazo() -> None:
    """RR3: 750 / (1000 + e·500), e = 1000 / 1250; rechazo: 150 de 900 contactos."""
    disposiciones = Disposiciones(
        completas=750, rechazos=150, no_contactos=100, elegibilidad_desconocida=500, no_elegibles=250
    )
    assert disposiciones.tasa_respuesta == pytest.approx(750 / 1400)
    assert disposiciones.tasa_rechazo == pytest.approx(150 / 900)
    assert Disposiciones(completas=0).tasa_respuesta is None


GRUPO: dict[str, Any] = {
    "clave": "g-1",
    "nombre": "G",
    "nombre_corto": "G",
    "objetivo": "o",
    "patrocinador": "p",
    "realizador": "r",
    "moderacion": "m",
    "reclutamiento": "r",
    "segmento": "s",
    "guia": "g",
    "fecha": "2026-06-24",
    "plataforma": "v",
    "duracion_minutos": 100,
    "invitados": 10,
    "asistentes": 2,
    "analisis": "a",
    "limitaciones": "l",
    "participantes": [
        {"seudonimo": "P1", "sexo": "Mujer", "grupo_edad": "30 a 44"},
        {"seudonimo": "P2", "sexo": "Hombre", "grupo_edad": "30 a 44"},
    ],
    "hallazgos": [{"tema": "t", "texto": "La luz pesa más.", "citas": [{"seudonimo": "P1", "texto": "Sí."}]}],
}


def test_grupo_valido() -> None:
    assert Grupo.model_validate(GRUPO).asistentes == 2


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"asistentes": 3}, "un renglón por asistente"),
        ({"hallazgos": [{"tema": "t", "texto": "El 40 % lo dijo."}]}, "no da porcentajes"),
        ({"hallazgos": [{"tema": "t", "texto": "x", "citas": [{"seudonimo": "P9", "texto": "x"}]}]}, "no asistió"),
        ({"participantes": [{"seudonimo": "Juana", "sexo": "Mujer", "grupo_edad": "x"}] * 2}, "P1, P2"),
    ],
)
def test_grupo_invalido(cambio: dict[str, Any], dice: str) -> None:
    with pytest.raises(ValidationError) as captura:
        Grupo.model_validate({**GRUPO, **cambio})
    assert dice in explicar(captura.value)
