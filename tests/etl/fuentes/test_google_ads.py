"""Informes de Google Ads: muestras reales y cada trampa conocida con valores."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.lectura.resultado import ArchivoRechazado
from tests.etl.fuentes.exportaciones import como_csv, como_libro, como_utf16, leer, reglas, renglones, suma
from tests.muestras import muestra


def informe(
    *filas: list[Any], rango: str = "1 de octubre de 2026 - 31 de octubre de 2026", costo: str = "Costo"
) -> list:
    encabezado = ["Estado de la campaña", "Campaña", "Código de moneda", "Tipo de campaña", costo, "Impr.", "Clics"]
    return [["Informe de campaña"], [rango], encabezado, *filas]


def test_muestra_de_peru_con_numeros_de_espana() -> None:
    lectura = leer("google_ads", muestra("google", "jorgeluis666"))
    filas, totales = lectura.renglones["renglones"], lectura.renglones["totales"]
    assert (len(filas), len(totales)) == (1, 5)
    assert (filas[0]["gasto"], filas[0]["impresiones"], filas[0]["clics"]) == (3481.86, 6216, 600)
    assert (filas[0]["moneda"], filas[0]["formato_numerico"], filas[0]["grano"]) == ("PEN", "es", "mes")
    assert (filas[0]["periodo_inicio"], filas[0]["periodo_fin"]) == (date(2026, 7, 1), date(2026, 7, 31))
    assert [t["etiqueta"] for t in totales] == [
        "Total: Campañas", "Total: Cuenta", "Total: Rendimiento máximo", "Total: Display", "Total: Buscar",
    ]  # fmt: skip
    assert filas[0].get("alcance") is None


def test_muestra_en_ingles_con_rango_entre_comillas() -> None:
    lectura = leer("google_ads", muestra("google", "VishalMotling"))
    filas = lectura.renglones["renglones"]
    assert (len(filas), len(lectura.renglones["totales"])) == (2, 4)
    assert (suma(filas, "gasto"), suma(filas, "impresiones")) == (2565.93, 46_168)
    assert {(f["moneda"], f["periodo_inicio"], f["periodo_fin"]) for f in filas} == {
        ("INR", date(2025, 7, 8), date(2025, 7, 31))
    }
    assert "total_no_concilia" not in reglas(lectura, "aviso")


def test_muestra_de_tarjeta_sin_preambulo() -> None:
    filas = renglones("google_ads", muestra("google", "raulvinet"))
    assert len(filas) == 17
    assert (filas[0]["periodo_inicio"], filas[0]["gasto"], filas[0]["moneda"]) == (date(2025, 2, 28), 5535.99, "ARS")
    assert filas[2]["impresiones"] == 1_287_939
    assert {f["nivel"] for f in filas} == {"cuenta"}


def test_miles_sin_comillas_de_espana_son_miles(tmp_path: Path) -> None:
    cuadro = informe(["Habilitada", "A", "MXN", "Buscar", "8651,95", "1.247", "9"], costo="Coste")
    fila = renglones("google_ads", como_csv(tmp_path / "a.csv", cuadro))[0]
    assert (fila["impresiones"], fila["gasto"]) == (1247, 8651.95)


def test_el_costo_sin_agrupar_convive_con_conteos_agrupados(tmp_path: Path) -> None:
    cuadro = informe(["Habilitada", "A", "MXN", "Búsqueda", "1164.09", "9,380", "12"])
    fila = renglones("google_ads", como_csv(tmp_path / "a.csv", cuadro))[0]
    assert (fila["impresiones"], fila["gasto"]) == (9380, 1164.09)


def test_formatos_mezclados_rechazan_el_archivo_con_las_dos_celdas(tmp_path: Path) -> None:
    cuadro = informe(["Habilitada", "A", "MXN", "Búsqueda", "1164.09", "9,380", "1"],
                     ["Habilitada", "B", "MXN", "Búsqueda", "122,2", "7", "1"])  # fmt: skip
    with pytest.raises(ArchivoRechazado, match=r"1164\.09.*122,2"):
        leer("google_ads", como_csv(tmp_path / "a.csv", cuadro))


def test_total_en_cualquier_columna_y_total_care_es_campana(tmp_path: Path) -> None:
    cuadro = informe(["Habilitada", "Total Care", "MXN", "Video", "10.50", "100", "1"],
                     [" --", "Total: Campañas", " --", " --", "10.50", "100", "1"],
                     ["Total: Cuenta", "", "MXN", "", "12.00", "120", "1"])  # fmt: skip
    lectura = leer("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert [f["campana"] for f in lectura.renglones["renglones"]] == ["Total Care"]
    assert [t["etiqueta"] for t in lectura.renglones["totales"]] == ["Total: Campañas", "Total: Cuenta"]
    assert lectura.num_renglones == 1


def test_los_tres_formatos_dan_los_mismos_renglones(tmp_path: Path) -> None:
    cuadro = informe(["Habilitada", "A", "MXN", "Video", "1164.09", "9380", "12"],
                     ["Total: Campañas", " --", "MXN", " --", "1164.09", "9380", "12"])  # fmt: skip
    rutas = (como_csv(tmp_path / "a.csv", [r + [""] * (7 - len(r)) for r in cuadro]),
             como_utf16(tmp_path / "b.csv", cuadro), como_libro(tmp_path / "c.xlsx", cuadro, "Informe"))  # fmt: skip
    leidos = [[{k: v for k, v in f.items() if k != "hoja"} for f in renglones("google_ads", r)] for r in rutas]
    assert leidos[0] == leidos[1] == leidos[2]
    assert leidos[0][0]["gasto"] == 1164.09


def test_cota_y_vacio_de_la_plataforma(tmp_path: Path) -> None:
    cuadro = [["Campaign report"], ["July 8, 2026 - July 31, 2026"],
              ["Campaign", "Impr.", "Cost", "Currency code", "Search impr. share"],
              ["A", "1,200", "10.25", "MXN", "< 10%"], ["B", " --", " --", "MXN", "12.50%"]]  # fmt: skip
    filas = renglones("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert (filas[0]["cuota_impresiones"], filas[0]["cuota_impresiones_cota"]) == (None, "menor_que 0.1")
    assert (filas[1]["impresiones"], filas[1]["gasto"], filas[1]["cuota_impresiones"]) == (None, None, 0.125)


def test_cero_que_significa_desconocido(tmp_path: Path) -> None:
    cuadro = [["Informe"], ["1 de octubre de 2026 - 31 de octubre de 2026"],
              ["Campaña", "Acción de conversión", "Costo", "Impr.", "Clics", "Conversiones"],
              ["A", "Registro", "0.00", "0", "0", "12.00"]]  # fmt: skip
    fila = renglones("google_ads", como_csv(tmp_path / "a.csv", cuadro))[0]
    assert (fila["gasto"], fila["impresiones"], fila["clics"], fila["conversiones"]) == (None, None, None, 12)
    assert fila["desglose"] == "accion_conversion"


def test_la_semana_se_recorta_al_rango_del_informe(tmp_path: Path) -> None:
    cuadro = [["Informe"], ["1 de julio de 2026 - 20 de septiembre de 2026"], ["Semana", "Campaña", "Impr."],
              ["2026-06-29", "A", 10], ["2026-07-06", "A", 12]]  # fmt: skip
    filas = renglones("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert [(f["periodo_inicio"].isoformat(), f["periodo_fin"].isoformat()) for f in filas] == [
        ("2026-07-01", "2026-07-05"), ("2026-07-06", "2026-07-12")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rango",
    ["1 de septiembre de 2026 - 30 de septiembre de 2026", "1 de setiembre de 2026 - 30 de setiembre de 2026",
     "September 1, 2026 - September 30, 2026", "1 September 2026 - 30 September 2026"],
)  # fmt: skip
def test_rangos_en_sus_idiomas(tmp_path: Path, rango: str) -> None:
    cuadro = informe(["Habilitada", "A", "MXN", "Video", "1.00", "10", "1"], rango=rango)
    fila = renglones("google_ads", como_csv(tmp_path / "a.csv", cuadro))[0]
    assert (fila["periodo_inicio"], fila["periodo_fin"], fila["grano"]) == (date(2026, 9, 1), date(2026, 9, 30), "mes")


def test_todo_el_periodo_sin_segmento_va_a_cuarentena(tmp_path: Path) -> None:
    cuadro = informe(["Habilitada", "A", "MXN", "Video", "1.00", "10", "1"], rango="Todo el período")
    lectura = leer("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert reglas(lectura) == ["sin_periodo"]
    assert (lectura.num_renglones, lectura.num_aceptados) == (1, 0)


def test_preambulo_de_tres_lineas_y_comas_de_hoja_de_calculo(tmp_path: Path) -> None:
    cuadro = informe(["Habilitada", "A", "MXN", "Video", "1.00", "10", "1", ""])
    cuadro = [["Informe de campaña", "", ""], ["Alcaldía", "", ""], [*cuadro[1], "", ""], [*cuadro[2], ""], *cuadro[3:]]
    assert len(renglones("google_ads", como_csv(tmp_path / "a.csv", cuadro))) == 1


@pytest.mark.parametrize("propio", ["Inicio del informe", "Amount spent (MXN)", "Ad set name"])
def test_una_exportacion_de_meta_en_esta_carpeta_se_rechaza_y_dice_a_donde_va(tmp_path: Path, propio: str) -> None:
    cuadro = [["Día", "Campaña", "Impr.", propio], ["2026-10-01", "A", 10, "x"]]
    with pytest.raises(ArchivoRechazado, match="exportación de Meta") as rechazo:
        leer("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert "meta_ads" in rechazo.value.remedio
