"""Punto de entrada WSGI: ``gunicorn portal.servidor:aplicacion``."""

from __future__ import annotations

import logging
import os

from dominio import arranque_seguro
from dominio.configuracion import cargar
from portal.app import crear_app

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
arranque_seguro.exigir(cargar(), os.environ)
aplicacion = crear_app().server
