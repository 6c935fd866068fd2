"""La puerta a los datos: solo lectura, una petición = una versión, y nunca quedarse a oscuras."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import flask
import pytest

from portal import almacen
from tests.portal.publicador import apuntar, escribir_version, publicar

TABLA = {"mart_prueba__valores": "select 1 as n, 'a' as letra union all select 2, 'b'"}


def test_consulta_con_parametros(con_version: Path) -> None:
    renglones = almacen.consultar("select n, letra from mart_prueba__valores where n = $n", {"n": 2})
    assert renglones == [{"n": 2, "letra": "b"}]


def test_las_respuestas_guardadas_no_se_contaminan(con_version: Path) -> None:
    consulta = "select n from mart_prueba__valores order by n"
    almacen.consultar(consulta)[0]["n"] = 99
    assert almacen.consultar(consulta)[0]["n"] == 1


def test_hay_y_existe(publicado: Path) -> None:
    publicar(publicado, "1", TABLA | {"mart_prueba__vacia": "select 1 as n where false"})
    assert almacen.hay("mart_prueba__valores")
    assert not almacen.hay("mart_prueba__vacia")
    assert almacen.existe("mart_prueba__vacia")
    assert not almacen.hay("mart_no_existe")


def test_sin_publicacion(publicado: Path) -> None:
    with pytest.raises(almacen.SinPublicacion):
        almacen.consultar("select 1")


def test_cambio_en_caliente_y_una_peticion_una_version(con_version: Path) -> None:
    aplicacion = flask.Flask("prueba")
    with aplicacion.app_context():
        assert almacen.version().version == "2026-11-10.1"
        publicar(con_version, "2026-11-10.2", TABLA)
        assert almacen.version().version == "2026-11-10.1"
        assert almacen.consultar("select version from mart_calidad__version")[0]["version"] == "2026-11-10.1"
    with aplicacion.app_context():
        assert almacen.consultar("select version from mart_calidad__version")[0]["version"] == "2026-11-10.2"


def test_si_la_nueva_no_abre_se_conserva_la_anterior(con_version: Path) -> None:
    almacen.version()
    (con_version / "mirador_2026-11-10.2.duckdb").write_bytes(b"esto no es DuckDB")
    apuntar(con_version, "2026-11-10.2")
    assert almacen.version().version == "2026-11-10.1"
    assert "2026-11-10.1" in (almacen.aviso() or "")
    publicar(con_version, "2026-11-10.3", TABLA)
    assert almacen.version().version == "2026-11-10.3"
    assert almacen.aviso() is None


def test_version_de_adentro_distinta_no_se_acepta(con_version: Path) -> None:
    almacen.version()
    escribir_version(con_version, "2026-11-10.2", TABLA, escrita="otra")
    apuntar(con_version, "2026-11-10.2")
    assert almacen.version().version == "2026-11-10.1"


@pytest.mark.parametrize("contenido", ["", "{", "[]", '{"version": "9"}', "null"])
def test_en_frio_con_apuntador_danado(publicado: Path, contenido: str) -> None:
    escribir_version(publicado, "2026-11-09.1", TABLA)
    escribir_version(publicado, "2026-11-10.1", TABLA)
    (publicado / "mirador_2026-11-10.2.duckdb").write_bytes(b"roto")
    (publicado / "actual.json").write_text(contenido, encoding="utf-8")
    assert almacen.version().version == "2026-11-10.1"
    assert almacen.aviso() is not None


def test_el_apuntador_no_sale_de_su_carpeta(publicado: Path, tmp_path: Path) -> None:
    escribir_version(tmp_path / "fuera", "8", TABLA)
    escribir_version(publicado, "7", TABLA)
    apuntar(publicado, "8", archivo="../fuera/mirador_8.duckdb")
    assert almacen.version().version == "7"


@pytest.mark.parametrize(
    "prohibida",
    [
        "create table x as select 1",
        "drop table mart_prueba__valores",
        "select * from read_text('/etc/hostname')",
        "attach '/tmp/otro.duckdb'",
        "copy mart_prueba__valores to '/tmp/salida.csv'",
        "install httpfs",
        "set threads = 8",
    ],
)
def test_solo_lectura_y_sin_salida(con_version: Path, prohibida: str) -> None:
    with pytest.raises(duckdb.Error):
        almacen.consultar(prohibida)


def test_plazo(con_version: Path) -> None:
    lento = almacen.Almacen(con_version, plazo_s=0.3)
    with pytest.raises(almacen.ConsultaLenta):
        lento.consultar(
            "select count(*) from range(100000000) as a, range(100000) as b where a.range % 7 = b.range % 3"
        )
    assert lento.consultar("select 1 as n") == [{"n": 1}]


def test_ocho_hilos_reciben_lo_suyo(con_version: Path) -> None:
    aplicacion = flask.Flask("prueba")
    malas: list[tuple[int, object]] = []

    def pedir(base: int) -> None:
        for vuelta in range(60):
            esperado = base * 1000 + vuelta
            with aplicacion.app_context():
                recibido = almacen.consultar("select $n::integer as n", {"n": esperado})
            if recibido != [{"n": esperado}]:
                malas.append((esperado, recibido))

    hilos = [threading.Thread(target=pedir, args=(base,)) for base in range(8)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert malas == []


def test_publicaciones_conservadas(con_version: Path) -> None:
    publicar(con_version, "2026-11-10.2", TABLA)
    vistas = almacen.publicaciones()
    assert {vista["version"]: vista["es_vigente"] for vista in vistas} == {"2026-11-10.2": True, "2026-11-10.1": False}


def test_al_soltar_una_version_nada_la_retiene(con_version: Path) -> None:
    puerta = almacen.Almacen(con_version, plazo_s=30)
    # Dura varias revisiones del vigía, para que alcance a ver este cursor.
    puerta.consultar("select count(*) as n from range(40000000) as a (i) where hash(i) % 7 = 1")
    archivo = puerta.vigente().version.archivo
    del puerta
    with duckdb.connect(
        str(archivo), read_only=True, config={"threads": 3}
    ) as otra:  # ajustes distintos: exige soltarla
        assert otra.execute("select count(*) from mart_prueba__valores").fetchone() == (2,)
