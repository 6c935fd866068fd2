"""El lector de capturas: lo que un área puede hacer con su Excel."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from etl.fuentes.capturas.lectura import leer
from etl.lectura.esquema import cargar_fuente
from etl.lectura.resultado import ArchivoRechazado

FUENTE = cargar_fuente(Path("etl/fuentes/capturas/fuente.yml").resolve())
ENCABEZADO = ["clave", "indicador", "unidad", "programado", "realizado", "numerador", "denominador", "n", "no_aplica",
              "observaciones", "evidencia", "justificacion"]  # fmt: skip


def _renglon(clave, realizado=None, **otros):
    valores = {"clave": clave, "realizado": realizado} | otros
    return [valores.get(c) for c in ENCABEZADO]


@pytest.fixture
def captura(tmp_path):
    def escribir(
        renglones, area="DESU", periodo="2026-02", fecha=datetime(2026, 3, 4), encabezado=ENCABEZADO, hoja="captura"
    ):
        wb = openpyxl.Workbook()
        ws = wb.active
        ws.title = hoja
        for fila in (["Área", area], ["Periodo", periodo], ["Fecha de captura", fecha], [], encabezado, *renglones):
            ws.append(fila)
        wb.save(ruta := tmp_path / "cualquier nombre.xlsx")
        return leer(ruta, "2026-02/cualquier nombre.xlsx", FUENTE)

    return escribir


def test_lee_valores_con_identidad_y_celda(captura):
    lectura = captura([_renglon("DESU-01", 1234.5), _renglon("DESU-02", 0), _renglon("DESU-03")])
    primero, cero, vacio = lectura.renglones["captura"]
    assert (primero["area"], primero["periodo"], primero["fecha_captura"]) == (
        "DESU",
        date(2026, 2, 1),
        date(2026, 3, 4),
    )
    assert (primero["realizado"], primero["realizado_celda"], primero["fila"]) == (1234.5, "E6", 6)
    assert cero["realizado"] == 0.0
    assert vacio["realizado"] is None
    assert (lectura.num_renglones, lectura.num_aceptados, lectura.num_rechazados) == (3, 3, 0)


def test_columnas_en_otro_orden_con_acentos_y_mayusculas(captura):
    encabezado = ["Justificación", "CLAVE", "Realizado ", "numerador", "denominador", "n", "No aplica"]
    lectura = captura([["porque sí", "DESU-01", 7, None, None, None, None]], encabezado=encabezado)
    assert lectura.renglones["captura"][0]["realizado"] == 7.0
    assert lectura.renglones["captura"][0]["realizado_celda"] == "C6"
    assert lectura.renglones["captura"][0]["justificacion"] == "porque sí"


def test_texto_en_un_numero_va_a_cuarentena_con_su_celda_y_los_demas_entran(captura):
    lectura = captura([_renglon("DESU-01", "mil"), _renglon("DESU-02", "1,250.5")])
    assert [r["clave"] for r in lectura.renglones["captura"]] == ["DESU-02"]
    assert lectura.renglones["captura"][0]["realizado"] == 1250.5
    (rechazo,) = lectura.rechazos
    assert (rechazo.celda, rechazo.valor, rechazo.regla) == ("E6", "mil", "tipo_numero")
    assert "punto decimal" in rechazo.remedio
    assert lectura.num_renglones == 2


def test_clave_repetida_rechaza_todas_sus_apariciones_aunque_una_no_se_lea(captura):
    lectura = captura([_renglon("DESU-01", 5), _renglon("DESU-02", 1), _renglon("DESU-01", "x")])
    assert [r["clave"] for r in lectura.renglones["captura"]] == ["DESU-02"]
    assert {r.fila for r in lectura.rechazos} == {6, 8}
    assert lectura.num_rechazados == 2


@pytest.mark.parametrize(
    ("renglon", "regla"),
    [
        (_renglon("A", no_aplica="si"), "no_aplica_sin_justificacion"),
        (_renglon("A", 3, no_aplica="si", justificacion="no procede"), "no_aplica_con_valor"),
        (_renglon("A", 0, no_aplica="si", justificacion="no procede"), "no_aplica_con_valor"),
        (_renglon("A", numerador=1, no_aplica="si", justificacion="no procede"), "no_aplica_con_valor"),
    ],
)
def test_no_aplica_pide_justificacion_y_ningun_valor(captura, renglon, regla):
    assert [r.regla for r in captura([renglon]).rechazos] == [regla]


def test_no_aplica_bien_dicho_entra(captura):
    (renglon,) = captura([_renglon("A", no_aplica="Sí", justificacion="no procede")]).renglones["captura"]
    assert renglon["no_aplica"] is True


def test_renglon_de_total_es_control_y_no_dato(captura):
    lectura = captura([_renglon("A", 3), _renglon("Total", 3)])
    assert lectura.num_renglones == 1


def test_sin_fecha_de_captura_queda_nula(captura):
    assert captura([_renglon("A", 3)], fecha=None).renglones["captura"][0]["fecha_captura"] is None


@pytest.mark.parametrize(
    ("cambio", "palabra"),
    [
        ({"area": None}, "B1"),
        ({"periodo": "febrero"}, "B2"),
        ({"periodo": None}, "B2"),
        ({"fecha": "31/02/2026"}, "B3"),
        ({"hoja": "Hoja1"}, "captura"),
        ({"encabezado": ["clave", "valor"]}, "realizado"),
        ({"encabezado": [*ENCABEZADO, "Realizado"]}, "dos veces"),
    ],
)
def test_archivo_que_no_cumple_la_plantilla_se_rechaza_diciendo_donde(captura, cambio, palabra):
    with pytest.raises(ArchivoRechazado) as error:
        captura([_renglon("A", 3)], **cambio)
    assert palabra in error.value.motivo
    assert error.value.remedio


def test_formula_sin_valor_nunca_se_lee_vacia(captura):
    lectura = captura([_renglon("A", "=1+1"), _renglon("B", 2)])
    assert [(r.regla, r.celda) for r in lectura.rechazos] == [("formula_sin_valor", "E6")]
    assert [r["clave"] for r in lectura.renglones["captura"]] == ["B"]


def test_error_de_excel_va_a_cuarentena(captura):
    assert captura([_renglon("A", "#DIV/0!")]).rechazos[0].celda == "E6"
