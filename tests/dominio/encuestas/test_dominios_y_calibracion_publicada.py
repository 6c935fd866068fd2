"""Filtrar es estimar un dominio con el diseño completo, y lo ya calibrado conserva su error: contra R."""

from __future__ import annotations

import polars as pl
import pytest

from dominio.encuestas.estimacion import Muestra
from tests.dominio.encuestas.test_estimacion_contra_r import AMPLIA, DISENOS, ESPERADO, TIPO, casi, muestra


@pytest.mark.parametrize("diseno", DISENOS)
@pytest.mark.parametrize("tipo", ["E", "H", "M"])
def test_filtrar_es_el_dominio_de_r(diseno: str, tipo: str) -> None:
    dominio = muestra(diseno).filtrar({"stype": tipo})
    (si,) = dominio.proporciones("amplia", [1])
    valor, error, _, _ = ESPERADO[diseno, "proporcion", tipo]
    assert (si.estimacion, si.error_estandar) == (casi(valor), casi(error))
    media = dominio.medias("api00", "media")[0]
    valor, error, _, _ = ESPERADO[diseno, "media_por_tipo", tipo]
    assert (media.estimacion, media.error_estandar) == (casi(valor), casi(error))
    assert si.num_base == dominio.entrevistas.height < muestra(diseno).entrevistas.height


def test_filtro_sin_nadie_da_lista_vacia() -> None:
    nadie = muestra("estratos").filtrar({"stype": "Z"})
    assert nadie.proporciones("amplia", [1]) == [] == nadie.medias("api00", "media")
    assert nadie.independencia("amplia", "sch.wide") is None


@pytest.mark.parametrize("diseno", DISENOS)
def test_lo_publicado_ya_calibrado_da_la_cifra_y_el_error_de_r(diseno: str) -> None:
    """Se publica el peso calibrado y qué variables calibra; con eso basta para rehacer el error."""
    calibrada = muestra(diseno).calibrar({"stype": TIPO, "sch.wide": AMPLIA})
    publicado = muestra(diseno).datos.with_columns(pl.Series("peso", calibrada.pesos))
    es_estratos = diseno == "estratos"
    vivo = Muestra(publicado, tiene_upm=not es_estratos, tiene_estrato=es_estratos, poblacion="fpc").ya_calibrada(
        ["stype", "sch.wide"]
    )
    assert vivo.pesos == pytest.approx(calibrada.pesos, rel=1e-9)
    media, antes = vivo.medias("api00", "media")[0], calibrada.medias("api00", "media")[0]
    valor, error, _, _ = ESPERADO[diseno, "media_calibrada", "todos"]
    assert (media.estimacion, media.error_estandar) == (casi(valor), casi(error))
    assert antes.error_estandar == casi(error)


def test_ya_calibrada_acepta_categorias_en_blanco_sin_mover_pesos() -> None:
    base = muestra("conglomerados").calibrar({"stype": TIPO})
    datos = (
        muestra("conglomerados")
        .datos.with_columns(pl.Series("peso", base.pesos))
        .with_columns(pl.when(pl.int_range(pl.len()) < 20).then(None).otherwise(pl.col("stype")).alias("stype"))
    )
    vivo = Muestra(datos, tiene_estrato=False, poblacion="fpc").ya_calibrada(["stype"])
    assert vivo.pesos == pytest.approx(base.pesos, rel=1e-9)


@pytest.mark.parametrize("fdr", [False, True])
def test_letras_con_y_sin_correccion(fdr: bool) -> None:
    """E contra M: sin letra en conglomerados (p = 0.0686) y con letra en estratos (p = 0.0030), con o sin FDR."""
    grado = {d: muestra(d).letras("amplia", [1], "stype", fdr=fdr) for d in DISENOS}
    assert "M" not in grado["conglomerados"].get(("E", 1), ())
    assert grado["estratos"]["E", 1] == ("H", "M")


def test_fdr_quita_lo_que_solo_pasa_por_comparar_mucho() -> None:
    sin = muestra("estratos").letras("sch.wide", ["No", "Yes"], "stype")
    con = muestra("estratos").letras("sch.wide", ["No", "Yes"], "stype", fdr=True)
    assert sum(map(len, con.values())) <= sum(map(len, sin.values()))


@pytest.mark.parametrize("diseno", DISENOS)
def test_el_neto_se_contrasta_como_su_indicadora(diseno: str) -> None:
    """«E o M» entre escuelas amplias y no: la diferencia y su p son los de estimar la suma como 0/1."""
    con_neto = muestra(diseno)
    neto = con_neto.contrastes("stype", ["E"], "sch.wide", {"n": ["E", "M"]})["No", "Yes", "n"]
    datos = con_neto.datos.with_columns((pl.col("stype") != "H").cast(pl.Int8).alias("no_media"))
    directo = Muestra(datos, tiene_upm=con_neto.tiene_upm, tiene_estrato=con_neto.tiene_estrato, poblacion="fpc")
    assert neto == pytest.approx(directo.contrastes("no_media", [1], "sch.wide")["No", "Yes", 1], rel=1e-9)
