"""Probar otros umbrales sobre los escenarios: qué metas cambian de clase y qué se dice de lo incoherente."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import flask
import pytest

from dominio.configuracion import Configuracion
from dominio.seguimiento.umbrales import Hipotesis
from portal import almacen
from portal.app import crear_app
from portal.paginas.seguimiento.umbrales import consultas
from portal.paginas.seguimiento.umbrales.pagina import DESCARGAS, por_area, reclasificar
from tests.cuentas import con_cuenta
from tests.transformaciones import escenarios
from tests.transformaciones.conftest import Seguimiento
from tests.transformaciones.publicacion import pagina_de, publicar

JUNIO = date(2026, 6, 1)


@pytest.fixture(scope="module")
def portal(seguimiento: Seguimiento, tmp_path_factory: pytest.TempPathFactory) -> Iterator[flask.Flask]:
    """El portal sobre los escenarios, sin volver a construirlos."""
    base = tmp_path_factory.mktemp("umbrales")
    cfg = Configuracion(base, base / "almacen", base, escenarios.HOY, True, "", 8050, 3000)
    publicar(cfg, seguimiento.almacen, "2026-07-15.1")
    almacen.configurar(cfg.publicado)
    yield con_cuenta(crear_app().server)
    almacen.configurar(None)


def test_con_los_umbrales_vigentes_la_clase_y_la_bandera_son_las_del_mart(portal):
    for mes in range(1, 7):
        periodo = date(2026, mes, 1)
        reglas = consultas.vigentes(periodo)
        vigentes = Hipotesis(*(reglas[c] for c in ("cumplida", "buen_desempeno", "regular", "excedida")))
        metas = reclasificar(consultas.evaluadas(periodo, None, None, False), vigentes)
        assert len(metas) > 60
        assert [m["clase_nueva"] for m in metas] == [m["clase"] for m in metas]
        assert [m["seria_excedida"] for m in metas] == [m["es_excedida"] for m in metas]


def test_otros_umbrales_mueven_exactamente_las_metas_entre_los_dos(portal, seguimiento: Seguimiento):
    # En junio rigen 100, 90 y 60. Con buen desempeño desde 80, suben las que están de 80 a menos de 90.
    pedida = Hipotesis(100, 80, 60, 105)
    metas = reclasificar(consultas.evaluadas(JUNIO, None, None, False), pedida)
    cambian = {m["meta_clave"]: (m["clase"], m["clase_nueva"]) for m in metas if m["clase"] != m["clase_nueva"]}
    esperadas = seguimiento.filas(
        "select meta_clave from mart_seguimiento__avance_mensual "
        f"where periodo = '{JUNIO}' and cumplimiento >= 80 and cumplimiento < 90"
    )
    assert cambian == {clave: ("REGULAR", "BUEN_DESEMPENO") for (clave,) in esperadas}
    assert {"A2_SI", "RANGO_FUERA"} & cambian.keys() == {"A2_SI"}
    assert sum(a["suben"] for a in por_area(metas)) == len(cambian)
    assert sum(a["bajan"] for a in por_area(metas)) == 0


def test_la_pagina_cuenta_y_nombra_lo_que_cambiaria(portal):
    texto = pagina_de(portal, "/umbrales", periodo="2026-06", area="T5", regular="95", buen_desempeno="98")
    assert "Con estos umbrales ninguna meta cambiaría de clase, de 1 meta evaluada" in texto
    texto = pagina_de(portal, "/umbrales", periodo="2026-06", buen_desempeno="80")
    assert "metas cambiarían de clase: " in texto and " subirían y 0 bajarían" in texto
    assert "/metas/A2_SI?periodo=2026-06" in texto
    assert "vigente 90 %" in texto and "Volver a los vigentes" in texto


def test_lo_incoherente_se_dice_y_se_muestran_los_vigentes(portal):
    texto = pagina_de(portal, "/umbrales", periodo="2026-06", regular="92")
    assert "Esos umbrales no se pueden usar; se muestran los vigentes." in texto
    assert "Regular (92) debe ser menor que Buen desempeño (90)." in texto
    assert "Con los umbrales vigentes: " in texto


def test_la_guia_y_el_ranking_llevan_a_probar_umbrales(portal):
    assert "href='/umbrales'" in pagina_de(portal, "/guia")
    assert "/umbrales?periodo=2026-06" in pagina_de(portal, "/ranking", periodo="2026-06")


def test_la_descarga_trae_la_clase_de_hoy_y_la_que_tendria(portal):
    renglon = next(r for r in DESCARGAS["metas"](periodo="2026-06", buen_desempeno="80") if r["meta_clave"] == "A2_SI")
    assert (renglon["cumplimiento"], renglon["clase"], renglon["clase_nueva"]) == (80.0, "REGULAR", "BUEN_DESEMPENO")
