"""Punto de entrada WSGI: ``gunicorn portal.servidor:aplicacion``."""

from __future__ import annotations

import gc
import logging
import os

from dominio import arranque_seguro
from dominio.configuracion import cargar
from portal import calentamiento
from portal.app import crear_app

UMBRALES_DE_BASURA = (50_000, 20, 20)


def afinar() -> None:
    """Saca de la recolección lo que vive siempre y recolecta menos seguido.

    Dibujar una pantalla crea miles de objetos chicos: con los umbrales de fábrica, una de cada tantas peticiones
    revisaba todos los módulos cargados.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*UMBRALES_DE_BASURA)


logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
arranque_seguro.exigir(cargar(), os.environ)
aplicacion = crear_app().server
afinar()
calentamiento.en_segundo_plano()
