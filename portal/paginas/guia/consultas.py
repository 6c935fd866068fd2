"""Las reglas vigentes que la guía cita con sus números."""

from __future__ import annotations

from portal.almacen import consultar, existe

POR_OMISION = {"cumplida": 100.0, "buen_desempeno": 90.0, "regular": 70.0, "excedida": 110.0, "dia_limite_captura": 5.0}


def umbrales() -> tuple[dict[str, float], bool]:
    """Valor de cada regla vigente al corte y si vienen del programa (falso: son los del ejemplo)."""
    if not existe("mart_seguimiento__reglas"):
        return dict(POR_OMISION), False
    renglones = consultar("select regla_clave, valor from mart_seguimiento__reglas where es_vigente_al_corte")
    vigentes = {renglon["regla_clave"]: float(renglon["valor"]) for renglon in renglones}
    return {**POR_OMISION, **vigentes}, bool(vigentes)
