"""(a) Cada página: cuánto tarda el servidor en dibujarla desde cero, cuánto tardan sus consultas solas, y cuánto pesa.

Se mide dentro de un proceso aparte con la aplicación de verdad: antes de cada repetición se
vacía lo que el portal guarda, para medir dibujar y no recordar. Las consultas se anotan al
pasar, y después se repiten solas sobre el mismo archivo con los mismos ajustes.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rendimiento.instalacion import Instalacion

_CABECERAS = {"Content-Type": "application/json", "Accept-Encoding": "br, gzip"}


@dataclass(frozen=True)
class MedidaDePagina:
    """Medianas en milisegundos; ``guardada_ms`` es la misma página ya dibujada para esa versión."""

    direccion: str
    servidor_ms: float
    consultas_ms: float
    guardada_ms: float
    num_consultas: int
    bytes_en_la_red: int
    bytes_sin_comprimir: int


def mediana_ms(accion: Callable[[], object], repeticiones: int, antes: Callable[[], object] = lambda: None) -> float:
    """Mediana de lo que tarda ``accion``; ``antes`` se llama cada vez y no cuenta."""
    tiempos = []
    for _ in range(repeticiones):
        antes()
        inicio = time.perf_counter()
        accion()
        tiempos.append((time.perf_counter() - inicio) * 1000)
    return statistics.median(tiempos)


def medianas_alternadas_ms(
    una: Callable[[], object], otra: Callable[[], object], repeticiones: int, antes: Callable[[], object]
) -> tuple[float, float]:
    """Medianas de dos acciones que se comparan, una y una; ``antes`` se llama antes de la primera y no cuenta."""
    tiempos: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeticiones):
        for accion, preparar, propios in ((una, antes, tiempos[0]), (otra, lambda: None, tiempos[1])):
            preparar()
            inicio = time.perf_counter()
            accion()
            propios.append((time.perf_counter() - inicio) * 1000)
    return statistics.median(tiempos[0]), statistics.median(tiempos[1])


class _Portal:
    """La aplicación cargada aquí mismo, con sus consultas a la vista."""

    def __init__(self, galleta: str) -> None:
        from portal import almacen, respuestas
        from portal.servidor import aplicacion

        self._almacen, self._respuestas = almacen, respuestas
        self.cliente = aplicacion.test_client(use_cookies=False)
        self.cliente.environ_base["HTTP_COOKIE"] = galleta
        # Dash termina de armarse en la primera petición.
        self.cliente.get("/")
        self.anotadas: list[tuple[str, Any]] = []
        original = almacen.Almacen._ejecutar

        def _anotar(propio: Any, cursor: Any, sql: str, parametros: Any) -> Any:
            self.anotadas.append((sql, parametros))
            return original(propio, cursor, sql, parametros)

        almacen.Almacen._ejecutar = _anotar  # type: ignore[method-assign, assignment]

    def olvidar(self) -> None:
        """Vacía pantallas y consultas guardadas: la siguiente petición dibuja desde cero."""
        self._respuestas._pantallas = self._respuestas.Pantallas()
        self._almacen._vivo().vigente()._guardadas.clear()
        self.anotadas.clear()

    def pedir(self, cuerpo: bytes) -> Any:
        """La petición del navegador.

        Raises:
            RuntimeError: el portal no contestó 200.
        """
        respuesta = self.cliente.post("/_dash-update-component", data=cuerpo, headers=_CABECERAS)
        if respuesta.status_code != 200:
            raise RuntimeError(f"El portal contestó {respuesta.status_code}: {respuesta.get_data()[:300]!r}")
        return respuesta

    def consultas_solas(self, consultas: list[tuple[str, Any]]) -> Callable[[], None]:
        """Correr las consultas, una tras otra y hasta el último renglón, sin nada más."""
        cursor = self._almacen._vivo().vigente().cursor()

        def _correr() -> None:
            for sql, parametros in consultas:
                (cursor.execute(sql, parametros) if parametros is not None else cursor.execute(sql)).fetchall()

        return _correr


def _medir_una(portal: _Portal, direccion: str, cuerpo: bytes, repeticiones: int) -> MedidaDePagina:
    portal.olvidar()
    respuesta = portal.pedir(cuerpo)
    consultas = list(portal.anotadas)
    # alternadas: lo que la máquina haga mientras tanto les pega por igual a las dos
    servidor, solas = medianas_alternadas_ms(
        lambda: portal.pedir(cuerpo), portal.consultas_solas(consultas), repeticiones, antes=portal.olvidar
    )
    guardada = mediana_ms(lambda: portal.pedir(cuerpo), repeticiones)
    llana = portal.cliente.post("/_dash-update-component", data=cuerpo, headers={"Content-Type": "application/json"})
    return MedidaDePagina(
        direccion=direccion, servidor_ms=round(servidor, 2),
        consultas_ms=round(solas, 2), guardada_ms=round(guardada, 2),
        num_consultas=len(consultas), bytes_en_la_red=len(respuesta.get_data()),
        bytes_sin_comprimir=len(llana.get_data()),
    )  # fmt: skip


def medir(
    instalacion: Instalacion, repeticiones: int, direcciones: Sequence[str] | None = None
) -> list[MedidaDePagina]:
    """Mide esas direcciones (por omisión, todas las páginas del ÍNDICE) en un proceso aparte."""
    salida = instalacion.base / "paginas.json"
    instalacion.orden(
        "rendimiento.paginas", str(instalacion.base), str(salida), str(repeticiones), *(direcciones or ())
    )
    return [MedidaDePagina(**m) for m in json.loads(salida.read_text(encoding="utf-8"))]


def main(argumentos: list[str]) -> None:
    """Lado del proceso aparte: ``python -m rendimiento.paginas BASE SALIDA REPETICIONES [DIRECCIÓN…]``."""
    from rendimiento.direcciones import paginas, peticion

    base, salida, repeticiones = Path(argumentos[0]), Path(argumentos[1]), int(argumentos[2])
    instalacion = Instalacion(base)
    # Antes de abrir el portal: después, el mismo archivo ya está abierto con otros ajustes.
    pedidas = argumentos[3:] or paginas(instalacion)
    portal = _Portal(instalacion.galleta())
    medidas = [_medir_una(portal, d, peticion(d), repeticiones) for d in pedidas]
    salida.write_text(json.dumps([asdict(m) for m in medidas]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
