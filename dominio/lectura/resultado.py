"""Lo que devuelve un lector: renglones tipados, rechazos con celda y remedio, o el archivo rechazado."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

ESQUEMA_RECHAZOS = pa.schema(
    [
        ("fuente", pa.string()),
        ("archivo_sha256", pa.string()),
        ("tabla", pa.string()),
        ("hoja", pa.string()),
        ("fila", pa.int64()),
        ("celda", pa.string()),
        ("columna", pa.string()),
        ("valor", pa.string()),
        ("regla", pa.string()),
        ("motivo", pa.string()),
        ("remedio", pa.string()),
        ("gravedad", pa.string()),
    ]
)


@dataclass(frozen=True)
class Rechazo:
    """Un renglón que no entra (``rechazo``) o algo que conviene revisar (``aviso``)."""

    regla: str
    motivo: str
    remedio: str
    tabla: str | None = None
    hoja: str | None = None
    fila: int | None = None
    celda: str | None = None
    columna: str | None = None
    valor: str | None = None
    gravedad: Literal["rechazo", "aviso"] = "rechazo"


class ArchivoRechazado(Exception):
    """El archivo entero no se puede leer: qué pasó, dónde y qué hacer."""

    def __init__(self, motivo: str, remedio: str, *, regla: str = "archivo", celda: str | None = None):
        super().__init__(motivo)
        self.motivo = motivo
        self.remedio = remedio
        self.regla = regla
        self.celda = celda


@dataclass
class Lectura:
    """Resultado de leer un archivo.

    ``num_renglones`` cuenta los renglones de datos recibidos; siempre es igual a los
    aceptados (suma de ``renglones``) más las filas distintas con rechazo. Un lector que
    genera varios renglones por fila de entrada fija ``num_aceptados`` él mismo.
    """

    renglones: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rechazos: list[Rechazo] = field(default_factory=list)
    num_aceptados_propio: int | None = None
    identidad: dict[str, Any] | None = None
    """De quién y de cuándo dice ser el archivo, si lo dice, aunque ningún renglón se haya aceptado."""

    @property
    def num_aceptados(self) -> int:
        """Renglones de entrada que entraron."""
        if self.num_aceptados_propio is not None:
            return self.num_aceptados_propio
        return sum(len(filas) for filas in self.renglones.values())

    @property
    def num_rechazados(self) -> int:
        """Renglones de entrada en cuarentena (filas distintas, sin contar avisos)."""
        return len({(r.hoja, r.fila) for r in self.rechazos if r.gravedad == "rechazo"})

    @property
    def num_renglones(self) -> int:
        """Renglones de datos recibidos: aceptados más cuarentena."""
        return self.num_aceptados + self.num_rechazados
