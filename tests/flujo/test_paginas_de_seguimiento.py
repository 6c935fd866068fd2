"""De los archivos a la página: lo que seguimiento muestra y explica es lo que el mart dice, en todas sus metas."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dominio.seguimiento.cambio_de_clase import CLASES, clasificar, cumplimiento, fronteras
from portal import almacen, direccion
from portal.paginas.seguimiento import consultas
from portal.paginas.seguimiento.alertas import pagina as alertas
from portal.paginas.seguimiento.alineacion import pagina as alineacion
from portal.paginas.seguimiento.metas import pagina as metas
from portal.paginas.seguimiento.metas.explicacion import paso_de, que_falta
from portal.paginas.seguimiento.metas.graficas import situacion
from portal.paginas.seguimiento.ranking import pagina as ranking
from portal.paginas.seguimiento.resumen import pagina as resumen
from portal.paginas.seguimiento.seleccion import umbrales_de
from portal.paginas.seguimiento.tableros import pagina as tableros
from tests.conftest import Instalacion

pytestmark = pytest.mark.flujo
Renglon = dict[str, Any]


@pytest.fixture(scope="module")
def publicado(instalacion_demo: Instalacion) -> Iterator[None]:
    """El portal mirando la publicación de demostración."""
    almacen.configurar(instalacion_demo.cfg.publicado)
    yield
    almacen.configurar(None)


@pytest.fixture(scope="module")
def avances(publicado: None) -> list[Renglon]:
    """Todos los renglones evaluados."""
    return almacen.consultar("select * from mart_seguimiento__avance_mensual where cumplimiento is not null")


def _dibujar(disposicion: Any, ruta: str, **parametros: str) -> str:
    with direccion.dibujando(direccion.Direccion(ruta, parametros)):
        pantalla = disposicion(**parametros)
    piezas = (
        [pantalla.contenido, pantalla.cajon, list(pantalla.filtros)] if hasattr(pantalla, "contenido") else [pantalla]
    )
    return str(piezas)


def test_la_formula_que_se_explica_da_lo_mismo_que_el_mart(avances):
    assert len(avances) > 500
    for fila in avances:
        assert cumplimiento(situacion(fila)) == fila["cumplimiento"], (fila["meta_clave"], fila["periodo"])
        assert clasificar(fila["cumplimiento"], umbrales_de(fila)) == fila["clase"]


def test_el_valor_que_se_promete_de_veras_cambia_la_clase(avances):
    for fila in avances:
        donde, limites = situacion(fila), umbrales_de(fila)
        for frontera in fronteras(donde, limites, paso_de(fila)):
            nueva = clasificar(cumplimiento(donde.con(frontera.valor)), limites)
            assert CLASES.index(nueva) <= CLASES.index(frontera.clase) < CLASES.index(fila["clase"])


def test_ninguna_explicacion_se_queda_sin_palabras(publicado):
    for fila in almacen.consultar("select * from mart_seguimiento__avance_mensual"):
        texto = que_falta(fila)
        assert texto.endswith(".") and "None" not in texto and "nan" not in texto.lower()


def test_los_agregados_sin_filtro_son_los_del_mart(publicado):
    corte = consultas.corte()["corte_periodo"]
    propios = {(f["nivel"], f["clave"], f["periodo"]): f for f in consultas.agregados(None, None, False, corte)}
    del_mart = almacen.consultar("select * from mart_seguimiento__agregados where nivel in ('alcaldia', 'eje', 'area')")
    comparados = 0
    for renglon in del_mart:
        nivel = "todo" if renglon["nivel"] == "alcaldia" else renglon["nivel"]
        propio = propios.get((nivel, None if nivel == "todo" else renglon["clave"], renglon["periodo"]))
        if propio is None:
            continue
        comparados += 1
        for columna in ("cumplimiento", "cumplimiento_ranking", "num_deficiente", "num_exigibles", "num_metas"):
            assert propio[columna] == renglon[columna], (nivel, renglon["clave"], renglon["periodo"], columna)
        assert propio["cobertura"] == pytest.approx(renglon["cobertura"], nan_ok=True)
    assert comparados >= 12 + 2 * 5


def test_la_correccion_se_lista_con_su_antes_y_su_ahora(publicado):
    corregidas = almacen.consultar("select distinct meta_clave from mart_seguimiento__procedencia where version > 1")
    assert corregidas
    for fila in corregidas:
        assert "Corrección del área" in _dibujar(
            metas.disposicion, f"/metas/{fila['meta_clave']}", clave=fila["meta_clave"]
        )


@pytest.mark.parametrize("periodo", [None, "2026-01", "2026-09", "2026-12"])
def test_todas_las_paginas_se_dibujan_en_cualquier_mes(publicado, periodo):
    mes = {"periodo": periodo} if periodo else {}
    for disposicion, ruta in (
        (resumen.disposicion, "/"),
        (tableros.disposicion, "/tableros"),
        (ranking.disposicion, "/ranking"),
        (alertas.disposicion, "/alertas"),
        (alineacion.disposicion, "/alineacion"),
    ):
        assert "H1(" in _dibujar(disposicion, ruta, **mes)


def test_cada_area_y_cada_meta_tiene_su_pagina_y_su_explicacion(publicado):
    for area in consultas.areas():
        dibujo = _dibujar(tableros.disposicion, f"/tableros/{area['clave']}", area=area["clave"])
        assert "Programado" in dibujo and "Diferencia" in dibujo
    for meta in almacen.consultar("select meta_clave from dim_meta"):
        clave = meta["meta_clave"]
        dibujo = _dibujar(metas.disposicion, f"/metas/{clave}", clave=clave, explica="cumplimiento")
        assert "Explica este color" in dibujo
        assert "De dónde salió cada número" in dibujo


def test_la_ficha_llega_a_la_celda_del_archivo(publicado):
    fila = almacen.consultar(
        "select * from mart_seguimiento__avance_mensual where celda is not null order by periodo desc, meta_clave"
    )[0]
    dibujo = _dibujar(
        metas.disposicion,
        f"/metas/{fila['meta_clave']}",
        clave=fila["meta_clave"],
        periodo=f"{fila['periodo']:%Y-%m}",
        explica="cumplimiento",
    )
    assert fila["celda"] in dibujo and fila["archivo"].split("/", 1)[-1] in dibujo
    assert re.search(fila["archivo_sha256"][:4], dibujo)


def test_despues_del_corte_todo_esta_pendiente_y_nada_es_cero(publicado):
    corte = consultas.corte()["corte_periodo"]
    despues = dt.date(corte.year, 12, 1)
    todo = [
        f for f in consultas.agregados(None, None, False, despues) if f["nivel"] == "todo" and f["periodo"] == despues
    ]
    assert todo[0]["cumplimiento"] is None
    assert "todavía no se califica" in _dibujar(resumen.disposicion, "/", periodo="2026-12")


def test_las_rutas_que_no_existen_lo_dicen(publicado):
    assert "Esa meta no está en el programa" in _dibujar(metas.disposicion, "/metas/NADA", clave="NADA")
    assert "Esa área no tiene tablero" in _dibujar(tableros.disposicion, "/tableros/NADA", area="NADA")
    assert "Ninguna meta cumple estos filtros" in _dibujar(resumen.disposicion, "/", eje="E9")


def test_las_descargas_traen_numeros(publicado):
    filas = resumen.DESCARGAS["metas"]()
    assert len(filas) == len(ranking.DESCARGAS["metas"]())
    assert all(isinstance(f["cumplimiento"], float | None) for f in filas)
    area = consultas.areas()[0]["clave"]
    assert tableros.DESCARGAS["metas"](area=area)
    assert metas.DESCARGAS["meses"](clave=filas[0]["meta_clave"])
    assert alineacion.DESCARGAS["plan"]()
    assert alertas.DESCARGAS["alertas"](estado="todas")


def test_dos_areas_lado_a_lado_traen_las_metas_de_las_dos(publicado):
    pares = almacen.consultar(
        "select area_clave, min(meta_clave) as meta from mart_seguimiento__avance_mensual group by all order by all"
    )
    una, otra = pares[0], pares[1]
    juntas = _dibujar(tableros.disposicion, f"/tableros/{una['area_clave']}", area=una["area_clave"],
                      contra=otra["area_clave"])  # fmt: skip
    assert f"/metas/{una['meta']}" in juntas
    assert f"/metas/{otra['meta']}" in juntas
    sola = _dibujar(tableros.disposicion, f"/tableros/{una['area_clave']}", area=una["area_clave"], contra="NADIE")
    assert f"/metas/{una['meta']}" in sola
    assert f"/metas/{otra['meta']}" not in sola
    assert "Ver su tablero" not in sola
