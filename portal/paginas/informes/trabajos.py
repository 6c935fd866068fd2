"""Generar un informe sin detener a quien navega: un subproceso por trabajo, con su avance anotado en disco."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import uuid

from dominio.configuracion import RAIZ, Configuracion
from dominio.informes import registro as generados
from dominio.subprocesos import Limites, entorno_minimo, preparar

registro = logging.getLogger("mirador.informes")

A_LA_VEZ, EN_ESPERA = 2, 6
SEGUNDOS = 180
_MEMORIA = 3 << 30
_FALLA = "La generación se detuvo. Intente de nuevo; si se repite, avise al equipo de datos."
_turnos = threading.BoundedSemaphore(A_LA_VEZ)
_lugares = threading.BoundedSemaphore(A_LA_VEZ + EN_ESPERA)


class SinLugar(RuntimeError):
    """Hay demasiados informes en espera."""


def lanzar(cfg: Configuracion, tipo: str, mes: str, area: str | None) -> str:
    """Empieza a generar y devuelve el identificador del trabajo; el avance se lee con ``leer_avance``.

    Raises:
        SinLugar: hay demasiados en espera; no se empezó nada.
    """
    if not _lugares.acquire(blocking=False):
        raise SinLugar
    trabajo = uuid.uuid4().hex
    try:
        generados.limpiar_avances(cfg)
        generados.anotar_avance(cfg, trabajo, "En espera de turno", 1)
        orden = [sys.executable, "-m", "dominio.informes", tipo, mes, "--trabajo", trabajo]
        orden += ["--area", area] if area else []
        hilo = threading.Thread(target=_atender, args=(cfg, trabajo, orden), name=f"informe-{trabajo[:8]}", daemon=True)
        hilo.start()
    except BaseException:
        _lugares.release()
        raise
    return trabajo


def _atender(cfg: Configuracion, trabajo: str, orden: list[str]) -> None:
    try:
        with _turnos:
            _correr(cfg, trabajo, orden)
    finally:
        _lugares.release()


def _correr(cfg: Configuracion, trabajo: str, orden: list[str]) -> None:
    """Corre el subproceso; si muere sin decir cómo terminó, se anota que falló."""
    entorno = entorno_minimo(
        MIRADOR_DATOS_CRUDOS=str(cfg.datos_crudos), MIRADOR_ALMACEN=str(cfg.almacen), MIRADOR_ESTADO=str(cfg.estado),
        MIRADOR_HOY=cfg.hoy.isoformat(), MIRADOR_BD=cfg.url_bd,
    )  # fmt: skip
    try:
        hecho = subprocess.run(
            orden, cwd=RAIZ, env=entorno, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            timeout=SEGUNDOS, preexec_fn=preparar(Limites(_MEMORIA, SEGUNDOS)),
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError) as error:
        registro.error("El informe %s no terminó: %s", trabajo, error)
        generados.anotar_avance(cfg, trabajo, "No se pudo generar", 100, error=_FALLA)
        return
    avance = generados.leer_avance(cfg, trabajo) or {}
    if avance.get("porcentaje") != 100:
        registro.error("El informe %s murió con %s: %s", trabajo, hecho.returncode, hecho.stderr[-800:])
        generados.anotar_avance(cfg, trabajo, "No se pudo generar", 100, error=_FALLA)
