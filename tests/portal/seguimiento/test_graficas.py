"""Los dibujos salen completos y dicen lo que deben: datos → SVG."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest

from dominio.seguimiento.cambio_de_clase import Umbrales
from portal.paginas.seguimiento import trazos
from portal.paginas.seguimiento.metas import graficas as de_meta
from portal.paginas.seguimiento.plan import prolongar
from portal.paginas.seguimiento.resumen import graficas as de_resumen
from portal.paginas.seguimiento.tableros import celdas
from portal.paginas.seguimiento.tableros import graficas as de_tablero

UMBRALES = {"umbral_cumplida": 100.0, "umbral_buen_desempeno": 90.0, "umbral_regular": 70.0}


def _anchos(svg, clase):
    return [float(m) for m in re.findall(rf'<rect class="{clase}"[^>]*? width="([\d.]+)"', svg)]


def test_bala_mide_contra_la_meta_anual_y_marca_donde_deberiamos_ir():
    svg = de_tablero.bala(14349, 16380, 18000)
    ET.fromstring(svg)
    assert _anchos(svg, "fh") == [124.0]
    assert _anchos(svg, "f1") == [pytest.approx(124 * 14349 / 18000, abs=0.1)]
    assert f"M{trazos.n(1 + 124 * 16380 / 18000)} 2v14" in svg


def test_bala_se_estira_si_el_realizado_rebasa_la_meta_anual():
    svg = de_tablero.bala(4748, 4048, 4400)
    assert _anchos(svg, "f1") == [124.0]
    assert _anchos(svg, "fh") == [pytest.approx(124 * 4400 / 4748, abs=0.1)]


def test_bala_sin_datos_no_dibuja_y_sin_captura_no_pone_barra():
    assert de_tablero.bala(None, None, None) == ""
    assert de_tablero.bala(0.0, 0.0, 0.0) == ""
    sin_captura = de_tablero.bala(None, 50, 100)
    assert _anchos(sin_captura, "f1") == []
    assert 'class="tk"' in sin_captura


def test_minilinea_corta_donde_no_hay_dato():
    svg = de_tablero.minilinea([10, 20, 30, 40], [8, None, 25, None])
    ET.fromstring(svg)
    assert svg.count('class="l2"') == 1
    assert svg.count('class="l1"') == 0  # dos puntos sueltos no hacen línea
    assert svg.count("<circle") == 1
    assert de_tablero.minilinea([None], [None]) == ""


def test_lo_que_no_ha_llegado_no_se_dibuja_plano():
    assert de_tablero.hasta_el_corte([1, 3, 3, 3], ["CAPTURADA", "EXTEMPORANEA", "SIN_CAPTURA", "PENDIENTE"]) == [
        1,
        3,
        None,
        None,
    ]
    assert de_tablero.hasta_el_corte([None, None], ["SIN_CAPTURA", "PENDIENTE"]) == [None, None]


@pytest.mark.parametrize(
    ("acumulacion", "esperado"),
    [
        ("suma", [10, 30, 60, 100]),
        ("ultimo", [10, 20, 30, 40]),
        ("promedio", [10, 15, 20, 25]),
        ("razon", [10, 15, 20, 25]),
    ],
)
def test_el_plan_se_prolonga_con_su_misma_acumulacion(acumulacion, esperado):
    del_mart = {"suma": [10, 30, 30, 30], "ultimo": [10, 20, 20, 20]}.get(acumulacion, [10, 15, 15, 15])
    estados = ["CAPTURADA", "SIN_CAPTURA", "PENDIENTE", "PENDIENTE"]
    assert prolongar(del_mart, [10, 20, 30, 40], estados, acumulacion) == esperado


def test_el_plan_no_se_mueve_en_meses_sin_programa():
    estados = ["CAPTURADA", "PENDIENTE", "NO_PROGRAMADA"]
    assert prolongar([10, 10, 10], [10, 5, None], estados, "suma") == [10, 15, 15]
    assert prolongar([None, None], [None, None], ["NO_PROGRAMADA", "NO_PROGRAMADA"], "suma") == [None, None]


def _meses(**cambios):
    filas = []
    for i in range(12):
        mes = {
            "periodo": dt.date(2026, i + 1, 1), "indicador_nombre": "Baches <reparados>", "acumulacion": "suma",
            "unidad": "bache", "metodo_efectivo": "directo", "programado": 100.0,
            "programado_acumulado": 100.0 * min(i + 1, 10), "realizado": 90.0 if i < 10 else None,
            "realizado_acumulado": 90.0 * min(i + 1, 10), "cumplimiento": 90.0 if i < 10 else None,
            "clase": "BUEN_DESEMPENO" if i < 10 else "PENDIENTE", "linea_base": None, "tolerancia": None,
            "limite_inferior": None, "limite_superior": None,
            "estado_captura": "CAPTURADA" if i < 10 else "PENDIENTE", **UMBRALES,
        }  # fmt: skip
        filas.append({**mes, **cambios})
    return filas


def test_acumulado_lleva_bandas_series_rotulos_y_globos():
    svg = de_meta.acumulado(_meses())
    ET.fromstring(svg)
    for banda in ("ba1", "ba2", "ba3", "ba4"):
        assert f'class="{banda}"' in svg
    assert ">1,200<" in svg  # el plan llega a diciembre
    assert ">900<" in svg
    assert svg.count('<g class="mes">') == 12
    assert "Baches &lt;reparados&gt; acumulado a octubre: realizado 900 baches, programado 1,000 baches" in svg


@pytest.mark.parametrize("metodo", ["inverso", "lineal", "tolerancia", "rango", "hito", "linea_base"])
def test_acumulado_no_se_rompe_con_ningun_metodo(metodo):
    meses = _meses(
        metodo_efectivo=metodo,
        acumulacion="ultimo",
        linea_base=20.0,
        tolerancia=10.0,
        limite_inferior=50.0,
        limite_superior=99.0,
    )
    ET.fromstring(de_meta.acumulado(meses))
    ET.fromstring(de_meta.acumulado(meses, 358))


def test_sin_datos_no_hay_grafica():
    vacios = _meses(programado=None, realizado=None, programado_acumulado=None, realizado_acumulado=None)
    assert de_meta.acumulado(vacios) == ""
    assert de_meta.mes_a_mes(vacios, dt.date(2026, 10, 1)) == ""


def test_mes_a_mes_resalta_el_periodo_y_dice_su_cuenta():
    svg = de_meta.mes_a_mes(_meses(), dt.date(2026, 10, 1))
    ET.fromstring(svg)
    assert svg.count('class="f1"') == 1
    assert svg.count('class="f2"') == 9
    assert svg.count('class="tk"') == 12
    assert ">90 de 100<" in svg


def test_mes_a_mes_con_negativos_parte_de_cero():
    meses = _meses(realizado=-10.0, programado=-9.0, acumulacion="ultimo")
    ET.fromstring(de_meta.mes_a_mes(meses, dt.date(2026, 10, 1)))


def test_linea_del_anio():
    serie = [
        {"periodo": dt.date(2026, i, 1), "cumplimiento": v} for i, v in enumerate((90.0, 93.4, None, 91.2), start=1)
    ]
    svg = de_resumen.linea_del_anio(serie, UMBRALES)
    ET.fromstring(svg)
    assert svg.count('class="l1"') == 2  # el mes sin dato corta la línea
    assert "91.2\u00a0%" in svg
    assert svg.count('<g class="mes">') == 3
    assert de_resumen.linea_del_anio([{"periodo": dt.date(2026, 1, 1), "cumplimiento": None}], UMBRALES) == ""


def test_mancuerna_con_y_sin_mes_previo():
    completa = de_resumen.mancuerna(79.4, 76.0, 60, [90, 100])
    assert completa.count("<circle") == 2
    assert de_resumen.mancuerna(None, 76.0, 60, [90, 100]).count("<circle") == 1
    assert de_resumen.mancuerna(None, None, 60, [90, 100]).count("<circle") == 0
    assert de_resumen.piso_de_escala([76.0, 98.0, None]) == 60
    assert de_resumen.piso_de_escala([43.0]) == 40


def test_escala_de_color_ubica_la_cifra():
    svg = trazos.escala_de_color(87.6, Umbrales(100, 90, 70))
    ET.fromstring(svg)
    for palabra in ("Deficiente", "Regular", "Cumplida", ">87.6<", ">70<", ">90<", ">100<"):
        assert palabra in svg
    ET.fromstring(trazos.escala_de_color(0.0, Umbrales(100, 90, 70)))
    ET.fromstring(trazos.escala_de_color(241.5, Umbrales(100, 90, 70)))


def test_la_captura_se_dice_en_palabras():
    estados = ["CAPTURADA"] * 8 + ["EXTEMPORANEA", "SIN_CAPTURA", "PENDIENTE", "PENDIENTE"]
    assert celdas.resumen_de_captura(estados) == "9 meses capturados, 1 extemporáneo, 1 sin captura"


@pytest.mark.parametrize(
    ("minimo", "maximo", "esperadas"),
    [(0, 18000, [0, 5000, 10000, 15000]), (88, 99, [90, 95]), (5, 5, [5])],
)
def test_marcas_de_eje(minimo, maximo, esperadas):
    assert trazos.marcas_de_eje(minimo, maximo) == esperadas
