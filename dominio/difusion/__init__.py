"""Reglas de difusión que comparten el flujo y el portal."""
