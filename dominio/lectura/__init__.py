"""Leer archivos ajenos: libros de Excel, encabezados, números y fechas por contrato. Lo usan el flujo y la captura."""
