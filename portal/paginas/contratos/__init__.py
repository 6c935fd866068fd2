"""Contratos: calendario de entregables, días de atraso, pena estimada y pagos."""
