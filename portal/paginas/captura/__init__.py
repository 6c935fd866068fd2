"""Captura: la plantilla de cada área, la entrega y su recibo."""
