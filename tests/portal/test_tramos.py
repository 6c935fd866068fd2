"""Las listas largas se leen por tramos; el tramo vive en la dirección y lo que no se entiende es el primero."""

from __future__ import annotations

import pytest

from portal import direccion
from portal.componentes.arbol import ramificar
from portal.componentes.tramos import tramo


def _ver(cuantos: int, parametros: dict[str, str]) -> tuple[list[int], object]:
    with direccion.dibujando(direccion.Direccion("/ranking", parametros)):
        visibles, otros = tramo(range(1, cuantos + 1), "tramo-areas", 40)
        return list(visibles), None if otros is None else ramificar(otros, ())["props"]["ramas"][0]


def test_lo_que_cabe_no_se_parte() -> None:
    assert _ver(40, {"tramo-areas": "7"}) == (list(range(1, 41)), None)


@pytest.mark.parametrize("pedido", ["", "0", "-1", "dos", "1", "\u00b2"])
def test_el_primero_es_el_de_omision(pedido: str) -> None:
    visibles, navegacion = _ver(90, {"tramo-areas": pedido, "eje": "E1"})
    assert visibles == list(range(1, 41))
    etiqueta, marco, cuales, despues = navegacion  # type: ignore[misc]
    assert (etiqueta, marco) == ("nav", {"className": "tramos", "aria-label": "Tramos de la lista"})
    assert cuales == ("span", {"className": "num"}, "1 a 40 de 90")
    assert (despues[1]["id"], despues[2]) == ("tramo-areas-despues", "Siguientes")
    assert "tramo-areas=2" in despues[1]["href"]
    assert "eje=E1" in despues[1]["href"]


def test_el_de_en_medio_lleva_a_los_dos_lados_y_el_ultimo_trae_lo_que_queda() -> None:
    visibles, navegacion = _ver(90, {"tramo-areas": "2"})
    assert visibles == list(range(41, 81))
    assert [(r[0], r[-1]) for r in navegacion[2:]] == [  # type: ignore[index]
        ("a", "Anteriores"),
        ("span", "41 a 80 de 90"),
        ("a", "Siguientes"),
    ]
    assert navegacion[2][1]["href"] == "/ranking"  # type: ignore[index]
    assert _ver(90, {"tramo-areas": "3"})[0] == list(range(81, 91))
    assert _ver(90, {"tramo-areas": "99"})[0] == list(range(81, 91))
