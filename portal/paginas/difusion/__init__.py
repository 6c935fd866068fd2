"""Difusión: alcance sin doble conteo, gasto contra suficiencia, campañas, solicitudes y testigos."""
