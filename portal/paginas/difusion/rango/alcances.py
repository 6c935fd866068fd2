"""De los renglones del almacén al alcance de cada campaña, cada plataforma y la selección. No consulta."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dominio.difusion.rangos import SIN_OBSERVACION, Dias, Intervalo, Ventana, alcance_en, juntar

Renglon = Mapping[str, Any]
Ambito = tuple[str, str | None]
"""(plataforma, campaña); sin campaña, la plataforma entera."""


def por_ambito(
    desde: dt.date, hasta: dt.date, dias: Iterable[Renglon], ventanas: Iterable[Renglon]
) -> dict[Ambito, Intervalo]:
    """Alcance de cada ámbito con entrega en el rango."""
    por_dias = {(r["plataforma"], r["campana_clave"]): _dias(r) for r in dias}
    por_ventanas: dict[Ambito, list[Ventana]] = {}
    for r in ventanas:
        por_ventanas.setdefault((r["plataforma"], r["campana_clave"]), []).append(_ventana(r))
    salida = {}
    for ambito in por_dias.keys() | por_ventanas.keys():
        hallado = alcance_en(desde, hasta, por_dias.get(ambito, Dias()), por_ventanas.get(ambito, []))
        if hallado.impresiones != 0:
            salida[ambito] = hallado
    return {ambito: _con_tope(ambito, intervalo, salida) for ambito, intervalo in salida.items()}


def _dias(r: Renglon) -> Dias:
    return Dias(int(r["cota_antes"]), int(r["cota_hasta"]), r["parte_mayor"], int(r["num_impresiones"]))


def _ventana(r: Renglon) -> Ventana:
    return Ventana(
        inicio=r["fecha_inicio"], fin=r["fecha_fin"], minimo=r["alcance_minimo"], maximo=r["alcance_maximo"],
        es_reportada=bool(r["es_reportada"]), origen=str(r["origen"]), impresiones=r["num_impresiones"],
        impresiones_diarias=int(r["num_impresiones_diarias"]), cota_antes=int(r["cota_antes"]),
        cota_hasta=int(r["cota_hasta"]),
    )  # fmt: skip


def _con_tope(ambito: Ambito, propio: Intervalo, todos: Mapping[Ambito, Intervalo]) -> Intervalo:
    """Una campaña no pasa de su plataforma; la plataforma, no menos que su mayor campaña ni más que todas juntas."""
    plataforma, campana = ambito
    if propio.metodo == "plataforma":
        return propio
    if campana is not None:
        entera = todos.get((plataforma, None))
        tope = None if entera is None else entera.maximo
        return juntar([propio], tope) if tope is not None else propio
    campanas = [i for (pl, ca), i in todos.items() if pl == plataforma and ca is not None]
    if not campanas:
        return propio
    reunidas = juntar(campanas, propio.maximo, propio.minimo)
    if reunidas.minimo is None or (reunidas.minimo, reunidas.maximo) == (propio.minimo, propio.maximo):
        return propio
    es_el_tope = reunidas.maximo == propio.maximo
    return replace(reunidas, impresiones=propio.impresiones, tramos=propio.tramos if es_el_tope else reunidas.tramos)


def de_la_seleccion(
    alcances: Mapping[Ambito, Intervalo], campanas: Sequence[Renglon], es_todo: bool
) -> dict[str, Intervalo]:
    """plataforma → alcance de las campañas elegidas en ella; si se eligió todo, el de la plataforma."""
    salida: dict[str, Intervalo] = {}
    for plataforma in sorted({str(c["plataforma"]) for c in campanas if c["tiene_alcance"]}):
        entera = alcances.get((plataforma, None), SIN_OBSERVACION)
        if es_todo:
            salida[plataforma] = entera
            continue
        partes = [alcances.get((plataforma, str(c["campana_clave"])), SIN_OBSERVACION)
                  for c in campanas if c["plataforma"] == plataforma and c["tiene_alcance"]]  # fmt: skip
        salida[plataforma] = juntar(partes, entera.maximo if len(partes) > 1 else None)
    return salida
