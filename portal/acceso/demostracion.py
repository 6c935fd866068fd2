"""Cuentas de demostración: una por rol, sin contraseña, de un clic. Solo mientras los datos son sintéticos y no hay
ninguna cuenta de verdad; en cuanto la hay, dejan de entrar y sus sesiones dejan de valer.
"""

from __future__ import annotations

from sqlalchemy import Engine

from dominio.configuracion import cargar
from dominio.operacion import usuarios
from dominio.operacion.usuarios import Usuario
from portal import almacen

PUESTOS = {
    "ejecutivo": ("Titular de la Alcaldía", "Todo el tablero, en dos clics; registra qué se hace con cada alerta."),
    "analista": ("Analista de planeación", "Todas las páginas, sus descargas y la salud de los datos."),
    "captura_area": ("Enlace de captura de un área", "Solo su área: qué debe, plantillas, entrega y recibos."),
    "datos": ("Equipo de datos", "Todas las áreas, también para capturar."),
    "administracion": ("Administración del portal", "Todo, y las cuentas."),
}
_AREA_PREFERIDA = "DGO"


def son_de_demostracion() -> bool:
    """¿Los datos que se sirven son de demostración?"""
    try:
        return almacen.version().es_demostracion
    except almacen.SinPublicacion:
        return cargar().es_demostracion


def hay(motor: Engine) -> bool:
    """¿Se puede entrar con un clic?"""
    return son_de_demostracion() and not usuarios.hay_reales(motor)


def _area() -> tuple[str, str]:
    """La del enlace de demostración, con su nombre: Obras si existe; si no, la primera del programa."""
    areas = dict(almacen.areas_del_programa()) or {_AREA_PREFERIDA: "un área"}
    clave = _AREA_PREFERIDA if _AREA_PREFERIDA in areas else next(iter(areas))
    return clave, areas[clave]


def cuenta(motor: Engine, rol: str) -> Usuario | None:
    """La cuenta de demostración de ese rol, creada si hace falta; ``None`` si no se puede entrar así."""
    if rol not in PUESTOS or not hay(motor):
        return None
    clave = f"demo.{rol}"
    hallada = usuarios.buscar(motor, clave)
    if hallada is None:
        nombre, areas = PUESTOS[rol][0], None
        if rol == "captura_area":
            area, corta = _area()
            nombre, areas = f"Enlace de captura de {corta}", [area]
        try:
            hallada = usuarios.crear(motor, clave, nombre, rol, areas, es_demostracion=True)
        except usuarios.CuentaInvalida:
            hallada = usuarios.buscar(motor, clave)  # otro trabajador la creó al mismo tiempo
    return hallada if hallada is not None and hallada.esta_activa else None
