"""Reexpresiones: lo que ya no es como se reportó."""
