"""Calidad: reglas de negocio que una persona debe poder leer, como suites de Great Expectations.

Dos fronteras: el crudo recién leído y los marts antes de publicar. La forma y las llaves se
prueban en dbt; aquí, lo que diría quien conoce el negocio. La herramienta tarda segundos en
importarse, así que vive solo en el subproceso ``python -m etl.calidad``.
"""

from etl.calidad.resultado import PruebaDeCalidad, ResultadoCalidad
from etl.calidad.validacion import Validacion, iniciar, validar

__all__ = ["PruebaDeCalidad", "ResultadoCalidad", "Validacion", "iniciar", "validar"]
