"""Guía."""

from portal.componentes.basicos import titular


def disposicion():
    return titular("Guía")
