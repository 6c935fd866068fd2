"""El mapa del plan reparte el rectángulo según los pesos; la revisión lista cada comprobación."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.paginas.seguimiento.alineacion import graficas, revision
from portal.paginas.seguimiento.alineacion.graficas import Caja, repartir


def _se_enciman(una: Caja, otra: Caja) -> bool:
    holgura = 1e-6
    return (
        una.x < otra.x + otra.ancho - holgura
        and otra.x < una.x + una.ancho - holgura
        and una.y < otra.y + otra.alto - holgura
        and otra.y < una.y + una.alto - holgura
    )


def test_el_ejemplo_clasico_de_seis_por_cuatro():
    cajas = repartir([6, 6, 4, 3, 2, 2, 1], Caja(0, 0, 6, 4))
    esperadas = [(0, 0, 3, 2), (0, 2, 3, 2), (3, 0, 12 / 7, 7 / 3), (33 / 7, 0, 9 / 7, 7 / 3)]
    for caja, esperada in zip(cajas, esperadas, strict=False):
        assert tuple(caja) == pytest.approx(esperada)
    assert [c.ancho * c.alto for c in cajas] == pytest.approx([6, 6, 4, 3, 2, 2, 1])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.5, 10), min_size=1, max_size=20))
def test_las_areas_son_proporcionales_no_se_enciman_y_llenan(pesos):
    marco = Caja(10, 20, 300, 170)
    cajas = repartir(pesos, marco)
    escala = 300 * 170 / sum(pesos)
    assert [c.ancho * c.alto for c in cajas] == pytest.approx([p * escala for p in pesos])
    assert not any(_se_enciman(una, otra) for una, otra in itertools.combinations(cajas, 2))
    for c in cajas:
        assert c.x >= 10 - 1e-6 and c.y >= 20 - 1e-6
        assert c.x + c.ancho <= 310 + 1e-6 and c.y + c.alto <= 190 + 1e-6


def test_sin_pesos_no_hay_cajas():
    assert repartir([], Caja(0, 0, 10, 10)) == []


def _meta(clave: str, eje: str, objetivo: str, peso: float | None, clase: str, cumplimiento: float | None) -> Any:
    return {
        "meta_clave": clave, "indicador_nombre": f"Indicador & {clave}", "area_corta": "Obras", "peso": peso,
        "clase": clase, "cumplimiento": cumplimiento, "eje_clave": eje, "eje_nombre": f"Eje {eje}",
        "objetivo_clave": objetivo, "objetivo_nombre": f"Objetivo {objetivo}",
    }  # fmt: skip


PLAN = [
    _meta("M1", "E1", "O1", 3, "CUMPLIDA", 104.2),
    _meta("M2", "E1", "O1", 1, "DEFICIENTE", 41.0),
    _meta("M3", "E1", "O2", None, "BUEN_DESEMPENO", 95.0),
    _meta("M4", "E2", "O3", 2, "SIN_CAPTURA", None),
]
NIVELES = {("eje", "E1"): {"cumplimiento": 80.5}, ("eje", "E2"): {"cumplimiento": None}}


def test_el_mapa_lleva_color_palabra_y_porcentaje_y_cada_losa_a_su_ficha():
    svg = graficas.mapa(PLAN, NIVELES, lambda c: f"/metas/{c}", lambda c: f"/?eje={c}").svg
    raiz = ET.fromstring(svg)
    enlaces = {
        a.get("href"): a.findtext("{http://www.w3.org/2000/svg}title")
        for a in raiz.iter("{http://www.w3.org/2000/svg}a")
    }
    assert set(enlaces) == {"/metas/M1", "/metas/M2", "/metas/M3", "/metas/M4", "/?eje=E1", "/?eje=E2"}
    duro = "\u00a0"
    assert enlaces["/metas/M2"] == f"M2 Indicador & M2: Obras, 41.0{duro}%, Deficiente"
    assert enlaces["/metas/M4"] == "M4 Indicador & M4: Obras, Sin captura"
    assert enlaces["/?eje=E1"] == f"Eje E1: 80.5{duro}%"
    assert enlaces["/?eje=E2"] == "Eje E2: sin dato"
    textos = [t.text for t in raiz.iter("{http://www.w3.org/2000/svg}text")]
    for dicho in ("Cumplida", "Deficiente", "Buen desempeño", "Sin captura", f"104.2{duro}%", "M1", "Objetivo O1"):
        assert dicho in textos
    clases = re.findall(r'<rect class="k-(\w+) losa"', svg)
    assert clases == ["cumplida", "deficiente", "buen", "estado"]


def test_dentro_de_un_objetivo_el_area_de_la_losa_es_su_peso():
    svg = graficas.mapa(PLAN, NIVELES, lambda c: f"/metas/{c}", lambda c: f"/?eje={c}").svg
    medidas = re.findall(r'losa" x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="([\d.]+)"', svg)
    m1, m2 = [(float(a) + 2) * (float(h) + 2) for a, h in medidas[:2]]
    assert m1 / m2 == pytest.approx(3, rel=0.01)


@pytest.mark.parametrize(
    ("ancho", "renglones", "dichos"),
    [
        (200, 6, ["41.0 %", "Deficiente", "M2", "Indicador & M2"]),
        (200, 2, ["41.0 %", "Deficiente"]),
        (50, 6, ["41.0 %", "M2"]),  # «Deficiente» e «Indicador» no caben: no se parten
        (10, 6, []),
    ],
)
def test_en_la_losa_ninguna_palabra_se_parte(ancho, renglones, dichos):
    assert graficas._dichos(PLAN[1], "41.0 %", "Deficiente", ancho, renglones) == dichos


def _hallazgo(comprobacion: str, nivel: str, clave: str) -> dict[str, Any]:
    return {"comprobacion": comprobacion, "nivel": nivel, "elemento_clave": clave, "elemento_nombre": f"Nombre {clave}",
            "area_corta": "Obras" if nivel == "meta" else None, "detalle": f"Detalle {clave}."}  # fmt: skip


def test_la_revision_cuenta_enlaza_y_dice_que_hacer():
    hallazgos = [_hallazgo("calendario_plano", "meta", "M1"), _hallazgo("calendario_plano", "meta", "M2"),
                 _hallazgo("eje_sin_metas", "eje", "E3")]  # fmt: skip
    grupos = revision.agrupar(hallazgos)
    assert [(c.clave, len(suyos)) for c, suyos in grupos[:3]] == [
        ("calendario_plano", 2), ("eje_sin_metas", 1), ("huerfana", 0),
    ]  # fmt: skip
    assert len(grupos) == 13
    dibujo = str(revision.de_plan(hallazgos))
    assert "2 de 13 comprobaciones con hallazgos" in dibujo
    assert "/metas/M1" in dibujo and "/metas/E3" not in dibujo
    assert "E3 · Nombre E3" in dibujo
    assert "Proponga metas para el eje" in dibujo
    assert "Programe al menos un mes" not in dibujo
    assert "Sin hallazgos: metas huérfanas, metas sin responsable" in dibujo


def test_sin_hallazgos_y_sin_mart_tambien_se_dice():
    assert "0 de 13 comprobaciones con hallazgos" in str(revision.de_plan([]))
    assert "no trae la revisión" in str(revision.de_plan(None))
