"""La ficha metodológica que acompaña a toda descarga: una hoja del libro y una línea por renglón."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal import formato
from portal.paginas.encuestas import consultas, redaccion

Renglon = Mapping[str, Any]
_CAMPOS = (
    ("Objetivo", "objetivo"), ("Patrocinó", "patrocinador"), ("Realizó", "realizador"),
    ("Difunde", "difusor"), ("Población", "poblacion"), ("Exclusiones", "exclusiones"), ("Marco muestral", "marco"),
    ("Selección", "muestreo"), ("Recolección", "recoleccion"), ("Cuestionario", "cuestionario"),
    ("Ponderación", "ponderacion"), ("Calibración", "fuente_calibracion"), ("Procesamiento", "procesamiento"),
    ("Control de calidad", "control_calidad"), ("Limitaciones", "limitaciones"), ("Margen", "nota_margen"),
    ("Aviso", "nota_estimacion"),
)  # fmt: skip
COLUMNA = "ficha_metodologica"


def pares(ficha: Renglon) -> list[tuple[str, str]]:
    """Rótulo y texto de cada punto de la vitrina, en el orden en que se leen."""
    filas = [
        ("Estudio", ficha["estudio_nombre"]),
        ("Levantamiento", redaccion.levantamiento(ficha)),
        ("Entrevistas", formato.numero(ficha["num_entrevistas"], 0)),
        ("Diseño", redaccion.diseno(ficha)),
    ]
    if ficha["margen_maximo"] is not None:
        margen = formato.numero(ficha["margen_maximo"] * 100, 1)
        filas.append(("Margen máximo", f"±{formato.DURO}{margen} puntos al 95 % para una cifra de 50 %"))
    if ficha["tasa_respuesta"] is not None:
        filas.append(("Tasa de respuesta", f"{formato.proporcion(ficha['tasa_respuesta'])} (AAPOR RR3)"))
    if ficha["tasa_rechazo"] is not None:
        filas.append(("Tasa de rechazo", formato.proporcion(ficha["tasa_rechazo"])))
    return filas + [(rotulo, str(ficha[campo])) for rotulo, campo in _CAMPOS if ficha.get(campo)]


def en_una_linea(ficha: Renglon) -> str:
    """Lo indispensable en una frase, para un CSV que viaja solo."""
    partes = [
        str(ficha["estudio_nombre"]), redaccion.levantamiento(ficha),
        formato.cuenta(ficha["num_entrevistas"], "entrevista", "entrevistas"), str(ficha["poblacion"]),
        redaccion.diseno(ficha), str(ficha["nota_margen"] or ""), f"Ponderación: {ficha['ponderacion']}",
        f"Realizó: {ficha['realizador']}", f"Patrocinó: {ficha['patrocinador']}",
    ]  # fmt: skip
    return "; ".join(p.rstrip(".") for p in partes if p and p != "None") + "."


def con_ficha(renglones: Sequence[Renglon]) -> list[dict[str, Any]]:
    """Cada renglón con la línea de su estudio al final."""
    lineas = {f["estudio"]: en_una_linea(f) for f in consultas.estudios() if f["tipo_estudio"] != "grupo"}
    return [{**r, COLUMNA: lineas.get(r["estudio"], "")} for r in renglones]


def hoja(estudio: str | None = None) -> list[dict[str, Any]]:
    """La hoja ``ficha`` de un libro: un punto por renglón y un estudio por columna."""
    fichas = [f for f in consultas.estudios() if f["tipo_estudio"] != "grupo" and estudio in (None, f["estudio"])]
    columnas = {f["estudio_corto"]: dict(pares(f)) for f in fichas}
    rotulos = dict.fromkeys(rotulo for puntos in columnas.values() for rotulo in puntos)
    return [{"punto": r, **{corto: puntos.get(r, "") for corto, puntos in columnas.items()}} for r in rotulos]
