"""Abiertas: sugerencias que se explican, y solo cuenta lo que alguien aceptó con la versión vigente."""

from __future__ import annotations

import pytest

from dominio.encuestas.codificacion import forma, leer_aceptadas, sugerir
from dominio.encuestas.privacidad import es_nombre_de_persona, parece_llave_o_telefono, por_contenido

MARCO = {"1": ("bache", "hoyo"), "2": ("segurid",), "96": ()}


@pytest.mark.parametrize(
    ("texto", "esperada"),
    [
        ("¡Muchos BACHES!  en  mi calle", "muchos baches en mi calle"),
        ("No sé", "no se"),
        ("Llámenme al 55 1234 5678", "llamenme al dato personal"),
        ("a@b.mx o Calle Luna 12", "dato personal o dato personal"),
        ("…", ""),
    ],
)
def test_forma(texto: str, esperada: str) -> None:
    assert forma(texto) == esperada


@pytest.mark.parametrize(
    ("texto", "codigos", "por_que"),
    [
        ("muchos baches", ("1",), "contiene «bache»"),
        ("baches y mas seguridad", ("1", "2"), "contiene «bache», «segurid»"),
        ("tapar ahoyos", (), "nada en el marco se le parece"),
        ("que pase el camion de la basura", ("5",), "se parece 97% a «que pase el camión de basuras»"),
        ("ya visto", ("96",), "ya aceptado"),
        ("otra cosa distinta", (), "nada en el marco se le parece"),
    ],
)
def test_sugerir_por_palabra_por_parecido_y_por_lo_aceptado(texto: str, codigos: tuple[str, ...], por_que: str) -> None:
    aceptadas = {"que pase el camión de basuras": ("5",), "ya visto": ("96",)}
    hallada = sugerir(texto, MARCO, aceptadas)
    assert hallada.codigos == codigos
    assert hallada.por_que.split(" a «")[0][:8] == por_que.split(" a «")[0][:8]


def test_solo_cuenta_lo_firmado_con_codigo_del_marco_y_version_vigente() -> None:
    comunes = {"pregunta": "p20", "version": "2", "revisado_por": "Coordinación"}
    leidas = leer_aceptadas(
        [
            {**comunes, "texto": "BACHES", "codigo": "1"},
            {**comunes, "texto": "baches y luz", "codigo": "1; 2"},
            {**comunes, "texto": "x", "codigo": ""},
            {**comunes, "texto": "sin firma", "codigo": "1", "revisado_por": " "},
            {**comunes, "texto": "vieja", "codigo": "1", "version": "1"},
            {**comunes, "texto": "ajena", "codigo": "77"},
            {**comunes, "texto": "otra", "codigo": "1", "pregunta": "p99"},
        ],
        {"p20": (2, ["1", "2", "96"])},
    )
    assert leidas.por_pregunta == {"p20": {"baches": ("1",), "baches y luz": ("1", "2")}}
    assert (leidas.sin_quien, leidas.desconocidos, leidas.de_otra_version) == (1, 1, 1)


@pytest.mark.parametrize(
    ("texto", "es"),
    [
        ("Ana María Pérez López", True), ("LOPEZ HERNANDEZ JUAN", True), ("Lic. Rosa Soto", True),
        ("Granada", False), ("Baches", False), ("Muy satisfecho", False), ("P12 Juan Pérez 3", False),
        ("María", False), ("Básica", False),
    ],
)  # fmt: skip
def test_nombre_de_persona(texto: str, es: bool) -> None:
    assert es_nombre_de_persona(texto) is es


def test_una_columna_de_quien_encuesta_se_reconoce_por_su_contenido() -> None:
    assert por_contenido(["Ana Pérez", "Juan Soto", None, "Ana Pérez"]) == "nombre de persona"
    assert por_contenido(["Polanco", "Lomas", "Benito Juárez"] * 5) is None
    assert por_contenido(["C.P. 11560"]) == "domicilio"


def test_un_peso_no_es_un_telefono() -> None:
    assert parece_llave_o_telefono(["5512345678", "5587654321"])
    assert not parece_llave_o_telefono(["1833.2145", "412", "1.5", None])
