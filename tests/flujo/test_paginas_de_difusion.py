"""De los archivos a la página: lo que difusión muestra es lo que sus marts dicen."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import flask
import openpyxl
import pytest

from portal import almacen, direccion, formato
from portal.app import crear_app
from portal.paginas.difusion import consultas, control, graficas, redaccion
from portal.paginas.difusion import pagina as difusion
from portal.paginas.difusion.campana import consultas as de_campana
from portal.paginas.difusion.campana import pagina as campana
from portal.paginas.difusion.rango import alcances
from portal.paginas.difusion.rango import consultas as de_rango
from portal.paginas.difusion.rango import pagina as de_rango_pagina
from tests.conftest import Instalacion
from tests.cuentas import con_cuenta

pytestmark = pytest.mark.flujo
OCTUBRE, SEPTIEMBRE, JULIO = (dt.date(2026, m, 1) for m in (10, 9, 7))


@pytest.fixture(scope="module", autouse=True)
def publicado(instalacion_demo: Instalacion) -> Iterator[None]:
    """El portal mirando la publicación de demostración."""
    almacen.configurar(instalacion_demo.cfg.publicado)
    yield
    almacen.configurar(None)


@pytest.fixture(scope="module")
def cliente() -> Any:
    servidor: flask.Flask = crear_app().server
    return con_cuenta(servidor).test_client()


def _dibujar(disposicion: Any, ruta: str, **parametros: str) -> str:
    with direccion.dibujando(direccion.Direccion(ruta, parametros)):
        pantalla = disposicion(**parametros)
    contenido = pantalla.contenido if hasattr(pantalla, "contenido") else pantalla
    piezas = contenido if isinstance(contenido, list) else [contenido]
    return json.dumps([p.to_plotly_json() for p in piezas], default=lambda o: o.to_plotly_json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("filtros", "esperado"),
    [
        ((None, None, None), (131_388, 198_321, False)),
        (("Facebook", None, None), (131_388, 131_388, True)),
        ((None, "Clientes potenciales", None), (28_709, 28_709, True)),
        ((None, None, "MUJERES"), (62_040, 106_734, False)),
        (("Facebook", "Reconocimiento", None), (62_040, 131_388, False)),
    ],
)
def test_toda_seleccion_es_exacta_o_intervalo(
    filtros: tuple[str | None, str | None, str | None], esperado: tuple[int, int, bool]
) -> None:
    r = consultas.alcance_de_la_seleccion(OCTUBRE, *filtros)
    assert r is not None
    assert (r["alcance_minimo"], r["alcance_maximo"], r["es_exacto"]) == esperado


def test_la_busqueda_no_tiene_alcance_ni_como_seleccion() -> None:
    r = consultas.alcance_de_la_seleccion(OCTUBRE, None, "Búsqueda", None)
    assert r is not None
    assert (r["alcance_minimo"], r["metodo"]) == (None, "sin_alcance")


@pytest.mark.parametrize("por", ["plataforma", "objetivo", "publico", "formato"])
def test_los_costos_suman_lo_mismo_por_donde_se_vean(por: str) -> None:
    filas = consultas.costos(OCTUBRE, por, None, None, None)
    resumen = consultas.resumen(OCTUBRE)
    assert sum(f["importe_gasto_mxn"] for f in filas) == resumen["importe_gasto_mxn"]
    assert sum(f["num_impresiones"] for f in filas) == resumen["num_impresiones"]


def test_el_costo_por_contacto_no_carga_campanas_sin_contactos() -> None:
    filas = {f["nombre"]: f for f in consultas.costos(OCTUBRE, "plataforma", None, None, None)}
    con_contactos = [c for c in consultas.campanas(OCTUBRE) if c["num_contactos"]]
    assert filas["Facebook"]["importe_con_contactos_mxn"] == sum(c["importe_gasto_mxn"] for c in con_contactos)
    assert filas["Google"]["importe_con_contactos_mxn"] is None


def test_los_costos_por_edad_y_sexo_cuadran_con_facebook() -> None:
    filas = consultas.costos_por_edad(OCTUBRE, None, None, None)
    (facebook,) = [f for f in consultas.costos(OCTUBRE, "plataforma", None, None, None) if f["nombre"] == "Facebook"]
    assert len(filas) == 12
    assert sum(f["num_impresiones"] for f in filas) == facebook["num_impresiones"]
    assert sum(f["importe_gasto_mxn"] for f in filas) == facebook["importe_gasto_mxn"]
    assert consultas.costos_por_edad(SEPTIEMBRE, None, None, None) == []


def test_la_factura_que_no_es_del_catalogo_se_senala() -> None:
    distintas = [p for p in consultas.precios(JULIO) if p["estado"] != "coincide"]
    assert [(p["concepto"], p["estado"], float(p["importe_diferencia_mxn"])) for p in distintas] == [
        ("Campaña en Google, por mes", "precio_distinto", 4500.0)
    ]
    assert "precio distinto del catálogo" in _dibujar(
        difusion.disposicion, "/difusion", periodo="2026-07", vista="control"
    )


def test_el_calendario_cruza_metas_campanas_y_encuestas() -> None:
    metas, olas = consultas.metas_de_los_temas(2026), consultas.encuestas_de_los_temas(2026)
    assert {m["meta_clave"] for m in metas if m["tema"] == "Bacheo en tu colonia"} == {"DESU-01"}
    assert len({o["estudio"] for o in olas}) == 5
    hallazgo = redaccion.hallazgo_del_calendario(consultas.calendario(2026), metas, olas, 2026)
    assert hallazgo.startswith("Calendario 2026: 18 campañas con entrega, 9 metas del mismo tema y 5 olas")
    assert "no causa" in hallazgo
    assert "no dice que una causara a la otra" in _dibujar(difusion.disposicion, "/difusion", vista="calendario")


def test_la_pagina_dice_denominador_y_fuente() -> None:
    texto = _dibujar(difusion.disposicion, "/difusion", periodo="2026-10", vista="costos")
    assert "338,882 en 2020" in texto and "ENDUTIH 2024" in texto
    mujeres = next(p for p in consultas.publicos(OCTUBRE) if p["publico_clave"] == "MUJERES")
    escrita = control.penetracion(mujeres["proporcion_penetracion_minima"], mujeres["proporcion_penetracion_maxima"])
    assert escrita == "39 a 67\u00a0%" and escrita in texto


@pytest.mark.parametrize("clave", ["FB-01", "FB-02", "GG-01", "GG-02"])
def test_la_pagina_de_campana_muestra_su_mes(clave: str) -> None:
    texto = _dibujar(campana.disposicion, f"/difusion/{clave}", campana=clave)
    mes = de_campana.meses(clave)[0]
    assert mes["campana_nombre"] in texto
    if mes["tiene_alcance"]:
        assert graficas.alcance_escrito(mes["alcance_minimo"], mes["alcance_maximo"]) in texto
    else:
        assert "la búsqueda de Google no tiene alcance" in texto


def test_los_dias_de_la_campana_suman_su_mes() -> None:
    for clave in ("FB-02", "GG-01"):
        mes = de_campana.meses(clave)[0]
        dias = de_campana.dias(clave, mes["periodo"])
        assert sum(d["num_impresiones"] for d in dias) == mes["num_impresiones"], clave


def test_una_campana_que_no_existe_lo_dice() -> None:
    assert "Esa campaña no está en los datos" in _dibujar(campana.disposicion, "/difusion/ZZ", campana="ZZ")


def test_lo_atipico_y_lo_que_cambio_se_dicen() -> None:
    texto = _dibujar(difusion.disposicion, "/difusion", periodo="2026-10", vista="control")
    cambios = consultas.reexpresiones(OCTUBRE)
    assert f"{cambios['num_cambios']} días cerrados cambiaron" in texto
    for r in consultas.anomalias(OCTUBRE)[: control.ATIPICOS_A_LA_VISTA]:
        assert control.anomalia_escrita(r) in texto
    for r in consultas.sin_historia(OCTUBRE):
        assert r["campana_nombre"] in texto


def test_el_informe_mensual_se_descarga_con_su_metodo(cliente: Any) -> None:
    respuesta = cliente.get("/descargas/difusion/informe.xlsx?periodo=2026-09")
    hoja = openpyxl.load_workbook(io.BytesIO(respuesta.data)).worksheets[0]
    filas = [[c.value for c in fila] for fila in hoja.iter_rows()]
    encabezado = next(i for i, f in enumerate(filas) if "como_se_sabe" in f)
    lugar = {nombre: i for i, nombre in enumerate(filas[encabezado])}
    datos = [f for f in filas[encabezado + 1 :] if f[lugar["plataforma"]] in ("Facebook", "Google")]
    assert len(datos) == 10
    bacheo = next(f for f in datos if f[lugar["campana"]] == "Bacheo en tu colonia")
    assert [bacheo[lugar[c]] for c in ("alcance", "como_se_sabe", "captura")] == [
        "85,959", "según Meta", "2026-09_FB-01.png"
    ]  # fmt: skip
    tramites = next(f for f in datos if f[lugar["campana"]] == "Trámites en línea")
    assert tramites[lugar["alcance"]] is None and "no tiene alcance" in tramites[lugar["como_se_sabe"]]


@pytest.mark.parametrize(
    "nombre", ["precios", "reexpresiones", "metricas", "solicitudes", "conciliacion", "penetracion"]
)
def test_las_descargas_de_difusion_responden(cliente: Any, nombre: str) -> None:
    respuesta = cliente.get(f"/descargas/difusion/{nombre}.csv?periodo=2026-10")
    assert respuesta.status_code == 200
    assert len(respuesta.data.decode("utf-8-sig").splitlines()) > 2


def _alcances_del_rango(desde: dt.date, hasta: dt.date) -> dict[tuple[str, str | None], Any]:
    return alcances.por_ambito(desde, hasta, de_rango.dias(desde, hasta), de_rango.ventanas(desde, hasta))


@pytest.mark.parametrize("mes", [OCTUBRE, SEPTIEMBRE, JULIO])
def test_un_mes_pedido_como_rango_da_el_alcance_del_mes(mes: dt.date) -> None:
    fin = (mes + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    pedidos = _alcances_del_rango(mes, fin)
    campanas = [c for c in consultas.campanas(mes) if c["alcance_minimo"] is not None]
    assert len(campanas) >= 8
    for c in campanas:
        propio = pedidos[c["plataforma"], c["campana_clave"]]
        assert (propio.minimo, propio.maximo) == (c["alcance_minimo"], c["alcance_maximo"]), c["campana_nombre"]
        assert propio.impresiones == c["num_impresiones"]
    for a in consultas.alcances(mes):
        if a["tipo_periodo"] == "mes" and a["ambito"] == "plataforma":
            propio = pedidos[a["plataforma"], None]
            assert (propio.minimo, propio.maximo) == (a["alcance_minimo"], a["alcance_maximo"])


def test_el_acumulado_que_la_plataforma_reporto_es_exacto_como_rango() -> None:
    (facebook,) = [a for a in consultas.alcances(OCTUBRE)
                   if a["tipo_periodo"] == "acumulado" and a["plataforma"] == "Facebook"]  # fmt: skip
    propio = _alcances_del_rango(dt.date(2026, 2, 1), dt.date(2026, 10, 31))["Facebook", None]
    assert (propio.minimo, propio.maximo) == (facebook["alcance_minimo"], facebook["alcance_maximo"])
    assert (propio.es_exacto, facebook["es_exacto"]) == (True, True)


def test_el_rango_suma_lo_que_se_suma_y_acota_lo_que_no() -> None:
    desde, hasta = dt.date(2026, 8, 15), dt.date(2026, 10, 10)
    filas = de_rango.campanas(desde, hasta, None, None, None)
    diario = almacen.consultar(
        "select sum(num_impresiones)::bigint as n, sum(importe_gasto_mxn) as pesos, sum(num_contactos)::bigint as c"
        " from mart_difusion__diario where fecha between '2026-08-15' and '2026-10-10'"
    )[0]
    assert not any(f["es_parcial"] for f in filas)
    assert sum(f["num_impresiones"] for f in filas) == diario["n"]
    assert sum(f["importe_gasto_mxn"] for f in filas) == diario["pesos"]
    assert sum(f["num_contactos"] or 0 for f in filas) == diario["c"]
    pedidos = _alcances_del_rango(desde, hasta)
    septiembre = _alcances_del_rango(SEPTIEMBRE, dt.date(2026, 9, 30))
    for ambito, propio in pedidos.items():
        if propio.minimo is not None and propio.maximo is not None:
            assert propio.minimo <= propio.maximo
            dentro = septiembre.get(ambito)
            assert dentro is None or dentro.minimo is None or propio.minimo >= dentro.minimo
    texto = _dibujar(difusion.disposicion, "/difusion", desde="2026-08-15", hasta="2026-10-10")
    assert "Del 15 ago 2026 al 10 oct 2026 se alcanzó a" in texto
    assert de_rango_pagina.personas(pedidos["Facebook", None]) in texto
    assert "no existe en búsqueda" in texto and "días sueltos" in texto


def test_el_rango_con_filtros_y_el_que_no_se_entiende() -> None:
    solo = _dibujar(difusion.disposicion, "/difusion", desde="2026-10-01", hasta="2026-10-31", plataforma="Facebook")
    assert "se alcanzó a 131,400 personas" in solo and "según Meta, justo estas fechas" in solo
    al_reves = _dibujar(difusion.disposicion, "/difusion", desde="2026-10-31", hasta="2026-10-01")
    assert "Octubre alcanzó entre 131 y 198 mil personas" in al_reves
    nadie = _dibujar(difusion.disposicion, "/difusion", desde="2026-10-01", hasta="2026-10-31", objetivo="Ninguno")
    assert "Sin entrega del 1 oct 2026 al 31 oct 2026" in nadie


def test_el_rango_se_descarga_con_su_metodo(cliente: Any) -> None:
    respuesta = cliente.get("/descargas/difusion/rango.csv?desde=2026-10-01&hasta=2026-10-31")
    lineas = respuesta.data.decode("utf-8-sig").splitlines()
    bacheo = next(linea for linea in lineas if "Bacheo en tu colonia" in linea)
    assert "según Meta, justo estas fechas" in bacheo
    assert len([linea for linea in lineas if linea.startswith("2026-10-01")]) == 11


def test_el_embudo_por_objetivo_suma_el_mes_y_no_suma_alcance() -> None:
    filas = consultas.embudo_por_objetivo(OCTUBRE, None)
    resumen = consultas.resumen(OCTUBRE)
    for medida in ("num_impresiones", "num_interacciones", "num_clics", "num_visitas", "num_contactos"):
        assert sum(f[medida] or 0 for f in filas) == resumen[medida], medida
    por_objetivo = {f["objetivo"]: f for f in filas}
    for objetivo, f in por_objetivo.items():
        propia = consultas.alcance_de_la_seleccion(OCTUBRE, None, objetivo, None)
        assert propia is not None
        assert (f["alcance_minimo"], f["alcance_maximo"]) == (propia["alcance_minimo"], propia["alcance_maximo"])
    assert por_objetivo["Búsqueda"]["alcance_minimo"] is None
    assert [f["objetivo"] for f in consultas.embudo_por_objetivo(OCTUBRE, "Google")] == ["Video", "Búsqueda"]


def test_la_penetracion_por_edad_y_sexo_dice_su_denominador() -> None:
    filas = {(f["sexo"], f["grupo_edad"]): f for f in consultas.penetracion_por_edad(OCTUBRE, None)}
    assert len(filas) == 12
    for f in filas.values():
        assert f["alcance_minimo"] <= f["alcance_maximo"] <= 131_388
        assert f["num_con_internet_minimo"] <= f["num_con_internet_maximo"] <= f["num_habitantes"]
        assert f["proporcion_penetracion_minima"] == f["alcance_minimo"] / f["num_con_internet_maximo"]
        assert f["proporcion_penetracion_maxima"] == f["alcance_maximo"] / f["num_con_internet_minimo"]
    todas, mujeres, hombres = (filas[sexo, "Todas"] for sexo in ("Todos", "Mujeres", "Hombres"))
    assert todas["num_impresiones"] == mujeres["num_impresiones"] + hombres["num_impresiones"]
    texto = _dibujar(difusion.disposicion, "/difusion", periodo="2026-10", vista="costos")
    assert "Penetración por edad y sexo" in texto and "de 338,882" in texto and "sin interpolar" in texto
    assert formato.intervalo(todas["num_con_internet_minimo"], todas["num_con_internet_maximo"]) in texto
    sin_desglose = _dibujar(difusion.disposicion, "/difusion", periodo="2026-09", vista="costos")
    assert "Ninguna exportación del mes trae alcance por edad y sexo." in sin_desglose
