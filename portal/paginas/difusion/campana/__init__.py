"""Página de una campaña: a quién llegó, cuánto costó, cómo corrió y con qué se comprueba."""
