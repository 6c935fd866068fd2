"""Contrato de difusión: libro, lista de testigos e imágenes."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from demostracion import pauta as demostracion
from dominio.configuracion import RAIZ
from etl.fuentes.pauta.lectura import leer as leer_pauta
from etl.lectura.esquema import cargar_fuente
from etl.lectura.imagenes import leer_imagen
from etl.lectura.resultado import ArchivoRechazado, Lectura

FUENTE = cargar_fuente(RAIZ / "etl" / "fuentes" / "pauta" / "fuente.yml")


@pytest.fixture(scope="module")
def contrato(tmp_path_factory: pytest.TempPathFactory) -> Path:
    destino = tmp_path_factory.mktemp("crudos")
    demostracion.generar(destino, random.Random(1), 1)
    return destino / "pauta"


def leer(ruta: Path, nombre: str) -> Lectura:
    return leer_pauta(ruta, nombre, FUENTE)


def alterar(contrato: Path, tmp_path: Path, hoja: str, celdas: dict[str, object]) -> Lectura:
    """El contrato de demostración con unas celdas cambiadas."""
    libro = load_workbook(contrato / "contrato.xlsx")
    for celda, valor in celdas.items():
        libro[hoja][celda] = valor
    libro.save(tmp_path / "contrato.xlsx")
    return leer(tmp_path / "contrato.xlsx", "contrato.xlsx")


def test_el_libro_de_demostracion_entra_completo(contrato: Path) -> None:
    lectura = leer(contrato / "contrato.xlsx", "contrato.xlsx")
    assert lectura.rechazos == []
    assert float(lectura.renglones["presupuesto"][0]["importe"]) == 5_000_000
    assert {r["clave"]: r["cantidad"] for r in lectura.renglones["parametros"]}["minutos_atencion"] == 90
    assert lectura.renglones["campanas"][0]["fecha_inicio"].month == 2
    abierta = lectura.renglones["solicitudes"][-1]
    assert (abierta["solicitada_en"], abierta["atendida_en"]) == (datetime(2026, 11, 10, 10, 5), None)


def test_solicitud_atendida_antes_de_pedirse_va_a_cuarentena(contrato: Path, tmp_path: Path) -> None:
    lectura = alterar(contrato, tmp_path, "solicitudes", {"G2": datetime(2026, 1, 1, 9, 0)})
    assert [(r.regla, r.hoja, r.fila, r.valor) for r in lectura.rechazos] == [
        ("fechas_invertidas", "solicitudes", 2, "SOL-001")
    ]


def test_campana_inexistente_y_clave_repetida(contrato: Path, tmp_path: Path) -> None:
    lectura = alterar(contrato, tmp_path, "correspondencia", {"A2": "FB-99"})
    assert [(r.regla, r.fila) for r in lectura.rechazos] == [("campana_inexistente", 2)]
    repetida = alterar(contrato, tmp_path, "publicos", {"A3": "GENERAL"})
    assert sorted((r.regla, r.fila or 0) for r in repetida.rechazos) == [("clave_repetida", 2), ("clave_repetida", 3)]


def test_objetivo_fuera_de_catalogo_dice_las_opciones(contrato: Path, tmp_path: Path) -> None:
    lectura = alterar(contrato, tmp_path, "campanas", {"D2": "Ventas"})
    rechazo = next(r for r in lectura.rechazos if r.celda == "D2")
    assert "Reconocimiento" in rechazo.motivo


def test_sin_una_hoja_se_rechaza(contrato: Path, tmp_path: Path) -> None:
    libro = load_workbook(contrato / "contrato.xlsx")
    del libro["solicitudes"]
    libro.save(tmp_path / "contrato.xlsx")
    with pytest.raises(ArchivoRechazado, match="solicitudes"):
        leer(tmp_path / "contrato.xlsx", "contrato.xlsx")


def test_lista_de_testigos_con_renglon_mal_cortado(tmp_path: Path) -> None:
    ruta = tmp_path / "testigos.csv"
    ruta.write_text(
        "archivo,campana,capturado_en\na.png,FB-01,2026-10-12 10:14\nb.png,FB-02\nc.png,FB-03,ayer\n", encoding="utf-8"
    )
    lectura = leer(ruta, "testigos/testigos.csv")
    assert [(r["imagen"], r["capturado_en"]) for r in lectura.renglones["testigos"]] == [
        ("a.png", datetime(2026, 10, 12, 10, 14))
    ]
    assert sorted((r.regla, r.fila or 0) for r in lectura.rechazos) == [
        ("campos_de_mas_o_de_menos", 3), ("tipo_momento", 4)
    ]  # fmt: skip
    assert (lectura.num_renglones, lectura.num_aceptados, lectura.num_rechazados) == (3, 1, 2)


def test_imagen_medida_y_con_miniatura(contrato: Path) -> None:
    ruta = contrato / "testigos" / "2026-10_FB-01.png"
    fila = leer(ruta, "testigos/2026-10_FB-01.png").renglones["imagenes"][0]
    assert (fila["formato"], fila["ancho"], fila["alto"]) == ("PNG", 320, 232)
    assert len(fila["huella_perceptual"]) == 64
    assert fila["miniatura"].startswith("data:image/jpeg;base64,")
    assert len(fila["miniatura"]) < 12_000


def test_la_huella_perceptual_reconoce_la_misma_imagen_en_otro_formato(contrato: Path) -> None:
    def distancia(uno: str, otro: str) -> int:
        huellas = [int(leer_imagen(contrato / "testigos" / n).huella_perceptual, 16) for n in (uno, otro)]
        return (huellas[0] ^ huellas[1]).bit_count()

    assert distancia("2026-10_GG-03.jpg", "2026-10_GG-02.png") <= 10
    assert distancia("2026-10_FB-01.png", "2026-10_FB-02.png") > 10


@pytest.mark.parametrize("contenido", [b"", b"no soy imagen", b"GIF89a" + b"\x00" * 40])
def test_lo_que_no_es_png_ni_jpeg_se_rechaza(tmp_path: Path, contenido: bytes) -> None:
    ruta = tmp_path / "x.png"
    ruta.write_bytes(contenido)
    with pytest.raises(ArchivoRechazado, match="imagen"):
        leer(ruta, "testigos/x.png")


def test_imagen_cortada_se_rechaza(contrato: Path, tmp_path: Path) -> None:
    entera = (contrato / "testigos" / "2026-10_FB-01.png").read_bytes()
    ruta = tmp_path / "x.png"
    ruta.write_bytes(entera[: len(entera) // 2])
    with pytest.raises(ArchivoRechazado):
        leer(ruta, "testigos/x.png")


def test_imagen_enorme_se_rechaza_sin_abrirse(tmp_path: Path) -> None:
    ruta = tmp_path / "x.png"
    Image.new("1", (7000, 7000)).save(ruta)
    with pytest.raises(ArchivoRechazado, match="píxeles"):
        leer(ruta, "testigos/x.png")


def test_la_demostracion_es_determinista(contrato: Path, tmp_path: Path) -> None:
    demostracion.generar(tmp_path, random.Random(2), 1)
    for original in sorted(contrato.rglob("*")):
        if original.is_file():
            assert (tmp_path / "pauta" / original.relative_to(contrato)).read_bytes() == original.read_bytes()
