"""Encuestas mexicanas reales (GEA-ISA 2024): etiquetas, perdidos y errores iguales a los de R."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from dominio.configuracion import RAIZ
from dominio.encuestas.estimacion import Muestra
from dominio.encuestas.ficha import Archivo
from etl.fuentes.encuestas.bases import leer_base

MUESTRAS = Path(os.environ.get("MIRADOR_MUESTRAS") or RAIZ.parent / "shared" / "muestras") / "encuestas"
pytestmark = pytest.mark.skipif(not MUESTRAS.is_dir(), reason="sin ../shared/muestras/encuestas")


def _aprobacion(nombre: str) -> pl.DataFrame:
    base = leer_base(MUESTRAS / nombre, ".sav", Archivo())
    etiquetas = base.etiquetas["P11"]
    columnas = {
        "peso": [float(v or "nan") for v in base.columnas["pond"]],
        "aprueba": [etiquetas.get(v or "") for v in base.columnas["P11"]],
        "sexo": base.columnas["sexo"],
    }
    if "seccion" in base.columnas:
        columnas["upm"] = base.columnas["seccion"]
        columnas["estrato"] = base.columnas["circuns"]
    return pl.DataFrame(columnas)


def test_la_base_llega_con_etiquetas_y_sin_perder_renglones() -> None:
    base = leer_base(MUESTRAS / "gea_isa_2024_w1.sav", ".sav", Archivo())
    assert len(base.filas) == 1070
    assert len(base.columnas) == 197
    assert base.etiquetas["P11"] == {"1": "Aprueba", "2": "Desaprueba", "8": "No sabe"}


def test_los_perdidos_de_usuario_se_conservan() -> None:
    base = leer_base(MUESTRAS / "gea_isa_2024_w2.sav", ".sav", Archivo())
    assert "8" in base.columnas["P12a"]
    pequena = leer_base(MUESTRAS / "labelled-num-na.sav", ".sav", Archivo())
    assert pequena.columnas == {"VAR00002": ["1", "9"]}
    assert pequena.etiquetas == {"VAR00002": {"1": "This is one"}}


def test_solo_pesos() -> None:
    muestra = Muestra(_aprobacion("gea_isa_2024_w1.sav"), tiene_upm=False, tiene_estrato=False)
    resultado = muestra.proporciones("aprueba", ["Aprueba"])[0]
    assert resultado.estimacion == pytest.approx(0.620515, abs=5e-7)
    assert resultado.error_estandar == pytest.approx(0.0167092, abs=5e-8)
    assert resultado.deff == pytest.approx(1.267485, abs=5e-7)


def test_con_seccion_dentro_de_circunscripcion_el_error_se_duplica() -> None:
    muestra = Muestra(_aprobacion("gea_isa_2024_w1.sav"))
    resultado = muestra.proporciones("aprueba", ["Aprueba"])[0]
    assert resultado.estimacion == pytest.approx(0.620515, abs=5e-7)
    assert resultado.error_estandar == pytest.approx(0.0338631, abs=5e-8)
    assert resultado.deff == pytest.approx(5.205764, abs=5e-7)
    assert resultado.grados_libertad == 102


def test_saldo_y_cruce_con_diseno() -> None:
    con_saldo = _aprobacion("gea_isa_2024_w1.sav").with_columns(
        pl.col("aprueba").replace_strict({"Aprueba": 1.0, "Desaprueba": -1.0}, default=0.0).alias("saldo")
    )
    saldo = Muestra(con_saldo).medias("saldo", "saldo")[0]
    assert saldo.estimacion == pytest.approx(0.260334, abs=5e-7)
    assert saldo.error_estandar == pytest.approx(0.0660599, abs=5e-8)
    prueba = Muestra(con_saldo).independencia("aprueba", "sexo")
    assert prueba is not None
    assert prueba.estadistico == pytest.approx(3.321801, abs=5e-7)
    assert prueba.valor_p == pytest.approx(0.0468584, abs=5e-8)
    sin_diseno = Muestra(con_saldo, tiene_upm=False, tiene_estrato=False).independencia("aprueba", "sexo")
    assert sin_diseno is not None and sin_diseno.valor_p == pytest.approx(0.147741, abs=5e-7)


def test_segunda_oleada_sin_seccion() -> None:
    datos = _aprobacion("gea_isa_2024_w2.sav")
    assert "upm" not in datos.columns
    resultado = Muestra(datos, tiene_upm=False, tiene_estrato=False).proporciones("aprueba", ["Aprueba"])[0]
    assert resultado.estimacion == pytest.approx(0.546487, abs=5e-7)
    assert resultado.error_estandar == pytest.approx(0.0167198, abs=5e-8)
