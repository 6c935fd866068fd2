"""Publicar: o sale completo y auditado, o no sale nada."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from etl import corrida
from etl.bitacora import Bitacora, Publicacion
from etl.errores import AuditoriaFallida, CandadoOcupado, ErrorDelFlujo
from etl.fallas import FallaProvocada
from etl.publicacion import auditoria, publicar, versiones
from tests.flujo.libros import captura

pytestmark = pytest.mark.usefixtures("sin_dbt")


@pytest.fixture
def publicada(instalacion):
    captura(instalacion.cfg.datos_crudos / "capturas/2026-02/DGO.xlsx", {"M-01": 7})
    instalacion.correr()
    return instalacion


def _algo_nuevo(instalacion, realizado=9):
    captura(instalacion.cfg.datos_crudos / "capturas/2026-03/DGO.xlsx", {"M-01": realizado}, periodo="2026-03")


def test_el_apuntador_el_archivo_y_el_enlace_dicen_lo_mismo(publicada):
    cfg = publicada.cfg
    apuntador = json.loads(cfg.apuntador.read_text())
    archivo = cfg.publicado / apuntador["archivo"]
    assert apuntador["archivo"] == f"mirador_{apuntador['version']}.duckdb"
    assert cfg.enlace_analistas.resolve() == (cfg.almacen / "analistas" / apuntador["archivo"]).resolve()
    assert versiones.sha256_de(archivo) == apuntador["sha256"]
    assert versiones.sha256_de(cfg.enlace_analistas) == apuntador["sha256"]
    assert oct(archivo.stat().st_mode)[-3:] == "444"
    assert (apuntador["hoy"], apuntador["es_demostracion"]) == ("2026-11-10", False)
    assert publicada.consultar("select version, hoy::varchar, huella_insumos from mart_calidad__version") == [
        (apuntador["version"], "2026-11-10", apuntador["huella_insumos"])
    ]


def test_los_comentarios_llegan_al_archivo_publicado(publicada):
    assert publicada.consultar(
        "select comment from duckdb_columns() where table_name = 'fct_capturas' and column_name = 'clave'"
    ) == [("Clave de la meta.",)]
    sin_comentario = publicada.consultar(
        "select table_name, column_name from duckdb_columns() where comment is null and schema_name = 'main'"
        " and table_name in ('mart_calidad__version', 'mart_calidad__pruebas', 'mart_calidad__linaje')"
    )
    assert sin_comentario == []


@pytest.mark.parametrize("punto", ["antes_auditoria", "antes_rename", "antes_puntero"])
def test_una_falla_antes_del_apuntador_deja_la_version_anterior(publicada, con_falla, monkeypatch, punto):
    version = publicada.version()
    _algo_nuevo(publicada)
    con_falla(punto)
    with pytest.raises(FallaProvocada):
        publicada.correr()
    assert publicada.version() == version
    assert publicada.consultar("select count(*) from fct_capturas") == [(1,)]
    monkeypatch.delenv("FALLA")
    nueva = publicada.correr()
    assert nueva.publico and nueva.version != version
    assert publicada.consultar("select count(*) from fct_capturas") == [(2,)]
    assert list(publicada.cfg.publicado.glob(".tmp*")) == []


def test_una_falla_tras_el_apuntador_no_publica_dos_veces(publicada, con_falla, monkeypatch):
    _algo_nuevo(publicada)
    con_falla("tras_puntero")
    with pytest.raises(FallaProvocada):
        publicada.correr()
    version = publicada.version()
    monkeypatch.delenv("FALLA")
    assert (publicada.correr().publico, publicada.version()) == (False, version)


def test_sin_espacio_no_se_publica_y_despues_si(publicada, con_falla, monkeypatch):
    version = publicada.version()
    _algo_nuevo(publicada)
    con_falla("antes_rename:enospc")
    with pytest.raises(OSError, match="espacio"):
        publicada.correr()
    assert publicada.version() == version
    monkeypatch.delenv("FALLA")
    assert publicada.correr().publico


def test_un_wal_al_lado_impide_publicar(publicada, monkeypatch):
    version = publicada.version()
    _algo_nuevo(publicada)
    escribir = publicar._escribir

    def _con_wal(cfg, construccion, temporal, *resto):
        corte = escribir(cfg, construccion, temporal, *resto)
        Path(f"{temporal}.wal").write_bytes(b"pendiente")
        return corte

    monkeypatch.setattr(publicar, "_escribir", _con_wal)
    with pytest.raises(AuditoriaFallida, match="sin guardar"):
        publicada.correr()
    assert publicada.version() == version
    assert list(publicada.cfg.publicado.glob("*.wal")) == []


def test_un_bit_volteado_lo_detiene_la_auditoria(tmp_path):
    ruta = tmp_path / "grande.duckdb"
    with duckdb.connect(str(ruta)) as conexion:
        conexion.execute("create table fct_x as select i, md5(i::varchar) as texto from range(200000) t(i)")
        conexion.execute("checkpoint")
    auditoria.huellas(ruta)
    contenido = bytearray(ruta.read_bytes())
    contenido[len(contenido) // 2] ^= 0x10
    ruta.write_bytes(contenido)
    with duckdb.connect(str(ruta), read_only=True) as conexion:
        assert conexion.execute("select count(*) from fct_x").fetchone() == (200000,)
    with pytest.raises(AuditoriaFallida, match="dañado"):
        auditoria.huellas(ruta)


def test_un_total_que_no_cuadra_con_lo_recibido_no_se_publica(publicada, monkeypatch):
    _algo_nuevo(publicada)
    escribir = publicar._escribir

    def _pierde_un_archivo(cfg, construccion, *resto):
        with duckdb.connect(str(construccion)) as conexion:
            conexion.execute("delete from mart_calidad__archivos where archivo like '%2026-03%'")
        return escribir(cfg, construccion, *resto)

    monkeypatch.setattr(publicar, "_escribir", _pierde_un_archivo)
    with pytest.raises(AuditoriaFallida, match="tiene 2 archivos"):
        publicada.correr()


def test_la_huella_de_tabla_distingue_repetidos_y_no_depende_del_orden(tmp_path):
    def _huella(sql):
        ruta = tmp_path / "x.duckdb"
        ruta.unlink(missing_ok=True)
        with duckdb.connect(str(ruta)) as conexion:
            conexion.execute(f"create table fct_x as {sql}")
        return auditoria.huellas(ruta)["fct_x"]

    base = _huella("from (values (1, 'a'), (2, 'b')) t(n, s)")
    assert _huella("from (values (2, 'b'), (1, 'a')) t(n, s)") == base
    assert _huella("from (values (1, 'a'), (2, 'b'), (3, 'c'), (3, 'c')) t(n, s)") != base
    assert _huella("from (values (1, 'a'), (2, 'b'), (4, 'd'), (4, 'd')) t(n, s)") != _huella(
        "from (values (1, 'a'), (2, 'b'), (3, 'c'), (3, 'c')) t(n, s)"
    )


def test_revertir_regresa_en_segundos_y_el_flujo_lo_respeta(publicada):
    primera = publicada.version()
    _algo_nuevo(publicada)
    segunda = publicada.correr().version
    inicio = time.monotonic()
    hecho = publicada.orden("etl.publicacion.versiones", "revertir")
    assert time.monotonic() - inicio < 5
    assert hecho.stdout == f"Versión vigente: {primera} (antes {segunda}).\n"
    assert publicada.consultar("select count(*) from fct_capturas") == [(1,)]
    assert publicada.correr().publico is False and publicada.version() == primera
    hecho = publicada.orden("etl.publicacion.versiones", "revertir", segunda)
    assert (hecho.returncode, publicada.version()) == (0, segunda)


def test_revertir_a_una_version_danada_se_niega(publicada):
    primera = publicada.version()
    _algo_nuevo(publicada)
    segunda = publicada.correr().version
    archivo = publicada.cfg.publicado / versiones.nombre_de_archivo(primera)
    archivo.chmod(0o644)
    archivo.write_bytes(archivo.read_bytes()[:-1] + b"\x01")
    hecho = publicada.orden("etl.publicacion.versiones", "revertir")
    assert hecho.returncode == 1 and "dañado" in hecho.stderr
    assert publicada.version() == segunda


def test_revertir_sin_version_anterior_lo_dice(publicada):
    hecho = publicada.orden("etl.publicacion.versiones", "revertir")
    assert (hecho.returncode, hecho.stderr) == (1, "No hay una versión anterior a la cual regresar.\n")


def test_se_conservan_las_ultimas_versiones_mas_las_citadas(publicada, monkeypatch):
    assert versiones.CONSERVADAS == 8
    monkeypatch.setattr(versiones, "CONSERVADAS", 3)
    citada = publicada.version()
    cierre = publicada.cfg.estado / "cierres" / "2026-02.json"
    cierre.parent.mkdir(parents=True)
    cierre.write_text(json.dumps({"version": citada}))
    for realizado in range(10, 15):
        _algo_nuevo(publicada, realizado)
        publicada.correr()
    quedan = versiones.existentes(publicada.cfg)
    assert len(quedan) == 4 and quedan[0] == citada
    fichas = {r.name for r in publicada.cfg.publicado.glob("mirador_*.json")}
    assert fichas == {f"mirador_{v}.json" for v in quedan}


def test_el_nombre_de_una_version_nunca_se_reutiliza(publicada):
    primera = publicada.version()
    cfg = publicada.cfg
    for ruta in cfg.publicado.iterdir():
        ruta.unlink()
    assert publicada.correr().version != primera


def test_un_apuntador_roto_se_repara_publicando(publicada):
    publicada.cfg.apuntador.write_text('{"version": "20')
    assert publicada.correr().publico
    assert versiones.esta_sana(publicada.cfg, versiones.leer_apuntador(publicada.cfg))


def test_una_version_danada_en_disco_se_detecta_y_se_publica_otra(publicada):
    version = publicada.version()
    archivo = publicada.cfg.publicado / versiones.nombre_de_archivo(version)
    archivo.chmod(0o644)
    contenido = bytearray(archivo.read_bytes())
    contenido[len(contenido) // 2] ^= 1
    archivo.write_bytes(contenido)
    nueva = publicada.correr()
    assert nueva.publico and nueva.version != version


def test_quien_perdio_su_turno_no_publica(publicada, monkeypatch):
    version = publicada.version()
    _algo_nuevo(publicada)
    asegurar = publicar._asegurar_en_disco

    def _otra_publica(ruta):
        bitacora = Bitacora(publicada.cfg.bitacora)
        almacen = str(publicada.cfg.almacen.resolve())
        bitacora.registrar_publicacion(Publicacion("2099-01-01.1", "x", "x", 99, "x"), almacen)
        bitacora.cerrar()
        asegurar(ruta)

    monkeypatch.setattr(publicar, "_asegurar_en_disco", _otra_publica)
    with pytest.raises(ErrorDelFlujo, match=r"2099-01-01\.1"):
        publicada.correr()
    assert publicada.version() == version


def test_dos_corridas_a_la_vez_una_espera_y_dice_a_quien(publicada):
    with (
        corrida.candado(publicada.cfg, print),
        pytest.raises(CandadoOcupado, match=f"proceso {os.getpid()}"),
        corrida.candado(publicada.cfg, print, 0.3),
    ):
        pass


def test_un_analista_consulta_mientras_se_publica(publicada):
    with duckdb.connect(str(publicada.cfg.enlace_analistas.resolve()), read_only=True) as analista:
        for realizado in range(30, 33):
            _algo_nuevo(publicada, realizado)
            assert publicada.correr().publico
            assert analista.execute("select count(*) from fct_capturas").fetchone() == (1,)


def test_un_analista_abre_sin_avisar_que_solo_lee_y_no_estorba_al_portal(publicada):
    """``duckdb almacen/mirador.duckdb`` abre para escribir por omisión; no debe chocar con quien sirve la versión."""
    abrir = (
        "import duckdb, sys; print(duckdb.connect(sys.argv[1]).execute('select count(*) from fct_capturas').fetchone())"
    )
    cfg = publicada.cfg
    with duckdb.connect(str(cfg.publicado / json.loads(cfg.apuntador.read_text())["archivo"]), read_only=True):
        analista = subprocess.run(
            [sys.executable, "-c", abrir, str(cfg.enlace_analistas)], capture_output=True, text=True, check=False
        )
    assert (analista.returncode, analista.stdout.strip()) == (0, "(1,)"), analista.stderr
    assert len(list(cfg.analistas.iterdir())) == 1
