"""Lo que dejó una validación: una prueba por expectativa, con su estado y muestras de llaves."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Estado = Literal["aprobada", "aviso", "fallida", "no_evaluada", "sin_datos"]
BLOQUEAN: frozenset[str] = frozenset({"fallida", "no_evaluada"})


@dataclass(frozen=True)
class PruebaDeCalidad:
    """Una expectativa ya evaluada.

    ``estado``: ``aprobada``; ``aviso`` (no se cumple, pero no bloquea); ``fallida`` (bloquea);
    ``no_evaluada`` (la prueba no pudo correr: bloquea igual); ``sin_datos`` (la fuente no ha entregado
    nada: no bloquea, y tampoco se da por buena).
    """

    prueba: str
    suite: str
    frontera: str
    asunto: str
    objeto: str
    """Fuente o mart que se revisa."""
    descripcion: str
    estado: Estado
    num_fallas: int = 0
    muestras: tuple[dict[str, Any], ...] = ()
    """Hasta veinte renglones que no cumplen, con su llave."""
    detalle: str = ""

    @property
    def explicacion(self) -> str:
        """Cuántos renglones, un ejemplo y el detalle, para poner después de la descripción."""
        cuenta = f" ({self.num_fallas:,} renglones)" if self.num_fallas else ""
        ejemplo = ", ".join(f"{c} = {v}" for c, v in self.muestras[0].items()) if self.muestras else ""
        return cuenta + (f"; por ejemplo {ejemplo}" if ejemplo else "") + (f": {self.detalle}" if self.detalle else "")


@dataclass
class ResultadoCalidad:
    """Todas las pruebas de una validación."""

    pruebas: list[PruebaDeCalidad] = field(default_factory=list)
    segundos: float = 0.0

    @property
    def aprobado(self) -> bool:
        """Nada falló y todo lo que se debía evaluar se pudo evaluar."""
        return bool(self.pruebas) and not self.fallas

    @property
    def fallas(self) -> list[PruebaDeCalidad]:
        """Las pruebas que impiden publicar."""
        return [p for p in self.pruebas if p.estado in BLOQUEAN]

    def mensaje(self) -> str:
        """Un renglón por falla, para la consola: qué suite, qué se esperaba, cuántos y un ejemplo."""
        if not self.pruebas:
            return "  ✗ La validación no produjo ningún resultado."
        lineas = []
        for prueba in self.fallas:
            que = "no se pudo evaluar" if prueba.estado == "no_evaluada" else "no se cumple"
            lineas.append(f"  ✗ {prueba.prueba} · {prueba.suite} · {que}: {prueba.descripcion}{prueba.explicacion}")
        return "\n".join(lineas)

    def guardar(self, ruta: Path) -> None:
        """Escribe el JSON de una sola vez: quien lo lea no ve medio archivo."""
        temporal = ruta.with_suffix(".tmp")
        contenido = {"segundos": round(self.segundos, 2), "pruebas": [asdict(p) for p in self.pruebas]}
        temporal.write_text(json.dumps(contenido, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        temporal.replace(ruta)

    @classmethod
    def cargar(cls, ruta: Path) -> ResultadoCalidad:
        """Lee el JSON que escribió ``guardar``.

        Raises:
            OSError, ValueError: el archivo falta o no está completo.
        """
        contenido = json.loads(ruta.read_text(encoding="utf-8"))
        pruebas = [PruebaDeCalidad(**{**p, "muestras": tuple(p["muestras"])}) for p in contenido["pruebas"]]
        return cls(pruebas, contenido["segundos"])
