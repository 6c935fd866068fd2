"""La corrida como recurso de Dagster: un candado, una ficha y una carpeta para todos los pasos.

Con el ejecutor en proceso, el recurso se abre una vez por corrida y se cierra al final, pase lo
que pase; es el mismo candado y la misma bitácora que usa ``make flujo``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import dagster as dg

from dominio.configuracion import cargar
from etl.corrida import Corrida, abrir_corrida, terminar

RECURSOS = {"corrida"}


@dataclass
class CorridaEnCurso:
    """La corrida y lo que los pasos necesitan decirse entre sí."""

    corrida: Corrida
    hay_turno: bool = False
    """Hay algo nuevo y la corrida ya pidió su ficha."""
    cerrada: bool = False
    fuentes_con_falla: dict[str, str] = field(default_factory=dict)

    def cerrar(self, estado: str, detalle: str | None = None) -> None:
        """Anota en la bitácora cómo terminó."""
        terminar(self.corrida, estado, detalle)
        self.cerrada = True


@dg.resource(description="Candado, bitácora, ficha de turno y carpeta privada de la corrida.")
def corrida(contexto: dg.InitResourceContext) -> Iterator[CorridaEnCurso]:
    """Abre la corrida; si ningún paso la cerró, algo falló a la mitad y así se anota.

    Raises:
        CandadoOcupado: otra corrida, de aquí o de la línea de órdenes, está en curso.
    """
    with abrir_corrida(cargar(), contexto.log.info if contexto.log else print) as abierta:
        en_curso = CorridaEnCurso(abierta)
        yield en_curso
        if en_curso.hay_turno and not en_curso.cerrada:
            en_curso.cerrar("fallida", f"La corrida {contexto.run_id} de Dagster no llegó a publicar.")


def en_curso(contexto: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> CorridaEnCurso:
    """La corrida, con sus mensajes dirigidos al paso actual."""
    actual: CorridaEnCurso = contexto.resources.corrida
    actual.corrida.avisar = contexto.log.info
    return actual
