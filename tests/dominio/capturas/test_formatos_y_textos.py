"""El resto del catálogo A: otros formatos, paquetes raros, encabezados, fechas de 1904, totales y textos difíciles."""

from __future__ import annotations

import resource
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from dominio.capturas.revision import abrir, calificar
from tests.dominio.capturas.test_hostiles import CONTEXTO, _aislado, _con_parte, revisar
from tests.flujo import libros

__all__ = ["revisar"]
BUENO = [{"clave": "DGO-01", "realizado": 5}]


def _paquete(ruta: Path, **partes: str) -> Path:
    with zipfile.ZipFile(ruta, "w") as paquete:
        for nombre, contenido in partes.items():
            paquete.writestr(nombre.replace("__", "/"), contenido)
    return ruta


@pytest.mark.parametrize(
    ("partes", "palabra"),
    [
        ({"xl__workbook.bin": "x"}, ".xlsb u .ods"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}, ".xlsb u .ods"),
        ({"word__document.xml": "<a/>"}, "no es un libro de Excel"),
        ({"captura.xlsx": "PK"}, "no es un libro de Excel"),
    ],
    ids=["A2-xlsb", "A2-ods", "A2-docx", "A9-zip-dentro-de-zip"],
)
def test_un_paquete_que_no_es_xlsx_se_rechaza_diciendo_que_entregar(tmp_path, partes, palabra):
    ruta = _paquete(tmp_path / "a.xlsx", **partes)
    revision = calificar(abrir(ruta, ruta.name), CONTEXTO)
    assert palabra in revision.motivo
    assert ".xlsx" in revision.remedio


def test_a9_un_libro_con_otro_zip_dentro_no_abre_lo_de_dentro(tmp_path):
    interior = _paquete(tmp_path / "b.zip", a="x" * 1000).read_bytes()
    ruta = _con_parte(tmp_path, "xl/media/otro.zip", interior)
    revision = calificar(abrir(ruta, ruta.name), CONTEXTO)
    assert revision.estado in ("aceptado", "parcial", "rechazado")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx", "b.zip"]


def test_a5_a6_quien_recibe_no_crece(tmp_path):
    """La bomba y la celda lejana se abren en el subproceso: este proceso apenas se mueve."""
    hostiles = libros.hostiles(tmp_path / "hostiles")
    antes = _residente_mb()
    for caso in ("bomba", "lejana"):
        assert _aislado(hostiles[caso], tmp_path).estado == "rechazado"
    assert _residente_mb() - antes < 50


def _residente_mb() -> float:
    paginas = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return paginas * resource.getpagesize() / (1 << 20)


@pytest.mark.parametrize(
    ("cambio", "estado", "palabra"),
    [
        (lambda e: [c.replace("realizado", "Realizádo") for c in e], "aceptado", None),
        (lambda e: [c.replace("no_aplica", " No  aplica ") for c in e], "aceptado", None),
        (lambda e: [c.replace("realizado", "avance") for c in e], "rechazado", "faltan los encabezados realizado"),
        (
            lambda e: [c.replace("clave", "identificador") for c in e],
            "rechazado",
            "Encabezados hallados: identificador",
        ),
    ],
    ids=["A14-acento", "A14-espacios", "A14-renombrada", "A14-renombrada-clave"],
)
def test_a14_se_tolera_la_forma_y_se_nombra_lo_que_falta(revisar, cambio, estado, palabra):
    encabezado = cambio(libros.ENCABEZADO)
    renglon = dict(zip(encabezado, ["DGO-01", *[None] * 3, 5], strict=False))
    revision = revisar([renglon], encabezado=encabezado)
    assert revision.estado == estado
    assert palabra is None or palabra in revision.motivo


def test_a14_la_columna_que_sobra_se_avisa_por_su_nombre(revisar):
    revision = revisar([{**BUENO[0], "notas": "x"}], encabezado=[*libros.ENCABEZADO, "notas"])
    assert [(a["regla"], a["columna"]) for a in revision.avisos] == [("encabezado_desconocido", "notas")]


def test_a13_encabezado_combinado_y_titulos_arriba_se_nombran(revisar):
    def combinar(libro):
        libro["captura"].merge_cells("D5:E5")

    revision = revisar(BUENO, preparar=combinar)
    assert revision.estado == "rechazado"
    assert "faltan los encabezados realizado" in revision.motivo


def test_a13_la_hoja_de_captura_oculta_se_lee_y_la_ajena_no(revisar):
    def ocultar(libro):
        libro.create_sheet("notas")["A1"] = "DGO-02"
        libro["captura"].sheet_state = "hidden"

    revision = revisar(BUENO, preparar=ocultar)
    assert (revision.estado, [e["clave"] for e in revision.entraron]) == ("aceptado", ["DGO-01"])


def test_a17_un_libro_de_1904_da_la_misma_fecha(revisar):
    def de_mac(libro):
        libro.epoch = CALENDAR_MAC_1904
        libro["captura"]["B3"] = datetime(2026, 11, 5)

    revision = revisar(BUENO, preparar=de_mac)
    assert (revision.estado, revision.fecha_captura) == ("aceptado", "2026-11-05")


@pytest.mark.parametrize("fecha", ["25/06/2026", "05/11/2026"])
def test_a17_dia_y_mes_nunca_se_adivinan_por_renglon(revisar, fecha):
    dia, mes, anio = fecha.split("/")
    assert revisar(BUENO, B3=fecha).fecha_captura == f"{anio}-{mes}-{dia}"


@pytest.mark.parametrize(
    ("total", "avisos"),
    [
        (8, []),
        (8.0, []),
        ("8", []),
        (None, []),
        ("ocho", []),
        (999, [("total_distinto", "E8", "Total dice 999 en realizado y los renglones suman 8.")]),
    ],
)
def test_a19_a20_el_total_es_control_y_si_no_cuadra_se_dicen_los_dos_numeros(revisar, total, avisos):
    renglones = [{"clave": "DGO-01", "realizado": 5}, {"clave": "JO-01", "realizado": 3},
                 {"clave": "Total", "realizado": total}]  # fmt: skip
    revision = revisar(renglones)
    assert [e["clave"] for e in revision.entraron] == ["DGO-01"]
    assert [(a["regla"], a["celda"], a["motivo"]) for a in revision.avisos] == avisos


def test_a16_la_misma_escritura_se_lee_igual_en_todos_los_renglones(revisar):
    revision = revisar([{"clave": "DGO-01", "realizado": "1,234"}, {"clave": "DGO-02", "numerador": "1,234",
                                                                     "denominador": "12,34"}])  # fmt: skip
    assert [e["realizado"] for e in revision.entraron] == [1234.0]
    assert [(f["celda"], f["valor"]) for f in revision.no_entraron] == [("G7", "12,34")]


def _con_texto(tmp_path, xml: bytes) -> Path:
    bueno = libros.captura(tmp_path / "b.xlsx", {"DGO-01": 1}, periodo="2026-10", fecha=None)
    ruta = tmp_path / "a.xlsx"
    with zipfile.ZipFile(bueno) as viejo, zipfile.ZipFile(ruta, "w") as nuevo:
        for parte in viejo.namelist():
            contenido = viejo.read(parte)
            if parte == "xl/worksheets/sheet1.xml":
                celda = b'<c r="J6" t="inlineStr"><is><t>' + xml + b"</t></is></c></row></sheetData>"
                contenido = contenido.replace(b"</row></sheetData>", celda)
            nuevo.writestr(parte, contenido)
    return ruta


def test_a24_un_caracter_nulo_va_a_cuarentena(tmp_path):
    revision = calificar(abrir(_con_texto(tmp_path, b"obra_x0000_civil"), "a.xlsx"), CONTEXTO)
    assert [(f["celda"], f["motivo"]) for f in revision.no_entraron] == [
        ("J6", "observaciones: el texto trae un carácter nulo.")
    ]


def test_a24_la_marca_de_derecha_a_izquierda_se_guarda_y_no_cambia_lo_demas(tmp_path):
    ruta = _con_texto(tmp_path, "avance \u202e gpj.exe \u200f fin".encode())
    leida = abrir(ruta, "a.xlsx")
    assert leida.renglones[0]["observaciones"] == "avance \u202e gpj.exe \u200f fin"
    assert leida.renglones[0]["realizado"] == 1.0


@pytest.mark.parametrize(
    ("realizado", "leido"), [(0.85, 0.85), (85, 85.0), (340, 340.0), (-5, -5.0)], ids=["fraccion", "cien", "340", "neg"]
)
def test_a25_un_porcentaje_no_se_convierte_a_escondidas(revisar, realizado, leido):
    assert revisar([{"clave": "DGO-01", "realizado": realizado}]).entraron[0]["realizado"] == leido


def test_la_captura_anotada_de_un_total_dice_donde(tmp_path):
    ruta = libros.captura(tmp_path / "a.xlsx", {"DGO-01": 5, "Total": 9}, periodo="2026-10", fecha=None)
    revision = _aislado(ruta, tmp_path)
    assert (revision.estado, [a["celda"] for a in revision.avisos]) == ("aceptado", ["E7"])
    hoja = openpyxl.load_workbook(tmp_path / "anotados" / "a.xlsx")["captura"]
    assert hoja["E7"].fill.fgColor.rgb == "00FBE8C0"
