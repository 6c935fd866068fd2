"""Las cuentas de las mediciones: un tiempo no es una prueba, pero un percentil sí."""

from __future__ import annotations

import json

import pytest

from rendimiento import informe, metas
from rendimiento.acceso import MedidaDeAcceso
from rendimiento.concurrencia import MedidaDeConcurrencia, percentil
from rendimiento.direcciones import peticion
from rendimiento.flujo import MedidaDeFlujo, estaciones_de
from rendimiento.paginas import MedidaDePagina, mediana_ms


@pytest.mark.parametrize(
    ("valores", "porcentaje", "esperado"),
    [([], 95, 0.0), ([7.0], 95, 7.0), ([3.0, 1.0, 2.0], 50, 2.0), ([float(n) for n in range(1, 101)], 95, 95.0),
     ([float(n) for n in range(1, 21)], 95, 19.0)],
)  # fmt: skip
def test_percentil_por_rango_mas_cercano(valores, porcentaje, esperado):
    assert percentil(valores, porcentaje) == esperado


@pytest.mark.parametrize(("consultas", "limite"), [(0, 15), (10, 25), (30, 45), (40, 60), (100, 150)])
def test_la_meta_de_una_pagina_es_la_mayor_de_dos(consultas, limite):
    assert metas.limite_de_pagina(consultas) == limite


def test_una_meta_se_cumple_justo_en_su_limite():
    assert metas.de_pagina("/", 25.0, 10.0).se_cumple
    assert not metas.de_pagina("/", 25.1, 10.0).se_cumple


def test_las_estaciones_salen_de_la_ultima_linea_del_flujo():
    salida = "Leyendo…\nPublicada la versión 2026-11-23.1 (recibir 0.4 s · leer 10.0 s · publicar 2.2 s).\n"
    assert estaciones_de(salida) == {"recibir": 0.4, "leer": 10.0, "publicar": 2.2}
    assert estaciones_de("Nada nuevo; sigue vigente la versión 2026-11-23.1.\n") == {}


def test_la_peticion_es_la_del_navegador():
    cuerpo = json.loads(peticion("/ranking?periodo=2026-09"))
    assert cuerpo["output"] == ".._pages_content.children..._pages_store.data.."
    assert [e["value"] for e in cuerpo["inputs"]] == ["/ranking", "?periodo=2026-09"]
    assert json.loads(peticion("/"))["inputs"][1]["value"] == ""


def test_lo_que_distingue_a_una_cuenta_que_no_existe_es_una_proporcion():
    assert MedidaDeAcceso(0.3, 80.0, 84.0).diferencia == pytest.approx(0.05)
    assert MedidaDeAcceso(0.3, 80.0, 76.0).diferencia == pytest.approx(0.05)


def test_la_mediana_no_cuenta_lo_que_se_hace_antes():
    orden = []
    assert mediana_ms(lambda: orden.append("medir"), 3, antes=lambda: orden.append("antes")) < 50
    assert orden == ["antes", "medir"] * 3


def _escala(escala: int, servidor: float, frio: float) -> informe.MedidaDeEscala:
    return informe.MedidaDeEscala(
        escala, 10 * escala,
        paginas=[MedidaDePagina("/", servidor, 10.0, 0.5, 4, 2048, 20480)],
        concurrencia=[MedidaDeConcurrencia(50, 6, 400, 8.0, 101.0, 150.0, 0, 16.0)],
        flujo=[
            MedidaDeFlujo("en frío", frio, 600, True, {"leer": 3.0}),
            MedidaDeFlujo("sin cambios", 1.2, 60, False, {}),
            MedidaDeFlujo("un archivo nuevo", 22.0, 500, True, {"leer": 0.4}),
        ],
    )  # fmt: skip


def test_el_veredicto_cuenta_las_metas_y_nombra_las_que_no():
    texto = informe.de_metas(informe.veredictos(_escala(1, 26.0, 80.0)))
    assert texto.splitlines() == [
        "Metas cumplidas: 3 de 5.",
        "  ✗ página /: 26.0 ms; la meta es 25.0 ms",
        "  ✗ 50 usuarios con pausas, p95: 101.0 ms; la meta es 100.0 ms",
    ]


def test_las_tablas_alinean_y_el_json_lleva_las_metas():
    escalas = [_escala(1, 20.0, 80.0), _escala(10, 21.0, 200.0)]
    assert informe.tabla(["a", "b"], [["x", 1], ["yy", 22]]).splitlines() == ["a    b", "──────", "x    1", "yy  22"]
    crecimiento = informe.de_crecimiento(escalas).splitlines()
    assert crecimiento[2].split() == ["×1", "10", "80.0", "600", "20.0", "20.0"]
    assert crecimiento[3].split() == ["×10", "100", "200.0", "600", "21.0", "21.0"]
    guardado = informe.como_json(escalas, {"nucleos": 2})
    assert [m["se_cumple"] for m in guardado["metas"]] == [True, False, True, True, True]
    assert guardado["escalas"][1]["paginas"][0]["servidor_ms"] == 21.0
