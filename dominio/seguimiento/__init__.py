"""Lo que el seguimiento sabe calcular sin almacén ni pantalla: qué valor cambiaría la clase de una meta."""
