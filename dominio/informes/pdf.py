"""PDF con Typst: etiquetado (PDF/UA-1), en es-MX, con marcadores y gráficas vectoriales. Mismos datos, mismos bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from dominio.informes.formato import escribir
from dominio.informes.modelo import Bloque, Documento, Grafica, Lista, Parrafo, Tabla

PLANTILLA = Path(__file__).with_name("plantilla.typ")
_A_LA_DERECHA = frozenset({"numero", "entero", "porcentaje", "proporcion", "puntos", "importe"})


def hacer(documento: Documento) -> bytes:
    """El documento en PDF, tamaño carta."""
    contenido = {
        "titulo": documento.titulo,
        "subtitulo": documento.subtitulo,
        "pie": documento.pie,
        "fecha": [documento.fecha.year, documento.fecha.month, documento.fecha.day],
        "caratula": documento.caratula,
        "con_indice": documento.con_indice,
        "secciones": [
            {
                "titulo": s.titulo,
                "nivel": s.nivel,
                "en_pagina_nueva": s.en_pagina_nueva,
                "bloques": [_bloque(b) for b in s.para("pdf")],
            }
            for s in documento.secciones
        ],
    }
    salida = typst.compile(
        PLANTILLA.read_bytes(),
        sys_inputs={"documento": json.dumps(contenido, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    if not isinstance(salida, bytes):
        raise TypeError("Typst devolvió varias páginas sueltas en lugar de un PDF.")
    return salida


def imagenes(graficas: Sequence[Grafica], puntos_por_pulgada: int = 150) -> list[bytes]:
    """Las mismas gráficas como PNG, una por gráfica, para los formatos que no llevan dibujo vectorial."""
    if not graficas:
        return []
    contenido = {"solo_graficas": [_grafica(g) for g in graficas]}
    salida = typst.compile(
        PLANTILLA.read_bytes(),
        sys_inputs={"documento": json.dumps(contenido, ensure_ascii=False)},
        ignore_system_fonts=True,
        format="png",
        ppi=puntos_por_pulgada,
    )
    return [salida] if isinstance(salida, bytes) else [bytes(pagina) for pagina in salida or ()]


def _bloque(bloque: Bloque) -> dict[str, Any]:
    if isinstance(bloque, Parrafo):
        return {"tipo": "parrafo", "texto": bloque.texto}
    if isinstance(bloque, Lista):
        return {"tipo": "lista", "elementos": list(bloque.elementos)}
    if isinstance(bloque, Grafica):
        return _grafica(bloque)
    return _tabla(bloque)


def _tabla(tabla: Tabla) -> dict[str, Any]:
    return {
        "tipo": "tabla",
        "titulo": tabla.titulo,
        "anchos": [c.ancho for c in tabla.columnas],
        "columnas": [c.titulo for c in tabla.columnas],
        "derecha": [c.tipo in _A_LA_DERECHA for c in tabla.columnas],
        "renglones": [
            [escribir(v, c.tipo) for v, c in zip(renglon, tabla.columnas, strict=True)] for renglon in tabla.renglones
        ],
        "vacia": tabla.vacia,
        "nota": tabla.nota,
    }


def _grafica(grafica: Grafica) -> dict[str, Any]:
    conocidos = [b.valor for b in grafica.barras if b.valor is not None]
    maximo = max([*conocidos, grafica.referencia or 0, 1.0])
    return {
        "tipo": "grafica",
        "titulo": grafica.titulo,
        "descripcion": grafica.descripcion,
        "referencia": None if grafica.referencia is None else grafica.referencia / maximo,
        "barras": [
            {"rotulo": b.rotulo, "texto": b.texto, "tono": b.tono, "fraccion": max((b.valor or 0) / maximo, 0)}
            for b in grafica.barras
        ],
    }
