"""Codificación, delimitador y número de línea de los textos delimitados."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.lectura.delimitados import leer_delimitado
from etl.lectura.resultado import ArchivoRechazado

TEXTO = 'campaña;gasto\n"con, coma";1\n'


def _puntuar(renglon: list[str]) -> int:
    return len({"campaña", "gasto"} & set(renglon))


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_misma_lectura_en_toda_codificacion(tmp_path: Path, codificacion: str) -> None:
    ruta = tmp_path / "a.csv"
    ruta.write_bytes(TEXTO.encode(codificacion))
    leido = leer_delimitado(ruta, _puntuar)
    assert leido.celdas == [["campaña", "gasto"], ["con, coma", "1"]]
    assert leido.delimitador == ";"


def test_la_linea_es_la_del_archivo_aunque_haya_saltos_dentro(tmp_path: Path) -> None:
    ruta = tmp_path / "a.csv"
    ruta.write_bytes('campaña,gasto\n"dos\nlíneas",1\nx,2\n'.encode())
    leido = leer_delimitado(ruta, _puntuar)
    assert leido.lineas == [1, 2, 4]
    assert leido.celdas[1][0] == "dos\nlíneas"


@pytest.mark.parametrize("contenido", [b"", b"  \n", b"a\x00b,c\n"])
def test_lo_que_no_es_texto_se_rechaza(tmp_path: Path, contenido: bytes) -> None:
    ruta = tmp_path / "a.csv"
    ruta.write_bytes(contenido)
    with pytest.raises(ArchivoRechazado):
        leer_delimitado(ruta, _puntuar)
