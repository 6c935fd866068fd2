"""Umbrales: qué metas cambiarían de clase antes de cambiar una regla."""
