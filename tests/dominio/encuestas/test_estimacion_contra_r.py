"""Cada cifra de R ``survey`` (referencia/esperado.csv, hecho por referencia/api.R) se reproduce a 1e-6 o mejor."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from dominio.encuestas.estimacion import Muestra, kish

REFERENCIA = Path(__file__).with_name("referencia")
TIPO = {"E": 4421.0, "H": 755.0, "M": 1018.0}
AMPLIA = {"No": 1072.0, "Yes": 5122.0}
DISENOS = ("estratos", "conglomerados")


def _numero(texto: str) -> float | None:
    return None if texto == "NA" else float(texto)


def _esperado() -> dict[tuple[str, str, str], tuple[float | None, ...]]:
    with (REFERENCIA / "esperado.csv").open(encoding="utf-8", newline="") as archivo:
        return {
            (f["diseno"], f["estadistico"], f["nivel"]): tuple(
                _numero(f[c]) for c in ("valor", "error", "inferior", "superior")
            )
            for f in csv.DictReader(archivo)
        }


ESPERADO = _esperado()


def muestra(diseno: str) -> Muestra:
    datos = pl.read_csv(REFERENCIA / f"api_{diseno}.csv").with_columns(
        pl.col("pw").alias("peso"),
        pl.col("stype").alias("estrato"),
        pl.col("dnum").cast(pl.String).alias("upm"),
        (pl.col("sch.wide") == "Yes").cast(pl.Int8).alias("amplia"),
    )
    es_estratos = diseno == "estratos"
    return Muestra(datos, tiene_upm=not es_estratos, tiene_estrato=es_estratos, poblacion="fpc")


def casi(esperado: float | None) -> object:
    assert esperado is not None
    return pytest.approx(esperado, rel=1e-6)


@pytest.mark.parametrize("diseno", DISENOS)
def test_media_error_intervalo_y_efecto_de_diseno(diseno: str) -> None:
    resultado = muestra(diseno).medias("api00", "media")[0]
    valor, error, inferior, superior = ESPERADO[diseno, "media", "todos"]
    assert resultado.estimacion == casi(valor)
    assert resultado.error_estandar == casi(error)
    assert (resultado.ic_inferior, resultado.ic_superior) == (casi(inferior), casi(superior))
    assert resultado.deff == casi(ESPERADO[diseno, "deff_con_reemplazo", "todos"][0])
    assert resultado.grados_libertad == ESPERADO[diseno, "grados", "todos"][0]


@pytest.mark.parametrize("diseno", DISENOS)
def test_medias_por_dominio(diseno: str) -> None:
    for resultado in muestra(diseno).medias("api00", "media", "stype"):
        valor, error, *_ = ESPERADO[diseno, "media_por_tipo", resultado.corte_valor]
        assert resultado.estimacion == casi(valor)
        assert resultado.error_estandar == casi(error)


@pytest.mark.parametrize("diseno", DISENOS)
def test_total_y_razon(diseno: str) -> None:
    assert muestra(diseno).total("enroll") == tuple(casi(v) for v in ESPERADO[diseno, "total", "todos"][:2])
    assert muestra(diseno).razon("api.stu", "enroll") == tuple(casi(v) for v in ESPERADO[diseno, "razon", "todos"][:2])


@pytest.mark.parametrize("diseno", DISENOS)
def test_proporcion_y_su_error(diseno: str) -> None:
    total = muestra(diseno).proporciones("sch.wide", ["Yes"])[0]
    por_tipo = {r.corte_valor: r for r in muestra(diseno).proporciones("sch.wide", ["Yes"], "stype")}
    for nivel, resultado in {"todos": total, **por_tipo}.items():
        valor, error, *_ = ESPERADO[diseno, "proporcion", nivel]
        assert resultado.estimacion == casi(valor)
        assert resultado.error_estandar == casi(error)


def test_korn_graubard_es_el_beta_de_r_donde_el_tope_no_actua() -> None:
    """En M (efecto de diseño 1.36) la n efectiva no llega a n: coincide con ``svyciprop(method = "beta")``."""
    grupos = {r.corte_valor: r for r in muestra("conglomerados").proporciones("sch.wide", ["Yes"], "stype")}
    _, _, inferior, superior = ESPERADO["conglomerados", "proporcion", "M"]
    assert (grupos["M"].ic_inferior, grupos["M"].ic_superior) == (casi(inferior), casi(superior))


@pytest.mark.parametrize("nivel", ["todos", "E"])
def test_korn_graubard_topa_la_n_efectiva_en_n(nivel: str) -> None:
    """Con efecto de diseño menor que 1 (0.75 y 0.85) el tope de NCHS deja un intervalo más ancho que el de R."""
    corte = None if nivel == "todos" else "stype"
    resultados = muestra("conglomerados").proporciones("sch.wide", ["Yes"], corte)
    resultado = next(r for r in resultados if r.corte_valor in (nivel, "Total"))
    _, _, inferior, superior = ESPERADO["conglomerados", "proporcion", nivel]
    assert None not in (resultado.ic_inferior, resultado.ic_superior, inferior, superior)
    assert resultado.ic_inferior < inferior  # type: ignore[operator]
    assert resultado.ic_superior > superior  # type: ignore[operator]
    assert resultado.n_efectiva == resultado.num_base


@pytest.mark.parametrize("diseno", DISENOS)
def test_rao_scott(diseno: str) -> None:
    prueba = muestra(diseno).independencia("sch.wide", "stype")
    assert prueba is not None
    efe, valor_p, numerador, denominador = ESPERADO[diseno, "rao_scott", "F"]
    assert prueba.estadistico == casi(efe)
    assert prueba.valor_p == casi(valor_p)
    assert (prueba.gl_numerador, prueba.gl_denominador) == (casi(numerador), casi(denominador))


@pytest.mark.parametrize("diseno", DISENOS)
def test_calibrar_lleva_su_efecto_al_error(diseno: str) -> None:
    calibrada = muestra(diseno).calibrar({"stype": TIPO, "sch.wide": AMPLIA})
    resultado = calibrada.medias("api00", "media")[0]
    valor, error, *_ = ESPERADO[diseno, "media_calibrada", "todos"]
    assert resultado.estimacion == casi(valor)
    assert resultado.error_estandar == casi(error)
    assert kish(calibrada.pesos) == casi(ESPERADO[diseno, "kish_calibrado", "todos"][0])
    for por_tipo in calibrada.medias("api00", "media", "stype"):
        valor, error, *_ = ESPERADO[diseno, "media_calibrada_por_tipo", por_tipo.corte_valor]
        assert por_tipo.estimacion == casi(valor)
        assert por_tipo.error_estandar == casi(error)
    prueba = calibrada.independencia("comp.imp", "stype")
    efe, valor_p, *_ = ESPERADO[diseno, "rao_scott_calibrado", "F"]
    assert prueba is not None
    assert prueba.estadistico == casi(efe)
    assert prueba.valor_p == casi(valor_p)


def test_cifras_que_se_leen() -> None:
    """Las de la documentación, escritas a mano."""
    assert muestra("estratos").medias("api00", "m")[0].estimacion == pytest.approx(662.287363, abs=5e-7)
    assert muestra("estratos").medias("api00", "m")[0].error_estandar == pytest.approx(9.408941, abs=5e-7)
    assert muestra("conglomerados").medias("api00", "m")[0].error_estandar == pytest.approx(23.542241, abs=5e-7)
    calibrada = muestra("estratos").calibrar({"stype": TIPO, "sch.wide": AMPLIA})
    assert calibrada.medias("api00", "m")[0].error_estandar == pytest.approx(9.272915, abs=5e-7)


def test_letras_salen_del_contraste_con_covarianza() -> None:
    """E contra M: p = 0.0030 en estratos (letra) y 0.0686 en conglomerados (sin letra)."""
    en_estratos = muestra("estratos").letras("sch.wide", ["No", "Yes"], "stype")
    en_conglomerados = muestra("conglomerados").letras("sch.wide", ["No", "Yes"], "stype")
    assert "M" in en_estratos["E", "Yes"]
    assert "M" not in en_conglomerados.get(("E", "Yes"), ())


@pytest.mark.parametrize("diseno", DISENOS)
@pytest.mark.parametrize("corte", [None, "sch.wide"])
def test_el_neto_es_la_variable_cero_uno_de_su_suma(diseno: str, corte: str | None) -> None:
    """Con pesos calibrados: el neto que sale de la covarianza es idéntico a estimar su indicadora."""
    con_neto = muestra(diseno)
    datos = con_neto.datos.with_columns((pl.col("stype") != "H").cast(pl.Int8).alias("no_media"))
    directo = Muestra(
        datos, tiene_upm=con_neto.tiene_upm, tiene_estrato=con_neto.tiene_estrato, poblacion="fpc"
    ).calibrar({"sch.wide": AMPLIA})
    calibrada = con_neto.calibrar({"sch.wide": AMPLIA})
    netos = {
        r.corte_valor: r for r in calibrada.proporciones("stype", ["E"], corte, {"n": ["E", "M"]}) if r.opcion == "n"
    }
    for esperado in directo.proporciones("no_media", [1], corte):
        neto = netos[esperado.corte_valor]
        for campo in ("estimacion", "error_estandar", "ic_inferior", "ic_superior", "n_efectiva", "deff"):
            assert getattr(neto, campo) == pytest.approx(getattr(esperado, campo), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("diseno", "media", "error", "total", "error_total", "efe"),
    [
        ("estratos", 662.211650, 9.272915, 3688120.4730, 115902.4134, 17.247444),
        ("conglomerados", 641.230321, 23.703617, 3647280.1480, 400603.2569, 5.193370),
    ],
)
def test_rastrillado_y_rao_scott_con_las_cifras_escritas(
    diseno: str, media: float, error: float, total: float, error_total: float, efe: float
) -> None:
    """Media y total rastrillados con su error, y la F sin rastrillar, como los imprime R."""
    calibrada = muestra(diseno).calibrar({"stype": TIPO, "sch.wide": AMPLIA})
    resultado = calibrada.medias("api00", "m")[0]
    assert (resultado.estimacion, resultado.error_estandar) == (casi(media), casi(error))
    assert calibrada.total("enroll") == (casi(total), casi(error_total))
    prueba = muestra(diseno).independencia("sch.wide", "stype")
    assert prueba is not None and prueba.estadistico == casi(efe)


@pytest.mark.parametrize(("diseno", "valor_p", "lleva_letra"), [("estratos", 0.0030, True),
                                                                ("conglomerados", 0.0686, False)])  # fmt: skip
def test_valor_p_de_e_contra_m(diseno: str, valor_p: float, lleva_letra: bool) -> None:
    contrastes = muestra(diseno).contrastes("sch.wide", ["Yes"], "stype")
    assert contrastes["E", "M", "Yes"][1] == pytest.approx(valor_p, abs=5e-5)
    assert ("M" in muestra(diseno).letras("sch.wide", ["Yes"], "stype").get(("E", "Yes"), ())) is lleva_letra
