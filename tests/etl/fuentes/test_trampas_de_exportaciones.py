"""Toda trampa conocida de las exportaciones tiene su prueba, y la tabla de cuál es cuál se revisa sola.

``TRAMPAS`` repite el primer título de cada renglón de la referencia (§1.1 y §1.2) y nombra la prueba que lo cubre;
``SINONIMOS`` hace lo mismo con §1.3 y las columnas de la matriz de encabezados. Si la referencia está a la mano, se
comprueba que no falte ningún renglón.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from dominio.configuracion import RAIZ
from etl.lectura.resultado import ArchivoRechazado
from tests.etl.fuentes import test_encabezados_de_plataforma as matriz
from tests.etl.fuentes.exportaciones import como_csv, como_libro, leer, reglas, renglones, suma
from tests.muestras import CARPETA

REFERENCIA = CARPETA.parent / "referencias" / "pauta.md"
META, GOOGLE = "etl/fuentes/test_meta_ads.py", "etl/fuentes/test_google_ads.py"
ENCABEZADOS, AQUI = "etl/fuentes/test_encabezados_de_plataforma.py", "etl/fuentes/test_trampas_de_exportaciones.py"
ALCANCE, MARTS = "transformaciones/difusion/test_alcance.py", "transformaciones/difusion/test_marts_de_consulta.py"
HECHOS = "transformaciones/difusion/test_mismos_hechos.py"

TRAMPAS: dict[str, dict[str, list[tuple[str, str]]]] = {
    "1.1": {
        "Grain": [(META, "test_muestra_diaria_sin_columna_dia"), (META, "test_granos")],
        "Day": [(META, "test_muestra_diaria_sin_columna_dia"), (AQUI, "test_la_columna_dia_manda_sobre_el_rango")],
        "Total row": [(META, "test_muestra_con_el_total_primero"), (META, "test_total_que_no_concilia_deja_aviso"),
                      (AQUI, "test_sin_renglon_de_total_se_lee_igual")],
        "IDs": [(META, "test_identificador_que_excel_redondeo_no_se_usa"),
                (AQUI, "test_dos_anuncios_con_todos_sus_nombres_iguales_no_se_pisan")],
        "Empty vs 0": [(ENCABEZADOS, "test_el_resultado_guarda_que_se_conto"),
                       (AQUI, "test_vacio_y_cero_segun_el_formato")],
        "Rates": [(AQUI, "test_las_razones_reportadas_no_llegan_al_modelo"),
                  ("transformaciones/difusion/test_contrato.py", "test_razones_de_sumas_y_nulas_sin_denominador")],
        "Result type": [(ENCABEZADOS, "test_el_resultado_guarda_que_se_conto")],
        "Attribution": [(AQUI, "test_varias_atribuciones_en_un_archivo")],
        "Enum cells": [(AQUI, "test_los_valores_en_ingles_de_la_interfaz_en_espanol")],
        "Text in numeric columns": [(AQUI, "test_texto_en_columnas_de_presupuesto_no_rechaza")],
        "Breakdowns": [(ENCABEZADOS, "test_desgloses_de_meta")],
        "Partial breakdowns": [(ALCANCE, "test_una_cobertura_incompleta_no_acota_por_arriba"),
                               (MARTS, "test_el_desglose_no_se_mezcla_y_dice_cuanto_cubre")],
        "Dates": [(META, "test_el_orden_de_las_fechas_lo_decide_el_archivo"),
                  (META, "test_la_fecha_ambigua_se_aparta_con_su_motivo")],
        "Hourly": [(META, "test_desglose_reconocido_y_por_hora_sin_alcance")],
        "Empty report": [(META, "test_informe_vacio_no_es_error")],
        "File name": [(AQUI, "test_el_nombre_del_archivo_no_se_interpreta"),
                      (HECHOS, "test_cargar_otra_vez_o_un_exporte_mas_viejo_no_cambia_los_hechos")],
    },
    "1.2": {
        "Encoding": [(GOOGLE, "test_los_tres_formatos_dan_los_mismos_renglones"),
                     (HECHOS, "test_el_mismo_informe_en_otro_formato_da_los_mismos_hechos")],
        "Range line": [(GOOGLE, "test_rangos_en_sus_idiomas"),
                       (GOOGLE, "test_todo_el_periodo_sin_segmento_va_a_cuarentena"),
                       (GOOGLE, "test_muestra_en_ingles_con_rango_entre_comillas")],
        "Preamble": [(GOOGLE, "test_preambulo_de_tres_lineas_y_comas_de_hoja_de_calculo")],
        "Missing": [(GOOGLE, "test_cota_y_vacio_de_la_plataforma"), (AQUI, "test_las_tres_formas_de_no_hay_dato")],
        "Bounded": [(ENCABEZADOS, "test_una_cota_no_es_un_numero")],
        "Numbers en / es-419": [(GOOGLE, "test_el_costo_sin_agrupar_convive_con_conteos_agrupados")],
        "Numbers es": [(GOOGLE, "test_miles_sin_comillas_de_espana_son_miles"),
                       (GOOGLE, "test_muestra_de_peru_con_numeros_de_espana")],
        "Sheets damage": [(GOOGLE, "test_formatos_mezclados_rechazan_el_archivo_con_las_dos_celdas"),
                          (AQUI, "test_lo_que_una_hoja_de_calculo_dano_no_pasa_callado")],
        "XLSX": [(AQUI, "test_libro_con_fracciones_y_guiones_en_columnas_numericas")],
        "Totals": [(ENCABEZADOS, "test_etiquetas_de_total_en_cualquier_columna"),
                   (GOOGLE, "test_total_en_cualquier_columna_y_total_care_es_campana")],
        "Segmented totals": [(AQUI, "test_totales_repetidos_por_segmento_y_en_desorden")],
        "Account vs rows": [(AQUI, "test_la_cuenta_trae_mas_que_los_renglones")],
        "Conversion segment": [(GOOGLE, "test_cero_que_significa_desconocido")],
        "Week": [(GOOGLE, "test_la_semana_se_recorta_al_rango_del_informe")],
        "Money": [(ENCABEZADOS, "test_la_moneda_de_la_celda"), (GOOGLE, "test_muestra_de_tarjeta_sin_preambulo")],
        "Shares": [(AQUI, "test_las_razones_reportadas_no_llegan_al_modelo")],
    },
}  # fmt: skip
SINONIMOS: dict[str, dict[str, tuple[str, ...]]] = {
    "Meta": {
        "periodo_ini / fin": ("reporte_inicio", "reporte_fin"), "dia, semana, mes": ("dia", "semana", "mes"),
        "cuenta": ("cuenta", "cuenta_id"), "campaña": ("campana", "campana_id"), "conjunto": ("conjunto",),
        "anuncio": ("anuncio", "anuncio_id", "enlace_previo"),
        "entrega": ("estado_campana", "estado_conjunto", "estado_anuncio"), "gasto": ("gasto",),
        "moneda": ("divisa",), "alcance, impresiones, frecuencia": ("alcance", "impresiones", "frecuencia"),
        "resultados": ("resultados", "indicador_resultado", "costo_resultado_reportado"),
        "clics": ("clics", "clics_enlace", "clics_salientes"),
        "ctr": ("ctr_reportado", "ctr_enlace_reportado", "ctr_unico_reportado"),
        "cpc, cpm": ("cpc_reportado", "cpc_enlace_reportado", "cpm_reportado"),
        "interacción": ("interacciones", "interacciones_pagina", "reacciones", "comentarios", "compartidos",
                        "guardados"),
        "video": ("vistas", "reproducciones_3s", "video_25", "video_50", "video_75", "video_95", "video_100"),
        "visitas / leads": ("visitas", "contactos", "contactos_facebook", "contactos_sitio"),
        "desglose": ("edad", "sexo", "plataforma_publicacion", "ubicacion", "dispositivo", "dispositivo_impresion",
                     "region", "pais", "dma", "segmento_publico", "activo_creativo"),
        "presupuesto": ("presupuesto", "tipo_presupuesto", "presupuesto_conjunto", "tipo_presupuesto_conjunto"),
        "otros": ("atribucion", "objetivo", "tipo_compra", "comienza", "termina", "puja", "tipo_puja", "sitio"),
    },
    "Google": {
        "título": (), "fecha": ("dia", "semana", "mes"), "estado": ("estado_campana",), "campaña": ("campana",),
        "presupuesto": ("presupuesto", "nombre_presupuesto", "tipo_presupuesto"), "moneda": ("divisa",),
        "aptitud": ("aptitud", "motivos"), "tipo": ("tipo_campana",),
        "costo": ("gasto", "costo_promedio_reportado", "costo_conversion_reportado"),
        "cpc / cpm / cpv": ("cpc_reportado", "cpm_reportado", "cpv_reportado"),
        "impr., clics, ctr": ("impresiones", "clics", "ctr_reportado"),
        "interacción": ("interacciones", "tasa_interaccion_reportada"),
        "conversión": ("conversiones", "tasa_conversion_reportada", "valor_conversiones", "retorno_reportado",
                       "accion_conversion"),
        "alcance": ("alcance", "frecuencia"), "video": ("vistas", "video_25"), "demografía": ("edad", "sexo"),
        "red, dispositivo": ("red", "dispositivo"),
        "otros": ("optimizacion", "estrategia_oferta", "cuota_superior", "cuota_impresiones"),
    },
}  # fmt: skip
"""Renglón de §1.3 → columnas de la matriz de encabezados; «título» tiene su propia prueba."""


def _pruebas_de(archivo: str) -> set[str]:
    arbol = ast.parse((RAIZ / "tests" / archivo).read_text(encoding="utf-8"))
    return {n.name for n in ast.walk(arbol) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")}


@pytest.mark.parametrize(
    ("trampa", "archivo", "prueba"),
    [
        pytest.param(trampa, *caso, id=f"{seccion}-{trampa}-{caso[1]}")
        for seccion, trampas in TRAMPAS.items()
        for trampa, casos in trampas.items()
        for caso in casos
    ],
)
def test_cada_trampa_tiene_su_prueba(trampa: str, archivo: str, prueba: str) -> None:
    assert prueba in _pruebas_de(archivo), trampa


@pytest.mark.parametrize("plataforma", ["Meta", "Google"])
def test_cada_renglon_de_sinonimos_esta_en_la_matriz_en_los_dos_idiomas(plataforma: str) -> None:
    propias = [*matriz.META, *matriz.META_DESGLOSES] if plataforma == "Meta" else [*matriz.GOOGLE,
                                                                                  *matriz.GOOGLE_DESGLOSES]  # fmt: skip
    encabezados = {columna: nombres for columna, nombres, *_ in propias}
    for renglon, columnas in SINONIMOS[plataforma].items():
        for columna in columnas:
            assert encabezados.get(columna), (renglon, columna)
    # los que se escriben igual en los dos idiomas, o que solo existen en uno según la referencia
    iguales = {"ctr_reportado", "frecuencia"} if plataforma == "Google" else set()
    for columna in {c for cs in SINONIMOS[plataforma].values() for c in cs} - iguales:
        assert len(encabezados[columna]) >= 2, columna


def _titulos(seccion: str) -> list[str]:
    """El primer título de cada renglón de las tablas de una sección de la referencia."""
    if not REFERENCIA.is_file():
        pytest.skip("no está la referencia de pauta")
    texto = REFERENCIA.read_text(encoding="utf-8").split(f"### {seccion} ")[1].split("\n### ")[0]
    filas = [linea.split("|")[1].strip() for linea in texto.splitlines() if linea.startswith("|")]
    return [f for f in filas if f not in {"Trait", "canonical"} and not set(f) <= {"-"}]


@pytest.mark.parametrize("seccion", ["1.1", "1.2"])
def test_la_tabla_de_trampas_es_la_de_la_referencia(seccion: str) -> None:
    assert _titulos(seccion) == list(TRAMPAS[seccion])


def test_la_tabla_de_sinonimos_es_la_de_la_referencia() -> None:
    assert _titulos("1.3") == [*SINONIMOS["Meta"], *SINONIMOS["Google"]]


# ── las trampas que no tenían prueba propia ─────────────────────────────────────────────────────────────────────────
BASE = ["Inicio del informe", "Fin del informe", "Nombre de la campaña"]


def _meta(tmp_path: Path, encabezado: list[str], *filas: list[Any], nombre: str = "a.csv") -> Any:
    return leer("meta_ads", como_csv(tmp_path / nombre, [encabezado, *filas]))


def _google(*filas: list[Any], encabezado: list[str]) -> list[list[Any]]:
    return [["Informe de campaña"], ["1 de octubre de 2026 - 2 de octubre de 2026"], encabezado, *filas]


def test_la_columna_dia_manda_sobre_el_rango(tmp_path: Path) -> None:
    lectura = _meta(tmp_path, [*BASE, "Día", "Impresiones"], ["2026-10-01", "2026-10-31", "A", "2026-10-07", 5])
    (fila,) = lectura.renglones["renglones"]
    assert (fila["periodo_inicio"].isoformat(), fila["periodo_fin"].isoformat()) == ("2026-10-07", "2026-10-07")
    assert (fila["grano"], fila["informe_fin"].isoformat()) == ("dia", "2026-10-31")


def test_sin_renglon_de_total_se_lee_igual(tmp_path: Path) -> None:
    filas = [["2026-10-01", "2026-10-31", "A", 5, 4], ["2026-10-01", "2026-10-31", "B", 7, 6]]
    encabezado = [*BASE, "Impresiones", "Alcance"]
    con = _meta(tmp_path, encabezado, ["2026-10-01", "2026-10-31", "", 12, 9], *filas, nombre="con.csv")
    sin = _meta(tmp_path, encabezado, *filas, nombre="sin.csv")
    assert (len(con.renglones["totales"]), len(sin.renglones["totales"])) == (1, 0)
    assert [f["impresiones"] for f in con.renglones["renglones"]] == [5, 7]
    assert [f["impresiones"] for f in sin.renglones["renglones"]] == [5, 7]


def test_dos_anuncios_con_todos_sus_nombres_iguales_no_se_pisan(tmp_path: Path) -> None:
    encabezado = [*BASE, "Nombre del conjunto de anuncios", "Nombre del anuncio", "Impresiones"]
    fila = ["2026-10-01", "2026-10-01", "A", "C", "X"]
    leidas = _meta(tmp_path, encabezado, [*fila, 5], [*fila, 7]).renglones["renglones"]
    assert [(f["impresiones"], f["num_ocurrencia"]) for f in leidas] == [(5, 1), (7, 2)]
    assert leidas[0]["huella_nombre"] == leidas[1]["huella_nombre"]


def test_vacio_y_cero_segun_el_formato(tmp_path: Path) -> None:
    encabezado = [*BASE, "Importe gastado (MXN)", "Alcance", "Impresiones", "Clics en el enlace", "CPM (costo por mil"
                  " impresiones) (MXN)"]  # fmt: skip
    fila: list[Any] = ["2026-10-01", "2026-10-31", "A", 0, 0, 0, ""]
    (de_csv,) = _meta(tmp_path, encabezado, [*fila, 0]).renglones["renglones"]
    (de_libro,) = renglones("meta_ads", como_libro(tmp_path / "a.xlsx", [encabezado, [*fila, ""]]))
    for medida in ("gasto", "alcance", "impresiones", "clics_enlace"):
        assert de_csv[medida] == de_libro[medida], medida
    assert (de_csv["gasto"], de_csv["alcance"], de_csv["clics_enlace"]) == (0, 0, None)


def test_las_razones_reportadas_no_llegan_al_modelo() -> None:
    """CTR, CPC, CPM, participaciones y frecuencia se recalculan de sumas: staging ni las lee."""
    for plataforma in ("meta_ads", "google_ads"):
        for modelo in (RAIZ / "transformaciones_dbt/models/staging" / plataforma).glob("*.sql"):
            texto = modelo.read_text(encoding="utf-8")
            assert re.findall(r"\w+_reportad[oa]\b|\bfrecuencia\b|\bcuota_\w+|\bresultados\b", texto) == [], modelo


def test_varias_atribuciones_en_un_archivo(tmp_path: Path) -> None:
    ventanas = ["7 días tras clic o 1 día tras visualización", "7 días tras clic", "-",
                "7 días tras clic, 1 día tras visualización o 1 día tras visualización activa"]  # fmt: skip
    filas = [["2026-10-01", "2026-10-31", f"C{n}", 10, v] for n, v in enumerate(ventanas)]
    leidas = _meta(tmp_path, [*BASE, "Impresiones", "Configuración de atribución"], *filas).renglones["renglones"]
    assert [f["atribucion"] for f in leidas] == [ventanas[0], ventanas[1], None, ventanas[3]]
    assert sum(f["impresiones"] for f in leidas) == 40


def test_los_valores_en_ingles_de_la_interfaz_en_espanol(tmp_path: Path) -> None:
    encabezado = [*BASE, "Entrega de la campaña", "Edad", "Sexo", "Impresiones"]
    casos = [("active", "18-24", "female"), ("inactive", "25-34", "male"), ("not_delivering", "Unknown", "unknown"),
             ("completed", "65+", "female"), ("recently_completed", "35-44", "male")]  # fmt: skip
    filas = [["2026-10-01", "2026-10-31", "A", *caso, 10] for caso in casos]
    leidas = _meta(tmp_path, encabezado, *filas).renglones["renglones"]
    assert [(f["estado_campana"], f["edad"], f["sexo"]) for f in leidas] == casos
    semilla = (RAIZ / "transformaciones_dbt/seeds/valores_de_desglose.csv").read_text(encoding="utf-8").splitlines()
    for escrito in ("sexo,female,Mujeres", "sexo,male,Hombres", "sexo,unknown,Sin dato", "edad,unknown,Sin dato"):
        assert escrito in semilla


def test_texto_en_columnas_de_presupuesto_no_rechaza(tmp_path: Path) -> None:
    encabezado = [*BASE, "Presupuesto de la campaña", "Tipo de presupuesto de la campaña", "Finalización",
                  "Impresiones"]  # fmt: skip
    casos = [("Con el presupuesto del conjunto de anuncios", "0", "En curso"), ("Using campaign budget", "Diario", "-"),
             ("1500.00", "Diario", "2026-10-31")]  # fmt: skip
    lectura = _meta(tmp_path, encabezado, *[["2026-10-01", "2026-10-31", f"C{n}", *c, 10] for n, c in enumerate(casos)])
    assert (lectura.num_rechazados, len(lectura.renglones["renglones"])) == (0, 3)
    assert lectura.renglones["renglones"][0]["presupuesto"] == "Con el presupuesto del conjunto de anuncios"


@pytest.mark.parametrize(
    "nombre", ["Mercatelia-Campañas-1-a-r-2026---4-may-2026 (1).csv", "Dream-uilt.csv", "1-9 mar.csv"]
)
def test_el_nombre_del_archivo_no_se_interpreta(tmp_path: Path, nombre: str) -> None:
    lectura = _meta(tmp_path, [*BASE, "Impresiones"], ["2026-02-28", "2026-03-17", "A", 5], nombre=nombre)
    (fila,) = lectura.renglones["renglones"]
    assert (fila["periodo_inicio"].isoformat(), fila["periodo_fin"].isoformat()) == ("2026-02-28", "2026-03-17")


@pytest.mark.parametrize("celda", [" --", "--", ""])
def test_las_tres_formas_de_no_hay_dato(tmp_path: Path, celda: str) -> None:
    cuadro = _google(["A", "MXN", celda, "10"], ["Total: Cuenta", celda, celda, "10"],
                     encabezado=["Campaña", "Código de moneda", "Costo", "Impr."])  # fmt: skip
    lectura = leer("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    (fila,) = lectura.renglones["renglones"]
    assert (fila["gasto"], fila["impresiones"], lectura.num_rechazados) == (None, 10, 0)


def test_lo_que_una_hoja_de_calculo_dano_no_pasa_callado(tmp_path: Path) -> None:
    """«122,200» guardado con coma decimal queda «122,2»: el conteo no es entero, o el total no concilia."""
    encabezado = ["Campaña", "Código de moneda", "Costo", "Impr."]
    danado = _google(["A", "MXN", "1164.09", "122,2"], encabezado=encabezado)
    with pytest.raises(ArchivoRechazado, match="122,2"):
        leer("google_ads", como_csv(tmp_path / "a.csv", danado))
    recortado = _google(["A", "MXN", "10", "122"], ["Total: Campañas", "MXN", "10", "122200"], encabezado=encabezado)
    lectura = leer("google_ads", como_csv(tmp_path / "b.csv", recortado))
    assert "total_no_concilia" in reglas(lectura, "aviso")


def test_libro_con_fracciones_y_guiones_en_columnas_numericas(tmp_path: Path) -> None:
    encabezado = ["Campaña", "Código de moneda", "Costo", "Impr.", "CTR", "Search impr. share"]
    cuadro = _google(["A", "MXN", 8651.95, 1247, 0.0571, 0.125], ["B", "MXN", "--", " --", "--", "< 10%"],
                     encabezado=encabezado)  # fmt: skip
    uno, otro = renglones("google_ads", como_libro(tmp_path / "a.xlsx", cuadro, "Informe"))
    assert (uno["gasto"], uno["impresiones"], uno["ctr_reportado"], uno["cuota_impresiones"]) == (
        8651.95, 1247, 0.0571, 0.125,
    )  # fmt: skip
    assert (otro["gasto"], otro["impresiones"], otro["ctr_reportado"]) == (None, None, None)
    assert otro["cuota_impresiones_cota"] == "menor_que 0.1"


def test_totales_repetidos_por_segmento_y_en_desorden(tmp_path: Path) -> None:
    """Un informe por día repite cada total por segmento, muchos en ceros: ninguno es un hecho ni un falso descuadre."""
    encabezado = ["Estado de la campaña", "Campaña", "Día", "Código de moneda", "Costo", "Impr."]
    cuadro = _google(
        ["Total: Display", " --", "2026-10-02", "MXN", "0.00", "0"],
        ["Habilitada", "A", "2026-10-01", "MXN", "10.00", "100"],
        ["Total: Campañas", " --", "2026-10-02", "MXN", "20.00", "150"],
        ["Habilitada", "A", "2026-10-02", "MXN", "20.00", "150"],
        ["Total: Display", " --", "2026-10-01", "MXN", "0.00", "0"],
        ["Total: Campañas", " --", "2026-10-01", "MXN", "10.00", "100"],
        ["Total: Cuenta", " --", "2026-10-01", "MXN", "10.00", "100"],
        encabezado=encabezado,
    )
    lectura = leer("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert (suma(lectura.renglones["renglones"], "impresiones"), len(lectura.renglones["totales"])) == (250, 5)
    assert lectura.num_rechazados == 0
    assert "total_no_concilia" not in reglas(lectura, "aviso")


def test_un_total_de_segmento_que_no_cuadra_si_se_avisa(tmp_path: Path) -> None:
    encabezado = ["Campaña", "Día", "Código de moneda", "Costo", "Impr."]
    cuadro = _google(["A", "2026-10-01", "MXN", "10.00", "100"], ["A", "2026-10-02", "MXN", "20.00", "150"],
                     ["Total: Campañas", "2026-10-01", "MXN", "10.00", "100"],
                     ["Total: Campañas", "2026-10-02", "MXN", "20.00", "400"], encabezado=encabezado)  # fmt: skip
    lectura = leer("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert "total_no_concilia" in reglas(lectura, "aviso")


def test_la_cuenta_trae_mas_que_los_renglones(tmp_path: Path) -> None:
    """8,776.83 de la cuenta contra 8,651.95 a la vista: campañas eliminadas o filtradas, no un error de lectura."""
    cuadro = _google(["A", "MXN", "8651.95", "1247"], ["Total: Campañas", "MXN", "8651.95", "1247"],
                     ["Total: Cuenta", "MXN", "8776.83", "1300"],
                     encabezado=["Campaña", "Código de moneda", "Costo", "Impr."])  # fmt: skip
    lectura = leer("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert suma(lectura.renglones["renglones"], "gasto") == 8651.95
    assert [(t["etiqueta"], t["gasto"]) for t in lectura.renglones["totales"]] == [
        ("Total: Campañas", 8651.95), ("Total: Cuenta", 8776.83)
    ]  # fmt: skip
    assert "total_no_concilia" not in reglas(lectura, "aviso")
