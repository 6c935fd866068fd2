"""Libros hostiles o dañados: cada uno con su motivo, ninguno con una caída."""

import io
import zipfile

import openpyxl
import pytest

from etl.lectura.excel import leer_libro
from etl.lectura.resultado import ArchivoRechazado


@pytest.fixture
def libro(tmp_path):
    ruta = tmp_path / "libro.xlsx"
    wb = openpyxl.Workbook()
    wb.active.title = "captura"
    wb.active["A1"], wb.active["B1"], wb.active["B3"] = "Área", "DESU", 12.5
    wb.save(ruta)
    return ruta


def _con(ruta, destino, **cambios):
    """Copia el zip cambiando o agregando partes."""
    with zipfile.ZipFile(ruta) as origen, zipfile.ZipFile(destino, "w", zipfile.ZIP_DEFLATED) as nuevo:
        for nombre in origen.namelist():
            if nombre not in cambios:
                nuevo.writestr(nombre, origen.read(nombre))
        for nombre, contenido in cambios.items():
            nuevo.writestr(nombre, contenido)
    return destino


def _motivo(ruta):
    with pytest.raises(ArchivoRechazado) as error:
        leer_libro(ruta)
    assert error.value.remedio
    return error.value.motivo


def test_lee_desde_a1_con_sus_vacios(libro):
    (hoja,) = leer_libro(libro)
    assert hoja.nombre == "captura"
    assert hoja.celdas == [["Área", "DESU"], ["", ""], ["", 12.5]]
    assert hoja.formulas_sin_valor == frozenset()


def test_formula_sin_valor_guardado_se_senala_con_su_celda(tmp_path):
    ruta = tmp_path / "formula.xlsx"
    wb = openpyxl.Workbook()
    wb.active["A1"], wb.active["C7"] = 1, "=A1*2"
    wb.save(ruta)
    assert leer_libro(ruta)[0].formulas_sin_valor == {"C7"}


def test_vacio(tmp_path):
    (ruta := tmp_path / "x.xlsx").write_bytes(b"")
    assert "vacío" in _motivo(ruta)


def test_ejecutable_con_otro_nombre(tmp_path):
    (ruta := tmp_path / "x.xlsx").write_bytes(b"MZ" + b"\0" * 500)
    assert "no es de un libro" in _motivo(ruta)


def test_truncado(libro, tmp_path):
    datos = libro.read_bytes()
    (ruta := tmp_path / "x.xlsx").write_bytes(datos[: len(datos) * 2 // 3])
    assert "dañado" in _motivo(ruta)


@pytest.mark.parametrize(("contenido", "palabra"), [("", ".xls"), ("EncryptedPackage", "contraseña")])
def test_ole(tmp_path, contenido, palabra):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + contenido.encode("utf-16-le")
    (ruta := tmp_path / "x.xlsx").write_bytes(ole)
    assert palabra in _motivo(ruta)


def test_celda_fuera_de_rango_no_tumba_el_proceso(tmp_path):
    ruta = tmp_path / "x.xlsx"
    wb = openpyxl.Workbook()
    wb.active["A1"], wb.active["XFD1048576"] = 1, 1
    wb.save(ruta)
    assert "XFD1048576" in _motivo(ruta)


def test_bomba_se_cuenta_al_inflar(libro, tmp_path):
    bomba = io.BytesIO()
    bomba.write(b"<a>" + b"0" * (101 * 1024 * 1024))
    assert "100 MB" in _motivo(_con(libro, tmp_path / "x.xlsx", **{"xl/media/relleno.bin": bomba.getvalue()}))


@pytest.mark.parametrize(
    ("parte", "contenido", "palabra"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "externos"),
        ("xl/embeddings/objeto.bin", b"x", "incrustados"),
        ("../../fuera.txt", b"x", "rutas"),
        ("xl/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "XML"),
    ],
)
def test_partes_no_permitidas(libro, tmp_path, parte, contenido, palabra):
    assert palabra in _motivo(_con(libro, tmp_path / "x.xlsx", **{parte: contenido}))


def test_demasiadas_partes(libro, tmp_path):
    extra = {f"xl/media/{i}.png": b"x" for i in range(201)}
    assert "partes internas" in _motivo(_con(libro, tmp_path / "x.xlsx", **extra))
