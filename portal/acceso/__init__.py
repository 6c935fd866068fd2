"""Acceso: quién entra, qué puede y qué renglones ve."""
