"""Celdas chicas: nadie puede leer ni deducir una cifra de menos de cinco personas."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dominio.encuestas.celdas import MOTIVO_CHICA, MOTIVO_COMPLEMENTARIA, Casilla, por_ocultar
from dominio.encuestas.estimacion import Muestra
from dominio.encuestas.tabulacion import Cuestionario


@pytest.mark.parametrize(
    ("personas", "base", "chica"),
    [(0, 60, False), (1, 60, True), (4, 60, True), (5, 60, False), (56, 60, True), (55, 60, False), (60, 60, False)],
)
def test_de_una_a_cuatro_personas_o_todas_menos_esas(personas: int, base: int, chica: bool) -> None:
    assert Casilla(personas, base).es_chica is chica


def test_la_que_delata_es_la_mas_chica_de_las_visibles() -> None:
    casillas = {"a": Casilla(3, 60), "b": Casilla(20, 60), "c": Casilla(37, 60)}
    assert por_ocultar(casillas, [["a", "b", "c"]]) == {"a": MOTIVO_CHICA, "b": MOTIVO_COMPLEMENTARIA}


def test_si_ya_hay_otra_callada_en_la_suma_no_hace_falta_mas() -> None:
    casillas = {"a": Casilla(3, 60), "b": Casilla(20, 60, ya_oculta=True), "c": Casilla(37, 60)}
    assert por_ocultar(casillas, [["a", "b", "c"]]) == {"a": MOTIVO_CHICA}
    # Lo callado por poca precisión no es secreto: se puede deducir sin señalar a nadie.
    solo_precision = {"a": Casilla(13, 60, ya_oculta=True), "b": Casilla(20, 60), "c": Casilla(27, 60)}
    assert por_ocultar(solo_precision, [["a", "b", "c"]]) == {}


def test_lo_complementario_tambien_se_protege() -> None:
    """La complementaria de una columna queda sola en su renglón: se calla otra más."""
    casillas = {("x", g): Casilla(n, 50) for g, n in (("1", 2), ("2", 20))} | {
        ("y", g): Casilla(n, 50) for g, n in (("1", 48 - 8), ("2", 30))
    }
    casillas[("z", "1")] = Casilla(8, 50)
    casillas[("z", "2")] = Casilla(9, 50)
    sumas = [[("x", "1"), ("y", "1"), ("z", "1")], [("z", "1"), ("z", "2")], [("x", "1"), ("x", "2")]]
    motivos = por_ocultar(casillas, sumas)
    assert {("x", "1"), ("z", "1"), ("z", "2"), ("x", "2")} <= set(motivos)


@settings(max_examples=60, deadline=None)
@given(semilla=st.integers(0, 10_000), opciones=st.integers(3, 6), grupos=st.integers(2, 6))
def test_ninguna_celda_chica_se_resuelve_con_las_sumas(semilla: int, opciones: int, grupos: int) -> None:
    """Álgebra lineal: con lo visible y las sumas, ninguna celda chica queda determinada."""
    azar = random.Random(semilla)
    cuentas = {(o, g): azar.choice((0, 1, 2, 4, 6, 9, 15, 30, 60)) for o in range(opciones) for g in range(grupos)}
    bases = {g: sum(cuentas[o, g] for o in range(opciones)) for g in range(grupos)}
    casillas = {llave: Casilla(n, bases[llave[1]]) for llave, n in cuentas.items()}
    sumas = [[(o, g) for o in range(opciones)] for g in range(grupos)]
    sumas += [[(o, g) for g in range(grupos)] for o in range(opciones)]
    ocultas = list(por_ocultar(casillas, sumas))
    chicas = [llave for llave, c in casillas.items() if c.es_chica]
    assert set(chicas) <= set(ocultas)
    if not ocultas:
        return
    matriz = np.array([[float(o in suma) for o in ocultas] for suma in sumas])
    for indice, llave in enumerate(ocultas):
        # Si quitar su columna baja el rango, las sumas la determinan.
        sin_ella = np.delete(matriz, indice, axis=1)
        determinada = np.linalg.matrix_rank(sin_ella) < np.linalg.matrix_rank(matriz)
        assert not (determinada and llave in chicas and len(ocultas) < len(casillas))


PREGUNTAS = [{"pregunta": "p", "tipo": "unica", "saldo": None}]
OPCIONES = [
    {"pregunta": "p", "opcion": o, "tipo_opcion": "opcion", "componentes": None, "valor": None} for o in "abc"
] + [{"pregunta": "p", "opcion": "n", "tipo_opcion": "neto", "componentes": "a|b", "valor": None}]


def _muestra() -> Muestra:
    """Norte: 3 personas dicen «a» de 200; lo demás es grande."""
    respuestas = ["a"] * 3 + ["b"] * 87 + ["c"] * 110 + ["a"] * 60 + ["b"] * 70 + ["c"] * 70
    n = len(respuestas)
    return Muestra(
        pl.DataFrame(
            {"peso": [1.0] * n, "upm": [f"U{i % 40}" for i in range(n)], "p": respuestas,
             "zona": ["Norte"] * 200 + ["Sur"] * 200}
        ),
        tiene_estrato=False,
    )  # fmt: skip


def test_en_un_cruce_se_callan_la_chica_la_de_su_columna_y_las_de_su_renglon() -> None:
    tabla = Cuestionario(PREGUNTAS, OPCIONES).tabular(_muestra(), "p", "zona")
    motivos = {(m, o, r.corte_valor): r.dictamen.motivo for m, o, r, _ in tabla.celdas}
    assert motivos["proporcion", "a", "Norte"] == MOTIVO_CHICA
    assert motivos["proporcion", "b", "Norte"] == MOTIVO_COMPLEMENTARIA
    assert motivos["proporcion", "a", "Sur"] == MOTIVO_COMPLEMENTARIA
    assert motivos["proporcion", "c", "Norte"] is None
    assert motivos["neto", "n", "Norte"] is None  # «a» y «b» calladas: su suma no delata a ninguna
    for medida, opcion, resultado, letras in tabla.celdas:
        assert not [g for g in letras if motivos[medida, opcion, g]]
        assert resultado.dictamen.precision != "suprimido" or letras == ()


def test_el_neto_que_importa_no_se_calla_por_un_no_contesto() -> None:
    """Una persona que no contestó arrastra a «no sabe», no al neto ni a las respuestas con sentido."""
    opciones = [
        {"pregunta": "p", "opcion": o, "tipo_opcion": "opcion", "componentes": None, "valor": None} for o in "123489"
    ] + [
        {"pregunta": "p", "opcion": "bien", "tipo_opcion": "neto", "componentes": "1|2", "valor": None},
        {"pregunta": "p", "opcion": "mal", "tipo_opcion": "neto", "componentes": "3|4", "valor": None},
    ]
    por_sexo = {"H": "1" * 80 + "2" * 110 + "3" * 60 + "4" * 50 + "8" * 9 + "9",
                "M": "1" * 90 + "2" * 120 + "3" * 70 + "4" * 60 + "8" * 12}  # fmt: skip
    respuestas = [(sexo, opcion) for sexo, dichas in por_sexo.items() for opcion in dichas]
    muestra = Muestra(
        pl.DataFrame(
            {"peso": [1.0] * len(respuestas), "upm": [f"U{i % 60}" for i in range(len(respuestas))],
             "p": [o for _, o in respuestas], "sexo": [s for s, _ in respuestas]}
        ),
        tiene_estrato=False,
    )  # fmt: skip
    tabla = Cuestionario(PREGUNTAS, opciones).tabular(muestra, "p", "sexo")
    calladas = {(o, r.corte_valor) for _, o, r, _ in tabla.celdas if r.dictamen.precision == "suprimido"}
    assert calladas == {("9", "H"), ("9", "M"), ("8", "H"), ("8", "M")}


def test_el_total_de_la_muestra_no_se_toca_y_un_filtro_si() -> None:
    cuestionario = Cuestionario(PREGUNTAS, OPCIONES)
    total = cuestionario.tabular(_muestra(), "p")
    assert all(r.dictamen.precision == "confiable" for _, _, r, _ in total.celdas)
    norte = cuestionario.tabular(_muestra().filtrar({"zona": "Norte"}), "p")
    assert {o for _, o, r, _ in norte.celdas if r.dictamen.motivo == MOTIVO_CHICA} == {"a"}


def test_una_multiple_lleva_letras_por_opcion() -> None:
    """70 % contra 30 % es letra; 50 % contra 50 % no."""
    n = 400
    grupo = ["A" if i < 200 else "B" for i in range(n)]
    alta = [1 if (i % 10 < 7) == (i < 200) else 0 for i in range(n)]
    pareja = [i % 2 for i in range(n)]
    datos = pl.DataFrame({"peso": [1.0] * n, "g": grupo, "m__x": alta, "m__y": pareja})
    muestra = Muestra(datos, tiene_upm=False, tiene_estrato=False)
    opciones = [
        {"pregunta": "m", "opcion": o, "tipo_opcion": "opcion", "componentes": None, "valor": None} for o in "xy"
    ]
    cuestionario = Cuestionario([{"pregunta": "m", "tipo": "multiple", "saldo": None}], opciones)
    letras = {(o, r.corte_valor): superados for _, o, r, superados in cuestionario.tabular(muestra, "m", "g").celdas}
    assert letras == {("x", "A"): ("B",), ("x", "B"): (), ("y", "A"): (), ("y", "B"): ()}
