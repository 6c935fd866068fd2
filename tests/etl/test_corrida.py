"""Condiciones para empezar una corrida: disco local, espacio y restos de corridas muertas."""

from __future__ import annotations

import pytest

from etl import corrida
from etl.corrida import abrir_corrida, empezar, exigir_disco_local
from etl.errores import ErrorDelFlujo


def test_un_disco_de_red_se_rechaza_y_dice_cual(instalacion):
    montajes = f"/dev/sda1 / ext4 rw 0 0\nservidor:/x {instalacion.cfg.estado.parent} nfs4 rw 0 0\n"
    with pytest.raises(ErrorDelFlujo, match="almacen está en un disco de red"):
        exigir_disco_local(instalacion.cfg, montajes)
    exigir_disco_local(instalacion.cfg, "/dev/sda1 / ext4 rw 0 0\nservidor:/x /mnt/otra nfs4 rw 0 0\n")


def test_sin_espacio_no_empieza_y_da_los_numeros(instalacion, monkeypatch):
    monkeypatch.setattr(corrida, "_MINIMO_LIBRE", 1 << 60)
    with (
        pytest.raises(ErrorDelFlujo, match=r"quedan [\d,]+ MB y hacen falta"),
        abrir_corrida(instalacion.cfg) as abierta,
    ):
        empezar(abierta)


def test_los_restos_de_una_corrida_muerta_se_borran(instalacion):
    with abrir_corrida(instalacion.cfg) as muerta:
        empezar(muerta)
        (muerta.carpeta / "construccion.duckdb").write_bytes(b"a medias")
    avisos: list[str] = []
    with abrir_corrida(instalacion.cfg, avisos.append) as siguiente:
        empezar(siguiente)
        assert siguiente.ficha == muerta.ficha + 1
        assert [c.name for c in instalacion.cfg.trabajo.glob("corrida_*")] == [f"corrida_{siguiente.ficha}"]
    assert avisos == ["La corrida anterior se interrumpió; esta la completa."]


def test_una_corrida_que_falla_queda_anotada(instalacion):
    with pytest.raises(ErrorDelFlujo), abrir_corrida(instalacion.cfg) as fallida:
        empezar(fallida)
        raise ErrorDelFlujo("no se pudo")
    with abrir_corrida(instalacion.cfg) as siguiente:
        fila = siguiente.bitacora._filas("select estado, detalle from corridas")[0]
    assert tuple(fila) == ("fallida", "no se pudo")
