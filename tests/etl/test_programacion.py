"""El sensor de recepción: pide corridas por lo que la bitácora no conoce, y sabe cuándo callarse."""

from __future__ import annotations

import os

import dagster as dg
import pytest
from dagster import DagsterRunStatus

from etl import programacion
from etl.bitacora import Bitacora
from etl.programacion import carpetas_de_recepcion, hay_novedad
from etl.recepcion import barrer


@pytest.fixture
def recepcion(instalacion, monkeypatch):
    """Una instalación vacía, vista por el sensor, sin esperar a que los archivos reposen."""
    for variable, valor in instalacion.entorno.items():
        monkeypatch.setenv(variable, valor)
    monkeypatch.setattr(programacion, "SEGUNDOS_DE_REPOSO", -1)
    return instalacion


@pytest.fixture
def instancia():
    with dg.DagsterInstance.ephemeral() as instancia:
        yield instancia


def _dejar(instalacion, nombre="capturas/2026-02/DGO.xlsx", contenido=b"x"):
    ruta = instalacion.cfg.datos_crudos / nombre
    ruta.parent.mkdir(parents=True, exist_ok=True)
    ruta.write_bytes(contenido)
    return ruta


def _recibir(instalacion):
    """Como si una corrida lo hubiera recibido hace rato."""
    bitacora = Bitacora(instalacion.cfg.bitacora)
    barrer(instalacion.cfg, bitacora)
    bitacora._base.execute("update huellas_de_ruta set es_estable = 1")
    bitacora.cerrar()


def _evaluar(instancia):
    return carpetas_de_recepcion(dg.build_sensor_context(instance=instancia))


def test_sin_archivos_no_pide_nada(recepcion, instancia):
    assert _evaluar(instancia).skip_message == "Nada nuevo en las carpetas de recepción."


def test_un_archivo_nuevo_pide_una_corrida_con_huella_e_intento(recepcion, instancia):
    _dejar(recepcion)
    pedido = _evaluar(instancia)
    huella, intento = pedido.run_key.split(":")
    assert (len(huella), intento) == (24, "0")
    assert pedido.tags == {"mirador/huella": huella, "motivo": "1 archivos por recibir: capturas"}


def test_lo_ya_recibido_no_vuelve_a_pedir(recepcion, instancia):
    _dejar(recepcion)
    _recibir(recepcion)
    assert isinstance(_evaluar(instancia), dg.SkipReason)


def test_un_archivo_corregido_en_su_lugar_vuelve_a_pedir(recepcion):
    ruta = _dejar(recepcion)
    primera = hay_novedad(recepcion.cfg)
    _recibir(recepcion)
    ruta.write_bytes(b"corregido")
    segunda = hay_novedad(recepcion.cfg)
    assert primera.huella != segunda.huella


def test_un_archivo_que_se_esta_copiando_espera(recepcion, instancia, monkeypatch):
    _dejar(recepcion)
    monkeypatch.setattr(programacion, "SEGUNDOS_DE_REPOSO", 60)
    assert _evaluar(instancia).skip_message.endswith("se espera a que terminen de copiarse.")


def _corrida_de_dagster(instancia, huella, estado):
    instancia.create_run_for_job(programacion_job(), tags={"mirador/huella": huella}, status=estado)


def programacion_job():
    @dg.op
    def nada():
        pass

    @dg.job
    def flujo():
        nada()

    return flujo


def test_mientras_corre_no_pide_otra_y_si_fallo_pide_el_siguiente_intento(recepcion, instancia):
    _dejar(recepcion)
    huella = hay_novedad(recepcion.cfg).huella
    _corrida_de_dagster(instancia, huella, DagsterRunStatus.STARTED)
    assert _evaluar(instancia).skip_message.endswith("ya hay una corrida en curso.")


@pytest.mark.parametrize(("fallidas", "esperado"), [(1, ":1"), (2, ":2")])
def test_una_corrida_que_murio_sin_registrar_nada_se_vuelve_a_pedir(recepcion, instancia, fallidas, esperado):
    _dejar(recepcion)
    huella = hay_novedad(recepcion.cfg).huella
    for _ in range(fallidas):
        _corrida_de_dagster(instancia, huella, DagsterRunStatus.FAILURE)
    assert _evaluar(instancia).run_key == huella + esperado


def test_despues_de_tres_intentos_se_calla_y_lo_dice(recepcion, instancia):
    _dejar(recepcion)
    huella = hay_novedad(recepcion.cfg).huella
    for _ in range(3):
        _corrida_de_dagster(instancia, huella, DagsterRunStatus.FAILURE)
    assert "ya se intentó 3 veces" in _evaluar(instancia).skip_message


def test_una_corrida_que_se_corto_pide_otra_aunque_no_haya_archivos(recepcion, instancia):
    bitacora = Bitacora(recepcion.cfg.bitacora)
    almacen = str(recepcion.cfg.almacen.resolve())
    muerto = os.spawnlp(os.P_WAIT, "true", "true") or 2**22 + 1
    ficha = bitacora.iniciar_corrida(almacen, muerto, 0)
    bitacora.cerrar()
    assert _evaluar(instancia).run_key == f"interrumpida-{ficha}:0"


def test_una_corrida_que_fallo_por_los_datos_no_se_reintenta_sola(recepcion, instancia):
    bitacora = Bitacora(recepcion.cfg.bitacora)
    ficha = bitacora.iniciar_corrida(str(recepcion.cfg.almacen.resolve()), os.getpid(), 0)
    bitacora.terminar_corrida(ficha, "fallida", None, "una prueba no pasó")
    bitacora.cerrar()
    assert isinstance(_evaluar(instancia), dg.SkipReason)


def test_evaluar_no_registra_ni_copia_nada(recepcion):
    _dejar(recepcion)
    hay_novedad(recepcion.cfg)
    assert not recepcion.cfg.estado.exists()
