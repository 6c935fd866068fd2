"""Conjunto de demostración: archivos sintéticos, deterministas byte a byte, de cada fuente.

Cada módulo es una fuente y expone ``generar(destino, azar, escala)``. La semilla de cada
fuente sale de la semilla general y del nombre de la fuente, así que agregar una no cambia las demás.
"""

import os

# openpyxl escribe bytes distintos si encuentra lxml: aquí siempre se usa la biblioteca estándar.
os.environ["OPENPYXL_LXML"] = "False"
