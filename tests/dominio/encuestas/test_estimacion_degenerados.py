"""Casos que rompen a un paquete de encuestas: cada uno termina en un número honesto o en una causa escrita."""

from __future__ import annotations

import polars as pl
import pytest

from dominio.encuestas.estimacion import Muestra, MuestraInvalida
from dominio.encuestas.oleadas import diferencia


def datos(n: int = 240, upm_por_estrato: int = 10, **columnas: object) -> pl.DataFrame:
    base = pl.DataFrame(
        {
            "peso": [1.0 + (i % 5) * 0.25 for i in range(n)],
            "estrato": [f"E{i * 4 // n}" for i in range(n)],
            "upm": [f"U{i * 4 * upm_por_estrato // n}" for i in range(n)],
            "voto": ["si" if i % 3 else "no" for i in range(n)],
        }
    )
    return base.with_columns(**columnas) if columnas else base  # type: ignore[arg-type]


@pytest.mark.parametrize(("nivel", "p", "inferior", "superior"), [("si", 1.0, 0.98, 1.0), ("no", 0.0, 0.0, 0.02)])
def test_proporcion_de_cero_o_uno_tiene_intervalo_de_un_lado(
    nivel: str, p: float, inferior: float, superior: float
) -> None:
    resultados = Muestra(datos(voto=pl.lit("si"))).proporciones("voto", ["si", "no"])
    resultado = next(r for r in resultados if r.opcion == nivel)
    assert resultado.estimacion == p
    assert resultado.ic_inferior == pytest.approx(inferior, abs=0.02)
    assert resultado.ic_superior == pytest.approx(superior, abs=0.02)
    assert resultado.dictamen.precision == "confiable"


def test_grupo_sin_respuestas_no_aparece_y_base_vacia_da_lista_vacia() -> None:
    con_nulos = datos().with_columns(
        pl.lit(None, dtype=pl.String).alias("nunca"),
        pl.when(pl.col("estrato") == "E0").then(None).otherwise(pl.col("voto")).alias("parcial"),
    )
    muestra = Muestra(con_nulos)
    assert muestra.proporciones("nunca", ["a"]) == []
    assert muestra.medias("nunca", "media") == []
    assert {r.corte_valor for r in muestra.proporciones("parcial", ["si"], "estrato")} == {"E1", "E2", "E3"}


def test_una_sola_upm_se_suprime_por_grados_de_libertad() -> None:
    resultado = Muestra(datos(upm=pl.lit("U"), estrato=pl.lit("E"))).proporciones("voto", ["si"])[0]
    assert resultado.grados_libertad == 0
    assert resultado.ic_inferior is None
    assert resultado.dictamen.precision == "suprimido"


def test_grupo_en_una_upm_no_presume_error_cero() -> None:
    uno = datos().with_columns(
        pl.when(pl.col("upm") == "U0").then(pl.lit("raro")).otherwise(pl.lit("resto")).alias("g")
    )
    raro = next(r for r in Muestra(uno).proporciones("voto", ["si"], "g") if r.corte_valor == "raro")
    assert raro.error_estandar == pytest.approx(0, abs=1e-9)
    assert raro.dictamen.precision == "suprimido"
    assert raro.dictamen.motivo is not None


@pytest.mark.parametrize("malo", [0.0, -1.0, None, float("nan"), float("inf")])
def test_peso_invalido_detiene_con_mensaje(malo: float | None) -> None:
    pesos = [1.0] * 239 + [malo]
    with pytest.raises(MuestraInvalida, match="peso"):
        Muestra(datos().with_columns(pl.Series("peso", pesos, dtype=pl.Float64)))


def test_upm_faltante_detiene_con_mensaje() -> None:
    with pytest.raises(MuestraInvalida, match="upm"):
        Muestra(datos(upm=pl.when(pl.col("upm") == "U1").then(None).otherwise(pl.col("upm"))))


def test_sin_upm_ni_estrato_el_margen_es_solo_por_pesos() -> None:
    muestra = Muestra(datos(), tiene_upm=False, tiene_estrato=False)
    assert muestra.base_margen == "solo_pesos"
    assert muestra.proporciones("voto", ["si"])[0].grados_libertad == 239


def test_no_probabilistica_no_tiene_margen() -> None:
    muestra = Muestra(datos(), tiene_upm=False, tiene_estrato=False, es_probabilistica=False)
    resultado = muestra.proporciones("voto", ["si"], "estrato")[0]
    assert muestra.base_margen == "sin_margen"
    assert (resultado.error_estandar, resultado.ic_inferior, resultado.ic_superior) == (None, None, None)
    assert resultado.dictamen.precision == "sin_margen"
    assert muestra.independencia("voto", "estrato") is None


def test_estrato_con_una_upm_no_tumba_la_estimacion() -> None:
    solo = datos().with_columns(
        pl.when(pl.col("upm") == "U0").then(pl.lit("E9")).otherwise(pl.col("estrato")).alias("estrato")
    )
    error = Muestra(solo).proporciones("voto", ["si"])[0].error_estandar
    assert error is not None and error > 0


def test_margenes_que_no_cuadran_se_dicen() -> None:
    muestra = Muestra(datos())
    with pytest.raises(MuestraInvalida, match="no cuadran las categorías"):
        muestra.calibrar({"voto": {"si": 10.0, "quizá": 5.0}})


def test_quien_no_tiene_dato_conserva_su_parte_al_calibrar() -> None:
    con_hueco = datos().with_columns(
        pl.when(pl.int_range(pl.len()) < 24).then(None).otherwise(pl.col("voto")).alias("voto")
    )
    calibrada = Muestra(con_hueco).calibrar({"voto": {"si": 600.0, "no": 400.0}})
    assert sum(calibrada.pesos) == pytest.approx(1000)
    partes = dict(zip(*calibrada.datos.group_by("voto").agg(pl.col("peso_calibrado").sum()).get_columns(), strict=True))
    assert partes["si"] / partes["no"] == pytest.approx(1.5)


def test_diferencia_entre_oleadas() -> None:
    """GEA-ISA, aprobación w1 → w2: solo pesos, −7.40 puntos, z = −3.13; con el conglomerado de w1, no se prueba."""
    solo_pesos = diferencia((0.620515, 0.0167092, 1069), (0.546487, 0.0167198, 1069))
    assert solo_pesos.diferencia == pytest.approx(-0.074028)
    assert solo_pesos.diferencia / solo_pesos.error_estandar == pytest.approx(-3.13, abs=0.005)
    assert solo_pesos.es_distinguible
    con_conglomerado = diferencia((0.620515, 0.0338631, 102), (0.546487, 0.0338631, 102))
    assert con_conglomerado.diferencia / con_conglomerado.error_estandar == pytest.approx(-1.55, abs=0.01)
    assert not con_conglomerado.es_distinguible
    assert con_conglomerado.minima_detectable > abs(con_conglomerado.diferencia)


def test_diferencia_sin_error_no_se_inventa() -> None:
    with pytest.raises(MuestraInvalida):
        diferencia((0.5, 0.0, 10), (0.6, 0.0, 10))
