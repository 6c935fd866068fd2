"""Informes de los contratos de difusión y de encuestas, con la misma maquinaria."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dominio.informes import formato
from dominio.informes.consulta import Publicacion, Renglon
from dominio.informes.modelo import Barra, Bloque, Columna, Documento, Grafica, Parrafo, Seccion, Tabla, Valor


def _documento(ficha: Renglon, clave: str, titulo: str, subtitulo: str, secciones: list[Seccion]) -> Documento:
    return Documento(
        clave,
        titulo,
        subtitulo,
        [
            ("Fecha de referencia", formato.fecha(ficha["hoy"])),
            ("Versión de los datos", str(ficha["version"])),
            ("Huella de los insumos", str(ficha["huella_insumos"])),
        ],
        secciones,
        ficha["hoy"],
        str(ficha["version"]),
        bool(ficha["es_demostracion"]),
    )


def _tabla(clave: str, titulo: str, columnas: Sequence[Columna], filas: Sequence[Renglon]) -> Tabla:
    """Tabla cuyas columnas se llaman como las del mart."""
    renglones: list[list[Valor]] = [[f[c.clave] for c in columnas] for f in filas]
    return Tabla(clave, titulo, columnas, renglones, "Sin datos en el periodo.")


def difusion(publicacion: Publicacion, periodo: date) -> Documento:
    """Resumen del mes, campañas con su alcance, conciliación y solicitudes."""
    resumen = publicacion.filas("select * from mart_difusion__resumen_mensual where periodo = ?", [periodo])
    campanas = publicacion.filas(
        "select * from mart_difusion__campana_mes where periodo = ? order by plataforma, campana_clave", [periodo]
    )
    conciliacion = publicacion.filas(
        "select * from mart_difusion__conciliacion where periodo_inicio <= ?::date"
        " and periodo_fin >= ?::date order by plataforma, archivo, fila",
        [periodo, periodo],
    )
    solicitudes = publicacion.filas(
        "select * from mart_difusion__solicitudes where periodo = ? order by solicitud_clave", [periodo]
    )
    cifras: list[Bloque] = [
        _tabla(
            "gasto",
            "Gasto y entrega",
            [
                Columna("num_campanas", "Campañas", "entero"),
                Columna("importe_gasto_mxn", "Gasto (pesos)", "importe"),
                Columna("importe_acumulado_mxn", "Gasto acumulado (pesos)", "importe"),
                Columna("num_impresiones", "Impresiones", "entero"),
                Columna("num_interacciones", "Interacciones", "entero"),
                Columna("num_clics", "Clics", "entero"),
            ],
            resumen,
        ),
        _tabla(
            "alcance",
            "Alcance del mes",
            [
                Columna("alcance_minimo", "Alcance mínimo", "entero"),
                Columna("alcance_maximo", "Alcance máximo", "entero"),
                Columna("metodo_alcance", "Cómo se obtuvo", ancho=2),
                Columna("num_poblacion", "Población", "entero"),
                Columna("proporcion_penetracion_minima", "Penetración mínima", "proporcion"),
                Columna("proporcion_penetracion_maxima", "Penetración máxima", "proporcion"),
            ],
            resumen,
        ),
        Parrafo("El alcance de varias campañas no se suma: se da el intervalo entre la mayor y la suma posible."),
    ]
    de_campanas = _tabla(
        "campanas",
        "Campañas con entrega",
        [
            Columna("campana_nombre", "Campaña", ancho=2.6),
            Columna("plataforma", "Plataforma"),
            Columna("importe_gasto_mxn", "Gasto (pesos)", "importe", 1.2),
            Columna("num_impresiones", "Impresiones", "entero", 1.2),
            Columna("alcance_minimo", "Alcance mínimo", "entero", 1.1),
            Columna("alcance_maximo", "Alcance máximo", "entero", 1.1),
            Columna("num_clics", "Clics", "entero"),
            Columna("estado_testigo", "Testigo"),
        ],
        campanas,
    )
    de_totales = _tabla(
        "conciliacion",
        "Totales de la plataforma contra sus renglones",
        [
            Columna("archivo", "Archivo", ancho=2),
            Columna("etiqueta", "Total", ancho=1.4),
            Columna("importe_total", "Total", "importe"),
            Columna("importe_de_renglones", "De renglones", "importe"),
            Columna("importe_diferencia", "Diferencia", "importe", formula="{importe_total}-{importe_de_renglones}"),
            Columna("estado", "Estado"),
        ],
        conciliacion,
    )
    de_solicitudes = _tabla(
        "solicitudes",
        "Solicitudes",
        [
            Columna("solicitud_clave", "Solicitud"),
            Columna("tipo", "Tipo"),
            Columna("minutos_plazo", "Plazo (min)", "entero"),
            Columna("minutos_atencion", "Atención (min)", "numero"),
            Columna("minutos_exceso", "Exceso (min)", "numero"),
            Columna("estado", "Estado"),
        ],
        solicitudes,
    )
    barras = [
        Barra(
            formato.recortar(str(c["campana_nombre"]), 44),
            None if c["importe_gasto_mxn"] is None else float(c["importe_gasto_mxn"]),
            formato.escribir(c["importe_gasto_mxn"], "importe"),
            1,
        )
        for c in campanas
    ]
    dichas = "; ".join(f"{b.rotulo} {b.texto}" for b in barras)
    gasto = Grafica(
        "Gasto por campaña, pesos",
        f"Gasto por campaña en pesos: {dichas or 'sin campañas'}.",
        barras,
        datos=("campanas", "campana_nombre", "importe_gasto_mxn"),
    )
    secciones = [
        Seccion("Resumen del mes", cifras, "Resumen", en_pagina_nueva=True),
        Seccion("Campañas", [de_campanas, *([gasto] if barras else [])], "Campañas"),
        Seccion("Conciliación", [de_totales], "Conciliación"),
        Seccion("Tiempos de atención", [de_solicitudes], "Solicitudes"),
    ]
    return _documento(publicacion.ficha(), "difusion", "Informe mensual de difusión", formato.mes(periodo), secciones)


def encuestas(publicacion: Publicacion) -> Documento:
    """Una sección por estudio: ficha técnica y resultados del total con su precisión."""
    secciones = []
    for ficha in publicacion.filas("select * from mart_encuestas__ficha order by fecha_fin, estudio"):
        resultados = publicacion.filas(
            "select * from mart_encuestas__resultados where estudio = ? and corte = 'total'"
            " order by pregunta_orden, orden, opcion, medida",
            [ficha["estudio"]],
        )
        tecnica: list[list[Valor]] = [
            [rotulo, str(ficha[campo])]
            for rotulo, campo in (
                ("Modo", "modo_nombre"),
                ("Objetivo", "objetivo"),
                ("Población", "poblacion"),
                ("Marco", "marco"),
                ("Muestreo", "muestreo"),
                ("Ponderación", "ponderacion"),
                ("Margen", "nota_margen"),
                ("Limitaciones", "limitaciones"),
            )
            if ficha[campo] is not None
        ]
        numeros = _tabla(
            f"numeros_{ficha['estudio']}",
            "Muestra",
            [
                Columna("fecha_inicio", "Inicio", "fecha"),
                Columna("fecha_fin", "Fin", "fecha"),
                Columna("fecha_limite_entrega", "Entrega", "fecha"),
                Columna("num_entrevistas", "Entrevistas", "entero"),
                Columna("n_efectiva_diseno", "n efectiva", "numero"),
                Columna("tasa_respuesta", "Tasa de respuesta", "proporcion"),
                Columna("margen_maximo", "Margen máximo", "proporcion"),
            ],
            [ficha],
        )
        de_resultados = _tabla(
            f"resultados_{ficha['estudio']}",
            "Resultados del total",
            [
                Columna("pregunta", "Pregunta", ancho=0.8),
                Columna("pregunta_nombre", "Tema", ancho=2.2),
                Columna("opcion_etiqueta", "Respuesta", ancho=1.8),
                Columna("medida", "Medida"),
                Columna("estimacion", "Estimación", "numero"),
                Columna("ic_inferior", "IC inferior", "numero"),
                Columna("ic_superior", "IC superior", "numero"),
                Columna("num_base", "Base", "entero", 0.8),
                Columna("precision", "Precisión"),
            ],
            resultados,
        )
        bloques: list[Bloque] = [
            Tabla(
                f"ficha_{ficha['estudio']}",
                "Ficha técnica",
                [Columna("dato", "Dato"), Columna("valor", "Valor", ancho=5)],
                tecnica,
            ),
            numeros,
            de_resultados,
        ]
        secciones.append(
            Seccion(str(ficha["estudio_nombre"]), bloques, str(ficha["estudio"])[:31], en_pagina_nueva=True)
        )
    if not secciones:
        secciones = [Seccion("Sin estudios", [Parrafo("La versión no trae estudios.")], "Sin estudios")]
    return _documento(publicacion.ficha(), "encuestas", "Informe de encuestas", "Estudios del contrato", secciones)
