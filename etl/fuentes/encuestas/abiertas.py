"""Preguntas abiertas de un estudio: leer lo aceptado, proponer lo que falta y contar lo codificado.

``codificacion.csv`` vive junto a la base y trae textos: no sale de esa carpeta ni entra al almacén.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from dominio.encuestas.codificacion import COLUMNAS, Aceptadas, forma, leer_aceptadas, sugerir
from dominio.encuestas.ficha import SIN_CODIFICAR, Estudio, Pregunta
from dominio.encuestas.privacidad import sin_datos_personales, tiene_dato_personal
from etl.fuentes.encuestas.entrevistas import Levantamiento, Renglon
from etl.lectura.resultado import ArchivoRechazado


def abiertas(estudio: Estudio) -> dict[str, Pregunta]:
    """Preguntas abiertas del estudio."""
    return {clave: p for clave, p in estudio.preguntas.items() if p.tipo == "abierta"}


def marcos(estudio: Estudio) -> dict[str, tuple[int, Sequence[str]]]:
    """Pregunta abierta → (versión de su marco, códigos)."""
    return {clave: (p.version_codigos or 1, list(p.opciones)) for clave, p in abiertas(estudio).items()}


def leer_renglones(ruta: Path | None) -> list[dict[str, str]]:
    """Renglones de ``codificacion.csv``; sin archivo, ninguno.

    Raises:
        ArchivoRechazado: no está en UTF-8 o le faltan columnas.
    """
    if ruta is None or not ruta.is_file():
        return []
    try:
        texto = ruta.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArchivoRechazado(
            "codificacion.csv no está en UTF-8.", "Guárdelo como «CSV UTF-8 (delimitado por comas)»."
        ) from error
    lector = csv.DictReader(io.StringIO(texto, newline=""))
    faltan = [c for c in COLUMNAS if c not in (lector.fieldnames or ())]
    if faltan:
        raise ArchivoRechazado(
            f"codificacion.csv no trae las columnas {', '.join(faltan)}.",
            "Rehágalo con «python -m etl.fuentes.encuestas.codificar <carpeta del estudio>».",
        )
    return [{c: (r.get(c) or "") for c in COLUMNAS} for r in lector]


def aceptadas(estudio: Estudio, ruta: Path | None) -> Aceptadas:
    """Lo que una persona aceptó para las abiertas de este estudio."""
    return leer_aceptadas(leer_renglones(ruta), marcos(estudio)) if abiertas(estudio) else Aceptadas({})


def contar(levantamiento: Levantamiento) -> list[Renglon]:
    """Indicadores por abierta (con texto, codificadas, sin codificar, con dato personal), y sus avisos."""
    estudio, codificacion = levantamiento.estudio, levantamiento.codificacion
    salida: list[Renglon] = []
    for clave, pregunta in abiertas(estudio).items():
        textos = _textos(levantamiento, pregunta)
        con_codigo = sum(n for t, n in textos.items() if forma(t) in codificacion.por_pregunta.get(clave, {}))
        total = sum(textos.values())
        personales = sum(n for t, n in textos.items() if tiene_dato_personal(t))
        for orden, (indicador, valor) in enumerate(
            [("con texto", total), ("codificadas", con_codigo), ("sin codificar", total - con_codigo),
             ("con dato personal", personales), ("versión del marco", pregunta.version_codigos or 1)]
        ):  # fmt: skip
            salida.append(
                {"estudio": estudio.clave, "aspecto": f"abierta {clave}", "indicador": indicador, "orden": orden,
                 "valor": float(valor), "texto": None}
            )  # fmt: skip
        if con_codigo < total:
            levantamiento.avisar(
                "abierta_sin_codificar",
                f"{clave}: {total - con_codigo} de {total} respuestas abiertas siguen sin un código aceptado.",
                "Revise las sugerencias con «python -m etl.fuentes.encuestas.codificar» y acepte en codificacion.csv.",
                pregunta.columna,
            )
    for cuantos, regla, motivo in (
        (codificacion.sin_quien, "codigo_sin_revisor", "traen código y no dicen quién lo revisó"),
        (codificacion.desconocidos, "codigo_fuera_del_marco", "traen un código que el marco no tiene"),
        (codificacion.de_otra_version, "codigo_de_otra_version", "se aceptaron con otra versión del marco"),
    ):
        if cuantos:
            levantamiento.avisar(
                regla, f"codificacion.csv: {cuantos} renglones {motivo}; no cuentan.", "Corríjalos y guarde de nuevo."
            )
    return salida


def hay_sin_codificar(levantamiento: Levantamiento, clave: str) -> bool:
    """Si a la abierta le falta algún texto por codificar."""
    conocidas = levantamiento.codificacion.por_pregunta.get(clave, {})
    return any(forma(t) not in conocidas for t in _textos(levantamiento, levantamiento.estudio.preguntas[clave]))


def opcion_sin_codificar(estudio: Estudio, clave: str) -> Renglon:
    """La opción que junta lo que nadie ha codificado, para que la base quede completa."""
    return {
        "estudio": estudio.clave, "pregunta": clave, "opcion": SIN_CODIFICAR, "orden": 99,
        "etiqueta": "Sin codificar todavía", "tipo_opcion": "opcion", "es_ns_nc": False, "es_principal": False,
        "valor": None, "componentes": None,
    }  # fmt: skip


def _textos(levantamiento: Levantamiento, pregunta: Pregunta) -> Counter[str]:
    valores = (levantamiento.valor(pregunta.columna, p) for p in levantamiento.posiciones)
    return Counter(v for v in valores if v is not None and v not in pregunta.no_aplica)


def proponer(levantamiento: Levantamiento, previos: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Un renglón por texto distinto, de más a menos frecuente, con su sugerencia; lo ya aceptado se conserva."""
    estudio = levantamiento.estudio
    hechos = {(r["pregunta"], forma(r["texto"])): r for r in previos if r["codigo"].strip()}
    salida: list[dict[str, str]] = []
    for clave, pregunta in abiertas(estudio).items():
        marco = {codigo: opcion.palabras for codigo, opcion in pregunta.opciones.items()}
        conocidas = levantamiento.codificacion.por_pregunta.get(clave, {})
        veces: Counter[str] = Counter()
        muestra: dict[str, str] = {}
        for texto, cuantas in sorted(_textos(levantamiento, pregunta).items()):
            veces[forma(texto)] += cuantas
            muestra.setdefault(forma(texto), sin_datos_personales(texto))
        for propia, cuantas in sorted(veces.items(), key=lambda par: (-par[1], par[0])):
            sugerencia = sugerir(propia, marco, conocidas)
            previo = hechos.get((clave, propia), {})
            salida.append(
                {"pregunta": clave, "version": previo.get("version") or str(pregunta.version_codigos or 1),
                 "texto": muestra[propia], "veces": str(cuantas), "sugerencia": ";".join(sugerencia.codigos),
                 "por_que": sugerencia.por_que, "codigo": previo.get("codigo", ""),
                 "revisado_por": previo.get("revisado_por", ""), "fecha": previo.get("fecha", "")}
            )  # fmt: skip
    return salida
