"""Despliegue y alineación: la matriz completa y el documento por área con lo programado en el año."""

from __future__ import annotations

from dominio.informes import formato
from dominio.informes.consulta import Publicacion, Renglon
from dominio.informes.modelo import Bloque, Columna, Documento, Parrafo, Seccion, Tabla, Valor

_NIVELES = ("eje", "objetivo", "estrategia", "linea")


def _caratula(ficha: Renglon) -> list[tuple[str, str]]:
    return [
        ("Corte vigente", formato.fecha(ficha["corte"])),
        ("Versión de los datos", str(ficha["version"])),
        ("Huella de los insumos", str(ficha["huella_insumos"])),
    ]


def matriz(publicacion: Publicacion, area: str | None = None) -> Documento:
    """Eje, objetivo, estrategia, línea y metas, con su área; una sección por eje."""
    filas = publicacion.filas(
        "select * from mart_seguimiento__alineacion where ? is null or area_clave = ?"
        " order by eje_clave, objetivo_clave, estrategia_clave, linea_clave, meta_clave",
        [area, area],
    )
    columnas = [
        Columna("objetivo", "Objetivo", ancho=2),
        Columna("estrategia", "Estrategia", ancho=2),
        Columna("linea", "Línea de acción", ancho=2),
        Columna("meta", "Meta", ancho=0.9),
        Columna("indicador", "Indicador", ancho=2),
        Columna("area", "Área", ancho=1.3),
        Columna("peso", "Peso", "numero", 0.6),
        Columna("critica", "Crítica", ancho=0.7),
        Columna("observacion", "Observación del plan", ancho=1.5),
    ]
    secciones = []
    for eje in dict.fromkeys(f["eje_clave"] for f in filas):
        propias = [f for f in filas if f["eje_clave"] == eje]
        renglones: list[list[Valor]] = [
            [
                *(f"{f[f'{n}_clave']} {f[f'{n}_nombre']}" for n in _NIVELES[1:]),
                f["meta_clave"] or "sin meta",
                f["indicador_nombre"] or "sin meta",
                f["area_corta"] or "sin área",
                f["peso"],
                "sí" if f["es_critica"] else "no",
                f["observacion_plan"] or "ninguna",
            ]
            for f in propias
        ]
        tabla = Tabla(f"matriz_{eje}", f"Metas del eje {eje}", columnas, renglones)
        secciones.append(Seccion(f"{eje} {propias[0]['eje_nombre']}", [tabla], str(eje), en_pagina_nueva=True))
    ficha = publicacion.ficha()
    return Documento(
        "alineacion",
        "Matriz de despliegue y alineación",
        "Programa de Gobierno",
        _caratula(ficha),
        secciones,
        ficha["hoy"],
        str(ficha["version"]),
        bool(ficha["es_demostracion"]),
    )


def por_area(publicacion: Publicacion, area: str | None = None) -> Documento:
    """Objetivo, metas e indicadores de cada área (o de una), con lo programado mes a mes."""
    metas = publicacion.filas(
        "select meta.*, area.area_nombre, alineacion.objetivo_nombre from dim_meta as meta"
        " inner join dim_area as area using (area_clave) left join dim_alineacion as alineacion using (linea_clave)"
        " where ? is null or meta.area_clave = ? order by meta.area_clave, meta.meta_clave",
        [area, area],
    )
    programado: dict[str, dict[int, float | None]] = {}
    for f in publicacion.filas(
        "select meta_clave, month(periodo) as mes, programado from mart_seguimiento__avance_mensual"
    ):
        programado.setdefault(f["meta_clave"], {})[f["mes"]] = f["programado"]
    de_meses = [Columna(f"m{n}", m[:3], "numero") for n, m in enumerate(formato.MESES, start=1)]
    secciones = []
    for clave in dict.fromkeys(m["area_clave"] for m in metas):
        propias = [m for m in metas if m["area_clave"] == clave]
        objetivos = sorted({str(m["objetivo_nombre"]) for m in propias if m["objetivo_nombre"]})
        definicion = [
            Columna("meta", "Meta", ancho=0.9),
            Columna("nombre", "Enunciado", ancho=3),
            Columna("indicador", "Indicador", ancho=2),
            Columna("unidad", "Unidad"),
            Columna("sentido", "Sentido"),
            Columna("frecuencia", "Frecuencia"),
            Columna("base", "Línea base", "numero"),
            Columna("anual", "Meta anual", "numero"),
        ]
        fichas: list[list[Valor]] = [
            [
                m["meta_clave"],
                m["meta_nombre"],
                m["indicador_nombre"],
                m["unidad"],
                m["sentido"],
                m["frecuencia"],
                m["linea_base"],
                m["meta_anual"],
            ]
            for m in propias
        ]
        meses: list[list[Valor]] = [
            [m["meta_clave"], *(programado.get(m["meta_clave"], {}).get(n) for n in range(1, 13))] for m in propias
        ]
        bloques: list[Bloque] = [
            Parrafo(f"Objetivos a los que contribuye: {'; '.join(objetivos) or 'sin objetivo asignado'}."),
            Tabla(f"metas_{clave}", "Metas e indicadores", definicion, fichas),
            Tabla(
                f"meses_{clave}",
                "Programado por mes",
                [Columna("meta", "Meta", ancho=1.4), *de_meses],
                meses,
                nota="«sin dato»: ese mes no se programó.",
            ),
        ]
        secciones.append(Seccion(str(propias[0]["area_nombre"]), bloques, str(clave), en_pagina_nueva=True))
    ficha = publicacion.ficha()
    return Documento(
        "area",
        "Objetivo, metas e indicadores por área",
        "Programa de Gobierno",
        _caratula(ficha),
        secciones,
        ficha["hoy"],
        str(ficha["version"]),
        bool(ficha["es_demostracion"]),
    )
