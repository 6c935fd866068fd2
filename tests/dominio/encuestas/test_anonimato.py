"""k ≥ 5 en lo publicado, sin mover pesos, y números de caso que no llevan al archivo."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from dominio.encuestas.anonimato import K_MINIMA, agrupar, clase, menor_k, publicables


def _persona(respondente: int, zona: str, sexo: str, edad: str) -> dict[str, object]:
    return {"respondente": respondente, "zona": zona, "sexo": sexo, "grupo_edad": edad, "peso": 1.0}


def _muestra(n: int, semilla: int = 1) -> list[dict[str, object]]:
    azar = random.Random(semilla)
    return [
        _persona(i, azar.choice("ABCDEFGH"), azar.choice("HM"), azar.choice(("18", "30", "45", "65")))
        for i in range(1, n + 1)
    ]


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 400), semilla=st.integers(0, 10_000), con_upm=st.booleans())
def test_ninguna_combinacion_publicada_tiene_menos_de_cinco(n: int, semilla: int, con_upm: bool) -> None:
    salida = agrupar(_muestra(n, semilla), con_upm=con_upm)
    assert len(salida) == n
    assert (menor_k(salida) or K_MINIMA) >= K_MINIMA


def test_con_upm_cede_la_edad_y_sin_upm_la_zona() -> None:
    grupo = [_persona(i, "A", "M", "30") for i in range(10)] + [_persona(i, "A", "M", "65") for i in range(10, 15)]
    raras = [_persona(i, "A", "H", "18" if i < 17 else "30") for i in range(15, 20)]
    con = agrupar([*grupo, *raras], con_upm=True)
    assert Counter(clase(p) for p in con) == {("A", "M", "30"): 10, ("A", "M", "65"): 5, ("A", "H", None): 5}
    repetidas = [_persona(i, z, "H", "18") for i, z in enumerate("AAABB")]
    assert {clase(p) for p in agrupar(repetidas, con_upm=False)} == {(None, "H", "18")}


def test_lo_que_queda_en_blanco_no_identifica_a_nadie() -> None:
    assert menor_k(agrupar([_persona(1, "A", "M", "30")], con_upm=True)) is None


def test_el_caso_no_depende_del_orden_del_archivo() -> None:
    personas = _muestra(60)
    dichas = {p["respondente"]: [{"pregunta": "p", "opcion": str(p["respondente"]), "valor": None}] for p in personas}
    derecho = publicables(personas, dichas, con_upm=False)
    reves = publicables(personas[::-1], dichas, con_upm=False)
    assert derecho == reves
    assert [p["caso"] for p in derecho] == list(range(1, 61))
    assert [p["respondente"] for p in derecho] != sorted(p["respondente"] for p in derecho)
