"""Cerrar un mes y corregirlo después: qué se congela, qué se reexpresa y qué enseña el portal (REGLAS §7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import flask
import pytest

from dominio.configuracion import Configuracion
from dominio.informes import consulta, evaluacion, excel, pdf, word
from dominio.informes.consulta import Publicacion
from etl.publicacion import cierres, versiones
from portal import almacen
from portal.app import crear_app
from portal.paginas.calidad.comparacion import para_descargar
from portal.paginas.seguimiento.vista import elegir
from tests.cuentas import con_cuenta
from tests.transformaciones import escenarios
from tests.transformaciones.conftest import Seguimiento, construir_modelos
from tests.transformaciones.libros import MESES, escribir_captura
from tests.transformaciones.publicacion import pagina_de, publicar

MAYO = date(2026, 5, 1)
TARDE = date(2026, 7, 10)
AJUSTE_POSTERIOR = {"meta": "A5_SIN_DISPERSION", "desde": "may", "fecha": date(2026, 5, 20)} | dict.fromkeys(MESES, 20)
REGLA_POSTERIOR = (date(2026, 5, 31), "regular", 81.0)


@dataclass
class Reexpresado:
    """Mayo cerrado con los escenarios tal cual; después, tres correcciones, un ajuste y una regla."""

    cfg: Configuracion
    cierre: cierres.Cierre
    almacen: Path

    def filas(self, sql: str, *valores: Any) -> list[tuple[Any, ...]]:
        """Consulta de solo lectura."""
        with duckdb.connect(str(self.almacen), read_only=True) as conexion:
            return conexion.execute(sql, valores).fetchall()


@pytest.fixture(scope="module")
def reexpresado(seguimiento: Seguimiento, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reexpresado]:
    """Una sola construcción más: la de después del cierre."""
    base = tmp_path_factory.mktemp("cierre")
    cfg = Configuracion(
        datos_crudos=base / "datos_crudos", almacen=base / "almacen", estado=base / "estado", hoy=escenarios.HOY,
        es_demostracion=True, url_bd="", puerto_portal=8050, puerto_dagster=3000,
    )  # fmt: skip
    publicar(cfg, seguimiento.almacen, "2026-07-15.1")
    cierre = cierres.cerrar(cfg, MAYO)
    escenarios.escribir(cfg.datos_crudos, [AJUSTE_POSTERIOR], [REGLA_POSTERIOR])
    de_mayo = [{"clave": "A2_NO", "realizado": 5}, {"clave": "A4_VIEJA", "realizado": 10}]
    escribir_captura(cfg.datos_crudos, "ESC", 5, de_mayo, TARDE, nombre="correccion")
    escribir_captura(
        cfg.datos_crudos, "ESC", 3, [{"clave": "A3_NO", "realizado": 4}], TARDE, nombre="correccion_de_marzo"
    )
    escribir_captura(cfg.datos_crudos, "ESC", 6, [{"clave": "A2_SI", "realizado": 1}], TARDE, nombre="de_junio")
    almacen = construir_modelos(cfg.datos_crudos, escenarios.HOY, base)
    publicar(cfg, almacen, "2026-07-15.2")
    yield Reexpresado(cfg, cierre, almacen)


def test_sin_cierres_los_marts_existen_y_estan_vacios(seguimiento: Seguimiento):
    for mart in ("cierres", "como_se_reporto", "areas_como_se_reporto", "reexpresiones"):
        assert seguimiento.filas(f"select count(*) from mart_seguimiento__{mart}") == [(0,)]


def test_lo_congelado_son_los_valores_de_ese_dia(reexpresado: Reexpresado, seguimiento: Seguimiento):
    columnas = "meta_clave, periodo, realizado, realizado_acumulado, cumplimiento, clase, es_vencido, archivo, celda"
    reportado = reexpresado.filas(f"select {columnas} from mart_seguimiento__como_se_reporto order by 1, 2")
    assert reportado == seguimiento.filas(
        f"select {columnas} from mart_seguimiento__avance_mensual where ejercicio = 2026 order by 1, 2"
    )
    de_areas = "area_clave, periodo, lugar, cumplimiento_ranking, clase"
    assert reexpresado.filas(
        f"select {de_areas} from mart_seguimiento__areas_como_se_reporto order by 1, 2"
    ) == seguimiento.filas(
        f"select {de_areas} from mart_seguimiento__ranking_areas where periodo <= '{MAYO}' order by 1, 2"
    )
    assert seguimiento.filas("select count(*) from fct_cierres") == [(0,)]


def test_cada_correccion_es_exactamente_sus_reexpresiones_con_archivo_y_celda(reexpresado: Reexpresado):
    filas = reexpresado.filas(
        "select meta_clave, campo, coalesce(texto_antes, valor_antes::varchar), "
        "coalesce(texto_ahora, valor_ahora::varchar), archivo, hoja, celda, fecha_captura, month(periodo_captura) "
        "from mart_seguimiento__reexpresiones where causa = 'captura' order by meta_clave, campo"
    )
    de_mayo = ("capturas/2026-05/correccion.xlsx", "captura", "E6", TARDE, 5)
    segunda = ("capturas/2026-05/correccion.xlsx", "captura", "E7", TARDE, 5)
    de_marzo = ("capturas/2026-03/correccion_de_marzo.xlsx", "captura", "E6", TARDE, 3)
    assert filas == [
        ("A2_NO", "clase", "BUEN_DESEMPENO", "REGULAR", *de_mayo),
        ("A2_NO", "cumplimiento", "90.0", "82.0", *de_mayo),
        ("A2_NO", "realizado", "9.0", "5.0", *de_mayo),
        ("A2_NO", "realizado_acumulado", "45.0", "41.0", *de_mayo),
        ("A3_NO", "clase", "CUMPLIDA", "REGULAR", *de_marzo),
        ("A3_NO", "cumplimiento", "100.0", "88.0", *de_marzo),
        ("A3_NO", "realizado_acumulado", "50.0", "44.0", *de_marzo),
        ("A4_VIEJA", "clase", "REGULAR", "CUMPLIDA", *segunda),
        ("A4_VIEJA", "cumplimiento", "80.0", "100.0", *segunda),
        ("A4_VIEJA", "estado_captura", "SIN_CAPTURA", "EXTEMPORANEA", *segunda),
        ("A4_VIEJA", "num_meses_omitidos", "1.0", "0.0", *segunda),
        ("A4_VIEJA", "realizado", None, "10.0", *segunda),
        ("A4_VIEJA", "realizado_acumulado", "40.0", "50.0", *segunda),
    ]
    assert reexpresado.filas("select distinct cambia_clase, version from mart_seguimiento__reexpresiones") == [
        (True, "2026-07-15.1")
    ]


def test_lo_que_cambio_el_programa_o_una_regla_se_dice_con_su_hoja(reexpresado: Reexpresado):
    filas = reexpresado.filas(
        "select causa, meta_clave, campo, coalesce(texto_antes, valor_antes::varchar), "
        "coalesce(texto_ahora, valor_ahora::varchar), archivo, hoja, celda "
        "from mart_seguimiento__reexpresiones where causa <> 'captura' "
        "and meta_clave in ('A5_SIN_DISPERSION', 'A2_SI', 'LB') order by all"
    )
    archivo = "programa/programa_2026.xlsx"
    de_ajuste, de_regla = (archivo, "ajustes", None), (archivo, "reglas", None)
    assert filas == [
        ("programa", "A5_SIN_DISPERSION", "clase", "CUMPLIDA", "REGULAR", *de_ajuste),
        ("programa", "A5_SIN_DISPERSION", "cumplimiento", "100.0", "83.33", *de_ajuste),
        ("programa", "A5_SIN_DISPERSION", "programado", "10.0", "20.0", *de_ajuste),
        ("programa", "A5_SIN_DISPERSION", "programado_acumulado", "50.0", "60.0", *de_ajuste),
        ("reglas", "A2_SI", "clase", "REGULAR", "DEFICIENTE", *de_regla),
        ("reglas", "LB", "clase", "REGULAR", "DEFICIENTE", *de_regla),
    ]
    # Nueve metas entre 60 y 81 pasan a Deficiente; ninguna otra cosa cambió por una regla.
    assert reexpresado.filas(
        "select campo, texto_antes, texto_ahora, count(*) from mart_seguimiento__reexpresiones where causa = 'reglas'"
        " group by all"
    ) == [("clase", "REGULAR", "DEFICIENTE", 9)]


def test_el_cierre_cuenta_lo_que_se_ha_reexpresado(reexpresado: Reexpresado):
    assert reexpresado.filas(
        "select cierre_clave, periodo, es_vigente, version, huella, num_reexpresiones, num_metas_reexpresadas, "
        "num_cambios_de_clase from mart_seguimiento__cierres"
    ) == [("2026-05.1", MAYO, True, "2026-07-15.1", reexpresado.cierre.huella, 26, 13, 13)]


def test_el_informe_de_un_mes_cerrado_dice_cada_reexpresion(reexpresado: Reexpresado):
    with Publicacion(reexpresado.cfg.publicado / versiones.nombre_de_archivo("2026-07-15.2")) as publicacion:
        documento = evaluacion.documento(consulta.evaluacion(publicacion, MAYO))
    assert ("Mes cerrado", "sí, cierre 2026-05.1") in documento.caratula
    seccion = next(s for s in documento.secciones if s.hoja == "Reexpresiones")
    assert seccion.bloques[0].texto == "El mes se cerró con la versión 2026-07-15.1; lo que cambió después:"
    tabla = next(t for t in documento.tablas if t.clave == "reexpresiones")
    esperadas = reexpresado.filas(
        "select meta_clave, replace(campo, '_', ' '), valor_antes, texto_antes, valor_ahora, texto_ahora, causa"
        " from mart_seguimiento__reexpresiones order by meta_clave, campo"
    )
    assert [(r[0], r[2], r[3], r[4], r[7]) for r in tabla.renglones] == [
        (meta, campo, texto_antes if antes is None else antes, texto_ahora if ahora is None else ahora, causa)
        for meta, campo, antes, texto_antes, ahora, texto_ahora, causa in esperadas
    ]
    assert len(tabla.renglones) == 26
    assert ["A2_NO", "realizado acumulado", 45.0, 41.0] in [[r[0], *r[2:5]] for r in tabla.renglones]
    assert ["A4_VIEJA", "num meses omitidos", 1.0, 0.0] in [[r[0], *r[2:5]] for r in tabla.renglones]
    assert [hacer(documento)[:4] for hacer in (pdf.hacer, word.hacer, excel.hacer)] == [b"%PDF", b"PK\3\4", b"PK\3\4"]


# -- el portal ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def portal(reexpresado: Reexpresado) -> Iterator[flask.Flask]:
    """El portal mirando la versión de después de las correcciones."""
    almacen.configurar(reexpresado.cfg.publicado)
    yield con_cuenta(crear_app().server)
    almacen.configurar(None)


def _avance_visto(portal: flask.Flask, vista: str | None) -> list[tuple[Any, ...]]:
    with portal.test_request_context():
        elegir("seguimiento.resumen", {"periodo": "2026-05"} | ({"vista": vista} if vista else {}))
        filas = almacen.consultar(
            "select meta_clave, realizado_acumulado, cumplimiento, clase from mart_seguimiento__avance_mensual "
            "where periodo = date '2026-05-01' and meta_clave in ('A2_NO', 'A3_NO', 'A4_VIEJA') order by 1"
        )
    return [tuple(f.values()) for f in filas]


def test_cada_vista_ensena_sus_numeros_y_no_se_contagian(portal):
    hoy = [("A2_NO", 41.0, 82.0, "REGULAR"), ("A3_NO", 44.0, 88.0, "REGULAR"), ("A4_VIEJA", 50.0, 100.0, "CUMPLIDA")]
    reportado = [
        ("A2_NO", 45.0, 90.0, "BUEN_DESEMPENO"),
        ("A3_NO", 50.0, 100.0, "CUMPLIDA"),
        ("A4_VIEJA", 40.0, 80.0, "REGULAR"),
    ]
    for vista, esperado in ((None, hoy), ("reportado", reportado), ("hoy", hoy), ("reportado", reportado)):
        assert _avance_visto(portal, vista) == esperado


def test_la_vista_reportada_trae_los_lugares_de_ese_dia(portal, seguimiento: Seguimiento):
    with portal.test_request_context():
        elegir("seguimiento.ranking", {"periodo": "2026-05", "vista": "reportado"})
        for mart, clave in (("ranking_metas", "meta_clave"), ("ranking_areas", "area_clave")):
            vistos = almacen.consultar(
                f"select {clave}, lugar, orden, cumplimiento_ranking from mart_seguimiento__{mart} "
                "where periodo = date '2026-05-01' order by orden"
            )
            assert [tuple(f.values()) for f in vistos] == seguimiento.filas(
                f"select {clave}, lugar, orden, cumplimiento_ranking from mart_seguimiento__{mart} "
                "where periodo = date '2026-05-01' order by orden"
            )


@pytest.mark.parametrize(
    ("ruta", "reportado", "hoy"),
    [("/metas/A2_NO", "90.0 %", "82.0 %"), ("/tableros/ESC", "90.0 %", "82.0 %")],
)
def test_el_interruptor_cambia_los_numeros_de_la_pagina_y_lo_dice(portal, ruta, reportado, hoy):
    de_hoy = pagina_de(portal, ruta, periodo="2026-05")
    de_antes = pagina_de(portal, ruta, periodo="2026-05", vista="reportado")
    assert "Como se reportó" in de_hoy and "Como se reportó al cierre" not in de_hoy
    assert "Como se reportó al cierre de mayo 2026 (versión 2026-07-15.1)." in de_antes
    assert hoy in de_hoy and reportado in de_antes and hoy not in de_antes


def test_un_mes_sin_cierre_no_ofrece_el_interruptor_y_si_se_pide_lo_dice(portal):
    assert "filtro-vista" not in pagina_de(portal, "/", periodo="2026-06")
    assert "Junio 2026 no se ha cerrado." in pagina_de(portal, "/", periodo="2026-06", vista="reportado")


def test_los_enlaces_llevan_la_vista_con_su_mes(portal):
    texto = pagina_de(portal, "/tableros/ESC", periodo="2026-05", vista="reportado")
    assert "/metas/A2_NO?periodo=2026-05&vista=reportado" in texto


def test_el_resumen_y_la_ficha_avisan_lo_reexpresado(portal):
    assert "3 valores reexpresados" in pagina_de(portal, "/", periodo="2026-06")
    ficha = pagina_de(portal, "/metas/A2_NO", periodo="2026-05")
    assert "Lo reportado de mayo 2026 cambió después del cierre." in ficha
    assert "Cumplimiento: 90.00 % reportado, 82.00 % hoy." in ficha


def test_la_pagina_de_reexpresiones_las_lista_con_su_celda(portal):
    texto = pagina_de(portal, "/reexpresiones")
    assert "13 resultados reportados cambiaron después del cierre, 13 de clase" in texto
    assert "capturas/2026-05/correccion.xlsx, hoja captura, celda E6" in texto
    assert "/?periodo=2026-05&vista=reportado" in texto
    sola = pagina_de(portal, "/reexpresiones", meta="A3_NO")
    assert "celda E6" in sola and "A2_NO" not in sola


def test_sin_cierres_la_pagina_lo_dice_y_no_hay_interruptor(seguimiento: Seguimiento, portal, tmp_path: Path):
    cfg = Configuracion(tmp_path, tmp_path / "almacen", tmp_path, escenarios.HOY, True, "", 8050, 3000)
    publicar(cfg, seguimiento.almacen, "2026-07-15.9")
    vigente = almacen._vivo().publicado
    almacen.configurar(cfg.publicado)
    try:
        assert "Todavía no se ha cerrado ningún mes." in pagina_de(portal, "/reexpresiones")
        assert "filtro-vista" not in pagina_de(portal, "/", periodo="2026-05")
    finally:
        almacen.configurar(vigente)


def test_la_descarga_sigue_la_vista(portal):
    cliente = portal.test_client()
    ruta = "/descargas/seguimiento.resumen/metas.csv?periodo=2026-05"
    renglon = {v: next(r for r in cliente.get(ruta + v).text.splitlines() if r.startswith("A2_NO,"))
               for v in ("", "&vista=reportado")}  # fmt: skip
    assert ",41.0," in renglon[""] and ",45.0," in renglon["&vista=reportado"]


def test_dos_versiones_publicadas_se_comparan_meta_por_meta(portal):
    texto = pagina_de(portal, "/datos", seccion="versiones", de="2026-07-15.1")
    # De enero a junio: A2_NO y A4_VIEJA desde mayo, A3_NO desde marzo, A2_SI en junio.
    assert "/metas/A2_NO?periodo=2026-05" in texto
    assert "Ninguna diferencia." not in texto
    with portal.test_request_context():
        pares = {(p["meta_clave"], p["periodo"].month): p for p in para_descargar(de="2026-07-15.1")}
    assert f"de 2026-07-15.1 a 2026-07-15.2: {len({meta for meta, _ in pares})} metas difieren, " in texto
    assert len({meta for meta, _ in pares}) == 13
    por_captura = {"A2_NO", "A4_VIEJA", "A3_NO"}
    assert {p for p in pares if p[0] in por_captura or p == ("A2_SI", 6)} == {
        ("A2_NO", 5), ("A2_NO", 6), ("A4_VIEJA", 5), ("A4_VIEJA", 6), ("A2_SI", 6),
        *(("A3_NO", mes) for mes in range(3, 7)),
    }  # fmt: skip
    mayo = pares["A2_NO", 5]
    assert (mayo["realizado_acumulado_antes"], mayo["realizado_acumulado_despues"]) == (45.0, 41.0)
    assert (mayo["clase_antes"], mayo["clase_despues"]) == ("BUEN_DESEMPENO", "REGULAR")


def test_comparar_con_una_version_que_ya_no_esta_lo_dice(portal):
    for de in ("2020-01-01.1", "../../etc/passwd"):
        texto = pagina_de(portal, "/datos", seccion="versiones", de=de)
        assert "No se pudo comparar." in texto and "ya no se conserva" in texto
    assert "Son la misma versión." in pagina_de(portal, "/datos", seccion="versiones", de="2026-07-15.2")
