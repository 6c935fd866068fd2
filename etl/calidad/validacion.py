"""Lanza el subproceso que valida y recoge su resultado.

El subproceso paga el arranque de la herramienta y revisa el crudo mientras dbt construye;
luego espera a que se le diga dónde quedó la construcción, y revisa los marts.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dominio.configuracion import RAIZ
from dominio.subprocesos import Limites, entorno_minimo, preparar
from etl.calidad.resultado import PruebaDeCalidad, ResultadoCalidad

_SEGUNDOS = 300


class Validacion:
    """Una validación en curso. Se termina con ``terminar`` o con ``cancelar``; siempre una de las dos."""

    def __init__(self, insumos: Path, salida: Path):
        salida.parent.mkdir(parents=True, exist_ok=True)
        salida.unlink(missing_ok=True)
        self._salida = salida
        self._registro = salida.with_suffix(".log")
        with self._registro.open("wb") as registro:
            self._proceso = subprocess.Popen(
                [sys.executable, "-m", "etl.calidad", "--insumos", str(insumos), "--salida", str(salida)],
                cwd=RAIZ, env=entorno_minimo(HOME=str(salida.parent)), stdin=subprocess.PIPE,
                stdout=registro, stderr=registro, text=True, preexec_fn=preparar(Limites()),
            )  # fmt: skip

    def terminar(self, construccion: Path | None) -> ResultadoCalidad:
        """Revisa los marts de ``construccion`` y espera el resultado de ambas fronteras.

        Si el subproceso muere o tarda demasiado, el resultado trae una prueba ``no_evaluada``: bloquea.

        Args:
            construccion: archivo DuckDB ya cerrado por quien lo construyó; ``None`` = solo el crudo.
        """
        try:
            self._proceso.communicate(f"{construccion or ''}\n", timeout=_SEGUNDOS)
        except subprocess.TimeoutExpired:
            self.cancelar()
            return self._no_evaluado(f"La validación pasó de {_SEGUNDOS} s y se detuvo.")
        except BaseException:
            self.cancelar()
            raise
        try:
            return ResultadoCalidad.cargar(self._salida)
        except (OSError, ValueError):
            final = self._registro.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            codigo = self._proceso.returncode
            return self._no_evaluado(f"La validación terminó sin resultado (código {codigo}). {''.join(final)}")

    def cancelar(self) -> None:
        """Detiene el subproceso; se usa cuando la construcción falló y ya no hay qué validar."""
        if self._proceso.poll() is None:
            self._proceso.kill()
        self._proceso.wait()
        if self._proceso.stdin is not None:
            self._proceso.stdin.close()

    @staticmethod
    def _no_evaluado(detalle: str) -> ResultadoCalidad:
        prueba = PruebaDeCalidad(
            prueba="calidad.validacion", suite="Validación", frontera="marts", asunto="calidad", objeto="validacion",
            descripcion="Las suites de calidad corren completas", estado="no_evaluada", detalle=detalle,
        )  # fmt: skip
        return ResultadoCalidad([prueba])


def iniciar(insumos: Path, salida: Path) -> Validacion:
    """Empieza a validar el crudo mientras se construye.

    Args:
        insumos: carpeta de insumos de la corrida.
        salida: archivo JSON donde queda el resultado.
    """
    return Validacion(insumos, salida)


def validar(insumos: Path, construccion: Path, salida: Path) -> ResultadoCalidad:
    """Valida ambas fronteras y espera el resultado.

    Args:
        insumos: carpeta de insumos de la corrida.
        construccion: archivo DuckDB construido por dbt, cerrado.
        salida: archivo JSON donde queda el resultado.
    """
    return iniciar(insumos, salida).terminar(construccion)
