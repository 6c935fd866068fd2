"""La captura mensual de un área: formato, reglas, plantilla y recibo. Lo comparten el flujo y el portal."""
