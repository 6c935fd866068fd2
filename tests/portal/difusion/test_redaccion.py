"""Las frases de difusión salen de sus números."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from portal.paginas.difusion import redaccion

RESUMEN: dict[str, Any] = {
    "periodo": date(2026, 10, 1), "alcance_minimo": 128_400, "alcance_maximo": 238_100, "num_impresiones": 1_305_800,
    "importe_acumulado_mxn": Decimal("3590000"), "importe_parejo_mxn": Decimal("4090909"),
    "num_poblacion": 294_488, "poblacion_nombre": "Población de 18 años y más",
    "proporcion_penetracion_minima": 0.436, "proporcion_penetracion_maxima": 0.8085,
}  # fmt: skip


def test_titular_de_la_maqueta() -> None:
    assert redaccion.titular(RESUMEN) == (
        "Octubre alcanzó entre 128 y 238 mil personas; el gasto va 0.50 millones debajo del ritmo"
    )


def test_titular_exacto_sin_alcance_y_sin_suficiencia() -> None:
    exacto = RESUMEN | {"alcance_maximo": 128_400, "importe_acumulado_mxn": Decimal("4200000")}
    assert redaccion.titular(exacto) == "Octubre alcanzó a 128 mil personas; el gasto va 0.11 millones arriba del ritmo"
    nada = RESUMEN | {"alcance_minimo": None, "alcance_maximo": None, "importe_parejo_mxn": None}
    assert redaccion.titular(nada).startswith("Octubre sumó 1,305,800 impresiones, sin alcance reportado; no hay")


def test_penetracion_dice_su_denominador_y_no_se_recorta() -> None:
    assert redaccion.penetracion(RESUMEN) == ("44 a 81\u00a0% de 294 mil personas de 18 años y más que usan internet")
    pasada = redaccion.penetracion(RESUMEN | {"proporcion_penetracion_maxima": 1.12})
    assert "112\u00a0%" in pasada and "pasa de 100" in pasada
    assert redaccion.penetracion(RESUMEN | {"num_poblacion": None}) == "sin población de referencia en el contrato"


def test_nota_dice_cuanto_inflaria_la_suma() -> None:
    renglon = {"ambito": "plataforma", "plataforma": "Facebook", "es_exacto": True, "num_partes": 8,
               "alcance_maximo": 128_400, "suma_de_partes": 326_700}  # fmt: skip
    assert redaccion.nota_de_alcance([renglon], hay_busqueda=True) == (
        "Sumar las ocho campañas de Facebook daría 326,700: 2.5 veces lo que la plataforma reporta. "
        "El alcance no se suma. La búsqueda de Google no tiene alcance."
    )


def test_cierre_del_contrato() -> None:
    meses = [{"periodo": date(2026, 12, 1), "importe_proyectado_mxn": Decimal("4420000"), "num_meses_ritmo": 3,
              "es_agotado_proyectado": False}]  # fmt: skip
    assert redaccion.cierre_del_contrato(meses) == (
        "Al ritmo de los últimos tres meses el contrato cierra en 4.42 millones; la suficiencia no se agota."
    )
    agotado = [
        meses[0] | {"periodo": date(2026, 11, 1), "es_agotado_proyectado": True},
        meses[0] | {"es_agotado_proyectado": True},
    ]
    assert redaccion.cierre_del_contrato(agotado).endswith("la suficiencia se agota en noviembre.")
