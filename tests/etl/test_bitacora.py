"""Bitácora: durable, con fichas que no se repiten."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import datetime

import pytest

from dominio.configuracion import RAIZ
from etl.bitacora import Bitacora, Lectura, Publicacion, Recepcion


@pytest.fixture
def bitacora(tmp_path):
    abierta = Bitacora(tmp_path / "bitacora" / "bitacora.sqlite")
    yield abierta
    abierta.cerrar()


def test_se_abre_durable(bitacora, tmp_path):
    base = sqlite3.connect(tmp_path / "bitacora" / "bitacora.sqlite")
    assert base.execute("pragma journal_mode").fetchone() == ("wal",)
    assert bitacora._base.execute("pragma synchronous").fetchone()[0] == 2
    base.close()


def test_las_recepciones_son_por_raiz_y_en_orden(bitacora):
    momento = datetime(2026, 11, 10, 18, 30, 0, 5)
    for raiz, ruta in (("/a", "x.xlsx"), ("/b", "y.xlsx"), ("/a", "z.xlsx")):
        evento = Recepcion(0, "capturas", ruta, ruta * 2, "alta", ruta, momento, "2026-11-10")
        bitacora.registrar_recepcion(raiz, evento, 10)
    assert [(e.ruta, e.recibido_en) for e in bitacora.recepciones("/a")] == [("x.xlsx", momento), ("z.xlsx", momento)]


def test_una_transaccion_que_falla_no_deja_nada(bitacora):
    lectura = Lectura("capturas", "A", "a.xlsx", "", "h", "leido", 3, 2, 1)
    with pytest.raises(RuntimeError), bitacora.transaccion():
        bitacora.registrar_lectura(lectura)
        raise RuntimeError
    assert bitacora.lecturas() == {}
    bitacora.registrar_lectura(lectura)
    assert bitacora.lecturas() == {("capturas", "A"): lectura}


def test_la_ficha_crece_y_la_corrida_muerta_queda_interrumpida(bitacora):
    assert bitacora.iniciar_corrida("/almacen", 1, 0) == 1
    assert bitacora.iniciar_corrida("/almacen", 2, 0) == 2
    assert bitacora.hubo_interrupciones("/almacen")
    bitacora.terminar_corrida(2, "publicada", "h", None)
    assert bitacora.iniciar_corrida("/almacen", 3, 40) == 41
    assert not bitacora.hubo_interrupciones("/almacen")


def test_lo_confirmado_sobrevive_a_un_kill_9(tmp_path):
    ruta = tmp_path / "bitacora.sqlite"
    codigo = (
        "import os, sys; from pathlib import Path; from etl.bitacora import *;"
        "b = Bitacora(Path(sys.argv[1]));"
        "b.registrar_publicacion(Publicacion('2026-11-10.1', 'x.duckdb', 's', 1, 'h'), '/a');"
        "b._base.execute('begin'); b.registrar_publicacion(Publicacion('2026-11-10.2', 'y', 's', 2, 'h'), '/a');"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", codigo, str(ruta)], cwd=RAIZ, check=False)
    bitacora = Bitacora(ruta)
    assert bitacora.publicaciones("/a") == [Publicacion("2026-11-10.1", "x.duckdb", "s", 1, "h")]
    bitacora.cerrar()
