"""Lector de ``colonias.geojson``: de polígonos en grados a trazos de un mapa, uno por colonia del catálogo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dominio.encuestas.mapa import Poligono, dibujar
from etl.fuentes.encuestas.catalogo import zona_por_colonia
from etl.lectura.esquema import Fuente
from etl.lectura.resultado import ArchivoRechazado, Lectura, Rechazo

_CLAVES = ("cve_ut", "colonia_clave", "clave")
_LONGITUDES, _LATITUDES = (-99.5, -98.8), (19.0, 19.7)
_REMEDIO = "Exporte las colonias como GeoJSON en grados (WGS84), con su clave en la propiedad cve_ut."


def leer(ruta: Path, nombre: str, fuente: Fuente, acompanante: Path | None = None) -> Lectura:
    """Lee los polígonos; los que no sirven van a cuarentena y lo demás se dibuja.

    Args:
        ruta: archivo en disco.
        nombre: con el que se recibió.
        fuente: esquema de ``fuente.yml``.
        acompanante: no se usa.

    Raises:
        ArchivoRechazado: no es GeoJSON, está vacío o ningún polígono es de una colonia del catálogo.
    """
    lectura = Lectura(renglones={"poligonos": []})
    conocidas = zona_por_colonia()
    colonias: dict[str, list[Poligono]] = {}
    for numero, elemento in enumerate(_elementos(ruta), start=1):
        clave = _clave(elemento)
        if clave not in conocidas:
            _rechazar(lectura, numero, "colonia_desconocida", "Su clave no está en el catálogo de colonias.")
        elif clave in colonias:
            _rechazar(lectura, numero, "colonia_repetida", "La colonia ya tiene otro polígono.")
        elif not (poligonos := list(_poligonos(elemento.get("geometry")))):
            _rechazar(lectura, numero, "poligono_invalido", "Su geometría no es un polígono en grados de la ciudad.")
        else:
            colonias[clave] = poligonos
    if not colonias:
        raise ArchivoRechazado("Ningún polígono corresponde a una colonia del catálogo.", _REMEDIO)
    faltan = len(conocidas) - len(colonias)
    if faltan:
        lectura.rechazos.append(
            Rechazo("colonias_sin_poligono", f"Faltan {faltan} de {len(conocidas)} colonias: se usa el mosaico.",
                    _REMEDIO, tabla="poligonos", gravedad="aviso")
        )  # fmt: skip
    mapa = dibujar(dict(sorted(colonias.items())))
    lectura.renglones["poligonos"] = [
        {"colonia": clave, "trazo": t.orden, "x": t.x, "y": t.y, "ancho": mapa.ancho, "alto": mapa.alto,
         "hoja": None, "fila": None}
        for clave, t in mapa.trazos.items()
    ]  # fmt: skip
    return lectura


def _elementos(ruta: Path) -> list[dict[str, Any]]:
    try:
        contenido = json.loads(ruta.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ArchivoRechazado("El archivo no es un GeoJSON legible.", _REMEDIO) from error
    elementos = contenido.get("features") if isinstance(contenido, dict) else None
    if not isinstance(elementos, list) or not elementos:
        raise ArchivoRechazado("El GeoJSON no trae una lista de elementos («features»).", _REMEDIO)
    return [e if isinstance(e, dict) else {} for e in elementos]


def _clave(elemento: dict[str, Any]) -> str:
    propiedades = elemento.get("properties")
    candidatas = [propiedades.get(c) for c in _CLAVES] if isinstance(propiedades, dict) else []
    return next((str(c).strip() for c in (*candidatas, elemento.get("id")) if c), "")


def _poligonos(geometria: object) -> Iterator[Poligono]:
    """Los polígonos válidos de una geometría; ninguno si algo no cuadra."""
    if not isinstance(geometria, dict) or geometria.get("type") not in ("Polygon", "MultiPolygon"):
        return
    coordenadas = geometria.get("coordinates")
    grupos = [coordenadas] if geometria["type"] == "Polygon" else coordenadas
    if not isinstance(grupos, list):
        return
    try:
        for grupo in grupos:
            poligono = [[(float(p[0]), float(p[1])) for p in anillo] for anillo in grupo]
            if poligono and all(len(a) >= 4 and all(_en_la_ciudad(*p) for p in a) for a in poligono):
                yield poligono
    except (TypeError, ValueError, IndexError):
        return


def _en_la_ciudad(longitud: float, latitud: float) -> bool:
    return _LONGITUDES[0] < longitud < _LONGITUDES[1] and _LATITUDES[0] < latitud < _LATITUDES[1]


def _rechazar(lectura: Lectura, numero: int, regla: str, motivo: str) -> None:
    lectura.rechazos.append(Rechazo(regla, motivo, _REMEDIO, tabla="poligonos", fila=numero))
