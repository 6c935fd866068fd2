"""Los archivos que un área puede entregar por error o por malicia (catálogo A de las referencias), uno por uno.

Cada caso pasa por el subproceso acotado o, si no puede dañar a nadie, por la misma revisión en este proceso.
"""

from __future__ import annotations

import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from dominio.capturas.aislada import revisar_archivo
from dominio.capturas.anotacion import anotar
from dominio.capturas.contexto import Contexto, MetaDelPrograma
from dominio.capturas.revision import abrir, calificar
from tests.flujo import libros

HOY = date(2026, 11, 10)
MES = date(2026, 10, 1)
METAS = {
    "DGO-01": MetaDelPrograma("DGO", "suma", 100.0),
    "DGO-02": MetaDelPrograma("DGO", "razon", 95.5),
    "JO-01": MetaDelPrograma("JO", "suma", 1.0),
}
CONTEXTO = Contexto(HOY, frozenset({"DGO", "JO"}), METAS)


@pytest.fixture
def revisar(tmp_path):
    """Escribe un libro de captura y lo revisa en este proceso."""

    def _revisar(renglones, encabezado=libros.ENCABEZADO, preparar=None, **identidad):
        libro = openpyxl.Workbook()
        hoja = libro.active
        hoja.title = "captura"
        datos = {"B1": "DGO", "B2": "2026-10", "B3": None} | identidad
        for celda, valor in datos.items():
            hoja[celda] = valor
        for columna, texto in enumerate(encabezado, start=1):
            hoja.cell(5, columna, texto)
        for fila, renglon in enumerate(renglones, start=6):
            for columna, nombre in enumerate(encabezado, start=1):
                celda = hoja.cell(fila, columna, renglon.get(nombre))
                if isinstance(celda.value, str) and renglon.get("como_texto"):
                    celda.data_type = "s"
        if preparar:
            preparar(libro)
        libro.save(ruta := tmp_path / "captura.xlsx")
        return calificar(abrir(ruta, ruta.name), CONTEXTO)

    return _revisar


def _aislado(ruta: Path, tmp_path: Path, segundos: int = 20):
    return revisar_archivo(ruta, ruta.name, {MES: CONTEXTO}, HOY, tmp_path / "anotados" / "a.xlsx", segundos)


@pytest.mark.parametrize(
    ("caso", "palabra"),
    [
        pytest.param("vacio", "vacío", id="A1-vacio"),
        pytest.param("ejecutable", "no es de un libro de Excel", id="A2-ejecutable"),
        pytest.param("truncado", "dañado", id="A3-truncado"),
        pytest.param("contrasena", "contraseña", id="A4-contrasena"),
        pytest.param("bomba", "100 MB", id="A5-bomba"),
        pytest.param("lejana", "XFD1048576", id="A6-celda-lejana"),
    ],
)
def test_un_archivo_que_tumba_lectores_se_rechaza_sin_tumbar_nada(tmp_path, caso, palabra):
    ruta = libros.hostiles(tmp_path / "hostiles")[caso]
    revision = _aislado(ruta, tmp_path)
    assert revision.estado == "rechazado"
    assert palabra in revision.motivo
    assert revision.remedio
    assert not (tmp_path / "anotados" / "a.xlsx").exists() or caso == "lejana"


@pytest.mark.parametrize(
    ("inicio", "palabra"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "97-2003"), (b"clave,realizado\n", "no es de un libro")],
    ids=["A2-xls", "A2-csv-renombrado"],
)
def test_manda_el_contenido_y_no_la_extension(tmp_path, inicio, palabra):
    (ruta := tmp_path / "a.xlsx").write_bytes(inicio)
    revision = calificar(abrir(ruta, ruta.name), CONTEXTO)
    assert palabra in revision.motivo
    assert ".xlsx" in revision.remedio


def test_a7_un_millon_de_renglones_se_rechaza_por_su_rango_y_pronto(tmp_path):
    bueno = libros.captura(tmp_path / "b.xlsx", {"DGO-01": 1})
    renglones = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 200_001))
    libros._con_hoja(bueno, ruta := tmp_path / "a.xlsx", renglones)
    inicio = time.monotonic()
    revision = _aislado(ruta, tmp_path)
    assert "fuera del límite" in revision.motivo
    assert time.monotonic() - inicio < 20


def test_a7_lo_que_tarda_de_mas_se_detiene_y_se_dice(tmp_path):
    ruta = libros.captura(tmp_path / "a.xlsx", {"DGO-01": 1})
    revision = _aislado(ruta, tmp_path, segundos=0)
    assert revision.estado == "rechazado"
    assert "excedió" in revision.motivo


def _con_parte(tmp_path, nombre, contenido):
    bueno = libros.captura(tmp_path / "b.xlsx", {"DGO-01": 1})
    ruta = tmp_path / "a.xlsx"
    with zipfile.ZipFile(bueno) as viejo, zipfile.ZipFile(ruta, "w", zipfile.ZIP_DEFLATED) as nuevo:
        for parte in viejo.namelist():
            nuevo.writestr(parte, viejo.read(parte))
        nuevo.writestr(nombre, contenido)
    return ruta


@pytest.mark.parametrize(
    ("parte", "contenido", "palabra"),
    [
        pytest.param("xl/x.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "XML", id="A8-xxe"),
        pytest.param("xl/y.xml", '<!DOCTYPE a [<!ENTITY b "c">]>', "XML", id="A8-risas"),
        pytest.param("../../fuera.txt", "x", "rutas internas", id="A9-ruta"),
        pytest.param("xl/vbaProject.bin", "x", "macros", id="A10-macros"),
        pytest.param("xl/externalLinks/externalLink1.xml", "<a/>", "vínculos externos", id="A10-vinculos"),
        pytest.param("xl/embeddings/oleObject1.bin", "x", "incrustados", id="A10-ole"),
    ],
)
def test_un_libro_con_partes_peligrosas_se_rechaza(tmp_path, parte, contenido, palabra):
    ruta = _con_parte(tmp_path, parte, contenido)
    revision = calificar(abrir(ruta, ruta.name), CONTEXTO)
    assert (revision.estado, revision.entraron) == ("rechazado", [])
    assert palabra in revision.motivo
    assert not (tmp_path.parent / "fuera.txt").exists()


def test_a9_miles_de_partes(tmp_path):
    bueno = libros.captura(tmp_path / "b.xlsx", {"DGO-01": 1})
    with zipfile.ZipFile(bueno, "a") as paquete:
        for n in range(300):
            paquete.writestr(f"xl/p{n}.xml", "<a/>")
    assert "partes internas" in calificar(abrir(bueno, "b.xlsx"), CONTEXTO).motivo


@pytest.mark.parametrize(
    ("valor", "regla"),
    [
        pytest.param("=1+1", "formula_sin_valor", id="A11-formula-sin-valor"),
        pytest.param("#REF!", "tipo_numero", id="A12-ref"),
        pytest.param("#DIV/0!", "tipo_numero", id="A12-div"),
        pytest.param("#N/A", "tipo_numero", id="A12-na"),
        pytest.param("1.234,50", "tipo_numero", id="A16-coma-decimal"),
        pytest.param("$1,200", "tipo_numero", id="A16-pesos"),
        pytest.param("(500)", "tipo_numero", id="A16-parentesis"),
        pytest.param("12%", "tipo_numero", id="A16-por-ciento"),
        pytest.param("1e999", "tipo_numero", id="A16-infinito"),
        pytest.param(True, "tipo_numero", id="A16-verdadero"),
        pytest.param(datetime(2026, 10, 1), "tipo_numero", id="A17-fecha-en-numero"),
    ],
)
def test_lo_que_no_es_un_numero_va_a_cuarentena_con_su_celda_y_lo_demas_entra(revisar, valor, regla):
    revision = revisar([{"clave": "DGO-01", "realizado": valor}, {"clave": "DGO-02", "numerador": 1, "denominador": 2}])
    assert revision.estado == "parcial"
    assert [(f["celda"], f["regla"]) for f in revision.no_entraron] == [("E6", regla)]
    assert [e["clave"] for e in revision.entraron] == ["DGO-02"]


@pytest.mark.parametrize(
    ("escrito", "leido"),
    [("1,234.50", 1234.5), (" 1234.5 ", 1234.5), ("1\u00a0", 1.0), ("-3", -3.0), ("−3", -3.0), (0, 0.0), ("0", 0.0)],
)
def test_a16_lo_que_si_se_entiende_se_lee_siempre_igual(revisar, escrito, leido):
    assert revisar([{"clave": "DGO-01", "realizado": escrito}]).entraron[0]["realizado"] == leido


def test_a13_lo_oculto_se_cuenta_y_no_se_tira(revisar):
    def ocultar(libro):
        libro["captura"].row_dimensions[6].hidden = True
        libro["captura"].column_dimensions["E"].hidden = True
        libro["captura"].auto_filter.ref = "A5:L6"

    revision = revisar([{"clave": "DGO-01", "realizado": 5}], preparar=ocultar)
    assert [e["realizado"] for e in revision.entraron] == [5.0]


def test_a13_titulos_arriba_del_encabezado_dicen_que_se_esperaba(revisar):
    def recorrer(libro):
        libro["captura"].insert_rows(1, 2)

    revision = revisar([{"clave": "DGO-01", "realizado": 5}], preparar=recorrer)
    assert revision.estado == "rechazado"


@pytest.mark.parametrize(
    ("cambio", "estado", "palabra"),
    [
        pytest.param(lambda e: [*reversed(e)], "aceptado", None, id="A14-orden"),
        pytest.param(lambda e: [c.upper() + " " for c in e], "aceptado", None, id="A14-mayusculas"),
        pytest.param(lambda e: [c for c in e if c != "realizado"], "rechazado", "faltan los encabezados realizado",
                     id="A14-falta"),
        pytest.param(lambda e: [*e, "realizado"], "rechazado", "aparece dos veces", id="A14-repetido"),
        pytest.param(lambda e: [*e, "notas internas"], "aceptado", None, id="A14-sobra"),
    ],
)  # fmt: skip
def test_a14_columnas_cambiadas(revisar, cambio, estado, palabra):
    encabezado = cambio(libros.ENCABEZADO)
    renglon = {nombre: valor for nombre in encabezado
               if (valor := {"clave": "DGO-01", "realizado": 5}.get(nombre.strip().lower())) is not None}  # fmt: skip
    revision = revisar([renglon], encabezado=encabezado)
    assert revision.estado == estado
    assert palabra is None or palabra in revision.motivo


def test_a15_dos_hojas_de_captura(revisar):
    revision = revisar([{"clave": "DGO-01", "realizado": 5}], preparar=lambda libro: libro.create_sheet("Captura "))
    assert "Hay 2 hojas" in revision.motivo


@pytest.mark.parametrize(
    ("fecha", "estado"),
    [
        ("03/04/2026", "aceptado"), ("31/02/2026", "rechazado"), (45000, "rechazado"), ("05/11/2206", "rechazado"),
        ("11/11/2026", "rechazado"), (datetime(2026, 11, 5), "aceptado"),
    ],
    ids=["A17-dia-mes", "A17-imposible", "A17-serie", "A17-lejana", "A17-futura", "A17-fecha"],
)  # fmt: skip
def test_a17_la_fecha_de_captura_se_lee_por_contrato(revisar, fecha, estado):
    assert revisar([{"clave": "DGO-01", "realizado": 5}], B3=fecha).estado == estado


def test_a18_una_clave_numerica_se_lee_como_texto_y_no_existe(revisar):
    revision = revisar([{"clave": 12, "realizado": 5}, {"clave": "0012", "realizado": 5}])
    assert [(f["regla"], f["valor"]) for f in revision.no_entraron] == [
        ("clave_inexistente", "12"), ("clave_inexistente", "0012"),
    ]  # fmt: skip


def test_a19_a20_el_total_al_pie_no_es_dato(revisar):
    revision = revisar([{"clave": "DGO-01", "realizado": 5}, {"clave": "Total", "realizado": 999}])
    assert (revision.estado, len(revision.entraron)) == ("aceptado", 1)


TEXTOS = ['=HYPERLINK("http://malo","x")', "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "<script>alert(1)</script>"]


def test_a21_el_texto_que_parece_formula_se_conserva_y_sale_inerte(tmp_path):
    ruta = libros.captura(tmp_path / "a.xlsx", dict.fromkeys(["DGO-01", *(f"Z-{n}" for n in range(4))], "mucho"))
    libro = openpyxl.load_workbook(ruta)
    for fila, texto in enumerate(TEXTOS, start=6):
        libro["captura"].cell(fila, 10, texto).data_type = "s"
    libro["captura"]["K6"].hyperlink = "http://malo.example"
    libro.save(ruta)
    falla = {"celda": "E6", "columna": "realizado", "valor": TEXTOS[0], "motivo": TEXTOS[1], "remedio": "Corrija.",
             "gravedad": "rechazo"}  # fmt: skip
    assert anotar(ruta, tmp_path / "anotado.xlsx", [falla], None, None) is True
    anotado = openpyxl.load_workbook(tmp_path / "anotado.xlsx")
    assert [anotado["captura"].cell(fila, 10).value for fila in range(6, 11)] == TEXTOS
    tipos = {c.data_type for hoja in anotado.worksheets for fila in hoja.iter_rows() for c in fila}
    assert "f" not in tipos
    assert anotado["captura"]["K6"].hyperlink is None
    assert anotado["por corregir"]["C2"].value == TEXTOS[0]


def test_a22_la_meta_de_otra_area_no_entra(revisar):
    revision = revisar([{"clave": "JO-01", "realizado": 5}])
    assert (revision.estado, revision.no_entraron[0]["regla"], revision.no_entraron[0]["celda"]) == (
        "rechazado", "clave_ajena", "A6")  # fmt: skip
    assert "(JO)" in revision.no_entraron[0]["motivo"]


@pytest.mark.parametrize("periodo", ["2025-10", "2031-01", "2026-13", "octubre", None], ids=lambda p: f"A23-{p}")
def test_a23_un_mes_sin_programa_o_ilegible_no_entra(tmp_path, periodo):
    ruta = libros.captura(tmp_path / "a.xlsx", {"DGO-01": 1}, periodo=periodo)
    revision = _aislado(ruta, tmp_path)
    assert revision.estado == "rechazado"
    assert "B2" in f"{revision.motivo} {revision.remedio} {revision.celda}" or "periodo" in revision.motivo


def test_a24_textos_largos_emoji_y_acentos_combinados_se_conservan(tmp_path):
    texto = "Se atendió 🚧 " + "x" * 300
    ruta = libros.captura(tmp_path / "a.xlsx", {"DGO-01": 1}, periodo="2026-10")
    libro = openpyxl.load_workbook(ruta)
    libro["captura"]["J6"] = texto.replace("ó", "o\u0301")
    libro.save(ruta)
    assert abrir(ruta, "a.xlsx").renglones[0]["observaciones"] == texto


def test_a25_lo_raro_pero_posible_entra_y_lo_juzgan_las_alertas(revisar):
    revision = revisar([{"clave": "DGO-01", "realizado": -340}, {"clave": "DGO-02", "numerador": 9, "denominador": 2}])
    assert (revision.estado, [e["realizado"] for e in revision.entraron]) == ("aceptado", [-340.0, None])


def test_el_subproceso_no_ve_las_variables_de_quien_lo_lanza(tmp_path, monkeypatch):
    monkeypatch.setenv("MIRADOR_BD", "postgresql://clave@servidor/x")
    ruta = libros.captura(tmp_path / "a.xlsx", {"DGO-01": 1}, periodo="2026-10", fecha=None)
    revision = _aislado(ruta, tmp_path)
    assert (revision.estado, revision.area, revision.periodo) == ("aceptado", "DGO", "2026-10-01")
    assert list((tmp_path / "anotados").iterdir()) == []
