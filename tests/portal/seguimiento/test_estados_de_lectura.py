"""Lo que se lee en los estados que se ven poco: omisiones, meses sin exigir, filtros que ya no existen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal import app, formato
from portal.componentes import dibujo, filtros
from portal.paginas.calidad import secciones
from portal.paginas.seguimiento import titulares
from portal.paginas.seguimiento.ranking.areas import clase_del_lugar
from portal.paginas.seguimiento.resumen import atencion, otros_asuntos, pagina

UMBRALES = {"umbral_cumplida": 100, "umbral_buen_desempeno": 90, "umbral_regular": 70}


def texto(componente: Any) -> str:
    """Lo que se lee del componente, en orden."""
    if componente is None or isinstance(componente, str):
        return componente or ""
    if isinstance(componente, list | tuple):
        return "".join(texto(c) for c in componente)
    return texto(getattr(componente, "children", None))


@pytest.mark.parametrize(
    ("ranking", "palabra"),
    [(31.3, "Deficiente"), (83.0, "Regular"), (93.8, "Buen desempeño"), (100.0, "Cumplida")],
)
def test_la_clase_del_ranking_es_la_de_la_cifra_que_acompana(ranking, palabra):
    area = {"cumplimiento_ranking": ranking, "cumplimiento": 93.8, "clase": "BUEN_DESEMPENO", **UMBRALES}
    assert palabra in texto(clase_del_lugar(area))


def test_un_area_sin_cumplimiento_no_inventa_clase():
    assert texto(clase_del_lugar({"cumplimiento_ranking": None, **UMBRALES})) == formato.SIN_DATO


def test_el_entregable_se_anuncia_sin_dos_puntos_seguidos():
    entregable = {
        "entregable_nombre": "Noveno informe mensual: octubre",
        "contrato_nombre": "Lineamientos de comunicación",
        "contrato_corto": "Lineamientos",
        "fecha_comprometida": dt.date(2026, 11, 7),
        "dias_atraso": 3,
    }
    leido = texto(atencion._entregable(entregable, dt.date(2026, 11, 10)))
    assert "Lineamientos · noveno informe mensual: octubre, lleva 3 días de atraso" in leido


@pytest.mark.parametrize(
    ("gastado", "suficiencia", "esperado"),
    [
        (3_590_000, 5_000_000, "3.59 de 5.00 millones de pesos"),
        (537_000, 5_000_000, "537,000 pesos de 5.00 millones de pesos"),
        (1_000_000, 5_000_000, "1.00 millón de pesos de 5.00 millones de pesos"),
    ],
)
def test_la_unidad_se_dice_una_vez_si_las_dos_cifras_la_comparten(gastado, suficiencia, esperado):
    assert otros_asuntos._de_cuanto(gastado, suficiencia).replace(formato.DURO, " ") == esperado


def test_sin_metas_exigibles_no_hay_cobertura_de_cero_en_cero():
    assert texto(pagina._cobertura({"num_evaluables": 0, "num_exigibles": 0})) == "—"
    assert pagina._cobertura({"num_evaluables": 7, "num_exigibles": 8}) == "7 de 8"


def test_un_filtro_que_ya_no_existe_se_ve_en_vez_de_quedar_en_blanco():
    control = filtros.lista("area", "Área", [("", "Todas"), ("DGO", "Obras")], "<script>")
    opciones = control.children[1].children
    assert [(o.children, o.value) for o in opciones][-1] == ("sin coincidencia", "<script>")
    assert opciones[-1].selected
    sin_filtro = filtros.lista("area", "Área", [("", "Todas")], None)
    assert len(sin_filtro.children[1].children) == 1


def test_un_dibujo_lleva_sus_medidas_para_caber_en_la_hoja():
    assert dibujo.lamina(358, 900, [], None).style == {"aspectRatio": "358 / 900", "--ancho": "358", "--alto": "900"}
    assert dibujo.lamina(96, 20, [], None, fijo=True).style == {"width": 96, "height": 20}


def test_sin_javascript_el_aviso_va_antes_que_el_hueco_de_carga():
    assert app._INDICE_HTML.index("<noscript>") < app._INDICE_HTML.index("{%app_entry%}")


def test_con_filtros_el_titular_no_habla_de_toda_la_alcaldia():
    assert titulares.de_alertas([], con_filtros=True) == "Ninguna alerta sigue abierta con estos filtros"


def test_lo_recibido_cuadra_aunque_haya_fallas_ya_repuestas():
    conteo = {
        "num_archivos": 426, "num_leidos": 400, "num_sustituidos": 24, "num_rechazados": 2, "renglones": 11109,
        "aceptados": 11093, "en_cuarentena": 8, "avisos": 4, "ultimo": None,
    }  # fmt: skip
    assert "84 avisos aparte; 8 más ya se repusieron" in texto(secciones.resumen(conteo))
    assert "164 avisos aparte" in texto(secciones.resumen({**conteo, "en_cuarentena": 16}))


@pytest.mark.parametrize(("columna", "leido"), [(None, "—"), ("denominador", "vacíodenominador")])
def test_un_aviso_de_todo_el_archivo_no_dice_que_una_celda_esta_vacia(columna, leido):
    assert texto(secciones._valor({"valor": None, "columna": columna})) == leido
