"""Informes generados: se guardan en ``estado/informes`` con su sha256 y la versión de la que salieron.

La ficha JSON cita la versión: mientras exista, esa versión no se purga.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

from sqlalchemy.exc import SQLAlchemyError

from dominio.configuracion import Configuracion
from dominio.informes import consulta, despliegue, evaluacion, excel, externos, pdf, reunion, transparencia, word
from dominio.informes.consulta import Publicacion
from dominio.informes.modelo import Documento
from dominio.informes.registro import TITULOS, Ficha, escribir, ficha_de
from dominio.operacion import acuerdos, base
from dominio.operacion.acuerdos import Acuerdo

Avisar = Callable[[str, int], None]
RENDERIZADORES: Mapping[str, ModuleType] = {"pdf": pdf, "docx": word, "xlsx": excel}


class InformeImposible(ValueError):
    """No hay versión publicada, o lo que se pide no existe."""


@dataclass(frozen=True)
class Hecho:
    """Un documento listo para escribirse y los entregables de los que es el producto.

    ``revision``: de qué dependió además de la versión de los datos (los acuerdos de un acta); va en su clave.
    """

    documento: Documento
    entregables: Sequence[str] = ()
    revision: str = ""


def _evaluacion(p: Publicacion, pedido: Pedido, _cfg: Configuracion) -> Hecho:
    documento = evaluacion.documento(consulta.evaluacion(p, pedido.periodo, pedido.area))
    return Hecho(documento, consulta.del_mes(p, "SEG", pedido.periodo))


def _alineacion(p: Publicacion, pedido: Pedido, _cfg: Configuracion) -> Hecho:
    return Hecho(despliegue.matriz(p, pedido.area), consulta.unicos(p, "matriz"))


def _por_area(p: Publicacion, pedido: Pedido, _cfg: Configuracion) -> Hecho:
    return Hecho(despliegue.por_area(p, pedido.area), consulta.unicos(p, "documento por área"))


def _ejecutivo(p: Publicacion, pedido: Pedido, _cfg: Configuracion) -> Hecho:
    return Hecho(reunion.ejecutivo(consulta.evaluacion(p, pedido.periodo, pedido.area)))


def _acta(p: Publicacion, pedido: Pedido, cfg: Configuracion) -> Hecho:
    datos = consulta.evaluacion(p, pedido.periodo, pedido.area)
    tomados = acuerdos_de(cfg, f"{pedido.periodo:%Y-%m}", pedido.area, datos.ficha["hoy"])
    huella = hashlib.sha256(repr(tomados).encode()).hexdigest()[:8] if tomados else ""
    return Hecho(reunion.acta(datos, tomados), revision=huella)


def _difusion(p: Publicacion, pedido: Pedido, _cfg: Configuracion) -> Hecho:
    return Hecho(externos.difusion(p, pedido.periodo), consulta.del_mes(p, "DIF", pedido.periodo))


def _encuestas(p: Publicacion, _pedido: Pedido, _cfg: Configuracion) -> Hecho:
    return Hecho(externos.encuestas(p), consulta.de_estudios(p))


def _transparencia(p: Publicacion, pedido: Pedido, _cfg: Configuracion) -> Hecho:
    return Hecho(transparencia.documento(p, pedido.periodo, pedido.area))


def acuerdos_de(cfg: Configuracion, mes: str, area: str | None, hoy: date) -> list[Acuerdo]:
    """Los acuerdos hasta esa reunión, de un área o de todas; ninguno si nadie ha registrado.

    Raises:
        InformeImposible: la base operativa existe y no abre.
    """
    archivo = base.archivo_sqlite(cfg.url_bd)
    if archivo is not None and not archivo.is_file():
        return []
    motor = base.motor(cfg.url_bd)
    try:
        base.preparar(cfg.url_bd)
        todos = acuerdos.acuerdos(acuerdos.leer(motor), hoy)
    except (base.BaseOperativaInaccesible, SQLAlchemyError) as error:
        raise InformeImposible(
            "La base operativa no abre y el acta necesita sus acuerdos. Revise MIRADOR_BD."
        ) from error
    finally:
        motor.dispose()
    return [a for a in todos if a.reunion <= mes and (area is None or a.area_clave == area)]


TIPOS: Mapping[str, Callable[[Publicacion, Pedido, Configuracion], Hecho]] = {
    "evaluacion": _evaluacion,
    "alineacion": _alineacion,
    "area": _por_area,
    "ejecutivo": _ejecutivo,
    "acta": _acta,
    "difusion": _difusion,
    "encuestas": _encuestas,
    "transparencia": _transparencia,
}


@dataclass(frozen=True)
class Pedido:
    """Qué informe se pide: tipo, mes y, si acaso, un área y una versión."""

    tipo: str
    periodo: date
    area: str | None = None
    version: str | None = None

    @property
    def nombre(self) -> str:
        """``evaluacion_2026-10`` o ``evaluacion_2026-10_DGO``."""
        return f"{self.tipo}_{self.periodo:%Y-%m}" + (f"_{self.area}" if self.area else "")


def _publicado(cfg: Configuracion, version: str | None) -> Path:
    if version is None:
        try:
            archivo = str(json.loads(cfg.apuntador.read_text(encoding="utf-8"))["archivo"])
        except (OSError, ValueError, KeyError) as error:
            falta = "Todavía no hay una versión publicada. Corra el flujo y vuelva a pedirlo."
            raise InformeImposible(falta) from error
    else:
        archivo = f"mirador_{version}.duckdb"
    ruta = cfg.publicado / Path(archivo).name
    if not ruta.is_file():
        raise InformeImposible(f"La versión {version or archivo} ya no está publicada. Elija otra.")
    return ruta


def _sin_aviso(_paso: str, _porcentaje: int) -> None:
    """Para quien no necesita ver el avance."""


def generar(cfg: Configuracion, pedido: Pedido, avisar: Avisar = _sin_aviso) -> Ficha:
    """Hace PDF, Word y Excel de un informe y devuelve su ficha ya guardada.

    Raises:
        InformeImposible: no hay versión, o el tipo o el área no existen.
    """
    if pedido.tipo not in TIPOS:
        raise InformeImposible(f"No existe el informe {pedido.tipo!r}. Hay: {', '.join(TIPOS)}.")
    avisar("Leyendo la versión publicada", 5)
    with Publicacion(_publicado(cfg, pedido.version)) as publicacion:
        conocidas = {a["area_clave"] for a in publicacion.filas("select area_clave from dim_area")}
        if pedido.area is not None and pedido.area not in conocidas:
            raise InformeImposible(f"No existe el área {pedido.area!r}.")
        hecho = TIPOS[pedido.tipo](publicacion, pedido, cfg)
    documento = hecho.documento
    clave = f"{pedido.nombre}_{documento.version}" + (f"_{hecho.revision}" if hecho.revision else "")
    carpeta = cfg.informes / clave
    carpeta.mkdir(parents=True, exist_ok=True)
    archivos: dict[str, Ficha] = {}
    for paso, (extension, renderizador) in enumerate(RENDERIZADORES.items()):
        avisar(f"Escribiendo {extension}", 20 + 25 * paso)
        contenido: bytes = renderizador.hacer(documento)
        nombre = f"{clave}.{extension}"
        escribir(carpeta / nombre, contenido)
        archivos[extension] = {
            "archivo": f"{clave}/{nombre}",
            "sha256": hashlib.sha256(contenido).hexdigest(),
            "bytes": len(contenido),
        }
    anterior = ficha_de(cfg, clave)
    # El recorte de un área no es el producto del contrato; y volver a hacer lo mismo no cambia cuándo se hizo.
    entregables = [] if pedido.area else list(hecho.entregables)
    es_el_mismo = anterior is not None and anterior["archivos"] == archivos
    ficha: Ficha = {
        "clave": clave, "tipo": pedido.tipo, "titulo": TITULOS[pedido.tipo],
        "periodo": pedido.periodo.isoformat(), "area": pedido.area,
        "version": documento.version, "entregables": entregables, "archivos": archivos,
        "generado_en": anterior["generado_en"] if anterior and es_el_mismo
        else datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    escribir(cfg.informes / f"{clave}.json", json.dumps(ficha, ensure_ascii=False, indent=2).encode())
    avisar("Listo", 100)
    return ficha
