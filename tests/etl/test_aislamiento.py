"""Lectura aislada: un archivo que mata al lector no se lleva a los demás."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dominio.subprocesos import entorno_minimo
from etl import aislamiento
from etl.aislamiento import LectorRoto, Peticion
from etl.lectura.esquema import Fuente
from etl.lectura.resultado import Lectura
from etl.leer_lote import leer_uno
from tests.flujo.libros import captura


def _peticiones(carpeta: Path, cuantas: int, segundos: int = 20) -> list[Peticion]:
    rutas = [captura(carpeta / f"{n}.xlsx", {"M-01": n}) for n in range(cuantas)]
    return [
        Peticion("capturas", f"{n:064x}", f"2026-02/{n}.xlsx", str(r), "", r.stat().st_size, segundos)
        for n, r in enumerate(rutas)
    ]


def _leer(peticiones: list[Peticion], carpeta: Path) -> dict[str, dict]:
    hallados: dict[str, dict] = {}
    aislamiento.leer(
        peticiones, carpeta / "trabajo", lambda grupo: hallados.update({r.peticion.nombre: r.datos for r in grupo})
    )
    return hallados


@pytest.fixture
def lector_traicionero(tmp_path, monkeypatch):
    """Un subproceso que muere, se cuelga o agota la memoria según el nombre del archivo."""

    def _preparar(conducta: str) -> None:
        guion = tmp_path / "traicionero.py"
        guion.write_text(
            "import sys, os, time\n"
            "from etl import leer_lote\n"
            "bueno = leer_lote.leer_uno\n"
            "def leer_uno(peticion, *resto):\n"
            "    if peticion['nombre'].endswith('/3.xlsx'):\n"
            f"        {conducta}\n"
            "    return bueno(peticion, *resto)\n"
            "leer_lote.leer_uno = leer_uno\n"
            "sys.exit(leer_lote.main())\n"
        )
        monkeypatch.setattr(aislamiento, "ORDEN", ["-c", f"exec(open({str(guion)!r}).read())"])

    return _preparar


@pytest.mark.parametrize(
    ("conducta", "motivo"),
    [
        ("os.abort()", "memoria"),
        ("bytearray(8 << 30)", "memoria"),
        ("os._exit(9)", "hizo fallar al lector"),
    ],
)
def test_solo_se_rechaza_el_que_mata_al_lector(lector_traicionero, tmp_path, conducta, motivo):
    lector_traicionero(conducta)
    datos = _leer(_peticiones(tmp_path, 6), tmp_path)
    assert len(datos) == 6
    assert datos["2026-02/3.xlsx"]["estado"] == "rechazado"
    assert motivo in datos["2026-02/3.xlsx"]["motivo"]
    assert datos["2026-02/3.xlsx"]["remedio"]
    assert {d["estado"] for nombre, d in datos.items() if nombre != "2026-02/3.xlsx"} == {"leido"}


def test_el_que_se_cuelga_se_detiene_a_su_tiempo(lector_traicionero, tmp_path, monkeypatch):
    lector_traicionero("time.sleep(60)")
    monkeypatch.setattr(aislamiento, "SEGUNDOS_DE_ARRANQUE", 0.5)
    datos = _leer(_peticiones(tmp_path, 5, segundos=2), tmp_path)
    assert datos["2026-02/3.xlsx"]["motivo"] == "El archivo excedió el tiempo de lectura (2 s) y se detuvo su lectura."
    assert sum(d["estado"] == "leido" for d in datos.values()) == 4


def test_un_lector_que_no_carga_detiene_todo_sin_culpar_a_los_archivos(tmp_path):
    peticion = _peticiones(tmp_path, 1)[0]
    with pytest.raises(LectorRoto, match=r"etl\.fuentes\.inexistente\.lectura"):
        _leer(
            [Peticion("inexistente", *[getattr(peticion, c) for c in list(Peticion.__dataclass_fields__)[1:]])],
            tmp_path,
        )


def test_un_error_no_previsto_es_un_rechazo_con_remedio(lector_traicionero, tmp_path):
    peticiones = _peticiones(tmp_path, 1)
    Path(peticiones[0].ruta).unlink()
    datos = _leer(peticiones, tmp_path)["2026-02/0.xlsx"]
    assert datos["estado"] == "rechazado" and datos["remedio"]


def test_el_subproceso_no_hereda_variables_sensibles(monkeypatch):
    monkeypatch.setenv("MIRADOR_BD", "postgresql://clave@servidor/bd")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    assert not {"MIRADOR_BD", "HTTPS_PROXY"} & entorno_minimo().keys()


def test_los_bytes_del_parquet_son_deterministas(tmp_path):
    import pyarrow as pa

    from etl.leer_lote import escribir_parquet

    tabla = pa.table({"a": [1, 2, 3], "b": ["x", None, "z"]})
    for nombre in ("uno", "dos"):
        escribir_parquet(tabla, tmp_path / nombre)
    assert (tmp_path / "uno").read_bytes() == (tmp_path / "dos").read_bytes()


def test_el_lote_carga_solo_los_lectores_que_necesita(tmp_path):
    import subprocess
    import sys

    pedido = tmp_path / "pedido.json"
    pedido.write_text(json.dumps({"salida": str(tmp_path), "archivos": []}))
    codigo = (
        "import sys; sys.argv = ['x', sys.argv[1]]; from etl.leer_lote import main; main();"
        "pesados = ('pandas', 'polars', 'pyreadstat', 'dbt', 'python_calamine');"
        "print([m for m in sys.modules if m.startswith('etl.fuentes.') or m in pesados])"
    )
    hecho = subprocess.run(
        [sys.executable, "-c", codigo, str(pedido)], env=entorno_minimo(), capture_output=True, text=True
    )
    assert hecho.stdout.strip() == "[]"


@pytest.mark.parametrize(("usa_llave", "dice"), [(False, "(ValueError: Fulana Inventada)."), (True, "(ValueError).")])
def test_una_falla_del_lector_no_cita_a_nadie_donde_hay_personas(tmp_path, usa_llave, dice):
    fuente = Fuente(clave="x", nombre="x", entrega="x", patrones=("*",), usa_llave=usa_llave)

    def _truena(*_argumentos, **_extras):
        raise ValueError("Fulana Inventada")

    pedido = {"fuente": "x", "sha256": "a", "nombre": "a.csv", "ruta": str(tmp_path / "a.csv"), "acompanante": ""}
    hecho = leer_uno(pedido, _truena, fuente, tmp_path)
    assert hecho["estado"] == "rechazado" and hecho["motivo"].endswith(dice)


def test_el_lector_recibe_sus_extras_solo_si_los_pide(tmp_path):
    fuente = Fuente(clave="x", nombre="x", entrega="x", patrones=("*",))
    recibido = {}

    def _leer(_ruta, _nombre, _fuente, _acompanante, **extras):
        recibido.update(extras)
        return Lectura()

    comun = {"fuente": "x", "sha256": "a", "nombre": "a.csv", "ruta": "a", "acompanante": ""}
    leer_uno(comun, _leer, fuente, tmp_path)
    assert recibido == {}
    (tmp_path / "llave").write_bytes(b"k" * 32)
    otros = {"codificacion.csv": str(tmp_path / "c.csv")}
    leer_uno({**comun, "llave": str(tmp_path / "llave"), "otros": otros}, _leer, fuente, tmp_path)
    assert recibido == {"llave": b"k" * 32, "otros": {"codificacion.csv": tmp_path / "c.csv"}}
