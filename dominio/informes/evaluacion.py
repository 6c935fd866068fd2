"""Informe mensual de evaluación: de los datos de una versión al contenido, sin calcular nada nuevo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dominio.informes import apartados, formato
from dominio.informes.consulta import DatosDeEvaluacion
from dominio.informes.frases import frases
from dominio.informes.modelo import (
    Barra,
    Bloque,
    Columna,
    Documento,
    Formula,
    Grafica,
    Lista,
    Parrafo,
    Seccion,
    Tabla,
    Valor,
)
from dominio.informes.recomendaciones import recomendar

Renglon = dict[str, Any]
CONTEOS = (
    ("CUMPLIDA", "num_cumplida"),
    ("BUEN_DESEMPENO", "num_buen_desempeno"),
    ("REGULAR", "num_regular"),
    ("DEFICIENTE", "num_deficiente"),
    ("SIN_CAPTURA", "num_sin_captura"),
    ("NO_EVALUABLE", "num_no_evaluable"),
    ("NO_PROGRAMADA", "num_no_programada"),
    ("NO_APLICA", "num_no_aplica"),
    ("PENDIENTE", "num_pendiente"),
)
REZAGADAS = frozenset({"REGULAR", "DEFICIENTE", "SIN_CAPTURA"})
_SIN_CALIFICACION = frozenset({"NO_EVALUABLE", "NO_PROGRAMADA", "NO_APLICA", "PENDIENTE"})
_TONOS = {"CUMPLIDA": 0, "BUEN_DESEMPENO": 1, "REGULAR": 2}
LARGO_DE_ROTULO = 44
_METODOS = (
    "Directo: 100 × realizado ÷ programado.",
    "Inverso (descendentes): 100 × programado ÷ realizado.",
    "Lineal: 100 × (2 − realizado ÷ programado), nunca menos de 0.",
    "Línea base: 100 × (realizado − base) ÷ (programado − base).",
    "Tolerancia y rango: 100 dentro de lo admitido; fuera, baja en proporción a la distancia.",
    "Hito: 100 si se alcanzó; 0 si no.",
)
_CUADRO = (
    Columna("meta", "Meta", ancho=1.35),
    Columna("indicador", "Indicador", ancho=2.6),
    Columna("unidad", "Unidad", ancho=1.1),
    Columna("programado", "Programado", "numero", 1.3),
    Columna("realizado", "Realizado", "numero", 1.15),
    Columna("diferencia", "Diferencia", "numero", 1.15, "{realizado}-{programado}"),
    Columna("cumplimiento", "Cumpli\u00admiento", "porcentaje", 0.95),
    Columna("cambio", "Cambio", "puntos", 0.8),
    Columna("clase", "Clase", ancho=1.75),
    Columna("anual", "Meta anual", "numero", 1.1),
    Columna("avance_anual", "Avance anual", "porcentaje", 0.9),
)


def documento(datos: DatosDeEvaluacion) -> Documento:
    """El informe de un mes."""
    secciones = [_resumen(datos), _como_leer(datos)]
    if datos.metas:
        secciones += [_cuadro(datos), _ficha_global(datos), *_areas(datos), *_ejes(datos)]
    secciones += [
        apartados.alertas(datos),
        apartados.compromisos(datos),
        apartados.calidad(datos),
        apartados.reexpresiones(datos),
    ]
    secciones += [
        Seccion("Recomendaciones", [Lista(recomendar(datos))], "Recomendaciones"),
        apartados.anexo(datos),
        apartados.acuse(datos),
    ]
    ficha = datos.ficha
    return Documento(
        clave=f"evaluacion_{datos.periodo:%Y-%m}",
        titulo="Informe mensual de evaluación",
        subtitulo=f"Programa de Gobierno · {formato.mes(datos.periodo)}",
        caratula=_caratula(datos),
        secciones=secciones,
        fecha=ficha["hoy"],
        version=str(ficha["version"]),
        es_demostracion=bool(ficha["es_demostracion"]),
    )


def _caratula(datos: DatosDeEvaluacion) -> list[tuple[str, str]]:
    ficha = datos.ficha
    pares = [
        ("Contrato", datos.contrato["contrato_nombre"] if datos.contrato else "sin contrato registrado"),
        ("Mes evaluado", formato.mes(datos.periodo)),
        ("Corte vigente de la versión", formato.fecha(ficha["corte"])),
        ("Fecha de referencia", formato.fecha(ficha["hoy"])),
        ("Versión de los datos", str(ficha["version"])),
        ("Huella de los insumos", str(ficha["huella_insumos"])),
        ("Mes cerrado", f"sí, cierre {datos.cierre['cierre_clave']}" if datos.cierre else "no"),
    ]
    if datos.entregable:
        pares.append(("Fecha comprometida de entrega", formato.fecha(datos.entregable["fecha_comprometida"])))
    return pares


def _resumen(datos: DatosDeEvaluacion) -> Seccion:
    bloques: list[Bloque] = [Parrafo(frase) for frase in frases(datos)]
    if datos.total and datos.metas:
        anterior = datos.anterior or {}
        filas: list[list[Valor]] = []
        for clase, campo in CONTEOS:
            rotulo = formato.clase(clase)
            ahora = datos.total[campo]
            antes = anterior.get(campo)
            cambio = None if antes is None else ahora - antes
            filas.append([rotulo, Formula(f'COUNTIF({{cuadro:clase}},"{rotulo}")', ahora), antes, cambio])
        columnas = [
            Columna("clase", "Clase", ancho=2),
            Columna("metas", "Metas", "entero"),
            Columna("antes", "Mes anterior", "entero"),
            Columna("cambio", "Cambio", "entero", formula="{metas}-{antes}"),
        ]
        bloques.append(Tabla("conteos", "Metas por clase", columnas, filas))
    return Seccion("Resumen", bloques, "Resumen", en_pagina_nueva=True)


def _como_leer(datos: DatosDeEvaluacion) -> Seccion:
    columnas = [
        Columna("regla", "Regla", ancho=3),
        Columna("valor", "Valor", "numero"),
        Columna("desde", "Vigente desde", "fecha"),
    ]
    filas = [[r["regla_clave"].replace("_", " "), r["valor"], r["vigente_desde"]] for r in datos.reglas]
    return Seccion(
        "Cómo leer este informe",
        [
            Parrafo(
                "Programado y realizado son acumulados de enero al mes evaluado. El cumplimiento se calcula con el "
                "método de cada indicador y se redondea a dos decimales antes de clasificar. "
                "Para promediar se topa en 100."
            ),
            Lista(_METODOS),
            Parrafo(
                "El promedio de un área o eje pondera cada meta por su peso; nunca es promedio de promedios. "
                "«Sin dato» es lo que no llegó: no es cero."
            ),
            Tabla("reglas", "Bandas y reglas vigentes", columnas, filas),
        ],
        "Cómo leer",
    )


def _cambio(meta: Renglon) -> float | None:
    if meta["cumplimiento"] is None or meta["cumplimiento_anterior"] is None:
        return None
    return round(float(meta["cumplimiento"]) - float(meta["cumplimiento_anterior"]), 2)


def _renglon(meta: Renglon) -> list[Valor]:
    return [
        meta["meta_clave"],
        meta["indicador_nombre"],
        meta["unidad"],
        meta["programado_acumulado"],
        meta["realizado_acumulado"],
        meta["diferencia"],
        meta["cumplimiento"],
        _cambio(meta),
        formato.clase(meta["clase"]),
        meta["meta_anual"],
        meta["avance_anual"],
    ]


def _cuadro(datos: DatosDeEvaluacion) -> Seccion:
    tabla = Tabla(
        "cuadro",
        f"Metas a {formato.mes(datos.periodo)}",
        _CUADRO,
        [_renglon(m) for m in datos.metas],
        nota="Cambio: puntos contra el mes anterior.",
    )
    return Seccion("Cuadro de metas", [tabla], "Cuadro de metas", en_pagina_nueva=True)


def _banderas(meta: Renglon) -> str:
    rotulos = [
        ("es_critica", "crítica"),
        ("es_excedida", "excedida"),
        ("es_concluida", "concluida"),
        ("es_ajustada", "ajustada"),
        ("es_sin_brecha", "sin brecha"),
        ("es_lb_incoherente", "línea base incoherente"),
        ("es_extemporanea", "extemporánea"),
    ]
    puestas = [rotulo for campo, rotulo in rotulos if meta[campo]]
    if meta["num_meses_omitidos"]:
        puestas.append(formato.cuenta(meta["num_meses_omitidos"], "mes omitido", "meses omitidos"))
    return ", ".join(puestas) or "ninguna"


def _ficha_global(datos: DatosDeEvaluacion) -> Seccion:
    por_clave = {m["meta_clave"]: m for m in datos.metas}
    columnas = [
        Columna("lugar", "Lugar", "entero", 0.6),
        Columna("meta", "Meta", ancho=1.1),
        Columna("indicador", "Indicador", ancho=3),
        Columna("area", "Área", ancho=1.7),
        Columna("cumplimiento", "Cumpli\u00admiento", "porcentaje", 0.9),
        Columna("movimiento", "Cambio de lugar", "entero", 0.9),
        Columna("clase", "Clase", ancho=1.5),
        Columna("banderas", "Banderas", ancho=1.8),
    ]
    filas: list[list[Valor]] = [
        [
            r["lugar"],
            r["meta_clave"],
            r["indicador_nombre"],
            r["area_corta"],
            r["cumplimiento_ranking"],
            r["movimiento"],
            formato.clase(r["clase"]),
            _banderas(por_clave[r["meta_clave"]]),
        ]
        for r in datos.ranking
        if r["lugar"] is not None
    ]
    fuera = [
        [m["meta_clave"], m["indicador_nombre"], m["area_corta"], formato.clase(m["clase"]), _banderas(m)]
        for m in datos.metas
        if m["clase"] in _SIN_CALIFICACION
    ]
    fuera_columnas = [
        Columna("meta", "Meta"),
        Columna("indicador", "Indicador", ancho=3),
        Columna("area", "Área", ancho=1.6),
        Columna("clase", "Por qué", ancho=1.3),
        Columna("banderas", "Banderas", ancho=1.6),
    ]
    return Seccion(
        "Ficha global de metas",
        [
            Tabla(
                "ficha",
                "De mayor a menor cumplimiento",
                columnas,
                filas,
                nota="Las metas sin captura cuentan como cero.",
            ),
            Tabla("fuera", "Sin lugar: no se pueden calificar", fuera_columnas, fuera, "Todas las metas tienen lugar."),
        ],
        "Ficha global",
        en_pagina_nueva=True,
    )


def _areas(datos: DatosDeEvaluacion) -> list[Seccion]:
    orden = [a["area_clave"] for a in datos.areas]
    faltan = sorted({m["area_clave"] for m in datos.metas} - set(orden))
    por_area = {a["area_clave"]: a for a in datos.areas}
    return [_area(datos, clave, por_area.get(clave)) for clave in [*orden, *faltan]]


def _area(datos: DatosDeEvaluacion, clave: str, agregado: Renglon | None) -> Seccion:
    metas = [m for m in datos.metas if m["area_clave"] == clave]
    nombre = metas[0]["area_nombre"] if metas else (agregado or {})["area_nombre"]
    tabla = f"area_{clave}"
    bloques: list[Bloque] = []
    if agregado:
        bloques.append(_cifras_de_area(agregado, tabla))
    columnas = [*_CUADRO[:-1], Columna("peso", "Peso", "numero", 0.6), Columna("tope", "Con tope", "porcentaje", 0.9)]
    columnas = [c for c in columnas if c.clave not in ("cambio",)]
    filas = [
        [v for v, c in zip(_renglon(m), _CUADRO, strict=True) if c.clave not in ("cambio", "avance_anual")]
        + [1.0 if m["peso"] is None else m["peso"], m["cumplimiento_tope"]]
        for m in metas
    ]
    bloques += [
        Tabla(tabla, "Tablero", columnas, filas),
        Grafica(
            "Realizado respecto de lo programado",
            "Cumplimiento de cada meta, con marca en 100 (lo programado): "
            + "; ".join(f"{m['meta_clave']} {formato.porcentaje(m['cumplimiento'])}" for m in metas)
            + ".",
            [
                Barra(
                    formato.recortar(f"{m['meta_clave']} {m['indicador_nombre']}", LARGO_DE_ROTULO),
                    m["cumplimiento_tope"],
                    f"{formato.porcentaje(m['cumplimiento'])} {formato.clase(m['clase'])}",
                    _TONOS.get(m["clase"], 3),
                )
                for m in metas
            ],
            100.0,
            (tabla, "indicador", "tope"),
        ),
        _rezagos(datos, metas, clave),
    ]
    return Seccion(str(nombre), bloques, clave, en_pagina_nueva=True)


def _cifras_de_area(agregado: Renglon, tabla: str) -> Tabla:
    tope, peso = f"{{{tabla}:tope}}", f"{{{tabla}:peso}}"
    media = f'IFERROR(ROUND(SUMPRODUCT({peso},{tope})/SUMIF({tope},">=0",{peso}),2),"")'
    columnas = [
        Columna("lugar", "Lugar", "entero", 0.7),
        Columna("cumplimiento", "Cumplimiento", "porcentaje", 1.3),
        Columna("ranking", "Con omisiones en cero", "porcentaje", 1.2),
        Columna("cobertura", "Cobertura", "proporcion"),
        Columna("metas", "Metas", "entero", 0.7),
        Columna("cumplida", "Cumplidas", "entero"),
        Columna("buen", "Buen desempeño", "entero"),
        Columna("regular", "Regulares", "entero"),
        Columna("deficiente", "Deficientes", "entero"),
        Columna("sin_captura", "Sin captura", "entero"),
    ]
    cumplimiento: Valor = None if agregado["cumplimiento"] is None else Formula(media, agregado["cumplimiento"])
    renglon: list[Valor] = [
        agregado["lugar"],
        cumplimiento,
        agregado["cumplimiento_ranking"],
        agregado["cobertura"],
        agregado["num_metas"],
        *(
            Formula(f'COUNTIF({{{tabla}:clase}},"{formato.clase(clase)}")', agregado[campo])
            for clase, campo in CONTEOS[:5]
        ),
    ]
    return Tabla(f"cifras_{tabla}", "Cifras del área", columnas, [renglon])


def _rezagos(datos: DatosDeEvaluacion, metas: Sequence[Renglon], area: str) -> Tabla:
    compromisos: dict[str, list[str]] = {}
    for c in datos.compromisos or []:
        if c["area_clave"] == area and c["meta_clave"]:
            compromisos.setdefault(c["meta_clave"], []).append(
                f"{c['compromiso']} ({c['fecha_comprometida'].isoformat()})"
            )
    columnas = [
        Columna("meta", "Meta"),
        Columna("clase", "Clase"),
        Columna("causa", "Causa que da el área", ancho=2.6),
        Columna("compromiso", "Compromiso", ancho=2),
        Columna("evidencia", "Evidencia", ancho=1.8),
    ]
    filas = [
        [
            m["meta_clave"],
            formato.clase(m["clase"]),
            m["justificacion"] or m["observaciones"] or "no la dio",
            "; ".join(compromisos.get(m["meta_clave"], [])) or "sin compromiso",
            m["evidencia"] or "sin evidencia",
        ]
        for m in metas
        if m["clase"] in REZAGADAS
    ]
    return Tabla(f"rezagos_{area}", "Rezagos", columnas, filas, "Sin rezagos en el mes.")


def _ejes(datos: DatosDeEvaluacion) -> list[Seccion]:
    if not any(a["nivel"] == "eje" for a in datos.agregados):
        return []
    columnas = [
        Columna("clave", "Clave", ancho=0.8),
        Columna("nombre", "Nombre", ancho=3.4),
        Columna("metas", "Metas", "entero", 0.7),
        Columna("cumplimiento", "Cumplimiento", "porcentaje", 1.2),
        Columna("cobertura", "Cobertura", "proporcion"),
        Columna("rezago", "Regulares", "entero"),
        Columna("deficiente", "Deficientes", "entero"),
        Columna("sin", "Sin captura", "entero"),
    ]
    bloques: list[Bloque] = []
    for nivel, titulo in (
        ("eje", "Por eje"),
        ("objetivo", "Por objetivo"),
        ("estrategia", "Por estrategia"),
        ("linea", "Por línea de acción"),
    ):
        filas = [
            [
                a["clave"],
                a["nombre"],
                a["num_metas"],
                a["cumplimiento"],
                a["cobertura"],
                a["num_regular"],
                a["num_deficiente"],
                a["num_sin_captura"],
            ]
            for a in datos.agregados
            if a["nivel"] == nivel
        ]
        bloques.append(Tabla(f"nivel_{nivel}", titulo, columnas, filas))
        if nivel == "eje":
            bloques.append(cumplimiento_de("Cumplimiento por eje", "nivel_eje", "nombre", filas, (1, 3)))
    return [Seccion("Ejes y matriz de alineación", bloques, "Ejes y matriz", en_pagina_nueva=True)]


def cumplimiento_de(
    titulo: str, tabla: str, rotulos: str, filas: Sequence[Sequence[Valor]], indices: tuple[int, int]
) -> Grafica:
    """Barras de cumplimiento de los renglones de una tabla.

    Args:
        titulo: de la gráfica.
        tabla: clave de la tabla de donde salen.
        rotulos: columna con los nombres.
        filas: renglones de la tabla.
        indices: lugar de la columna de nombres y de la de cumplimiento.
    """
    pares: list[tuple[str, float | None]] = []
    for fila in filas:
        valor = fila[indices[1]]
        pares.append((str(fila[indices[0]]), float(valor) if isinstance(valor, int | float) else None))
    return Grafica(
        titulo,
        f"{titulo}, con marca en 100: " + "; ".join(f"{n} {formato.porcentaje(v)}" for n, v in pares) + ".",
        [Barra(formato.recortar(n, LARGO_DE_ROTULO), v, formato.porcentaje(v), 1) for n, v in pares],
        100.0,
        (tabla, rotulos, "cumplimiento"),
    )


def periodo_de(texto: str) -> date:
    """``2026-10`` → 1 de octubre de 2026.

    Raises:
        ValueError: no tiene esa forma.
    """
    return date.fromisoformat(f"{texto}-01")
