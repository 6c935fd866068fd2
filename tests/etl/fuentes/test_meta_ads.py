"""Exportaciones de Meta: muestras reales y cada trampa conocida con valores."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.lectura.resultado import ArchivoRechazado
from tests.etl.fuentes.exportaciones import como_csv, como_libro, como_utf16, leer, reglas, renglones, suma
from tests.muestras import muestra

DIARIO = [
    ["Inicio del informe", "Fin del informe", "Nombre de la campaña", "Nombre del anuncio", "Alcance", "Impresiones",
     "Importe gastado (MXN)", "Clics (todos)", "Clics en el enlace"],
    ["2026-10-01", "2026-10-01", "Bacheo", "Video A", 900, 1200, 310.5, 21, 12],
    ["2026-10-02", "2026-10-02", "Bacheo", "Video A", 800, 1000, 250.25, 18, ""],
]  # fmt: skip


def test_muestra_con_el_total_primero() -> None:
    lectura = leer("meta_ads", muestra("meta", "compusom"))
    filas, totales = lectura.renglones["renglones"], lectura.renglones["totales"]
    assert (len(filas), len(totales)) == (621, 1)
    assert (totales[0]["alcance"], suma(filas, "alcance")) == (199_781, 651_919)
    assert suma(filas, "impresiones") == totales[0]["impresiones"] == 727_890
    assert suma(filas, "gasto") == totales[0]["gasto"] == 3794.51
    assert {(f["nivel"], f["grano"], f["moneda"], f["desglose"]) for f in filas} == {("anuncio", "dia", "EUR", "")}
    assert (totales[0]["periodo_inicio"], totales[0]["periodo_fin"]) == (date(2025, 5, 13), date(2025, 6, 11))
    assert "total_no_concilia" not in reglas(lectura, "aviso")


def test_muestra_diaria_sin_columna_dia() -> None:
    lectura = leer("meta_ads", muestra("meta", "jbangue85"))
    filas = lectura.renglones["renglones"]
    assert (len(filas), lectura.renglones["totales"], lectura.num_rechazados) == (340, [], 0)
    assert {(f["nivel"], f["grano"], f["moneda"]) for f in filas} == {("campana", "dia", "COP")}
    assert sum(f["impresiones"] == 0 for f in filas) == 317
    assert suma(filas, "gasto") == 1_295_064
    assert (filas[0]["informe_inicio"], filas[0]["informe_fin"]) == (date(2026, 4, 1), date(2026, 5, 4))


def test_muestra_en_ingles_con_desglose() -> None:
    filas = renglones("meta_ads", muestra("meta", "akshit7093"))
    assert len(filas) == 229
    assert {(f["nivel"], f["moneda"], f["desglose"]) for f in filas} == {("conjunto", "INR", "segmento_publico")}
    assert suma(filas, "impresiones") == 11_666_160
    assert max(f["num_ocurrencia"] for f in filas) == 2


def test_los_tres_formatos_dan_los_mismos_renglones(tmp_path: Path) -> None:
    rutas = (como_csv(tmp_path / "a.csv", DIARIO), como_utf16(tmp_path / "b.csv", DIARIO),
             como_libro(tmp_path / "c.xlsx", DIARIO))  # fmt: skip
    leidos = [[{k: v for k, v in f.items() if k != "hoja"} for f in renglones("meta_ads", r)] for r in rutas]
    assert leidos[0] == leidos[1] == leidos[2]
    assert [f["gasto"] for f in leidos[0]] == [310.5, 250.25]
    assert leidos[0][1]["clics_enlace"] is None


def test_cualquier_orden_de_columnas_y_sinonimos_en_ingles(tmp_path: Path) -> None:
    cuadro = [
        [
            "Impressions",
            "Amount spent (MXN)",
            "Ad name",
            "Reach",
            "Reporting ends",
            "Campaign name",
            "Reporting starts",
        ],
        [1200, 310.5, "Video A", 900, "2026-10-01", "Bacheo", "2026-10-01"],
    ]
    fila = renglones("meta_ads", como_csv(tmp_path / "a.csv", cuadro))[0]
    assert (fila["nivel"], fila["alcance"], fila["gasto"], fila["moneda"]) == ("anuncio", 900, 310.5, "MXN")


def test_informe_vacio_no_es_error(tmp_path: Path) -> None:
    lectura = leer("meta_ads", como_csv(tmp_path / "a.csv", [DIARIO[0], ["No data available."]]))
    assert (lectura.renglones["renglones"], lectura.num_renglones, lectura.num_rechazados) == ([], 0, 0)


def test_total_que_no_concilia_deja_aviso(tmp_path: Path) -> None:
    total = ["2026-10-01", "2026-10-02", "", "", 1500, 9999, 560.75, 39, ""]
    lectura = leer("meta_ads", como_csv(tmp_path / "a.csv", [DIARIO[0], total, *DIARIO[1:]]))
    avisos = [r for r in lectura.rechazos if r.regla == "total_no_concilia"]
    assert [(a.columna, a.fila) for a in avisos] == [("impresiones", 2)]
    assert "2,200" in avisos[0].motivo and "9,999" in avisos[0].motivo
    assert lectura.num_renglones == 2


def test_renglones_con_campos_de_mas_y_de_menos_van_a_cuarentena_con_su_linea(tmp_path: Path) -> None:
    cuadro = [DIARIO[0], DIARIO[1], [*DIARIO[2], "sobra"], DIARIO[2][:5]]
    lectura = leer("meta_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert [(r.regla, r.fila) for r in lectura.rechazos] == [("campos_de_mas", 3), ("campos_de_menos", 4)]
    assert (lectura.num_renglones, lectura.num_aceptados, lectura.num_rechazados) == (3, 1, 2)


@pytest.mark.parametrize(
    ("fechas", "esperado"),
    [
        (["13/10/2026", "02/10/2026"], [date(2026, 10, 13), date(2026, 10, 2)]),
        (["10/13/2026", "10/2/2026"], [date(2026, 10, 13), date(2026, 10, 2)]),
        (["13 oct 2026", "2 de octubre de 2026"], [date(2026, 10, 13), date(2026, 10, 2)]),
    ],
)
def test_el_orden_de_las_fechas_lo_decide_el_archivo(tmp_path: Path, fechas: list[str], esperado: list[date]) -> None:
    cuadro = [["Día", "Nombre de la campaña", "Impresiones"], *[[f, "Bacheo", 10] for f in fechas]]
    assert [f["periodo_inicio"] for f in renglones("meta_ads", como_csv(tmp_path / "a.csv", cuadro))] == esperado


def test_la_fecha_ambigua_se_aparta_con_su_motivo(tmp_path: Path) -> None:
    cuadro = [["Día", "Nombre de la campaña", "Impresiones"], ["3/4/2026", "Bacheo", 10], ["2026-04-05", "Bacheo", 7]]
    lectura = leer("meta_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert [(r.regla, r.celda, r.valor) for r in lectura.rechazos] == [("fecha_ambigua", "A2", "3/4/2026")]
    assert [f["impresiones"] for f in lectura.renglones["renglones"]] == [7]


def test_fechas_que_se_contradicen_rechazan_el_archivo(tmp_path: Path) -> None:
    cuadro = [["Día", "Nombre de la campaña", "Impresiones"], ["13/4/2026", "A", 1], ["4/13/2026", "A", 1]]
    with pytest.raises(ArchivoRechazado, match="mezclan día/mes"):
        leer("meta_ads", como_csv(tmp_path / "a.csv", cuadro))


def test_desglose_reconocido_y_por_hora_sin_alcance(tmp_path: Path) -> None:
    encabezado = ["Inicio del informe", "Fin del informe", "Nombre de la campaña", "Edad", "Género", "Hora del día",
                  "Alcance", "Impresiones"]  # fmt: skip
    fila = ["2026-10-01", "2026-10-01", "Bacheo", "25-34", "female", "10:00", 90, 120]
    leida = renglones("meta_ads", como_csv(tmp_path / "a.csv", [encabezado, fila]))[0]
    assert (leida["desglose"], leida["desglose_valor"]) == ("edad+sexo+hora", "25-34|female|10:00")
    assert leida["alcance"] is None


def test_identificador_que_excel_redondeo_no_se_usa(tmp_path: Path) -> None:
    cuadro = [["Inicio del informe", "Fin del informe", "Identificador de la campaña", "Nombre de la campaña",
               "Impresiones"], ["2026-10-01", "2026-10-01", 120216950883640501, "Bacheo", 10]]  # fmt: skip
    de_libro = renglones("meta_ads", como_libro(tmp_path / "a.xlsx", cuadro))[0]
    de_texto = renglones("meta_ads", como_csv(tmp_path / "a.csv", cuadro))[0]
    assert (de_libro["identificador"], de_libro["es_identidad_por_nombre"]) == (None, True)
    assert (de_texto["identificador"], de_texto["es_identidad_por_nombre"]) == ("120216950883640501", False)
    assert de_libro["huella_nombre"] == de_texto["huella_nombre"]


def test_granos(tmp_path: Path) -> None:
    encabezado = ["Inicio del informe", "Fin del informe", "Nombre de la campaña", "Impresiones"]
    rangos = [("2026-10-01", "2026-10-01"), ("2026-10-05", "2026-10-11"), ("2026-10-01", "2026-10-31"),
              ("2026-10-01", "2026-10-16")]  # fmt: skip
    filas = renglones("meta_ads", como_csv(tmp_path / "a.csv", [encabezado, *[[a, b, "X", 1] for a, b in rangos]]))
    assert [f["grano"] for f in filas] == ["dia", "semana", "mes", "periodo"]


def test_sin_moneda_deja_aviso(tmp_path: Path) -> None:
    cuadro = [["Inicio del informe", "Fin del informe", "Nombre de la campaña", "Importe gastado"],
              ["2026-10-01", "2026-10-01", "X", 10]]  # fmt: skip
    assert "moneda_desconocida" in reglas(leer("meta_ads", como_csv(tmp_path / "a.csv", cuadro)), "aviso")


def test_comillas_sin_cerrar_rechazan_con_su_razon(tmp_path: Path) -> None:
    ruta = tmp_path / "a.csv"
    ruta.write_text('Nombre de la campaña,Impresiones,Alcance\n"Bacheo,10,9\n', encoding="utf-8")
    with pytest.raises(ArchivoRechazado, match="comillas"):
        leer("meta_ads", ruta)


def test_lo_que_no_es_exportacion_se_rechaza(tmp_path: Path) -> None:
    ruta = como_csv(tmp_path / "a.csv", [["producto", "precio"], ["tornillo", 3]])
    with pytest.raises(ArchivoRechazado, match="producto, precio"):
        leer("meta_ads", ruta)
