"""Hoja ejecutiva y acta de reunión: qué requiere atención, con espacio para los acuerdos."""

from __future__ import annotations

from collections.abc import Sequence

from dominio.informes import formato
from dominio.informes.consulta import DatosDeEvaluacion
from dominio.informes.evaluacion import cumplimiento_de
from dominio.informes.frases import frases
from dominio.informes.modelo import Bloque, Columna, Documento, Lista, Parrafo, Seccion, Tabla, Valor
from dominio.operacion.acuerdos import Acuerdo

ASUNTOS = 6
RENGLONES_DE_ACUERDOS = 8
_ASUNTOS = (
    Columna("severidad", "Severidad", ancho=0.8),
    Columna("meta", "Meta", ancho=0.8),
    Columna("area", "Área", ancho=1.4),
    Columna("mensaje", "Qué pasa", ancho=4),
)


def _asuntos(datos: DatosDeEvaluacion) -> Tabla:
    vivas = [a for a in datos.alertas if a["estado"] != "RESUELTA"]
    filas: list[list[Valor]] = [
        [a["severidad"], a["meta_clave"], a["area_corta"], a["mensaje"]] for a in vivas[:ASUNTOS]
    ]
    resto = len(vivas) - ASUNTOS
    return Tabla(
        "asuntos",
        "Qué requiere atención",
        _ASUNTOS,
        filas,
        "Nada requiere atención.",
        f"Y {formato.cuenta(resto, 'alerta viva más', 'alertas vivas más')}." if resto > 0 else None,
    )


def _documento(datos: DatosDeEvaluacion, clave: str, titulo: str, secciones: list[Seccion]) -> Documento:
    ficha = datos.ficha
    return Documento(
        clave,
        titulo,
        f"Programa de Gobierno · {formato.mes(datos.periodo)}",
        [("Corte vigente", formato.fecha(ficha["corte"])), ("Versión de los datos", str(ficha["version"]))],
        secciones,
        ficha["hoy"],
        str(ficha["version"]),
        bool(ficha["es_demostracion"]),
        con_indice=False,
    )


def ejecutivo(datos: DatosDeEvaluacion) -> Documento:
    """Una hoja: cinco frases, lo que requiere atención y el cumplimiento de cada área."""
    bloques: list[Bloque] = [Lista(frases(datos)), _asuntos(datos)]
    columnas = [
        Columna("lugar", "Lugar", "entero", 0.6),
        Columna("area", "Área", ancho=3),
        Columna("cumplimiento", "Cumplimiento, omisiones en cero", "porcentaje", 1.6),
        Columna("cobertura", "Cobertura", "proporcion"),
        Columna("deficiente", "Deficientes", "entero"),
        Columna("sin", "Sin captura", "entero"),
    ]
    filas: list[list[Valor]] = [
        [
            a["lugar"],
            a["area_corta"],
            a["cumplimiento_ranking"],
            a["cobertura"],
            a["num_deficiente"],
            a["num_sin_captura"],
        ]
        for a in datos.areas
    ]
    if filas and datos.es_vencido:
        bloques.append(Tabla("areas", "Las áreas, de mayor a menor", columnas, filas))
        if len(filas) > 1:
            bloques.append(cumplimiento_de("Cumplimiento por área", "areas", "area", filas, (1, 2)))
    return _documento(datos, "ejecutivo", "Hoja ejecutiva", [Seccion("En breve", bloques, "En breve")])


def acta(datos: DatosDeEvaluacion, acuerdos: Sequence[Acuerdo] = ()) -> Documento:
    """Acta con asuntos, compromisos y acuerdos por cerrar, los de esta reunión y renglones para los que falten."""
    reunion = f"{datos.periodo:%Y-%m}"
    columnas = [
        Columna("numero", "Núm.", "entero", 0.5),
        Columna("acuerdo", "Acuerdo", ancho=4),
        Columna("responsable", "Responsable (cargo)", ancho=2),
        Columna("fecha", "Para el", "fecha", 1.1),
    ]
    con_estado = [*columnas, Columna("estado", "Cómo va", ancho=1.1)]
    vivos: list[list[Valor]] = [
        [n, c["compromiso"], c["responsable"], c["fecha_comprometida"]]
        for n, c in enumerate((c for c in datos.compromisos or [] if c["fecha_cierre"] is None), start=1)
    ]
    previos = [a for a in acuerdos if a.reunion < reunion]
    tomados = [a for a in acuerdos if a.reunion == reunion and a.estado != "retirado"]
    libres = range(len(tomados) + 1, max(RENGLONES_DE_ACUERDOS, len(tomados) + 2) + 1)
    renglones: list[list[Valor]] = [_de_acuerdo(n, a) for n, a in enumerate(tomados, start=1)]
    renglones += [[n, "\u00a0\n\u00a0", "", ""] for n in libres]
    return _documento(
        datos,
        "acta",
        "Acta de reunión de seguimiento",
        [
            Seccion(
                "Reunión",
                [
                    Lista(["Fecha y hora: ____________", "Lugar: ____________", "Asistentes (cargos): ____________"]),
                    *map(Parrafo, frases(datos)[:1]),
                ],
                "Reunión",
            ),
            Seccion("Asuntos", [_asuntos(datos)], "Asuntos"),
            Seccion(
                "Por cerrar",
                [
                    Tabla("vivos", "Compromisos de las alertas", columnas, vivos, "Ninguno registrado."),
                    Tabla(
                        "previos",
                        "Acuerdos de reuniones anteriores",
                        con_estado,
                        [[*_de_acuerdo(n, a), a.estado] for n, a in enumerate(previos, start=1)],
                        "Ninguno registrado.",
                    ),
                ],
                "Por cerrar",
            ),
            Seccion("Acuerdos", [Tabla("acuerdos", "Se toman en la reunión", columnas, renglones)], "Acuerdos"),
        ],
    )


def _de_acuerdo(numero: int, acuerdo: Acuerdo) -> list[Valor]:
    return [numero, acuerdo.texto, acuerdo.responsable, acuerdo.fecha_limite]
