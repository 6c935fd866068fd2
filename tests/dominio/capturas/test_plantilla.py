"""La plantilla: se llena con cualquier hoja de cálculo y el lector del flujo lee exactamente lo escrito."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from dominio.capturas.calculo import Formula, Mes, Umbrales, formulas
from dominio.capturas.lectura import leer
from dominio.capturas.plantilla import COLUMNAS, Plantilla, RenglonDePlantilla, empaquetar, escribir
from dominio.configuracion import RAIZ
from dominio.lectura.esquema import cargar_fuente

FUENTE = cargar_fuente(RAIZ / "etl/fuentes/capturas/fuente.yml")
UMBRALES = Umbrales(100, 90, 70)
SUMA = Formula("suma", "ascendente")
RAZON = Formula("razon", "ascendente")
PROMEDIO = Formula("promedio", "descendente", "inverso")


def _plantilla(area="DESU", **capturado):
    renglones = [
        RenglonDePlantilla(
            "DESU-01", "Baches atendidos", "baches", 120, SUMA, UMBRALES,
            [Mes("CAPTURADA", 100, 90), Mes("SIN_CAPTURA", 50)], 90, date(2026, 9, 1), capturado,
        ),
        RenglonDePlantilla("DESU-02", "=Quejas resueltas", "%", 95.5, RAZON, UMBRALES),
        RenglonDePlantilla("DESU-03", "Tiempo de respuesta", "horas", 24, PROMEDIO, UMBRALES),
    ]  # fmt: skip
    return Plantilla(area, "Servicios Urbanos", date(2026, 11, 1), date(2026, 12, 7), renglones)


def test_los_mismos_datos_dan_los_mismos_bytes():
    assert escribir(_plantilla()) == escribir(_plantilla())
    assert empaquetar([_plantilla(), _plantilla("DGO")]) == empaquetar([_plantilla("DGO"), _plantilla()])


def test_llena_con_openpyxl_y_el_lector_lee_exactamente_eso(tmp_path):
    libro = openpyxl.load_workbook(io.BytesIO(escribir(_plantilla())))
    hoja = libro["captura"]
    hoja["E6"], hoja["J6"] = 118.5, "Lluvias de la primera semana"
    hoja["F7"], hoja["G7"] = 180, 200
    hoja["E8"], hoja["H8"] = 20, 340
    libro.save(ruta := tmp_path / "lleno.xlsx")
    lectura = leer(ruta, "2026-11/lleno.xlsx", FUENTE)
    assert lectura.rechazos == []
    uno, dos, tres = lectura.renglones["captura"]
    assert (uno["area"], uno["periodo"], uno["fecha_captura"]) == ("DESU", date(2026, 11, 1), None)
    assert (uno["clave"], uno["programado"], uno["realizado"], uno["observaciones"], uno["realizado_celda"]) == (
        "DESU-01", 120.0, 118.5, "Lluvias de la primera semana", "E6")  # fmt: skip
    assert (dos["indicador"], dos["realizado"], dos["numerador"], dos["denominador"]) == (
        "=Quejas resueltas", None, 180.0, 200.0)  # fmt: skip
    assert (tres["realizado"], tres["n"], tres["no_aplica"]) == (20.0, 340.0, None)


def test_sin_llenar_se_lee_vacia_y_sin_un_solo_aviso(tmp_path):
    (ruta := tmp_path / "vacia.xlsx").write_bytes(escribir(_plantilla()))
    lectura = leer(ruta, "vacia.xlsx", FUENTE)
    assert lectura.rechazos == []
    assert [r["realizado"] for r in lectura.renglones["captura"]] == [None, None, None]


def test_lo_ya_capturado_viene_escrito_para_no_retirarlo_al_entregar(tmp_path):
    (ruta := tmp_path / "a.xlsx").write_bytes(escribir(_plantilla(realizado=77, justificacion="Se adelantó")))
    renglon = leer(ruta, "a.xlsx", FUENTE).renglones["captura"][0]
    assert (renglon["realizado"], renglon["justificacion"]) == (77.0, "Se adelantó")


def test_solo_las_celdas_de_captura_estan_abiertas_y_llevan_lista_y_formato():
    hoja = openpyxl.load_workbook(io.BytesIO(escribir(_plantilla())))["captura"]
    assert hoja.protection.sheet is True
    abiertas = {c.coordinate for fila in hoja.iter_rows() for c in fila if not c.protection.locked}
    assert abiertas == {
        "B3", "E6", "I6", "J6", "K6", "L6", "F7", "G7", "I7", "J7", "K7", "L7", "E8", "H8", "I8", "J8", "K8", "L8",
    }  # fmt: skip
    assert [c.value for c in hoja[5]][:12] == list(COLUMNAS)
    listas = [v for v in hoja.data_validations.dataValidation if v.type == "list"]
    assert [(str(v.sqref), v.formula1) for v in listas] == [("I6:I8", '"si,no"')]
    avisos = [v.prompt for v in hoja.data_validations.dataValidation if v.promptTitle == "DESU-01"]
    assert avisos == ["Programado: 120 baches. Último valor: 90 (septiembre de 2026)."]
    assert hoja["N6"].value == "90 (sep)"
    assert len(hoja.conditional_formatting) == 2


def test_el_zip_trae_un_libro_por_area():
    with zipfile.ZipFile(io.BytesIO(empaquetar([_plantilla(), _plantilla("DGO")]))) as paquete:
        assert paquete.namelist() == ["captura_DESU_2026-11.xlsx", "captura_DGO_2026-11.xlsx"]


@pytest.mark.parametrize(
    ("formula", "anteriores", "acumulado", "programado"),
    [
        (SUMA, [Mes("CAPTURADA", 100, 90), Mes("SIN_CAPTURA", 50), Mes("NO_APLICA", 30)], "90+E6", "160"),
        (Formula("ultimo", "ascendente"), [Mes("CAPTURADA", 100, 90)], "E6", "10"),
        (RAZON, [Mes("CAPTURADA", 80, 50, 1, 2)],
         'IF((2+G6)=0,"NE",100*(1+F6)/(2+G6))', "IF((2+G6)=0,45,(160+10*G6)/(2+G6))"),
        (Formula("promedio", "ascendente"), [Mes("CAPTURADA", 80, 50)], "(50+E6)/2", "45"),
    ],
)  # fmt: skip
def test_lo_anterior_entra_como_numero_en_la_formula(formula, anteriores, acumulado, programado):
    hechas = formulas(formula, anteriores, 10, UMBRALES, 6)
    assert acumulado in hechas["O"]
    assert programado in hechas["P"]
    assert hechas["R"].startswith('=IF(Q6="","",IF(Q6="NE","No evaluable",IF(Q6>=100,"Cumplida"')
