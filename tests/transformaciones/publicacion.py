"""Lo construido, publicado para que el portal lo mire, y la página de una dirección como texto."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import duckdb
import flask

from dominio.configuracion import Configuracion
from etl.publicacion import versiones
from portal import direccion
from portal.paginas import INDICE
from portal.registro_paginas import dibujar
from tests.portal.publicador import apuntar
from tests.transformaciones import escenarios


def publicar(cfg: Configuracion, construido: Path, version: str) -> None:
    """Lo construido, como si el flujo lo hubiera publicado: archivo, versión y apuntador."""
    cfg.publicado.mkdir(parents=True, exist_ok=True)
    archivo = cfg.publicado / versiones.nombre_de_archivo(version)
    shutil.copyfile(construido, archivo)
    with duckdb.connect(str(archivo)) as conexion:
        conexion.execute(
            "create table mart_calidad__version as select ?::varchar as version, timestamp '2026-07-15 12:00:00' as "
            "publicado_en, date '2026-06-30' as corte, ?::date as hoy, 'x' as huella_insumos, true as es_demostracion",
            [version, escenarios.HOY],
        )
    apuntar(cfg.publicado, version, corte="2026-06-30", hoy="2026-07-15", sha256=versiones.sha256_de(archivo))


def pagina_de(portal: flask.Flask, ruta: str, **parametros: str) -> str:
    """La pantalla completa de una dirección, como texto."""
    pagina = next(p for p in INDICE if p.ruta == ruta or ("<" in p.ruta and ruta.startswith(p.ruta.split("<")[0])))
    variable = {p.strip("<>"): ruta.rsplit("/", 1)[1] for p in pagina.ruta.split("/") if p.startswith("<")}
    modulo = importlib.import_module(f"portal.paginas.{pagina.modulo}.pagina")
    with portal.test_request_context(), direccion.dibujando(direccion.Direccion(ruta, parametros)):
        return str(dibujar(pagina, modulo.disposicion, {**variable, **parametros})).replace("\\xa0", " ")
