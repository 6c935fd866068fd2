"""Titulares, frases de cambio y escalas de /encuestas: texto exacto."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.paginas.encuestas import graficas, redaccion, secciones

DURO = "\u00a0"
PREGUNTA: dict[str, Any] = {
    "pregunta_nombre": "Alumbrado público", "tipo_pregunta": "unica", "neto_principal": "buena",
    "neto_frase": "califica bien el alumbrado",
}  # fmt: skip


def renglon(**cambios: Any) -> dict[str, Any]:
    base = {
        "opcion": "buena", "opcion_etiqueta": "Muy buena o buena", "medida": "neto", "estimacion": 0.531,
        "margen": 0.057,
        "ic_inferior": 0.474, "ic_superior": 0.588, "num_base": 350, "n_efectiva": 307.2, "precision": "confiable",
        "es_suprimido": False, "motivo_supresion": None,
    }  # fmt: skip
    return base | cambios


def paso(**cambios: Any) -> dict[str, Any]:
    base = {"medida": "neto", "estimacion": 0.531, "estimacion_anterior": 0.392, "diferencia": 0.139,
            "minima_detectable": 0.078, "es_distinguible": True, "fecha_anterior": date(2026, 3, 17)}  # fmt: skip
    return base | cambios


@pytest.mark.parametrize(
    ("cambio", "esperado"),
    [
        (None, f"53.1{DURO}% califica bien el alumbrado"),
        ({}, f"53.1{DURO}% califica bien el alumbrado; sube 13.9{DURO}puntos desde marzo"),
        ({"diferencia": -0.139}, f"53.1{DURO}% califica bien el alumbrado; baja 13.9{DURO}puntos desde marzo"),
        ({"es_distinguible": False}, f"53.1{DURO}% califica bien el alumbrado; sin cambio distinguible desde marzo"),
    ],
)
def test_titular(cambio: dict[str, Any] | None, esperado: str) -> None:
    ultimo = None if cambio is None else paso(**cambio)
    assert redaccion.titular(PREGUNTA, renglon(), ultimo) == esperado


def test_titular_sin_frase_multiple_promedio_y_suprimido() -> None:
    sin_frase = PREGUNTA | {"neto_frase": None}
    assert redaccion.titular(sin_frase, renglon(), None) == f"53.1{DURO}% contesta «muy buena o buena»"
    multiple = PREGUNTA | {"tipo_pregunta": "multiple", "neto_principal": None}
    assert redaccion.titular(multiple, renglon(opcion="1", opcion_etiqueta="Baches"), None).startswith(
        "«Baches» es lo más"
    )
    assert (
        redaccion.titular(PREGUNTA, renglon(medida="media", estimacion=6.66), None)
        == "Alumbrado público: 6.7 en promedio"
    )
    assert "sin base suficiente" in redaccion.titular(PREGUNTA, renglon(estimacion=None), None)


def test_con_filtros_el_titular_dice_de_quienes_es() -> None:
    condicion = {"sexo": "Mujer", "zona": "Lomas"}
    filtrado = redaccion.titular(PREGUNTA, renglon(), None, condicion)
    assert filtrado == f"Mujer, Lomas: 53.1{DURO}% califica bien el alumbrado"
    assert redaccion.dominio(condicion) == "Solo sexo: Mujer; zona: Lomas."
    assert redaccion.dominio({}) == ""


def test_letras_del_cuadro() -> None:
    letra = secciones.letras(["Hombre", "Mujer"])
    assert letra == {"Hombre": "A", "Mujer": "B"}
    assert secciones.celda_con_letras(renglon(supera_a="Mujer"), letra) == f"53.1{DURO}% B"
    assert secciones.celda_con_letras(renglon(supera_a=None), letra) == f"53.1{DURO}%"
    assert secciones.celda_con_letras(renglon(es_suprimido=True, estimacion=None), letra) == "—"
    assert secciones.celda_con_letras(None, letra) == "—"


def test_cambio_dice_cuanto_haria_falta() -> None:
    cabe = paso(estimacion=0.414, diferencia=0.022, es_distinguible=False)
    assert redaccion.cambio(cabe) == (
        f"Pasó de 39.2{DURO}% a 41.4{DURO}%: +2.2{DURO}puntos caben en el margen; harían falta 7.8 para afirmarlo."
    )
    assert "más de los 7.8 que se alcanzan a distinguir" in redaccion.cambio(paso())


def test_lo_suprimido_se_dibuja_con_su_causa_y_sin_cifra() -> None:
    suprimido = renglon(estimacion=None, margen=None, ic_inferior=None, ic_superior=None, es_suprimido=True,
                        motivo_supresion="menos de 30 entrevistas efectivas")  # fmt: skip
    eje = graficas.escala([renglon(), suprimido], "neto")
    for dibujo in graficas.puntos([("Zona", None), ("Centro", suprimido)], eje, "x", con_base=True):
        assert "suprimido: menos de 30 entrevistas efectivas" in dibujo.svg
        assert "53.1" not in dibujo.svg


def test_escalas() -> None:
    assert graficas.escala([renglon()], "neto").marcas() == pytest.approx([0, 0.2, 0.4, 0.6])
    assert graficas.escala([renglon(ic_superior=0.31)], "proporcion").marcas() == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])
    saldo = graficas.escala([renglon(ic_inferior=-0.31, ic_superior=0.1)], "saldo")
    assert (saldo.minimo, saldo.maximo) == (-0.4, 0.4)
    assert graficas.escala([renglon(ic_superior=7.2)], "media").maximo == 8


def test_los_rotulos_de_archivo_se_escapan() -> None:
    eje = graficas.escala([renglon()], "neto")
    for dibujo in graficas.puntos([("<script>", renglon())], eje, "x"):
        assert "<script>" not in dibujo.svg


def test_levantamiento() -> None:
    mismo_mes = {"fecha_inicio": date(2026, 3, 6), "fecha_fin": date(2026, 3, 22)}
    assert redaccion.levantamiento(mismo_mes) == "6 al 22 mar 2026"
    assert (
        redaccion.levantamiento({"fecha_inicio": date(2026, 3, 28), "fecha_fin": date(2026, 4, 2)})
        == "28 mar al 2 abr 2026"
    )
    assert redaccion.levantamiento({"fecha_inicio": date(2026, 6, 24), "fecha_fin": date(2026, 6, 24)}) == "24 jun 2026"
