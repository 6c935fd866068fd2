"""Revisar una captura recién entregada: leerla como el flujo, aplicar las reglas y decir qué entró y qué no.

``python -m dominio.capturas.revision <pedido.json>`` es el subproceso que lanza ``dominio.capturas.aislada``, con
memoria y tiempo acotados: el archivo es ajeno.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dominio.capturas.anotacion import anotar
from dominio.capturas.contexto import Contexto, MetaDelPrograma, Revision, area_del_programa
from dominio.capturas.formato import formato
from dominio.capturas.lectura import leer
from dominio.capturas.reglas import DEL_ARCHIVO_ENTERO, numero_legible, revisar
from dominio.lectura.resultado import ArchivoRechazado, Lectura, Rechazo

SIN_MEMORIA = 77
_INESPERADO = "Vuelva a guardar el archivo como .xlsx; si sigue igual, avise al equipo de datos con el folio."


@dataclass(frozen=True)
class Leida:
    """Lo que dio el lector: la lectura, o por qué se rechazó el archivo entero."""

    lectura: Lectura | None = None
    motivo: str | None = None
    remedio: str | None = None
    celda: str | None = None

    @property
    def renglones(self) -> list[dict[str, Any]]:
        """Renglones aceptados por el lector."""
        return self.lectura.renglones["captura"] if self.lectura else []


def abrir(ruta: Path, nombre: str) -> Leida:
    """Lee el archivo; lo que el lector no previó también es un rechazo con remedio.

    Raises:
        MemoryError: se alcanzó el límite del subproceso.
    """
    try:
        return Leida(leer(ruta, nombre, formato()))
    except ArchivoRechazado as rechazo:
        return Leida(motivo=rechazo.motivo, remedio=rechazo.remedio, celda=rechazo.celda)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  un archivo hostil no tumba nada: se le dice al área
        return Leida(motivo=f"No se pudo leer: contenido inesperado ({type(error).__name__}).", remedio=_INESPERADO)


def periodo_de(leida: Leida) -> date | None:
    """El mes que dice B2, si el archivo se pudo leer."""
    return leida.lectura.identidad["periodo"] if leida.lectura and leida.lectura.identidad else None


def calificar(leida: Leida, contexto: Contexto) -> Revision:
    """Aplica las reglas del programa a lo leído."""
    if leida.lectura is None:
        return Revision("rechazado", motivo=leida.motivo, remedio=leida.remedio, celda=leida.celda)
    renglones = leida.renglones
    hallazgos = [*leida.lectura.rechazos, *revisar(renglones, contexto)]
    entero = next((h for h in hallazgos if h.regla in DEL_ARCHIVO_ENTERO), None)
    rechazos = [h for h in hallazgos if h.gravedad == "rechazo"]
    if entero is not None:
        # Lo del archivo entero se señala una vez, no en cada renglón.
        rechazos = [entero, *(h for h in rechazos if h.regla not in DEL_ARCHIVO_ENTERO)]
    malas = {h.fila for h in rechazos}
    entraron = [] if entero is not None else [_entro(r) for r in renglones if r["fila"] not in malas]
    revision = Revision(
        estado="rechazado" if not entraron else "parcial" if rechazos else "aceptado",
        entraron=entraron,
        no_entraron=[_falla(h) for h in rechazos],
        avisos=[_falla(h) for h in hallazgos if h.gravedad == "aviso"],
        num_no_entraron=len(malas | ({r["fila"] for r in renglones} if entero is not None else set())),
    )
    if entraron:
        revision.avisos += [a for r in renglones if r["fila"] not in malas and (a := _retiro(r, contexto)) is not None]
    _poner_identidad(revision, leida.lectura.identidad, contexto)
    if not entraron:
        revision.motivo = entero.motivo if entero else _sin_renglones(rechazos)
        revision.remedio = entero.remedio if entero else "Corrija las celdas señaladas y entregue el archivo otra vez."
    return revision


def _retiro(renglon: dict[str, Any], contexto: Contexto) -> dict[str, Any] | None:
    """Aviso: el renglón va vacío y la meta ya tenía valor; REGLAS §1 dice que eso lo retira."""
    meta = contexto.metas.get(renglon["clave"])
    vacio = all(renglon[c] is None for c in ("realizado", "numerador", "denominador")) and not renglon["no_aplica"]
    if meta is None or meta.capturado is None or not vacio:
        return None
    columna = "numerador" if meta.acumulacion == "razon" else "realizado"
    return asdict(
        Rechazo(
            regla="retira_valor", gravedad="aviso", tabla="captura", hoja=renglon["hoja"], fila=renglon["fila"],
            celda=renglon[f"{columna}_celda"], columna=columna,
            motivo=f"La celda va vacía y la meta ya tenía {numero_legible(meta.capturado)}: "
            "al entrar, retira ese valor.",
            remedio="Si no era su intención, escriba el valor o quite el renglón, y entregue el archivo otra vez.",
        )
    )  # fmt: skip


def _sin_renglones(rechazos: Sequence[Rechazo]) -> str:
    return "Ningún renglón se pudo aceptar." if rechazos else "El archivo no trae renglones de captura."


def _poner_identidad(revision: Revision, identidad: dict[str, Any] | None, contexto: Contexto) -> None:
    if identidad is None:
        return
    revision.area = area_del_programa(identidad["area"], contexto.areas) or identidad["area"]
    revision.periodo = identidad["periodo"].isoformat()
    revision.fecha_captura = identidad["fecha_captura"].isoformat() if identidad["fecha_captura"] else None


def _entro(renglon: dict[str, Any]) -> dict[str, Any]:
    nombres = ("clave", "fila", "realizado", "numerador", "denominador", "n", "no_aplica", "realizado_celda")
    return {nombre: renglon.get(nombre) for nombre in nombres}


def _falla(hallazgo: Rechazo) -> dict[str, Any]:
    return asdict(hallazgo)


def _contexto(datos: dict[str, Any] | None, hoy: date) -> Contexto:
    if datos is None:
        return Contexto(hoy, hay_programa=False)
    metas = {clave: MetaDelPrograma(*partes) for clave, partes in datos["metas"].items()}
    return Contexto(hoy, frozenset(datos["areas"]), metas, datos["hay_programa"])


def _revisar(pedido: dict[str, Any]) -> Revision:
    ruta, hoy = Path(pedido["ruta"]), date.fromisoformat(pedido["hoy"])
    leida = abrir(ruta, pedido["nombre"])
    periodo = periodo_de(leida)
    revision = calificar(leida, _contexto(pedido["contextos"].get(periodo.isoformat() if periodo else ""), hoy))
    fallas = [*revision.no_entraron, *revision.avisos]
    es_libro = leida.lectura is not None or leida.celda is not None
    if es_libro and (fallas or revision.motivo):
        anotar(ruta, Path(pedido["anotado"]), fallas, revision.motivo, revision.remedio, revision.celda)
    return revision


def main() -> int:
    """Punto de entrada del subproceso; sale con 77 si se alcanzó el límite de memoria."""
    pedido = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    try:
        revision = _revisar(pedido)
    except MemoryError:
        return SIN_MEMORIA
    texto = json.dumps(asdict(revision), ensure_ascii=False, default=str)
    Path(pedido["respuesta"]).write_text(texto, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
