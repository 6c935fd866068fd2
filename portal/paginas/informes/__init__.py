"""Informes: generarlos, su historial, comparar dos meses y los acuerdos de la reunión."""
