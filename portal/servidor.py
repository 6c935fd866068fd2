"""Punto de entrada WSGI: ``gunicorn portal.servidor:aplicacion``."""

from __future__ import annotations

import logging

from portal import calentamiento
from portal.app import crear_app

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
aplicacion = crear_app().server
calentamiento.en_segundo_plano()
