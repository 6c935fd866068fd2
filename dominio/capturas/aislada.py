"""Revisar una captura ajena sin riesgo: en un subproceso con memoria, procesador y tiempo acotados.

El subproceso es ``python -m dominio.capturas.revision <pedido.json>``: no abre la base, el programa viaja en el pedido.
"""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dominio.capturas.contexto import Contexto, Revision
from dominio.configuracion import RAIZ
from dominio.subprocesos import Limites, entorno_minimo, preparar

MEMORIA = 1536 << 20
SEGUNDOS = 20
SIN_MEMORIA = 77
_REMEDIO = "Copie solo los datos a la plantilla del mes y entréguela."


def revisar_archivo(
    ruta: Path, nombre: str, contextos: Mapping[date, Contexto], hoy: date, anotado: Path, segundos: int = SEGUNDOS
) -> Revision:
    """Revisa un archivo en un subproceso; si lo hace fallar, la revisión es un rechazo con su motivo.

    Args:
        ruta: archivo en disco.
        nombre: con el que se entregó; solo es una etiqueta.
        contextos: el programa por mes; un mes que no está no tiene programa.
        hoy: fecha de referencia.
        anotado: dónde dejar el libro anotado, si hay algo que señalar.
    """
    carpeta = anotado.parent
    carpeta.mkdir(parents=True, exist_ok=True)
    # Los mismos bytes pueden revisarse dos veces a la vez: cada revisión trabaja en archivos propios.
    propio = anotado.with_name(f".{uuid.uuid4().hex}")
    pedido, respuesta = propio.with_suffix(".pedido.json"), propio.with_suffix(".respuesta.json")
    nuevo = propio.with_suffix(".xlsx")
    contenido = {
        "ruta": str(ruta), "nombre": nombre, "hoy": hoy.isoformat(), "anotado": str(nuevo),
        "respuesta": str(respuesta), "contextos": {mes.isoformat(): _a_json(c) for mes, c in contextos.items()},
    }  # fmt: skip
    pedido.write_text(json.dumps(contenido), encoding="utf-8")
    try:
        motivo = _correr(pedido, segundos)
        if motivo is None and respuesta.is_file():
            if nuevo.is_file():
                nuevo.replace(anotado)
            else:
                anotado.unlink(missing_ok=True)
            return Revision(**json.loads(respuesta.read_text(encoding="utf-8")))
        return Revision("rechazado", motivo=f"El archivo {motivo or 'no se pudo revisar'} y se detuvo su lectura.",
                        remedio=_REMEDIO)  # fmt: skip
    finally:
        pedido.unlink(missing_ok=True)
        respuesta.unlink(missing_ok=True)
        nuevo.unlink(missing_ok=True)


def _correr(pedido: Path, segundos: int) -> str | None:
    """Corre el subproceso; devuelve por qué murió, o ``None``."""
    try:
        hecho = subprocess.run(
            [sys.executable, "-m", "dominio.capturas.revision", str(pedido)], cwd=RAIZ, env=entorno_minimo(),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
            timeout=segundos, preexec_fn=preparar(Limites(MEMORIA, segundos)),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"excedió el tiempo de lectura ({segundos} s)"
    if hecho.returncode == 0:
        return None
    if hecho.returncode == SIN_MEMORIA or hecho.returncode < 0:
        return "excedió la memoria o el tiempo permitidos"
    return "hizo fallar al lector"


def _a_json(contexto: Contexto) -> dict[str, Any]:
    metas = {clave: [m.area, m.acumulacion, m.programado, m.capturado] for clave, m in contexto.metas.items()}
    return {"areas": sorted(contexto.areas), "metas": metas, "hay_programa": contexto.hay_programa}
