"""``docs/difusion_un_mes.md``: cada cifra se rehace desde los archivos y se compara con el almacén."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dominio.configuracion import RAIZ
from tests.conftest import Instalacion

DOCUMENTO = (RAIZ / "docs" / "difusion_un_mes.md").read_text(encoding="utf-8")
META = RAIZ / "datos_crudos/meta_ads/2026-09/Alcaldia-demostracion-Campanas-1-sep-2026---30-sep-2026.xlsx"
GOOGLE = RAIZ / "datos_crudos/google_ads/2026-09"
SEPTIEMBRE = date(2026, 9, 1)


def _cuadro(titulo: str) -> list[list[str]]:
    """Los renglones de la tabla de una sección del documento."""
    seccion = DOCUMENTO.split(f"## {titulo}")[1].split("\n## ")[0]
    renglones = [linea.strip("|").split("|") for linea in seccion.splitlines() if linea.startswith("| ")]
    return [[c.strip() for c in renglon] for renglon in renglones[1:]]


def _numero(texto: str) -> float:
    return float(texto.replace(",", "").removesuffix("%").strip())


def _campana(nombre: str) -> str:
    return nombre.split(" | ")[0]


def _de_meta() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """(campañas, total) del libro de Meta, leído con openpyxl."""
    encabezado, *filas = openpyxl.load_workbook(META).active.iter_rows(values_only=True)
    lugar = {str(nombre): indice for indice, nombre in enumerate(encabezado)}
    leidas = {
        _campana(str(fila[0])) if fila[0] else "": {
            "impresiones": float(fila[lugar["Impresiones"]]),
            "clics": float(fila[lugar["Clics (todos)"]]),
            "gasto": float(fila[lugar["Importe gastado (MXN)"]]),
            "alcance": float(fila[lugar["Alcance"]]),
        }
        for fila in filas
    }
    total = leidas.pop("")
    return leidas, total


def _filas_de_google(comienzo: str) -> list[dict[str, str]]:
    ruta = next(GOOGLE.glob(f"{comienzo}*"))
    texto = ruta.read_bytes()
    lineas = texto.decode("utf-16" if texto.startswith(b"\xff\xfe") else "utf-8").splitlines()[2:]
    return list(csv.DictReader(lineas, delimiter="\t" if "\t" in lineas[0] else ","))


def _de_google() -> tuple[dict[str, dict[str, float]], int]:
    """(campañas, renglones diarios) del informe de Google, sumado día por día."""
    campanas: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    diarias = [f for f in _filas_de_google("Informe") if not any("Total:" in (v or "") for v in f.values())]
    for fila in diarias:
        propia = campanas[_campana(fila["Campaña"])]
        for nombre, columna in (("impresiones", "Impr."), ("clics", "Clics"), ("gasto", "Costo")):
            propia[nombre] += _numero(fila[columna])
    return campanas, len(diarias)


def _suma(campanas: dict[str, dict[str, float]], medida: str) -> float:
    return round(sum(c[medida] for c in campanas.values()), 2)


def test_las_tres_exportaciones() -> None:
    meta, total = _de_meta()
    google, diarias = _de_google()
    libro, diario, unicos = _cuadro("1. Las tres exportaciones")
    assert [_numero(c) for c in libro[2:]] == [len(meta), _suma(meta, "impresiones"), _suma(meta, "gasto")]
    assert [_numero(c) for c in diario[2:]] == [diarias, _suma(google, "impresiones"), _suma(google, "gasto")]
    assert _numero(unicos[3]) == _suma(google, "impresiones")
    assert (total["impresiones"], total["gasto"]) == (_suma(meta, "impresiones"), _suma(meta, "gasto"))
    assert f"declara {total['impresiones']:,.0f} impresiones y {total['gasto']:,.2f} pesos" in DOCUMENTO


def test_campana_por_campana() -> None:
    campanas = {**_de_meta()[0], **_de_google()[0]}
    filas = _cuadro("2. Campaña por campaña")
    assert sorted(f[0] for f in filas) == sorted(campanas)
    for nombre, *cifras in filas:
        c = campanas[nombre]
        esperadas = [c["impresiones"], c["clics"], round(c["gasto"], 2), round(1000 * c["gasto"] / c["impresiones"], 2),
                     round(c["gasto"] / c["clics"], 2), round(100 * c["clics"] / c["impresiones"], 2)]  # fmt: skip
        assert [_numero(v) for v in cifras] == pytest.approx(esperadas, abs=0.0051), nombre


def test_el_alcance_su_frecuencia_y_su_penetracion() -> None:
    meta, total = _de_meta()
    unicos = {_campana(f["Campaña"]): f["Usuarios únicos"] for f in _filas_de_google("Usuarios")}
    video = _numero(unicos["Blindar tu barrio"])
    facebook, google, todas = _cuadro("3. El alcance")
    assert _numero(facebook[1]) == total["alcance"] and _numero(google[1]) == video
    assert [_numero(v) for v in todas[1].split(" a ")] == [max(total["alcance"], video), total["alcance"] + video]
    sumado = _suma(meta, "alcance")
    assert f"daría {sumado:,.0f}: {sumado / total['alcance']:.2f} veces" in DOCUMENTO
    con_alcance = total["impresiones"] + _de_google()[0]["Blindar tu barrio"]["impresiones"]
    poblacion = round(338_882 * 0.869)
    for esperada in (
        f"{total['impresiones']:,.0f} / {total['alcance']:,.0f} = {total['impresiones'] / total['alcance']:.2f}",
        f"= {con_alcance / (total['alcance'] + video):.2f} a",
        f"{con_alcance:,.0f} / {total['alcance']:,.0f} = {con_alcance / total['alcance']:.2f}",
        f"338,882 × 0.869 = {poblacion:,}",
        f"{total['alcance']:,.0f} / {poblacion:,} = {100 * total['alcance'] / poblacion:.1f} %",
        f"= {100 * (total['alcance'] + video) / poblacion:.1f} %",
    ):
        assert esperada in DOCUMENTO, esperada


def test_contra_el_contrato() -> None:
    libro = openpyxl.load_workbook(RAIZ / "datos_crudos/pauta/contrato.xlsx", data_only=True)
    facturas = [dict(zip([c.value for c in libro["facturas"][1]], [c.value for c in fila], strict=True))
                for fila in libro["facturas"].iter_rows(min_row=2)]  # fmt: skip
    precios = {f[0].value: f[4].value for f in libro["precios"].iter_rows(min_row=2)}
    campanas = {"Facebook": (_de_meta()[0], "P-01"), "Google": (_de_google()[0], "P-02")}
    for plataforma, cuantas, _, facturado, catalogo, gasto in _cuadro("4. Contra el contrato"):
        propias, concepto = campanas[plataforma]
        factura = next(f for f in facturas if f["periodo"].date() == SEPTIEMBRE and f["concepto"] == concepto)
        assert (int(cuantas), factura["cantidad"]) == (len(propias), len(propias))
        assert _numero(facturado) == float(factura["importe"])
        assert _numero(catalogo.split("=")[1]) == factura["cantidad"] * float(precios[concepto])
        assert _numero(gasto) == _suma(propias, "gasto")


def test_el_informe_mensual_es_el_del_almacen(instalacion_demo: Instalacion) -> None:
    filas = instalacion_demo.consultar(
        "select plataforma, material, alcance_minimo, alcance_maximo, metodo_escrito, num_impresiones,"
        " imagen || ', ' || estado_testigo from mart_difusion__informe_mensual where periodo = '2026-09-01'"
        " order by plataforma, campana_nombre"
    )

    def escrito(minimo: int | None, maximo: int | None) -> str:
        if minimo is None:
            return "no existe"
        return f"{minimo:,}" if minimo == maximo else f"{minimo:,} a {maximo:,}"

    esperadas: list[list[Any]] = [[p, m, escrito(a, b), e, f"{i:,}", t] for p, m, a, b, e, i, t in filas]
    assert _cuadro("5. El informe mensual") == esperadas


def test_las_cifras_del_almacen_son_las_del_documento(instalacion_demo: Instalacion) -> None:
    (fila,) = instalacion_demo.consultar(
        "select alcance_minimo, alcance_maximo, round(frecuencia_minima, 2), round(frecuencia_maxima, 2),"
        " round(100 * proporcion_penetracion_minima, 1), round(100 * proporcion_penetracion_maxima, 1), num_poblacion"
        " from mart_difusion__alcance_seleccion where periodo = '2026-09-01' and tipo_periodo = 'mes'"
        " and plataforma is null and not tiene_objetivo and not tiene_publico"
    )
    assert fila == (161_909, 210_514, 7.37, 9.58, 55.0, 71.5, 294_488)


def test_el_documento_nombra_archivos_que_existen() -> None:
    for ruta in re.findall(r"`((?:meta|google)_ads/[^`]+)`", DOCUMENTO):
        assert (Path(RAIZ) / "datos_crudos" / ruta).is_file(), ruta
