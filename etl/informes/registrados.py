"""Los informes generados como una fuente más: su ficha, tal como quedó en el estado, a los insumos de la corrida.

Son productos de un entregable, no entregas: el modelo los publica junto a él y no cambian su situación.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from dominio.configuracion import ZONA_HORARIA, Configuracion
from dominio.informes.registro import FORMATOS, historial
from etl.leer_lote import escribir_parquet

ESQUEMA = pa.schema(
    [
        ("informe_clave", pa.string()), ("tipo", pa.string()), ("titulo", pa.string()), ("periodo", pa.date32()),
        ("area_clave", pa.string()), ("version", pa.string()), ("entregable_clave", pa.string()),
        ("sha256_pdf", pa.string()), ("sha256_docx", pa.string()), ("sha256_xlsx", pa.string()),
        ("tamano_bytes", pa.int64()), ("fecha_generado", pa.date32()), ("orden", pa.int64()),
    ]
)  # fmt: skip


def renglones(cfg: Configuracion) -> list[dict[str, Any]]:
    """Un renglón por informe y entregable del que es producto, en el orden en que se generaron."""
    hechos = []
    for orden, ficha in enumerate(reversed(historial(cfg)), start=1):
        archivos = ficha["archivos"]
        comun = {
            "informe_clave": ficha["clave"], "tipo": ficha["tipo"], "titulo": ficha["titulo"],
            "periodo": date.fromisoformat(ficha["periodo"]), "area_clave": ficha["area"], "version": ficha["version"],
            "tamano_bytes": sum(a["bytes"] for a in archivos.values()),
            "fecha_generado": datetime.fromisoformat(ficha["generado_en"]).astimezone(ZONA_HORARIA).date(),
            "orden": orden,
        } | {f"sha256_{e}": archivos[e]["sha256"] for e in FORMATOS}  # fmt: skip
        hechos += [comun | {"entregable_clave": e} for e in ficha.get("entregables", [])]
    return hechos


def huella(cfg: Configuracion) -> str:
    """Huella de lo generado; vacía si nada es producto de un entregable."""
    hechos = renglones(cfg)
    return hashlib.sha256(json.dumps(hechos, default=str).encode()).hexdigest() if hechos else ""


def poner(cfg: Configuracion, carpeta: Path) -> None:
    """Deja lo generado en ``carpeta/generados.parquet``."""
    carpeta.mkdir(parents=True)
    escribir_parquet(pa.Table.from_pylist(renglones(cfg), schema=ESQUEMA), carpeta / "generados.parquet")
