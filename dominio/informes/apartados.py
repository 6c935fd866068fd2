"""Apartados del informe de evaluación después del ranking: alertas, compromisos, calidad, reexpresiones y anexos."""

from __future__ import annotations

from dominio.informes import formato
from dominio.informes.consulta import DatosDeEvaluacion
from dominio.informes.modelo import Bloque, Columna, Lista, Parrafo, Seccion, Tabla, Valor

_ESTADOS_DE_ALERTA = (("NUEVA", "Nuevas"), ("SE_MANTIENE", "Se mantienen"), ("RESUELTA", "Resueltas"))


def alertas(datos: DatosDeEvaluacion) -> Seccion:
    """Alertas nuevas, que se mantienen y resueltas."""
    columnas = [
        Columna("regla", "Regla", ancho=0.6),
        Columna("severidad", "Severidad", ancho=0.8),
        Columna("meta", "Meta", ancho=0.9),
        Columna("area", "Área", ancho=1.5),
        Columna("mensaje", "Qué pasa", ancho=4.2),
        Columna("desde", "Desde", "fecha", 0.9),
    ]
    bloques: list[Bloque] = [
        Tabla(
            f"alertas_{estado}",
            titulo,
            columnas,
            [
                [a["regla"], a["severidad"], a["meta_clave"], a["area_corta"], a["mensaje"], a["desde_periodo"]]
                for a in datos.alertas
                if a["estado"] == estado
            ],
            "Ninguna.",
        )
        for estado, titulo in _ESTADOS_DE_ALERTA
    ]
    return Seccion("Alertas", bloques, "Alertas", en_pagina_nueva=True)


def compromisos(datos: DatosDeEvaluacion) -> Seccion:
    """Compromisos con fecha hasta el mes evaluado."""
    if datos.compromisos is None:
        return Seccion("Compromisos", [Parrafo("La versión no trae compromisos registrados.")], "Compromisos")
    columnas = [
        Columna("area", "Área", ancho=1.3),
        Columna("meta", "Meta"),
        Columna("compromiso", "Compromiso", ancho=3.4),
        Columna("fecha", "Para el", "fecha"),
        Columna("cierre", "Se cumplió el", "fecha"),
        Columna("estado", "Estado"),
    ]
    filas = [
        [c["area_corta"], c["meta_clave"], c["compromiso"], c["fecha_comprometida"], c["fecha_cierre"], c["estado"]]
        for c in datos.compromisos
    ]
    tabla = Tabla(
        "compromisos", "Con fecha hasta el mes evaluado", columnas, filas, "Ningún compromiso con fecha hasta este mes."
    )
    return Seccion("Compromisos", [tabla], "Compromisos")


def calidad(datos: DatosDeEvaluacion) -> Seccion:
    """Capturas a tiempo, tarde y faltantes, y validaciones que no se pasaron."""
    columnas = [
        Columna("area", "Área", ancho=2),
        Columna("esperadas", "Esperadas", "entero"),
        Columna("capturadas", "Capturadas", "entero"),
        Columna("extemporaneas", "Extemporáneas", "entero"),
        Columna("sin", "Sin captura", "entero"),
        Columna("pendientes", "Pendientes", "entero"),
        Columna("dias", "Días de atraso", "entero"),
    ]
    filas = [
        [
            c["area_corta"],
            c["num_esperadas"],
            c["num_capturadas"],
            c["num_extemporaneas"],
            c["num_sin_captura"],
            c["num_pendientes"],
            c["dias_atraso"],
        ]
        for c in datos.captura
    ]
    de_rechazos = [
        Columna("archivo", "Archivo", ancho=2),
        Columna("hoja", "Hoja"),
        Columna("celda", "Celda"),
        Columna("motivo", "Motivo", ancho=3),
    ]
    rechazados: list[list[Valor]] = [[r["archivo"], r["hoja"], r["celda"], r["motivo"]] for r in datos.rechazos or []]
    return Seccion(
        "Calidad de la captura",
        [
            Tabla("captura", "Capturas del mes por área", columnas, filas, "Sin capturas esperadas."),
            Tabla(
                "rechazos",
                "Validaciones que no se pasaron (archivos vigentes)",
                de_rechazos,
                rechazados,
                "Ninguna." if datos.rechazos is not None else "La versión no trae el registro de validaciones.",
            ),
        ],
        "Calidad de captura",
    )


def reexpresiones(datos: DatosDeEvaluacion) -> Seccion:
    """Lo que cambió después del cierre y las metas ajustadas."""
    bloques: list[Bloque] = []
    if datos.reexpresiones is None or datos.cierre is None:
        bloques.append(Parrafo("Sin cierres: el mes no se ha cerrado, así que no hay cifras reexpresadas."))
    else:
        bloques.append(Parrafo(f"El mes se cerró con la versión {datos.cierre['version']}; lo que cambió después:"))
        columnas = [
            Columna("meta", "Meta"),
            Columna("indicador", "Indicador", ancho=2.4),
            Columna("campo", "Campo"),
            Columna("antes", "Antes", "numero"),
            Columna("ahora", "Ahora", "numero"),
            Columna("clase_antes", "Clase antes"),
            Columna("clase_ahora", "Clase ahora"),
            Columna("causa", "Causa", ancho=1.8),
        ]
        filas: list[list[Valor]] = [
            [
                r["meta_clave"],
                r["indicador_nombre"],
                r["campo"].replace("_", " "),
                r["valor_antes"] if r["valor_antes"] is not None else r["texto_antes"],
                r["valor_ahora"] if r["valor_ahora"] is not None else r["texto_ahora"],
                formato.clase(r["clase_antes"]),
                formato.clase(r["clase_ahora"]),
                r["causa"],
            ]
            for r in datos.reexpresiones
        ]
        bloques.append(Tabla("reexpresiones", "Reexpresiones", columnas, filas, "Nada cambió después del cierre."))
    de_ajustes = [
        Columna("meta", "Meta"),
        Columna("indicador", "Indicador", ancho=3),
        Columna("original", "Programado original del mes", "numero", 1.4),
        Columna("vigente", "Programado ajustado del mes", "numero", 1.4),
    ]
    ajustadas: list[list[Valor]] = [
        [m["meta_clave"], m["indicador_nombre"], m["programado_original"], m["programado"]]
        for m in datos.metas
        if m["es_ajustada"]
    ]
    bloques.append(Tabla("ajustadas", "Metas ajustadas", de_ajustes, ajustadas, "Ninguna meta ajustada."))
    return Seccion("Reexpresiones y metas ajustadas", bloques, "Reexpresiones")


def anexo(datos: DatosDeEvaluacion) -> Seccion:
    """Ficha técnica de cada indicador."""
    columnas = [
        Columna("meta", "Meta"),
        Columna("indicador", "Indicador", ancho=2),
        Columna("definicion", "Definición", ancho=2.4),
        Columna("metodo", "Método de cálculo", ancho=2.2),
        Columna("sentido", "Sentido"),
        Columna("frecuencia", "Frecuencia"),
        Columna("base", "Línea base", "numero", 0.9),
        Columna("anual", "Meta anual", "numero"),
        Columna("medio", "Medio de verificación", ancho=1.6),
    ]
    filas: list[list[Valor]] = [
        [
            t["meta_clave"],
            t["indicador_nombre"],
            t["definicion"],
            t["metodo_calculo"],
            t["sentido"],
            t["frecuencia"],
            t["linea_base"],
            t["meta_anual"],
            t["medio_verificacion"],
        ]
        for t in datos.tecnicas
    ]
    tabla = Tabla("tecnicas", "Fichas técnicas de los indicadores", columnas, filas)
    return Seccion("Anexo: fichas técnicas", [tabla], "Fichas técnicas", en_pagina_nueva=True)


def acuse(datos: DatosDeEvaluacion) -> Seccion:
    """Hoja para recibir el informe."""
    return Seccion(
        "Acuse de recepción",
        [
            Parrafo(
                f"Se recibe el informe de {formato.mes(datos.periodo)}, hecho con la versión {datos.ficha['version']}."
            ),
            Lista(
                [
                    "Recibe (cargo y firma): ________________________",
                    "Fecha y hora: ________________________",
                    "Observaciones: ________________________",
                ]
            ),
        ],
        "Acuse",
    )
