"""El formato de las cifras se decide con todo el archivo, y cada celda se lee con él."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.lectura.formato_regional import a_cifra, decidir_formato, firma
from etl.lectura.numeros import NumeroIlegible
from etl.lectura.resultado import ArchivoRechazado


@pytest.mark.parametrize(
    ("texto", "es_entero", "formato"),
    [
        ("10,34%", False, "es"), ("8651,95", False, "es"), ("1.247,5", False, "es"), ("1.287.939", False, "es"),
        ("1.247", True, "es"), ("1.247", False, None), ("2.81%", False, "mx"), ("1,286.58", False, "mx"),
        ("9,380", True, "mx"), ("9,380", False, None), ("0.1234567", False, "mx"), ("53344.971952", False, "mx"),
        ("ARS4,381.41", False, "mx"), ("600", True, None), (" --", True, None), ("Con presupuesto", False, None),
    ],
)  # fmt: skip
def test_firma(texto: str, es_entero: bool, formato: str | None) -> None:
    assert firma(texto, es_entero) == formato


@pytest.mark.parametrize(
    ("texto", "formato", "valor", "moneda"),
    [
        ("US$129.95", "mx", 129.95, "USD"), ("ARS 5535.99", "mx", 5535.99, "ARS"), ("$1,234.50", "mx", 1234.5, None),
        ("10,34%", "es", 0.1034, None), ("2.81%", "mx", 0.0281, None), ("1.247", "es", 1247.0, None),
        (" --", "mx", None, None), ("-$12.50", "mx", -12.5, None),
    ],
)  # fmt: skip
def test_cifra(texto: str, formato: str, valor: float | None, moneda: str | None) -> None:
    cifra = a_cifra(texto, formato)  # type: ignore[arg-type]
    assert (cifra.valor, cifra.moneda) == (valor, moneda)


def test_cota_no_es_numero() -> None:
    cifra = a_cifra("< 10%", "mx")
    assert (cifra.valor, cifra.cota, cifra.limite) == (None, "menor_que", 0.1)
    assert a_cifra("> 90%", "mx").cota == "mayor_que"


def test_texto_no_es_cifra() -> None:
    with pytest.raises(NumeroIlegible):
        a_cifra("Con el presupuesto del conjunto", "mx")


def test_sin_firma_manda_la_omision() -> None:
    celdas = [("600", True, "A1"), ("1.247", False, "B1")]
    assert (decidir_formato(celdas), decidir_formato(celdas, "es")) == ("mx", "es")


def test_dos_firmas_se_rechazan() -> None:
    with pytest.raises(ArchivoRechazado, match="coma decimal"):
        decidir_formato([("2.81%", False, "A1"), ("10,34%", False, "A2")])


@given(st.integers(0, 10**9))
def test_un_conteo_agrupado_se_lee_igual_en_los_dos_formatos(numero: int) -> None:
    mexicano = f"{numero:,}"
    assert a_cifra(mexicano, "mx").valor == a_cifra(mexicano.replace(",", "."), "es").valor == numero


@given(st.decimals(0, 10**7, places=2))
def test_un_importe_se_lee_igual_en_los_dos_formatos(importe: object) -> None:
    mexicano = f"{importe:,.2f}"
    espanol = mexicano.translate(str.maketrans(",.", ".,"))
    assert a_cifra(mexicano, "mx").valor == a_cifra(espanol, "es").valor == float(importe)  # type: ignore[arg-type]
    assert decidir_formato([(mexicano, False, "A1")]) == "mx"
    assert decidir_formato([(espanol, False, "A1")]) == "es"
