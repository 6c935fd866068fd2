"""Leer: único escritor de ``almacen/crudo`` y ``almacen/rechazos``, y del resultado en la bitácora.

Cada archivo se lee una vez por (bytes, nombre, acompañante, lector). Si el Parquet falta
—se borró el almacén—, la lectura se repite desde el original guardado.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from dominio.configuracion import RAIZ, Configuracion
from dominio.encuestas.llave import ruta_de_la_llave
from etl import aislamiento, fallas
from etl.bitacora import Bitacora, Lectura
from etl.huellas_de_codigo import huella_del_lector
from etl.lectura.esquema import Fuente
from etl.recepcion import coincide, ruta_del_original
from etl.vigencia import Pendiente, Recibidos, separar_acompanantes


def _hay_lector(fuente: str) -> bool:
    return (RAIZ / "etl" / "fuentes" / fuente / "lectura.py").is_file()


def ruta_crudo(cfg: Configuracion, fuente: str, sha256: str) -> Path:
    """Parquet crudo de un archivo."""
    return cfg.crudo / fuente / f"{sha256}.parquet"


def ruta_rechazos(cfg: Configuracion, fuente: str, sha256: str) -> Path:
    """Renglones rechazados y avisos de un archivo; no existe si no tuvo ninguno.

    Por fuente: los mismos bytes pueden llegar a dos carpetas, y cada una los lee a su modo.
    """
    return cfg.rechazos / fuente / f"{sha256}.parquet"


def _nombres(carpeta: Path) -> set[str]:
    try:
        return {e.name for e in os.scandir(carpeta)}
    except FileNotFoundError:
        return set()


def pendientes(
    cfg: Configuracion, bitacora: Bitacora, esquemas: dict[str, Fuente], recibidos: Recibidos
) -> list[Pendiente]:
    """Archivos recibidos que falta leer, o cuya lectura quedó vieja o perdió su Parquet."""
    huellas = {clave: huella_del_lector(clave) for clave in esquemas}
    lecturas = bitacora.lecturas()
    crudos = {clave: _nombres(cfg.crudo / clave) for clave in esquemas}
    rechazos = {clave: _nombres(cfg.rechazos / clave) for clave in esquemas}

    def _falta(pedido: Pendiente) -> bool:
        previa = lecturas.get((pedido.fuente, pedido.sha256))
        if previa is None or (previa.nombre, previa.acompanante, previa.huella_lector) != (
            pedido.nombre, pedido.acompanante, pedido.huella_lector
        ):  # fmt: skip
            return True
        if previa.estado != "leido":
            return False
        parquet = f"{pedido.sha256}.parquet"
        return parquet not in crudos[pedido.fuente] or (
            previa.num_observaciones > 0 and parquet not in rechazos[pedido.fuente]
        )

    todos = recibidos.por_leer(huellas, bitacora.tamanos())
    return [p for p in todos if _hay_lector(p.fuente) and _falta(p)]


def _rechazo_previo(pedido: Pendiente, fuente: Fuente) -> tuple[str, str] | None:
    """Lo que se rechaza sin abrirlo: nombre que no corresponde, o tamaño fuera del límite."""
    if not coincide(pedido.nombre, fuente.patrones):
        return (
            f"El nombre no corresponde a lo que entrega esta fuente ({', '.join(fuente.patrones)}).",
            "Revise la carpeta, el nombre y la extensión; guárdelo con el formato acordado.",
        )
    if pedido.tamano > fuente.limite_mb << 20:
        return (
            f"El archivo pesa {pedido.tamano / (1 << 20):,.0f} MB; el máximo es {fuente.limite_mb} MB.",
            "Divida el archivo por periodo o quite hojas e imágenes que no se usan.",
        )
    return None


def _lectura(pedido: Pendiente, datos: dict[str, object]) -> Lectura:
    return Lectura(pedido.fuente, pedido.sha256, pedido.nombre, pedido.acompanante, pedido.huella_lector, **datos)  # type: ignore[arg-type]


def _mover(origen: Path, destino: Path) -> None:
    """Pone un Parquet en su lugar de una sola vez; si no se produjo, quita el anterior."""
    if origen.exists():
        destino.parent.mkdir(parents=True, exist_ok=True)
        origen.replace(destino)
    else:
        destino.unlink(missing_ok=True)


def _adoptar(cfg: Configuracion, resultado: aislamiento.ResultadoDeLectura) -> None:
    """Pasa los Parquet de un archivo de la carpeta del lote al almacén; un rechazado no deja ninguno."""
    fuente, sha256 = resultado.peticion.fuente, resultado.peticion.sha256
    base = resultado.carpeta if resultado.datos["estado"] == "leido" else resultado.carpeta / "nada"
    _mover(base / f"{fuente}.{sha256}.crudo.parquet", ruta_crudo(cfg, fuente, sha256))
    _mover(base / f"{fuente}.{sha256}.rechazos.parquet", ruta_rechazos(cfg, fuente, sha256))


def _registrar(bitacora: Bitacora, lecturas: list[Lectura]) -> None:
    with bitacora.transaccion():
        for lectura in lecturas:
            bitacora.registrar_lectura(lectura)


def _peticiones(
    cfg: Configuracion, por_leer: Iterable[Pendiente], esquemas: dict[str, Fuente]
) -> list[aislamiento.Peticion]:
    peticiones = []
    for p in por_leer:
        acompanante, otros = separar_acompanantes(p.acompanante)
        peticiones.append(
            aislamiento.Peticion(
                fuente=p.fuente, sha256=p.sha256, nombre=p.nombre, ruta=str(ruta_del_original(cfg, p.sha256)),
                acompanante=str(ruta_del_original(cfg, acompanante)) if acompanante else "",
                tamano=p.tamano, segundos=esquemas[p.fuente].limite_segundos,
                otros={nombre: str(ruta_del_original(cfg, sha256)) for nombre, sha256 in otros.items()},
                llave=str(ruta_de_la_llave(cfg.estado)) if esquemas[p.fuente].usa_llave else "",
            )
        )  # fmt: skip
    return peticiones


def leer_pendientes(
    cfg: Configuracion,
    bitacora: Bitacora,
    esquemas: dict[str, Fuente],
    por_leer: list[Pendiente],
    carpeta: Path,
    avisar: Callable[[str], None] = lambda _: None,
) -> list[Lectura]:
    """Lee lo pendiente y deja Parquet y bitácora al día; lo leído queda aunque la corrida muera después.

    Args:
        carpeta: carpeta privada de la corrida para los Parquet a medio escribir.

    Raises:
        aislamiento.LectorRoto: el código de un lector no se puede cargar.
    """
    hechas: list[Lectura] = []
    pedidos = {(p.fuente, p.sha256): p for p in por_leer}
    for pedido in por_leer:
        if (rechazo := _rechazo_previo(pedido, esquemas[pedido.fuente])) is not None:
            del pedidos[pedido.fuente, pedido.sha256]
            datos: dict[str, object] = {"estado": "rechazado", "motivo": rechazo[0], "remedio": rechazo[1]}
            hechas.append(_lectura(pedido, datos))
    _registrar(bitacora, hechas)

    def _recibir(resultados: list[aislamiento.ResultadoDeLectura]) -> None:
        for resultado in resultados:
            _adoptar(cfg, resultado)
        lecturas = [_lectura(pedidos[r.peticion.fuente, r.peticion.sha256], r.datos) for r in resultados]
        _registrar(bitacora, lecturas)
        hechas.extend(lecturas)
        if len(por_leer) > aislamiento.ARCHIVOS_POR_LOTE:
            avisar(f"  leyendo… {len(hechas):,} de {len(por_leer):,}")
        fallas.punto("leyendo")

    if pedidos:
        aislamiento.leer(_peticiones(cfg, pedidos.values(), esquemas), carpeta, _recibir)
    return hechas
