"""Recibir una captura: guardar, revisar en un subproceso acotado, dar recibo y depositar. No dibuja."""

from __future__ import annotations

import base64
import json
import logging
import tempfile
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Any

from dominio.capturas import deposito, recibos
from dominio.capturas.aislada import revisar_archivo
from dominio.capturas.contexto import Contexto, Revision, limite_en_bytes
from dominio.capturas.recibos import Recibo
from dominio.configuracion import Configuracion
from portal import formato, operacion
from portal.alcance import Alcance
from portal.paginas.captura import consultas, plantillas

registro = logging.getLogger("mirador.captura")
LARGO_DE_NOMBRE = 120
_AJENA = "El archivo es de otra área."
_SOLO_LA_SUYA = "Entregue solo la captura de su área."
_PIDALO = "Pida al equipo de datos que lo entregue: quedará como extemporáneo y se listará como reexpresión."
# Cada trabajador atiende pocas revisiones a la vez: quien navega no espera a quien entrega.
_turnos = threading.BoundedSemaphore(2)


class SinTurno(RuntimeError):
    """Hay otras revisiones en curso; se intenta otra vez en un momento."""


def etiqueta(nombre: str | None) -> str:
    """El nombre con que se entregó, solo para mostrarlo: sin ruta, sin controles y sin excesos."""
    crudo = PureWindowsPath(PurePosixPath(nombre or "").name).name
    limpio = "".join(c for c in crudo if c.isprintable())[:LARGO_DE_NOMBRE].strip()
    return limpio or "sin nombre"


def recibir(cfg: Configuracion, archivo: IO[bytes], nombre: str | None, alcance: Alcance) -> Recibo:
    """Recibe un archivo y devuelve su recibo, ya durable; si algo entra, queda en la carpeta de recepción.

    Raises:
        SinTurno: hay demasiadas revisiones en curso; no se guardó nada.
        deposito.ArchivoGrande: pasa del límite.
        OSError: no hay espacio; no se dio recibo.
    """
    if not _turnos.acquire(blocking=False):
        raise SinTurno
    try:
        deposito.recuperar(cfg)
        sha256, tamano = deposito.guardar(cfg, archivo, limite_en_bytes())
        recibo = Recibo(
            sha256=sha256, recibido_en=recibos.ahora_utc(), fecha_recepcion=cfg.hoy, nombre=etiqueta(nombre),
            tamano_bytes=tamano, quien=alcance.quien, estado="rechazado",
        )  # fmt: skip
        recibo = _repetido(cfg, recibo) or _revisado(cfg, recibo, alcance)
        recibo = recibos.registrar(cfg, recibo)
        deposito.depositar(cfg, recibo)
        _dejar_rastro(recibo)
    finally:
        _turnos.release()
    registro.info("Recibo %s: %s, %s entraron, %s no", recibo.folio, recibo.estado, recibo.num_entraron,
                  recibo.num_no_entraron)  # fmt: skip
    return recibo


def practicar(cfg: Configuracion, archivo: IO[bytes], nombre: str | None, alcance: Alcance) -> dict[str, Any]:
    """Lo mismo que entregar, sin entregar: se revisa, se devuelve el libro anotado y no queda nada.

    Raises:
        SinTurno: hay demasiadas revisiones en curso.
        deposito.ArchivoGrande: pasa del límite.
    """
    if not _turnos.acquire(blocking=False):
        raise SinTurno
    try:
        with tempfile.TemporaryDirectory(prefix="mirador_practica_") as carpeta:
            ruta, anotado = Path(carpeta) / "practica.xlsx", Path(carpeta) / "anotado" / "practica.xlsx"
            _copiar(archivo, ruta, limite_en_bytes())
            revision = revisar_archivo(ruta, etiqueta(nombre), contextos(cfg.hoy), cfg.hoy, anotado)
            contenido = anotado.read_bytes() if anotado.is_file() else None
    finally:
        _turnos.release()
    if revision.area is not None and not alcance.puede(revision.area):
        revision, contenido = Revision("rechazado", motivo=_AJENA, remedio=_SOLO_LA_SUYA), None
    return _respuesta_de_practica(revision, etiqueta(nombre), contenido)


def _copiar(archivo: IO[bytes], ruta: Path, limite: int) -> None:
    tamano = 0
    with ruta.open("wb") as destino:
        while bloque := archivo.read(1 << 20):
            tamano += len(bloque)
            if tamano > limite:
                raise deposito.ArchivoGrande(f"El archivo pesa más de {limite >> 20} MB.")
            destino.write(bloque)


def _respuesta_de_practica(revision: Revision, nombre: str, anotado: bytes | None) -> dict[str, Any]:
    return {
        "practica": True,
        "estado": revision.estado,
        "titulo": f"Práctica. {_TITULOS_DE_PRACTICA[revision.estado]}",
        "nombre": nombre,
        "area": revision.area,
        "periodo": formato.periodo(date.fromisoformat(revision.periodo)) if revision.periodo else None,
        "cuenta": (
            f"{formato.cuenta(len(revision.entraron), 'renglón entraría', 'renglones entrarían')} · "
            f"{formato.cuenta(revision.num_no_entraron, 'renglón no entraría', 'renglones no entrarían')}"
        ),
        "motivo": revision.motivo,
        "remedio": revision.remedio,
        "detalle": _detalle(revision),
        "libro_anotado": base64.b64encode(anotado).decode("ascii") if anotado else None,
    }


def _dejar_rastro(recibo: Recibo) -> None:
    accion = "captura:ajena" if recibo.motivo == _AJENA else f"captura:{recibo.estado}"
    detalle = {
        "area": recibo.area, "periodo": recibo.periodo, "sha256": recibo.sha256, "nombre": recibo.nombre,
        "entraron": recibo.num_entraron, "no_entraron": recibo.num_no_entraron,
    }  # fmt: skip
    operacion.anotar(recibo.quien, accion, recibo.folio, detalle)


def _repetido(cfg: Configuracion, recibo: Recibo) -> Recibo | None:
    """Los mismos bytes ya se habían recibido, por el portal o por carpeta: hay recibo, pero no una segunda carga."""
    anterior = recibos.depositado(cfg, recibo.sha256)
    if anterior is not None:
        motivo = (
            f"Este mismo archivo ya se recibió el {formato.momento(anterior.recibido_en)} (folio {anterior.folio})."
        )
        return replace(recibo, estado="repetido", area=anterior.area, periodo=anterior.periodo, motivo=motivo,
                       remedio=_COMO_REGRESAR)  # fmt: skip
    publicado = consultas.publicado(recibo.sha256)
    if publicado is None or publicado["estado"] == "rechazado":
        return None
    motivo = f"Este mismo archivo ya se recibió el {formato.momento(publicado['recibido_en'])} por carpeta."
    return replace(recibo, estado="repetido", motivo=motivo, remedio=_COMO_REGRESAR)


_COMO_REGRESAR = "No cambia nada. Para volver a esos valores, captúrelos en la plantilla de hoy y entréguela."


def contextos(hoy: date) -> dict[date, Contexto]:
    """El programa en cada mes que existe."""
    return {renglon["periodo"]: plantillas.contexto(renglon["periodo"], hoy) for renglon in consultas.periodos()}


def _revisado(cfg: Configuracion, recibo: Recibo, alcance: Alcance) -> Recibo:
    anotado = deposito.ruta_del_anotado(cfg, recibo.sha256)
    ruta = deposito.ruta_del_recibido(cfg, recibo.sha256)
    revision = revisar_archivo(ruta, recibo.nombre, contextos(cfg.hoy), cfg.hoy, anotado)
    periodo = date.fromisoformat(revision.periodo) if revision.periodo else None
    if revision.area is not None and not alcance.puede(revision.area):
        anotado.unlink(missing_ok=True)
        return replace(recibo, motivo=_AJENA, remedio=_SOLO_LA_SUYA)
    if periodo is not None and not alcance.entrega_cerrados and consultas.cierre(periodo) is not None:
        anotado.unlink(missing_ok=True)
        motivo = f"{formato.periodo(periodo)} ya se cerró y su cuenta no entrega meses cerrados."
        return replace(recibo, area=revision.area, periodo=periodo, motivo=motivo, remedio=_PIDALO)
    entra = revision.estado != "rechazado" and revision.area is not None and periodo is not None
    limites = {renglon["periodo"]: renglon["fecha_limite"] for renglon in consultas.periodos()}
    limite = limites.get(periodo)
    return replace(
        recibo, estado=revision.estado, area=revision.area, periodo=periodo,
        destino=deposito.destino_de(revision.area or "", periodo, recibo.sha256) if entra and periodo else None,
        es_extemporaneo=bool(entra and limite and recibo.fecha_recepcion > limite),
        num_entraron=len(revision.entraron), num_no_entraron=revision.num_no_entraron,
        num_avisos=len(revision.avisos), motivo=revision.motivo, remedio=revision.remedio,
        detalle=json.dumps(_detalle(revision), ensure_ascii=False),
    )  # fmt: skip


def _detalle(revision: Revision) -> dict[str, Any]:
    nombres = ("celda", "columna", "valor", "motivo", "remedio", "fila", "regla")
    return {
        "entraron": [{n: e.get(n) for n in ("clave", "realizado", "numerador", "denominador", "no_aplica")}
                     for e in revision.entraron],
        "no_entraron": [{n: f.get(n) for n in nombres} for f in revision.no_entraron],
        "avisos": [{n: f.get(n) for n in nombres} for f in revision.avisos],
    }  # fmt: skip


_TITULOS_DE_PRACTICA = {
    "aceptado": "Así entraría completo",
    "parcial": "Una parte no entraría",
    "rechazado": "No entraría nada",
}
_TITULOS = {
    "aceptado": "Recibido: todo entró",
    "parcial": "Recibido: una parte no entró",
    "rechazado": "No entró nada",
    "repetido": "Ya se había recibido",
}


def respuesta(cfg: Configuracion, recibo: Recibo) -> dict[str, Any]:
    """Lo que la página muestra de un recibo."""
    tiene_anotado = deposito.ruta_del_anotado(cfg, recibo.sha256).is_file() and recibo.estado != "repetido"
    esta_publicado = bool(recibo.destino) and consultas.publicado(recibo.sha256) is not None
    return {
        "folio": recibo.folio,
        "sha256": recibo.sha256,
        "recibido": formato.momento(recibo.recibido_en),
        "nombre": recibo.nombre,
        "estado": recibo.estado,
        "titulo": _TITULOS[recibo.estado],
        "area": recibo.area,
        "periodo": formato.periodo(recibo.periodo) if recibo.periodo else None,
        "entraron": recibo.num_entraron,
        "no_entraron": recibo.num_no_entraron,
        "cuenta": _cuenta(recibo),
        "motivo": recibo.motivo,
        "remedio": recibo.remedio,
        "detalle": recibo.contenido,
        "es_extemporaneo": recibo.es_extemporaneo,
        "anotado": f"/descargas/captura/recibos/{recibo.folio}/anotado.xlsx" if tiene_anotado else None,
        "espera_publicacion": bool(recibo.destino) and not esta_publicado,
        "publicado": esta_publicado,
        "consulta": f"/captura/recibos/{recibo.folio}.json",
        "tablero": f"/tableros/{recibo.area}" if recibo.destino else None,
    }


def _cuenta(recibo: Recibo) -> str:
    """«6 renglones entraron (1 sin dato) · 0 renglones no entraron»."""
    valores = ("realizado", "numerador", "denominador", "no_aplica")
    vacios = sum(1 for e in recibo.contenido.get("entraron", []) if all(e.get(v) is None for v in valores))
    nota = f" ({formato.en_palabras(vacios, masculino=True)} sin dato)" if vacios else ""
    entraron = formato.cuenta(recibo.num_entraron, "renglón entró", "renglones entraron")
    return f"{entraron}{nota} · {formato.cuenta(recibo.num_no_entraron, 'renglón no entró', 'renglones no entraron')}"
