"""Cada encabezado que las plataformas escriben, en sus idiomas: entra en su columna y con su valor.

Un renglón de la matriz = un encabezado real. La celda se lee en un informe de tres columnas y debe llegar
a la columna canónica; ninguna otra debe robarle el lugar.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.etl.fuentes.exportaciones import como_csv, leer

DIA = date(2026, 10, 1)
META: list[tuple[str, tuple[str, ...], str, Any]] = [
    ("reporte_inicio", ("Inicio del informe", "Reporting starts", "Reporting Starts"), "2026-10-01", DIA),
    ("reporte_fin", ("Fin del informe", "Reporting ends", "Reporting Ends"), "2026-10-01", DIA),
    ("dia", ("Día", "Day"), "2026-10-01", DIA),
    ("semana", ("Semana", "Week"), "2026-10-05 - 2026-10-11", "2026-10-05 - 2026-10-11"),
    ("mes", ("Mes", "Month"), "2026-10", "2026-10"),
    ("cuenta", ("Nombre de la cuenta", "Account name"), "Alcaldía", "Alcaldía"),
    ("cuenta_id", ("Identificador de la cuenta", "Account ID"), "act_100", "act_100"),
    ("campana", ("Nombre de la campaña", "Campaign name", "Campaign Name"), "Bacheo", "Bacheo"),
    ("campana_id", ("Identificador de la campaña", "Campaign ID"), "120216950883640501", "120216950883640501"),
    ("conjunto", ("Nombre del conjunto de anuncios", "Ad set name", "Ad Set Name"), "Jóvenes", "Jóvenes"),
    ("conjunto_id", ("Identificador del conjunto de anuncios", "Ad set ID"), "120300", "120300"),
    ("anuncio", ("Nombre del anuncio", "Ad name", "Ad Name"), "Video A", "Video A"),
    ("anuncio_id", ("Identificador del anuncio", "Ad ID"), "120400", "120400"),
    ("enlace_previo", ("Enlace de vista previa", "Preview link"), "ver/1", "ver/1"),
    ("estado_campana",
     ("Entrega de la campaña", "Campaign delivery", "Campaign Delivery", "Delivery"), "active", "active"),
    ("estado_conjunto",
     ("Entrega del conjunto de anuncios", "Ad set delivery", "Ad Set Delivery"), "inactive", "inactive"),
    ("estado_anuncio", ("Entrega del anuncio", "Ad delivery"), "not_delivering", "not_delivering"),
    ("gasto", ("Importe gastado (MXN)", "Amount spent (MXN)", "Amount Spent (MXN)", "Amount Spent"), "310.50", 310.5),
    ("divisa", ("Divisa", "Moneda", "Currency"), "MXN", "MXN"),
    ("alcance", ("Alcance", "Reach"), "900", 900),
    ("impresiones", ("Impresiones", "Impressions"), "1200", 1200),
    ("frecuencia", ("Frecuencia", "Frequency"), "1.333333", 1.333333),
    ("resultados", ("Resultados", "Results"), "12", 12.0),
    ("indicador_resultado",
     ("Indicador de resultado", "Tipo de resultado", "Result indicator", "Result type",
      "Result Type"),
     "actions:link_click", "actions:link_click"),
    ("costo_resultado_reportado",
     ("Costo por resultados (MXN)", "Costo por resultado", "Cost per results", "Cost per Results", "Cost per result"),
     "25.87", 25.87),
    ("clics", ("Clics (todos)", "Clicks (all)", "Clicks (All)"), "21", 21),
    ("clics_enlace", ("Clics en el enlace", "Link clicks", "Link Clicks"), "12", 12),
    ("clics_salientes", ("Clics salientes", "Outbound clicks", "Outbound Clicks"), "9", 9),
    ("ctr_reportado", ("CTR (todos)", "CTR (all)", "CTR (All)"), "1.2785", 1.2785),
    ("ctr_enlace_reportado", ("CTR (porcentaje de clics en el enlace)", "CTR (link click-through rate)",
                              "CTR (Link Click-Through Rate)"), "0.9", 0.9),
    ("ctr_unico_reportado", ("CTR único (todos)", "Unique CTR (all)"), "0.8", 0.8),
    ("cpc_reportado", ("CPC (todos) (COP)", "CPC (todos)", "CPC (all)", "CPC (All) (USD)"), "14.78", 14.78),
    ("cpc_enlace_reportado", ("CPC (costo por clic en el enlace) (MXN)", "CPC (cost per link click)",
                              "CPC (Cost per Link Click) (USD)"), "25.87", 25.87),
    ("cpm_reportado", ("CPM (costo por mil impresiones) (MXN)", "CPM (cost per 1,000 impressions)",
                       "CPM (Cost per 1,000 Impressions) (USD)"), "258.75", 258.75),
    ("interacciones", ("Interacciones con la publicación", "Interacción con una publicación", "Post engagements",
                       "Post Engagement"), "40", 40),
    ("interacciones_pagina", ("Interacción con la página", "Page engagement", "Page Engagement"), "41", 41),
    ("reacciones", ("Reacciones a publicaciones", "Post reactions", "Post Reactions"), "7", 7),
    ("comentarios", ("Comentarios de publicaciones", "Post comments", "Post Comments"), "3", 3),
    ("compartidos", ("Veces que se compartieron las publicaciones", "Post shares", "Post Shares"), "2", 2),
    ("guardados", ("Veces que se guardaron las publicaciones", "Post saves"), "1", 1),
    ("vistas", ("ThruPlays", "ThruPlay"), "500", 500),
    ("reproducciones_3s",
     ("Reproducciones de video de 3 segundos", "3-second video plays", "3-Second Video Plays"), "700", 700),
    *[(f"video_{p}",
       (f"Reproducciones de video hasta el {p}%", f"Video plays at {p}%", f"Video Plays at {p}%"), "90", 90)
      for p in (25, 50, 75, 95, 100)],
    ("visitas", ("Visitas a la página de destino", "Landing page views", "Landing Page Views"), "11", 11),
    ("contactos", ("Clientes potenciales", "Leads"), "5", 5),
    ("contactos_facebook", ("Clientes potenciales en Facebook", "On-Facebook leads"), "4", 4),
    ("contactos_sitio", ("Clientes potenciales en el sitio web", "Website leads", "Website Leads"), "1", 1),
    ("presupuesto", ("Presupuesto de la campaña", "Campaign budget", "Campaign Budget"), "Using campaign budget",
     "Using campaign budget"),
    ("tipo_presupuesto", ("Tipo de presupuesto de la campaña", "Campaign budget type"), "Diario", "Diario"),
    ("presupuesto_conjunto", ("Presupuesto del conjunto de anuncios", "Ad set budget", "Ad Set Budget"),
     "Con el presupuesto del conjunto de anuncios", "Con el presupuesto del conjunto de anuncios"),
    ("tipo_presupuesto_conjunto", ("Tipo de presupuesto del conjunto de anuncios", "Ad set budget type",
                                   "Ad Set Budget Type"), "0", "0"),
    ("atribucion", ("Configuración de atribución", "Attribution setting", "Attribution Setting"),
     "7 días tras clic o 1 día tras visualización", "7 días tras clic o 1 día tras visualización"),
    ("objetivo", ("Objetivo", "Objective"), "LINK_CLICKS", "LINK_CLICKS"),
    ("tipo_compra", ("Tipo de compra", "Buying type", "Buying Type"), "Subasta", "Subasta"),
    ("comienza", ("Inicio", "Starts"), "2026-10-01", "2026-10-01"),
    ("termina", ("Finalización", "Ends"), "En curso", "En curso"),
    ("puja", ("Puja", "Bid"), "0", "0"),
    ("tipo_puja", ("Tipo de puja", "Bid type", "Bid Type"), "ABSOLUTE_OCPM", "ABSOLUTE_OCPM"),
    ("sitio", ("URL del sitio web", "Website URL"), "agua", "agua"),
]  # fmt: skip
META_DESGLOSES = [
    ("edad", ("Edad", "Age"), "25-34"), ("sexo", ("Sexo", "Género", "Gender"), "female"),
    ("plataforma_publicacion", ("Plataforma", "Platform"), "facebook"),
    ("ubicacion", ("Ubicación", "Placement"), "feed"),
    ("dispositivo", ("Plataforma del dispositivo", "Device platform", "Device Platform"), "mobile"),
    ("dispositivo_impresion", ("Dispositivo de impresión", "Impression device", "Impression Device"), "iphone"),
    ("region", ("Región", "Region"), "Ciudad de México"), ("pais", ("País", "Country"), "MX"),
    ("dma", ("Región DMA", "DMA Region", "DMA region"), "501"),
    ("segmento_publico", ("Segmentos de público", "Audience segments"), "prospecting"),
    ("activo_creativo", ("Imagen, video y presentación", "Image, video and slideshow"), "video.mp4"),
    ("hora", ("Hora del día", "Hora del día (zona horaria de la cuenta publicitaria)",
              "Time of day (ad account time zone)", "Time of Day (Ad Account Time Zone)"), "10:00:00 - 10:59:59"),
]  # fmt: skip
GOOGLE: list[tuple[str, tuple[str, ...], str, Any]] = [
    ("dia", ("Día", "Day", "Fecha", "Date"), "2026-10-01", DIA),
    ("semana", ("Semana", "Week"), "2026-10-05", date(2026, 10, 5)),
    ("mes", ("Mes", "Month"), "octubre de 2026", "octubre de 2026"),
    ("estado_campana",
     ("Estado de la campaña", "Campaign status", "Campaign state"), "En pausa", "En pausa"),
    ("campana", ("Campaña", "Nombre de la campaña", "Campaign"), "Trámites", "Trámites"),
    ("presupuesto", ("Presupuesto", "Budget"), "100.00", "100.00"),
    ("nombre_presupuesto", ("Nombre del presupuesto", "Nombre de presupuesto", "Budget name"), " --", None),
    ("tipo_presupuesto", ("Tipo de presupuesto", "Budget type"), "Diariamente", "Diariamente"),
    ("divisa", ("Código de moneda", "Currency code"), "MXN", "MXN"),
    ("aptitud", ("Estado", "Status"), "Eligible (Limited)", "Eligible (Limited)"),
    ("motivos", ("Motivos del estado", "Status reasons"), " --", None),
    ("tipo_campana", ("Tipo de campaña", "Campaign type"), "Máximo rendimiento", "Máximo rendimiento"),
    ("gasto", ("Costo", "Coste", "Cost"), "1164", 1164.0),
    ("costo_promedio_reportado", ("Costo prom.", "Avg. cost"), "12", 12.0),
    ("costo_conversion_reportado", ("Costo/conv.", "Coste/conv.", "Cost / conv."), "30", 30.0),
    ("cpc_reportado", ("Prom. CPC", "CPC prom.", "CPC medio", "Avg. CPC"), "5", 5.0),
    ("cpm_reportado", ("CPM prom.", "Avg. CPM"), "90", 90.0),
    ("cpv_reportado", ("TrueView avg. CPV", "CPV prom. de TrueView"), "1", 1.0),
    ("impresiones", ("Impr.", "Impresiones", "Impressions"), "9380", 9380),
    ("clics", ("Clics", "Clicks"), "12", 12),
    ("ctr_reportado", ("CTR",), "0", 0.0),
    ("interacciones", ("Interacciones", "Interactions"), "14", 14),
    ("tasa_interaccion_reportada", ("Porcentaje de interacción", "Interaction rate"), "0", 0.0),
    ("conversiones", ("Conversiones", "Conversions"), "7", 7.0),
    ("tasa_conversion_reportada", ("Porcentaje de conv.", "Conv. rate"), "0", 0.0),
    ("valor_conversiones", ("Valor de conv.", "Conv. value"), "70", 70.0),
    ("retorno_reportado", ("Valor de conv./costo", "Valor conv./coste", "Conv. value / cost"), "2", 2.0),
    ("alcance", ("Usuarios únicos", "Unique users"), "300", 300),
    ("frecuencia", ("Avg. impr. freq. per user",), "2", 2.0),
    ("vistas", ("Vistas de TrueView", "TrueView views"), "80", 80),
    *[(f"video_{p}", (f"Video reproducido al {p} %", f"Video reproducido al {p}%", f"Video played to {p}%"), "1", 1.0)
      for p in (25, 50, 75, 100)],
    ("optimizacion", ("Nivel de optimización", "Optimization score", "Optimisation score"), "80%", "80%"),
    ("estrategia_oferta", ("Tipo de estrategia de oferta", "Bid strategy type"), "CPC manual", "CPC manual"),
    ("cuota_superior", ("% impr. (parte sup.)", "Impr. (Top) %"), "1", 1.0),
    ("cuota_impresiones", ("Search impr. share", "Cuota de impr. de búsqueda"), "1", 1.0),
]  # fmt: skip
GOOGLE_DESGLOSES = [
    ("accion_conversion", ("Acción de conversión", "Conversion action"), "Registro"),
    ("edad", ("Rango de edades", "Age Range", "Age"), "18–24"), ("sexo", ("Género", "Gender"), "Mujer"),
    ("red", ("Red", "Network"), "YouTube"), ("dispositivo", ("Dispositivo", "Device"), "Celulares"),
    ("ubicacion", ("Ubicación", "Location", "Matched location"), "Polanco"),
    ("recurso", ("Recurso", "Asset"), "imagen.png"),
]  # fmt: skip


def casos(matriz: list[Any]) -> list[Any]:
    return [pytest.param(canonica, encabezado, *resto, id=f"{canonica}-{encabezado}")
            for canonica, encabezados, *resto in matriz for encabezado in encabezados]  # fmt: skip


def leer_uno(tmp_path: Path, fuente: str, canonica: str, encabezado: str, celda: str) -> dict[str, Any]:
    """Un informe mínimo del que solo cambia la columna bajo prueba."""
    if fuente == "meta_ads":
        base = {"reporte_inicio": ("Inicio del informe", "2026-10-01"),
                "reporte_fin": ("Fin del informe", "2026-10-01"),
                "campana": ("Nombre de la campaña", "Base"), "impresiones": ("Impresiones", "1200")}  # fmt: skip
        preambulo: list[list[str]] = []
    else:
        base = {"campana": ("Campaña", "Base"), "impresiones": ("Impr.", "9380")}
        preambulo = [["Informe de campaña"], ["1 de octubre de 2026 - 31 de octubre de 2026"]]
    base.pop(canonica, None)
    cabeza = [encabezado, *[h for h, _ in base.values()]]
    fila = [celda, *[v for _, v in base.values()]]
    lectura = leer(fuente, como_csv(tmp_path / "a.csv", [*preambulo, cabeza, fila]))
    assert [r.motivo for r in lectura.rechazos if r.regla != "moneda_desconocida"] == []
    (leido,) = lectura.renglones["renglones"]
    return leido


@pytest.mark.parametrize(("canonica", "encabezado", "celda", "esperado"), casos(META))
def test_meta(tmp_path: Path, canonica: str, encabezado: str, celda: str, esperado: Any) -> None:
    leido = leer_uno(tmp_path, "meta_ads", canonica, encabezado, celda)
    assert leido[canonica] == esperado
    assert leido["desglose"] == ""


@pytest.mark.parametrize(("canonica", "encabezado", "celda"), casos(META_DESGLOSES))
def test_desgloses_de_meta(tmp_path: Path, canonica: str, encabezado: str, celda: str) -> None:
    leido = leer_uno(tmp_path, "meta_ads", canonica, encabezado, celda)
    assert (leido["desglose"], leido["desglose_valor"]) == (canonica, celda)


@pytest.mark.parametrize(("canonica", "encabezado", "celda", "esperado"), casos(GOOGLE))
def test_google(tmp_path: Path, canonica: str, encabezado: str, celda: str, esperado: Any) -> None:
    leido = leer_uno(tmp_path, "google_ads", canonica, encabezado, celda)
    assert leido[canonica] == esperado
    assert leido["desglose"] == ""


@pytest.mark.parametrize(("canonica", "encabezado", "celda"), casos(GOOGLE_DESGLOSES))
def test_desgloses_de_google(tmp_path: Path, canonica: str, encabezado: str, celda: str) -> None:
    leido = leer_uno(tmp_path, "google_ads", canonica, encabezado, celda)
    assert (leido["desglose"], leido["desglose_valor"]) == (canonica, celda)


@pytest.mark.parametrize("moneda", ["MXN", "COP", "EUR", "USD", "INR"])
@pytest.mark.parametrize("encabezado", ["Importe gastado", "Amount spent"])
def test_la_moneda_del_encabezado_llega_al_renglon(tmp_path: Path, encabezado: str, moneda: str) -> None:
    leido = leer_uno(tmp_path, "meta_ads", "gasto", f"{encabezado} ({moneda})", "10.00")
    assert (leido["gasto"], leido["moneda"]) == (10.0, moneda)


@pytest.mark.parametrize(
    "titulo",
    ["Informe de campaña", "Informe de ubicaciones", "Campaign report", "Ad report", "Ad asset report"],
)
def test_titulos_de_informe_de_google(tmp_path: Path, titulo: str) -> None:
    cuadro = [[titulo], ["1 de octubre de 2026 - 31 de octubre de 2026"], ["Campaña", "Impr."], ["A", "10"]]
    (leido,) = leer("google_ads", como_csv(tmp_path / "a.csv", cuadro)).renglones["renglones"]
    assert (leido["impresiones"], leido["grano"]) == (10, "mes")


@pytest.mark.parametrize(
    "etiqueta",
    [
        "Total: Campañas", "Total: Campañas filtradas", "Total: Cuenta", "Total: Buscar", "Total: Búsqueda",
        "Total: Rendimiento máximo", "Total: Máximo rendimiento", "Total: Anuncio gráfico", "Total: Display",
        "Total: Ubicaciones", "Total: Otras ubicaciones", "Total: Campaigns", "Total: Campaign", "Total: Account",
        "Total: All but removed ads",
    ],
)  # fmt: skip
@pytest.mark.parametrize("columna", [0, 1])
def test_etiquetas_de_total_en_cualquier_columna(tmp_path: Path, etiqueta: str, columna: int) -> None:
    total = [" --", " --", "10"]
    total[columna] = etiqueta
    cuadro = [["Informe"], ["1 de octubre de 2026 - 31 de octubre de 2026"],
              ["Estado de la campaña", "Campaña", "Impr."],
              ["Habilitada", "Total Care", "10"], total]  # fmt: skip
    lectura = leer("google_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert [f["campana"] for f in lectura.renglones["renglones"]] == ["Total Care"]
    assert [t["etiqueta"] for t in lectura.renglones["totales"]] == [etiqueta]


@pytest.mark.parametrize(
    ("celda", "cota", "valor"),
    [("< 10%", "menor_que 0.1", None), ("> 90%", "mayor_que 0.9", None), ("12.50%", None, 0.125), (" --", None, None)],
)
def test_una_cota_no_es_un_numero(tmp_path: Path, celda: str, cota: str | None, valor: float | None) -> None:
    leido = leer_uno(tmp_path, "google_ads", "cuota_impresiones", "Search impr. share", celda)
    assert (leido["cuota_impresiones"], leido.get("cuota_impresiones_cota")) == (valor, cota)


@pytest.mark.parametrize(
    ("celda", "moneda", "valor"),
    [("ARS665.27", "ARS", 665.27), ("ARS4,381.41", "ARS", 4381.41), ("US$129.95", "USD", 129.95)],
)
def test_la_moneda_de_la_celda(tmp_path: Path, celda: str, moneda: str, valor: float) -> None:
    leido = leer_uno(tmp_path, "google_ads", "gasto", "Costo", celda)
    assert (leido["gasto"], leido["moneda"]) == (valor, moneda)


def test_el_resultado_guarda_que_se_conto(tmp_path: Path) -> None:
    cuadro = [["Inicio del informe", "Fin del informe", "Nombre de la campaña", "Resultados", "Indicador de resultado",
               "Alcance", "Impresiones", "Clics en el enlace", "CPM (costo por mil impresiones) (MXN)", "Hook Rate",
               "shop_clicks"],
              ["2026-10-01", "2026-10-31", "Alcance", "900", "reach", "900", "1200", "", "0", "0.3", ""],
              ["2026-10-01", "2026-10-31", "Tráfico", "12", "actions:link_click", "400", "500", "12", "", "", "4"],
              ["2026-10-01", "2026-10-31", "Sin entrega", "", "", "0", "0", "", "0", "", ""]]  # fmt: skip
    lectura = leer("meta_ads", como_csv(tmp_path / "a.csv", cuadro))
    assert [(f["resultados"], f["indicador_resultado"]) for f in lectura.renglones["renglones"]] == [
        (900.0, "reach"), (12.0, "actions:link_click"), (None, None)
    ]  # fmt: skip
    assert [f["clics_enlace"] for f in lectura.renglones["renglones"]] == [None, 12, None]
    assert ["Hook Rate" in r.motivo and "shop_clicks" in r.motivo for r in lectura.rechazos
            if r.regla == "encabezado_desconocido"] == [True]  # fmt: skip
