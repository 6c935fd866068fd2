"""REGLAS §6: cada alerta encendida y apagada, con su severidad y sus estados entre periodos."""

from __future__ import annotations

import pytest

from tests.transformaciones.conftest import Seguimiento


def _estados(seguimiento: Seguimiento, regla: str, meta: str) -> str:
    """Una letra por mes de enero a junio: N nueva, M se mantiene, R resuelta, punto apagada."""
    letras = {"NUEVA": "N", "SE_MANTIENE": "M", "RESUELTA": "R"}
    por_mes = dict(
        seguimiento.filas(
            f"select month(periodo), estado from mart_seguimiento__alertas where alerta_clave = '{regla}|{meta}'"
        )
    )
    return "".join(letras.get(por_mes.get(mes, ""), ".") for mes in range(1, 13))[:6]


@pytest.mark.parametrize(
    ("regla", "meta", "estados"),
    [
        ("A1", "A1_SI", ".NMMMM"),
        ("A1", "A1_UNA", "......"),
        ("A1", "A1_TRIMESTRAL", ".....N"),
        ("A2", "A2_SI", "..NMMM"),
        ("A2", "A2_NO", "......"),
        ("A2", "A2_POCOS_MESES", "......"),
        ("A3", "A3_SI", "NMMMMM"),
        ("A3", "A3_NO", "......"),
        ("A4", "A4_RECIENTE", ".....N"),
        ("A4", "A4_VIEJA", "....NR"),
        ("A4", "A4_CRITICA", "..NMMM"),
        ("A4", "A3_NO", "......"),
        ("A5", "A5_SI", ".....N"),
        ("A5", "A5_SIN_DISPERSION", "......"),
        ("A6", "A6_SI", "NMMMMM"),
        ("A6", "A6_JUSTIFICADA", "......"),
        ("A7", "A7_RAZON", "NR...."),
        ("A7", "A7_SUMA", "NR...."),
        ("A7", "A7_NO", "......"),
        ("A8", "A8_SI", ".NR..."),
        ("A8", "A8_NO", "......"),
    ],
)
def test_estados_de_enero_a_junio(seguimiento: Seguimiento, regla: str, meta: str, estados: str) -> None:
    assert _estados(seguimiento, regla, meta) == estados


@pytest.mark.parametrize(
    ("alerta", "mes", "severidad"),
    [
        ("A1|A1_SI", 6, "alta"), ("A2|A2_SI", 6, "media"), ("A3|A3_SI", 6, "alta"), ("A1|A3_SI", 6, "critica"),
        ("A4|A4_RECIENTE", 6, "media"), ("A4|A4_VIEJA", 5, "alta"), ("A4|A4_CRITICA", 6, "critica"),
        ("A5|A5_SI", 6, "baja"), ("A6|A6_SI", 6, "baja"), ("A7|A7_SUMA", 1, "media"), ("A8|A8_SI", 2, "media"),
    ],
)  # fmt: skip
def test_severidad(seguimiento: Seguimiento, alerta: str, mes: int, severidad: str) -> None:
    assert seguimiento.filas(
        f"select severidad from mart_seguimiento__alertas where alerta_clave = '{alerta}' and month(periodo) = {mes}"
    ) == [(severidad,)]


def test_ninguna_alerta_despues_del_corte(seguimiento: Seguimiento) -> None:
    assert seguimiento.filas("select max(month(periodo)) from mart_seguimiento__alertas") == [(6,)]


def test_el_mensaje_trae_los_numeros(seguimiento: Seguimiento) -> None:
    mensajes = dict(
        seguimiento.filas("select alerta_clave, mensaje from mart_seguimiento__alertas where month(periodo) = 6")
    )
    assert "96 de 120 (80 %)" in mensajes["A2|A2_SI"]
    assert "necesita 18 por mes en 6 meses; su mejor mes ha sido 2" in mensajes["A3|A3_SI"]
    assert "9 días desde la fecha límite (6 jul)" in mensajes["A4|A4_RECIENTE"]


def test_la_racha_recuerda_desde_cuando(seguimiento: Seguimiento) -> None:
    assert seguimiento.filas(
        "select distinct month(desde_periodo) from mart_seguimiento__alertas where alerta_clave = 'A2|A2_SI'"
    ) == [(3,)]
