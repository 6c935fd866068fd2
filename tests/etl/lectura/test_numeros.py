import math

import pytest

from etl.lectura.numeros import NumeroIlegible, a_numero


@pytest.mark.parametrize(
    ("celda", "esperado"),
    [
        (None, None), ("", None), ("   ", None), (0, 0.0), ("0", 0.0), (12.5, 12.5), ("1234.5", 1234.5),
        ("1,234.50", 1234.5), ("1,234,567", 1234567.0), ("-3.5", -3.5), ("−3.5", -3.5), (".5", 0.5), ("\u00a07 ", 7.0),
    ],
)  # fmt: skip
def test_formato_de_mexico(celda, esperado):
    assert a_numero(celda) == esperado


@pytest.mark.parametrize(
    ("celda", "esperado"),
    [("1.247", 1247.0), ("8651,95", 8651.95), ("10,34", 10.34), ("1.234.567,8", 1234567.8), (3.5, 3.5), ("-1,5", -1.5)],
)
def test_formato_de_espana(celda, esperado):
    assert a_numero(celda, "es") == esperado


@pytest.mark.parametrize(
    "celda",
    [
        "1.234,50",
        "12%",
        "$1,200",
        "(500)",
        "N/D",
        "1,23",
        "12 345",
        "1e5",
        "--",
        "-",
        ".",
        True,
        math.inf,
        math.nan,
        [],
    ],
)
def test_lo_dudoso_no_se_adivina(celda):
    with pytest.raises(NumeroIlegible):
        a_numero(celda)


@pytest.mark.parametrize("celda", ["1,234.50", "1.23", "12.5"])
def test_un_formato_no_lee_al_otro(celda):
    with pytest.raises(NumeroIlegible):
        a_numero(celda, "es")
