"""Vigencia: de los eventos de recepción y las lecturas, qué archivo cuenta hoy y cuál falta leer.

``acumula``: todo archivo leído cuenta. ``ultimo_por_ruta``: de cada ruta cuenta la última
versión válida; si la más nueva se rechazó, sigue la anterior. Función pura de la bitácora.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from etl.bitacora import Lectura, Recepcion
from etl.lectura.esquema import Fuente
from etl.recepcion import coincide


@dataclass(frozen=True)
class Pendiente:
    """Lo que se le pide al lector: estos bytes, con este nombre y este acompañante."""

    fuente: str
    sha256: str
    nombre: str
    acompanante: str
    huella_lector: str
    tamano: int


@dataclass(frozen=True)
class ArchivoRecibido:
    """Un archivo recibido (por huella) con su lectura y si cuenta en esta corrida.

    ``copias``: los demás nombres con los que están ahora los mismos bytes.
    """

    fuente: str
    sha256: str
    archivo: str
    recibido_en: datetime
    fecha_recepcion: str
    tamano: int
    lectura: Lectura
    estado: str
    es_vigente: bool
    copias: tuple[str, ...] = ()
    origen: str = "carpeta"


def separar_acompanantes(huellas: str) -> tuple[str, dict[str, str]]:
    """``'sha|codificacion.csv=sha2'`` → ``('sha', {'codificacion.csv': 'sha2'})``."""
    principal, *otros = huellas.split("|")
    return principal, dict(otro.split("=", 1) for otro in otros)


class Recibidos:
    """Los archivos recibidos bajo una raíz, agrupados por huella."""

    def __init__(self, recepciones: list[Recepcion], esquemas: dict[str, Fuente]):
        self._esquemas = esquemas
        self._eventos: dict[tuple[str, str], list[Recepcion]] = defaultdict(list)
        self._contenido: dict[tuple[str, str], str] = {}
        for evento in recepciones:
            if evento.fuente not in esquemas:
                continue
            self._contenido[evento.fuente, evento.ruta] = evento.sha256
            if not self._es_acompanante(evento):
                self._eventos[evento.fuente, evento.sha256].append(evento)

    def _es_acompanante(self, evento: Recepcion) -> bool:
        fuente = self._esquemas[evento.fuente]
        propios = (fuente.acompanante, *fuente.acompanantes_opcionales)
        return PurePosixPath(evento.ruta).name in propios and not coincide(evento.ruta, fuente.patrones)

    def _principal(self, llave: tuple[str, str]) -> Recepcion:
        """El evento que da nombre y momento: el último que no sea copia ni renombre."""
        eventos = self._eventos[llave]
        return ([e for e in eventos if e.clase in ("alta", "regreso")] or eventos)[-1]

    def huella_acompanante(self, fuente: str, ruta: str) -> str:
        """Huella del acompañante vigente de la carpeta (vacía si no hay) y de los opcionales: ``sha|nombre=sha``."""
        esquema = self._esquemas[fuente]
        if not esquema.acompanante:
            return ""
        carpeta = PurePosixPath(ruta).parent
        principal = self._contenido.get((fuente, str(carpeta / esquema.acompanante)), "")
        otros = ((n, self._contenido.get((fuente, str(carpeta / n)))) for n in esquema.acompanantes_opcionales)
        return "|".join([principal, *(f"{nombre}={sha256}" for nombre, sha256 in otros if sha256)])

    def por_leer(self, huellas_lector: dict[str, str], tamanos: dict[str, int]) -> list[Pendiente]:
        """Todo lo recibido, como petición de lectura; quien llama quita lo que ya se leyó."""
        return [
            Pendiente(
                fuente, sha256, (ruta := self._principal((fuente, sha256)).ruta),
                self.huella_acompanante(fuente, ruta), huellas_lector[fuente], tamanos[sha256],
            )
            for fuente, sha256 in self._eventos
        ]  # fmt: skip

    def _vigentes(self, lecturas: dict[tuple[str, str], Lectura]) -> set[tuple[str, str]]:
        vigentes: set[tuple[str, str]] = set()
        ultimo: dict[tuple[str, str], Recepcion] = {}
        validos = [
            evento
            for llave, eventos in self._eventos.items()
            if llave in lecturas and lecturas[llave].estado == "leido"
            for evento in eventos
        ]
        for evento in sorted(validos, key=lambda e: e.recepcion):
            if self._esquemas[evento.fuente].vigencia == "acumula":
                vigentes.add((evento.fuente, evento.sha256))
            else:
                ultimo[evento.fuente, evento.familia] = evento
        return vigentes | {(e.fuente, e.sha256) for e in ultimo.values() if e.clase != "copia"}

    def _copias(self, llave: tuple[str, str], principal: str) -> tuple[str, ...]:
        fuente, sha256 = llave
        rutas = {e.ruta for e in self._eventos[llave] if self._contenido[fuente, e.ruta] == sha256} - {principal}
        return tuple(f"{fuente}/{ruta}" for ruta in sorted(rutas))

    def archivos(self, lecturas: dict[tuple[str, str], Lectura], tamanos: dict[str, int]) -> list[ArchivoRecibido]:
        """Un renglón por archivo recibido y ya leído (o rechazado), por fuente y nombre."""
        vigentes = self._vigentes(lecturas)
        hallados = []
        for llave, eventos in self._eventos.items():
            if llave not in lecturas:
                continue
            principal, lectura = self._principal(llave), lecturas[llave]
            estado = "sustituido" if lectura.estado == "leido" and llave not in vigentes else lectura.estado
            hallados.append(
                ArchivoRecibido(
                    fuente=llave[0], sha256=llave[1], archivo=f"{llave[0]}/{principal.ruta}",
                    recibido_en=principal.recibido_en, fecha_recepcion=eventos[0].fecha_recepcion,
                    tamano=tamanos[llave[1]], lectura=lectura, estado=estado, es_vigente=llave in vigentes,
                    copias=self._copias(llave, principal.ruta), origen=eventos[0].origen,
                )
            )  # fmt: skip
        return sorted(hallados, key=lambda a: (a.fuente, a.archivo, a.sha256))
