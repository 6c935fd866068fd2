"""Recibos y depósito: nada se pierde, nada se pisa, y la fecha que cuenta es la del recibo."""

from __future__ import annotations

import dataclasses
import io
import sqlite3
from datetime import date, datetime

import pytest

from dominio.capturas import deposito, recibos
from dominio.capturas.recibos import Recibo
from etl.bitacora import Bitacora
from etl.recepcion import archivos_en_disco, barrer, fuentes
from etl.vigencia import Recibidos
from tests.flujo import libros

MOMENTO = datetime(2026, 11, 4, 23, 59, 30)


@pytest.fixture
def cfg(instalacion):
    return instalacion.cfg


def _recibo(sha256, destino="2026-10/DGO_portal_x.xlsx", **otros):
    datos = {"sha256": sha256, "recibido_en": MOMENTO, "fecha_recepcion": date(2026, 11, 4),
             "nombre": "mi archivo.xlsx", "tamano_bytes": 3, "quien": "sin cuenta", "estado": "aceptado", "area": "DGO",
             "periodo": date(2026, 10, 1), "destino": destino}  # fmt: skip
    return Recibo(**{**datos, **otros})


def _entregado(cfg, tmp_path, realizado=1, **otros):
    libro = libros.captura(tmp_path / f"{realizado}.xlsx", {"DGO-01": realizado}, periodo="2026-10", fecha="03/11/2026")
    sha256, tamano = deposito.guardar(cfg, io.BytesIO(libro.read_bytes()), 1 << 20)
    assert tamano == libro.stat().st_size
    destino = deposito.destino_de("DGO", date(2026, 10, 1), sha256)
    return recibos.registrar(cfg, _recibo(sha256, destino, **otros)), libro.read_bytes()


def test_el_folio_crece_y_el_recibo_se_recupera_igual(cfg):
    uno, dos = (recibos.registrar(cfg, _recibo(s, es_extemporaneo=True, detalle='{"a": 1}')) for s in ("aa", "bb"))
    assert (uno.folio, dos.folio) == ("CAP-000001", "CAP-000002")
    assert recibos.buscar(cfg, "CAP-000002") == dos
    assert dos.contenido == {"a": 1}
    assert [r.folio for r in recibos.del_area(cfg, "DGO", date(2026, 10, 1))] == ["CAP-000002", "CAP-000001"]
    assert [recibos.buscar(cfg, f) for f in ("CAP-000099", "CAP-../1", "CAP-²", "")] == [None] * 4


def test_sin_recibos_no_se_crea_nada(cfg):
    assert recibos.recibidos_por_el_portal(cfg) == {}
    assert recibos.depositado(cfg, "aa") is None
    assert not recibos.carpeta(cfg).exists()


def test_depositar_deja_el_archivo_completo_y_nunca_pisa(cfg, tmp_path):
    recibo, contenido = _entregado(cfg, tmp_path)
    deposito.depositar(cfg, recibo)
    destino = cfg.datos_crudos / "capturas" / recibo.destino
    assert destino.read_bytes() == contenido
    deposito.depositar(cfg, recibo)
    assert [p.name for p in destino.parent.iterdir()] == [destino.name]
    assert recibos.por_depositar(cfg) == []


def test_el_sensor_ve_lo_depositado_y_no_lo_que_se_esta_copiando(cfg, tmp_path):
    recibo, _ = _entregado(cfg, tmp_path)
    deposito.depositar(cfg, recibo)
    (cfg.datos_crudos / "capturas/2026-10/.copiando.tmp").write_bytes(b"a medias")
    assert [(a.fuente, a.ruta) for a in archivos_en_disco(cfg)] == [("capturas", recibo.destino)]


def test_si_se_corta_despues_del_recibo_la_siguiente_entrega_lo_completa(cfg, tmp_path):
    recibo, contenido = _entregado(cfg, tmp_path)
    assert [r.folio for r in recibos.por_depositar(cfg)] == [recibo.folio]
    assert deposito.recuperar(cfg) == 1
    assert (cfg.datos_crudos / "capturas" / recibo.destino).read_bytes() == contenido
    assert deposito.recuperar(cfg) == 0


def test_lo_que_pasa_del_limite_no_deja_rastro(cfg):
    with pytest.raises(deposito.ArchivoGrande):
        deposito.guardar(cfg, io.BytesIO(b"x" * 2_000_000), 1_000_000)
    assert list((recibos.carpeta(cfg) / "archivos").iterdir()) == []


def test_sin_espacio_no_queda_nada_a_medias(cfg, monkeypatch):
    def sin_espacio(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(deposito.os, "fsync", sin_espacio)
    with pytest.raises(OSError, match="No space"):
        deposito.guardar(cfg, io.BytesIO(b"abc"), 1_000)
    assert list((recibos.carpeta(cfg) / "archivos").iterdir()) == []


@pytest.mark.parametrize(
    ("area", "nombre"),
    [("DGO", "DGO_portal_abcdef012345"), ("../../x", "-x_portal_abcdef012345"), ("A B/ñ", "A-B-_portal_abcdef012345")],
)
def test_el_nombre_en_la_carpeta_no_depende_de_quien_entrega(area, nombre):
    assert deposito.destino_de(area, date(2026, 10, 1), "abcdef0123456789") == f"2026-10/{nombre}.xlsx"


def _recibidos(cfg, bitacora):
    eventos = bitacora.recepciones(str(cfg.datos_crudos.resolve()))
    return {e.ruta: e for e in eventos}


def test_la_recepcion_toma_origen_momento_y_fecha_del_recibo(cfg, tmp_path):
    recibo, contenido = _entregado(cfg, tmp_path)
    deposito.depositar(cfg, recibo)
    por_carpeta = cfg.datos_crudos / "capturas/2026-10/DGO.xlsx"
    libros.captura(por_carpeta, {"DGO-01": 2}, periodo="2026-10")
    bitacora = Bitacora(cfg.bitacora)
    barrer(cfg, bitacora)
    eventos = _recibidos(cfg, bitacora)
    del_portal = eventos[recibo.destino]
    assert (del_portal.origen, del_portal.recibido_en, del_portal.fecha_recepcion) == ("portal", MOMENTO, "2026-11-04")
    assert (eventos["2026-10/DGO.xlsx"].origen, eventos["2026-10/DGO.xlsx"].fecha_recepcion) == (
        "carpeta", cfg.hoy.isoformat())  # fmt: skip
    # Una copia a mano de los mismos bytes no cambia de dónde vino lo primero que se recibió.
    (cfg.datos_crudos / "capturas/2026-10/copia.xlsx").write_bytes(contenido)
    barrer(cfg, bitacora)
    lecturas = bitacora.lecturas()
    recibidos = Recibidos(bitacora.recepciones(str(cfg.datos_crudos.resolve())), fuentes())
    assert lecturas == {}
    assert recibidos._eventos["capturas", recibo.sha256][0].origen == "portal"


def test_un_recibo_rechazado_no_vuelve_de_portal_lo_que_llega_por_carpeta(cfg, tmp_path):
    recibo, contenido = _entregado(cfg, tmp_path)
    with sqlite3.connect(recibos.carpeta(cfg) / "recibos.sqlite") as base:
        base.execute("update recibos set destino = null, estado = 'rechazado'")
    (carpeta := cfg.datos_crudos / "capturas/2026-10").mkdir(parents=True)
    (carpeta / "DGO.xlsx").write_bytes(contenido)
    bitacora = Bitacora(cfg.bitacora)
    barrer(cfg, bitacora)
    assert _recibidos(cfg, bitacora)["2026-10/DGO.xlsx"].origen == "carpeta"
    assert recibo.folio == "CAP-000001"


def test_una_bitacora_anterior_al_portal_se_pone_al_dia(tmp_path):
    ruta = tmp_path / "bitacora.sqlite"
    with sqlite3.connect(ruta) as base:
        base.execute(
            "create table recepciones (recepcion integer primary key autoincrement, raiz text, fuente text, ruta text,"
            " sha256 text, clase text, familia text, recibido_en text, fecha_recepcion text)"
        )
        base.execute(
            "insert into recepciones values (1, 'r', 'capturas', 'a', 'x', 'alta', 'a', '2026-01-01', '2026-01-01')"
        )
    assert [e.origen for e in Bitacora(ruta).recepciones("r")] == ["carpeta"]
    assert [e.origen for e in Bitacora(ruta).recepciones("r")] == ["carpeta"]


def test_dos_entregas_en_el_mismo_barrido_conservan_su_orden(cfg, tmp_path):
    primero, _ = _entregado(cfg, tmp_path, 1)
    segundo, _ = _entregado(cfg, tmp_path, 2, recibido_en=dataclasses.replace(primero).recibido_en.replace(second=45))
    for recibo in (segundo, primero):
        deposito.depositar(cfg, recibo)
    bitacora = Bitacora(cfg.bitacora)
    barrer(cfg, bitacora)
    eventos = _recibidos(cfg, bitacora)
    assert eventos[primero.destino].recibido_en < eventos[segundo.destino].recibido_en
