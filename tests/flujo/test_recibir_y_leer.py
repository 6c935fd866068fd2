"""Lo recibido: idempotencia, mismos bytes, correcciones, borrados, regresos y archivos hostiles."""

from __future__ import annotations

import os
import shutil
import time

import pytest

from etl.bitacora import Bitacora
from etl.recepcion import barrer, ruta_del_original
from tests.flujo.libros import captura, hostiles

pytestmark = pytest.mark.usefixtures("sin_dbt")
FEBRERO = "capturas/2026-02/DGO.xlsx"


def _estados(instalacion):
    return dict(instalacion.consultar("select archivo, estado from mart_calidad__archivos order by archivo"))


def _capturado(instalacion):
    return instalacion.consultar("select clave, realizado from fct_capturas order by all")


def test_la_segunda_corrida_no_publica(instalacion):
    captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    primera = instalacion.correr()
    assert primera.publico and primera.version == instalacion.version()
    assert _capturado(instalacion) == [("M-01", 7.0)]
    segunda = instalacion.correr()
    assert (segunda.publico, segunda.version) == (False, primera.version)
    assert instalacion.mensajes[-1] == f"Nada nuevo; sigue vigente la versión {primera.version}."


def test_lo_que_se_dice_concuerda_en_numero(instalacion):
    captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    instalacion.correr()
    assert instalacion.mensajes[0] == "Recepción: 1 archivo en datos_crudos/, 1 nuevo."
    assert "Leyendo 1 archivo…" in instalacion.mensajes
    assert "Leídos: 1 archivo; renglones aceptados: 1; apartados: 0. Rechazados: 0 archivos." in instalacion.mensajes


def test_los_mismos_bytes_con_otro_nombre_se_reconocen_y_no_cambian_nada(instalacion):
    original = captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    version = instalacion.correr().version
    instalacion.recibir(original, "capturas/2026-03/copia de DGO.xlsx")
    resultado = instalacion.correr()
    assert (resultado.publico, resultado.version) == (False, version)
    assert any("copia de DGO.xlsx: ya se había recibido con otro nombre" in m for m in instalacion.mensajes)


def test_una_correccion_en_la_misma_ruta_conserva_las_dos_versiones(instalacion):
    ruta = instalacion.cfg.datos_crudos / FEBRERO
    captura(ruta, {"M-01": 7})
    instalacion.correr()
    captura(ruta, {"M-01": 9})
    assert instalacion.correr().publico
    assert _capturado(instalacion) == [("M-01", 7.0), ("M-01", 9.0)]
    momentos = instalacion.consultar("select recibido_en from mart_calidad__archivos order by 1")
    assert momentos[0] < momentos[1]


def test_si_vuelve_un_contenido_anterior_pasa_a_ser_el_mas_reciente(instalacion):
    ruta = instalacion.cfg.datos_crudos / FEBRERO
    captura(ruta, {"M-01": 7})
    guardado = ruta.read_bytes()
    instalacion.correr()
    captura(ruta, {"M-01": 9})
    instalacion.correr()
    ruta.write_bytes(guardado)
    assert instalacion.correr().publico
    reciente = instalacion.consultar(
        "select realizado from fct_capturas join mart_calidad__archivos using (archivo_sha256)"
        " order by recibido_en desc limit 1"
    )
    assert reciente == [(7.0,)]


def test_un_archivo_borrado_sigue_contando_y_un_almacen_borrado_se_regenera(instalacion):
    ruta = captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    antes = instalacion.correr()
    ruta.unlink()
    assert not instalacion.correr().publico
    shutil.rmtree(instalacion.cfg.almacen)
    despues = instalacion.correr()
    assert despues.publico and despues.version != antes.version
    assert _capturado(instalacion) == [("M-01", 7.0)]


def test_si_se_borra_el_crudo_se_vuelve_a_leer_sin_publicar_otra_vez(instalacion):
    captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    version = instalacion.correr().version
    parquet = next((instalacion.cfg.crudo / "capturas").glob("*.parquet"))
    bytes_antes = parquet.read_bytes()
    shutil.rmtree(instalacion.cfg.crudo)
    resultado = instalacion.correr()
    assert (resultado.publico, resultado.version) == (False, version)
    assert parquet.read_bytes() == bytes_antes


def test_otra_carpeta_de_datos_no_se_mezcla(instalacion, tmp_path):
    captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    instalacion.correr()
    otra = tmp_path / "otros_datos"
    captura(otra / FEBRERO, {"M-02": 3})
    object.__setattr__(instalacion.cfg, "datos_crudos", otra)
    instalacion.correr()
    assert _capturado(instalacion) == [("M-02", 3.0)]


def test_dos_instalaciones_con_lo_mismo_dan_huellas_identicas(instalacion, tmp_path):
    from etl.huellas import diferencias
    from etl.publicacion.auditoria import huellas

    captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7, "M-02": None})
    captura(instalacion.cfg.datos_crudos / "capturas/2026-03/DGO.xlsx", {"M-01": 1}, periodo="2026-03")
    instalacion.correr()
    una = huellas(instalacion.cfg.enlace_analistas.resolve())
    for carpeta in ("almacen", "estado"):
        object.__setattr__(instalacion.cfg, carpeta, tmp_path / f"otro_{carpeta}")
    instalacion.correr()
    otra = huellas(instalacion.cfg.enlace_analistas.resolve())
    assert len(una) == 6
    assert diferencias(una, otra) == []


def test_ningun_archivo_hostil_tumba_a_los_demas(instalacion, tmp_path):
    captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    for nombre, ruta in hostiles(tmp_path / "hostiles").items():
        instalacion.recibir(ruta, f"capturas/2026-03/{nombre}.xlsx")
    assert instalacion.correr().publico
    estados = _estados(instalacion)
    assert estados.pop(FEBRERO) == "leido"
    assert set(estados.values()) == {"rechazado"} and len(estados) == 6
    motivos = dict(instalacion.consultar("select archivo, motivo from mart_calidad__archivos where motivo is not null"))
    motivos = {archivo.split("/")[-1]: motivo for archivo, motivo in motivos.items()}
    assert "XFD1048576" in motivos["lejana.xlsx"]
    assert "100 MB" in motivos["bomba.xlsx"]
    assert "dañado" in motivos["truncado.xlsx"]
    assert "vacío" in motivos["vacio.xlsx"]
    assert "no es de un libro de Excel" in motivos["ejecutable.xlsx"]
    assert "contraseña" in motivos["contrasena.xlsx"]
    assert _capturado(instalacion) == [("M-01", 7.0)]


def test_enlaces_tuberias_ocultos_y_temporales_se_saltan(instalacion):
    bueno = captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    carpeta = bueno.parent
    (carpeta / "enlace.xlsx").symlink_to(bueno)
    os.mkfifo(carpeta / "tuberia.xlsx")
    for nombre in ("~$DGO.xlsx", ".oculto.xlsx", "LEEME.md"):
        (carpeta / nombre).write_bytes(b"x")
    instalacion.correr()
    assert _estados(instalacion) == {FEBRERO: "leido"}
    assert any("enlace.xlsx es un enlace" in m for m in instalacion.mensajes)
    assert any("tuberia.xlsx no es un archivo" in m for m in instalacion.mensajes)


def test_lo_que_esta_fuera_de_las_carpetas_de_fuente_se_avisa(instalacion):
    raiz = instalacion.cfg.datos_crudos
    captura(raiz / FEBRERO, {"M-01": 7})
    captura(raiz / "DGO marzo.xlsx", {"M-01": 8})
    (raiz / "LEEME.md").write_text("no es un dato", encoding="utf-8")
    (raiz / "demostracion.yml").write_text("hoy: 2026-11-10", encoding="utf-8")
    (raiz / "otra").mkdir()
    instalacion.correr()
    assert [m for m in instalacion.mensajes if m.startswith("  !")] == [
        "  ! DGO marzo.xlsx está suelto y no se lee. Póngalo en la carpeta de su fuente.",
        "  ! La carpeta otra/ no corresponde a ninguna fuente y no se lee.",
    ]


def test_un_archivo_que_no_corresponde_se_rechaza_a_la_vista(instalacion):
    ruta = instalacion.cfg.datos_crudos / "capturas/2026-02/DGO.xls"
    ruta.parent.mkdir(parents=True)
    ruta.write_bytes(b"lo que sea")
    instalacion.correr()
    [(estado, motivo)] = instalacion.consultar("select estado, motivo from mart_calidad__archivos")
    assert estado == "rechazado" and "*.xlsx" in motivo


def test_los_mismos_bytes_en_dos_fuentes_no_se_estorban(instalacion):
    """Un export en la carpeta de la otra plataforma deja sus rechazos sin borrar los de la carpeta correcta."""
    exporte = "Campaign name,Day,Impressions\nCampaña A,2026-02-01,muchas\n"
    for ruta in ("meta_ads/a.csv", "google_ads/a.csv"):
        destino = instalacion.cfg.datos_crudos / ruta
        destino.parent.mkdir(parents=True)
        destino.write_text(exporte, encoding="utf-8")
    assert instalacion.correr().publico
    assert _estados(instalacion) == {"meta_ads/a.csv": "leido", "google_ads/a.csv": "leido"}
    senalados = instalacion.consultar("select fuente, valor from mart_calidad__rechazos where gravedad = 'rechazo'")
    assert sorted(senalados) == [("google_ads", "muchas"), ("meta_ads", "muchas")]
    assert not instalacion.correr().publico


def test_mayusculas_en_la_extension_tambien_se_leen(instalacion):
    captura(instalacion.cfg.datos_crudos / "capturas/2026-02/DGO.XLSX", {"M-01": 7})
    instalacion.correr()
    assert _capturado(instalacion) == [("M-01", 7.0)]


def test_el_original_queda_de_solo_lectura_y_con_su_huella(instalacion):
    ruta = captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    bitacora = Bitacora(instalacion.cfg.bitacora)
    barrido = barrer(instalacion.cfg, bitacora)
    bitacora.cerrar()
    original = ruta_del_original(instalacion.cfg, barrido.nuevos[0].sha256)
    assert original.read_bytes() == ruta.read_bytes()
    assert oct(original.stat().st_mode)[-3:] == "444"


def test_un_archivo_que_cambia_mientras_se_copia_espera_al_siguiente_barrido(instalacion, monkeypatch):
    ruta = captura(instalacion.cfg.datos_crudos / FEBRERO, {"M-01": 7})
    lectura_real = os.fstat

    def _crece(descriptor):
        with ruta.open("ab") as archivo:
            archivo.write(b"mas")
        return lectura_real(descriptor)

    bitacora = Bitacora(instalacion.cfg.bitacora)
    monkeypatch.setattr("etl.recepcion.os.fstat", _crece)
    barrido = barrer(instalacion.cfg, bitacora)
    assert barrido.nuevos == [] and "está cambiando" in barrido.avisos[0]
    monkeypatch.undo()
    assert [e.clase for e in barrer(instalacion.cfg, bitacora).nuevos] == ["alta"]
    bitacora.cerrar()


def test_un_barrido_sin_cambios_no_vuelve_a_leer_ningun_archivo(instalacion, monkeypatch):
    carpeta = instalacion.cfg.datos_crudos / "capturas/2026-02"
    carpeta.mkdir(parents=True)
    for numero in range(300):
        (carpeta / f"{numero}.xlsx").write_text(str(numero))
    bitacora = Bitacora(instalacion.cfg.bitacora)
    assert len(barrer(instalacion.cfg, bitacora).nuevos) == 300
    time.sleep(1.1)  # lo recién escrito se vuelve a leer una vez: su fecha aún no es de fiar
    barrer(instalacion.cfg, bitacora)
    monkeypatch.setattr(
        "etl.recepcion.guardar_original", lambda *_: pytest.fail("volvió a leer un archivo sin cambios")
    )
    assert barrer(instalacion.cfg, bitacora).nuevos == []
    bitacora.cerrar()
