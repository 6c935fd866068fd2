"""``colonias.geojson``: lo que sirve se dibuja, lo demás se dice en español."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dominio.configuracion import RAIZ
from etl.fuentes.geografia.lectura import leer
from etl.lectura.esquema import cargar_fuente
from etl.lectura.resultado import ArchivoRechazado

FUENTE = cargar_fuente(RAIZ / "etl" / "fuentes" / "geografia" / "fuente.yml")
DATOS = Path(os.environ.get("MIRADOR_DATOS") or RAIZ.parent / "shared" / "datos")
POLIGONOS = DATOS / "colonias_miguel_hidalgo_simplificado.geojson"
CUADRO = [[[-99.20, 19.40], [-99.18, 19.40], [-99.18, 19.42], [-99.20, 19.40]]]


def _elemento(clave: str, geometria: Any = None) -> dict[str, Any]:
    geometria = geometria or {"type": "Polygon", "coordinates": CUADRO}
    return {"type": "Feature", "properties": {"cve_ut": clave}, "geometry": geometria}


def _archivo(carpeta: Path, contenido: Any) -> Path:
    ruta = carpeta / "colonias.geojson"
    ruta.write_text(contenido if isinstance(contenido, str) else json.dumps(contenido), encoding="utf-8")
    return ruta


def test_lo_que_no_cuadra_va_a_cuarentena_con_su_causa(tmp_path: Path) -> None:
    metros = {"type": "Polygon", "coordinates": [[[480000, 2148000]] * 4]}
    elementos = [
        _elemento("16-001"),
        _elemento("16-002", {"type": "MultiPolygon", "coordinates": [CUADRO, CUADRO]}),
        _elemento("16-001"),
        _elemento("99-999"),
        _elemento("16-003", metros),
        _elemento("16-004", {"type": "Point", "coordinates": [-99.2, 19.4]}),
        "no es un elemento",
    ]
    lectura = leer(_archivo(tmp_path, {"type": "FeatureCollection", "features": elementos}), "colonias.geojson", FUENTE)
    assert [r["colonia"] for r in lectura.renglones["poligonos"]] == ["16-001", "16-002"]
    assert [(r.regla, r.fila) for r in lectura.rechazos] == [
        ("colonia_repetida", 3), ("colonia_desconocida", 4), ("poligono_invalido", 5), ("poligono_invalido", 6),
        ("colonia_desconocida", 7), ("colonias_sin_poligono", None),
    ]  # fmt: skip
    assert (lectura.num_aceptados, lectura.num_rechazados) == (2, 5)


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        ("{", "no es un GeoJSON legible"),
        ([1, 2], "no trae una lista de elementos"),
        ({"features": []}, "no trae una lista de elementos"),
        ({"features": [{"properties": None, "geometry": None}]}, "Ningún polígono corresponde"),
    ],
)
def test_lo_que_no_es_un_mapa_se_rechaza(tmp_path: Path, contenido: Any, dice: str) -> None:
    with pytest.raises(ArchivoRechazado, match=dice):
        leer(_archivo(tmp_path, contenido), "colonias.geojson", FUENTE)


@pytest.mark.skipif(not POLIGONOS.is_file(), reason="sin los polígonos de ../shared/datos")
def test_los_poligonos_de_las_89_colonias() -> None:
    lectura = leer(POLIGONOS, "colonias.geojson", FUENTE)
    renglones = lectura.renglones["poligonos"]
    assert len(renglones) == 89 and lectura.rechazos == []
    assert all(0 < r["x"] < r["ancho"] and 0 < r["y"] < r["alto"] for r in renglones)
    assert sum(len(r["trazo"]) for r in renglones) < 60_000
