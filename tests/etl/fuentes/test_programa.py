"""El lector del programa anual: hojas, referencias, repetidos y ajustes retroactivos."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from etl.fuentes.programa.lectura import leer
from etl.lectura.esquema import cargar_fuente
from etl.lectura.fechas import MESES
from etl.lectura.resultado import ArchivoRechazado

FUENTE = cargar_fuente(Path("etl/fuentes/programa/fuente.yml").resolve())
REGLAS = {"cumplida": 100, "buen_desempeno": 90, "regular": 70, "excedida": 110, "dia_limite_captura": 5}
METAS = ["clave", "linea", "area", "meta", "indicador", "sentido", "acumulacion", "metodo_cumplimiento", "meta_anual",
         "tolerancia", "peso", "critica"]  # fmt: skip


def _meta(clave="M1", **cambios):
    valores = {"clave": clave, "linea": "L1", "area": "DESU", "meta": "m", "indicador": "i", "sentido": "ascendente",
               "acumulacion": "suma", "meta_anual": 120, "critica": "si"} | cambios  # fmt: skip
    return [valores.get(c) for c in METAS]


def _reglas(**cambios):
    valores = REGLAS | cambios
    renglones = [[datetime(2026, 1, 1), clave, valor] for clave, valor in valores.items() if valor is not None]
    return [["vigente_desde", "clave", "valor"], *renglones]


def _hojas(**cambios):
    return {
        "ejes": [["clave", "nombre"], ["E1", "Servicios"]],
        "objetivos": [["clave", "eje", "nombre"], ["O1", "E1", "Objetivo"]],
        "estrategias": [["clave", "objetivo", "nombre"], ["S1", "O1", "Estrategia"]],
        "lineas": [["clave", "estrategia", "nombre"], ["L1", "S1", "Línea"]],
        "areas": [["clave", "nombre", "responsable", "vigente_desde", "vigente_hasta"],
                  ["DESU", "Servicios Urbanos", "Titular", datetime(2026, 1, 1), None]],
        "metas": [METAS, _meta()],
        "calendario": [["meta", *MESES], ["M1", *range(12)]],
        "ajustes": [["meta", "desde", *MESES, "meta_anual_ajustada", "oficio", "fecha", "justificacion"]],
        "reglas": _reglas(),
        "inhabiles": [["fecha", "nombre"], [datetime(2026, 2, 2), "Constitución"]],
    } | cambios  # fmt: skip


@pytest.fixture
def programa(tmp_path):
    def escribir(nombre="programa_2026.xlsx", **cambios):
        wb = openpyxl.Workbook()
        wb.remove(wb.active)
        for hoja, filas in _hojas(**cambios).items():
            if filas is None:
                continue
            ws = wb.create_sheet(hoja)
            for fila in filas:
                ws.append(fila)
        wb.save(ruta := tmp_path / "x.xlsx")
        return leer(ruta, nombre, FUENTE)

    return escribir


def test_lee_las_diez_hojas_con_sus_tipos(programa):
    lectura = programa()
    assert {t: len(f) for t, f in lectura.renglones.items()} == {
        "ejes": 1, "objetivos": 1, "estrategias": 1, "lineas": 1, "areas": 1, "metas": 1, "calendario": 1,
        "ajustes": 0, "reglas": 5, "inhabiles": 1,
    }  # fmt: skip
    meta = lectura.renglones["metas"][0]
    assert (meta["ejercicio"], meta["critica"], meta["meta_anual"], meta["peso"]) == (2026, True, 120.0, None)
    calendario = lectura.renglones["calendario"][0]
    assert (calendario["ene"], calendario["dic"]) == (0.0, 11.0)
    assert lectura.renglones["inhabiles"][0]["fecha"] == date(2026, 2, 2)


def test_mes_vacio_no_es_cero(programa):
    calendario = programa(calendario=[["meta", *MESES], ["M1", None, 0, *[1] * 10]]).renglones["calendario"][0]
    assert calendario["ene"] is None
    assert calendario["feb"] == 0.0


@pytest.mark.parametrize(("desde", "fecha", "entra"), [("jun", datetime(2026, 6, 30), True),
                                                       ("may", datetime(2026, 6, 1), False),
                                                       ("jul", datetime(2026, 6, 1), True),
                                                       ("ene", datetime(2025, 12, 1), True)])  # fmt: skip
def test_no_hay_reprogramacion_retroactiva(programa, desde, fecha, entra):
    ajustes = [*_hojas()["ajustes"], ["M1", desde, *[5] * 12, None, "Oficio 1", fecha, "porque sí"]]
    lectura = programa(ajustes=ajustes)
    assert len(lectura.renglones["ajustes"]) == int(entra)
    assert [r.regla for r in lectura.rechazos] == ([] if entra else ["ajuste_retroactivo"])
    assert lectura.num_renglones == 14


def test_calendario_de_una_meta_que_no_existe_va_a_cuarentena(programa):
    lectura = programa(calendario=[["meta", *MESES], ["M1", *range(12)], ["M9", *range(12)]])
    assert [(r.regla, r.celda, r.valor) for r in lectura.rechazos] == [("meta_inexistente", "A3", "M9")]


def test_clave_repetida_no_elige_por_su_cuenta(programa):
    lectura = programa(metas=[METAS, _meta("M1"), _meta("M2"), _meta("M2")],
                       calendario=[["meta", *MESES], ["M1", *range(12)]])  # fmt: skip
    assert [m["clave"] for m in lectura.renglones["metas"]] == ["M1"]
    assert {r.fila for r in lectura.rechazos} == {3, 4}


def test_sentido_que_no_es_del_catalogo_va_a_cuarentena(programa):
    lectura = programa(metas=[METAS, _meta(sentido="para arriba"), _meta("M2")], calendario=[["meta", *MESES]])
    assert [(r.columna, r.celda) for r in lectura.rechazos] == [("sentido", "F2")]


@pytest.mark.parametrize(
    ("cambios", "palabra"),
    [
        ({"metas": None}, "metas"),
        ({"nombre": "programa.xlsx"}, "ejercicio"),
        ({"reglas": [["vigente_desde", "clave", "valor"]]}, "reglas"),
        ({"reglas": _reglas(excedida=None, dia_limite_captura=None)}, "excedida, dia_limite_captura"),
        ({"reglas": _reglas(regular="setenta")}, r"regular.*Celda C4: valor: «setenta»"),
        ({"metas": [["clave", "linea"]]}, "sentido"),
        ({"metas": [METAS]}, "ninguna meta"),
        ({"metas": [METAS, _meta(sentido="para arriba")]}, r"ninguna meta.*Celda F2"),
    ],
)
def test_libro_incompleto_se_rechaza_diciendo_que_falta(programa, cambios, palabra):
    with pytest.raises(ArchivoRechazado, match=palabra):
        programa(**cambios)


def test_la_extension_y_el_nombre_pueden_ir_en_mayusculas(programa):
    assert programa(nombre="PROGRAMA_2026.XLSX").renglones["metas"][0]["ejercicio"] == 2026


def test_ajustes_e_inhabiles_son_opcionales(programa):
    assert programa(ajustes=None, inhabiles=None).num_rechazados == 0
