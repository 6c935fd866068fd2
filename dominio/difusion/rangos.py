"""Alcance de un rango libre de fechas, sin doble conteo (REGLAS §8).

Exacto si la plataforma reportó ese ámbito y esas fechas. Si no, el intervalo más estrecho que permiten todas las
coberturas: días, semanas, meses y ventanas acumuladas, combinados. Aquí no se suma alcance observado: se encadenan
cotas ya calculadas en el almacén, y lo que sale es la cota superior del intervalo, nunca un resultado.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

_DIA = timedelta(days=1)
SIN_TOPE = float("inf")


@dataclass(frozen=True)
class Ventana:
    """Un tramo cuyo alcance se conoce o se acota.

    Attributes:
        inicio: primer día.
        fin: último día.
        minimo: cota inferior; ``None`` si nadie la observó.
        maximo: cota superior; ``None`` si el tramo no cubre todo lo entregado.
        es_reportada: la plataforma reportó ese ámbito y esas fechas.
        origen: ``mes``, ``acumulado``, ``ventana`` o ``informe``.
        impresiones: las del tramo.
        impresiones_diarias: las que dan sus días; si son menos, no hay detalle diario completo.
        cota_antes: cota acumulada por días antes del tramo.
        cota_hasta: cota acumulada por días al terminar el tramo.
    """

    inicio: date
    fin: date
    minimo: int | None
    maximo: int | None
    es_reportada: bool
    origen: str
    impresiones: int | None
    impresiones_diarias: int
    cota_antes: int
    cota_hasta: int

    @property
    def es_mes_sin_dias(self) -> bool:
        """Un mes cuyo detalle diario no da todas sus impresiones: por días no se puede acotar."""
        return self.origen == "mes" and self.impresiones_diarias < (self.impresiones or 0)


@dataclass(frozen=True)
class Dias:
    """Lo que dicen los días del rango: cota acumulada antes y al final, la mayor observación y las impresiones."""

    cota_antes: int = 0
    cota_hasta: int = 0
    parte_mayor: int | None = None
    impresiones: int = 0


@dataclass(frozen=True)
class Intervalo:
    """Alcance de un rango. ``tramos`` dice con qué se acotó: origen → cuántos."""

    minimo: int | None
    maximo: int | None
    metodo: str
    impresiones: int | None = None
    tramos: Mapping[str, int] = field(default_factory=dict)

    @property
    def es_exacto(self) -> bool:
        """Una sola cifra."""
        return self.minimo is not None and self.minimo == self.maximo

    def frecuencia(self) -> tuple[float, float] | None:
        """Impresiones entre alcance, también en intervalo."""
        if not self.minimo or not self.maximo or self.impresiones is None:
            return None
        return self.impresiones / self.maximo, self.impresiones / self.minimo


SIN_OBSERVACION = Intervalo(None, None, "sin_observacion")


def alcance_en(inicio: date, fin: date, dias: Dias, ventanas: Sequence[Ventana]) -> Intervalo:
    """El alcance de un ámbito entre dos fechas.

    Args:
        inicio: primer día del rango.
        fin: último día del rango.
        dias: lo que dicen los días del rango.
        ventanas: las que tocan el rango, y las que terminan justo antes.
    """
    sin_detalle = [v for v in ventanas if v.es_mes_sin_dias and v.inicio <= fin and v.fin >= inicio]
    impresiones = _impresiones(inicio, fin, dias, sin_detalle)
    iguales = [v for v in ventanas if _es_el_rango(v, inicio, fin, impresiones)]
    reportadas = [v for v in iguales if v.es_reportada and v.minimo is not None]
    if reportadas:
        elegida = min(reportadas, key=lambda v: (v.origen == "informe", v.origen == "acumulado", v.fin - v.inicio))
        return Intervalo(elegida.minimo, elegida.minimo, "plataforma", impresiones, {elegida.origen: 1})
    minimo = max((m for m in _cotas_inferiores(inicio, fin, dias, ventanas, iguales) if m is not None), default=None)
    maximo, tramos = _cobertura(inicio, fin, dias, ventanas, sin_detalle)
    if impresiones is not None and impresiones < maximo:
        maximo, tramos = impresiones, {"impresiones": 1}
    if minimo is None or maximo == SIN_TOPE:
        alguien_midio = any(v.minimo is not None for v in ventanas)
        return _incompleto(minimo, maximo if alguien_midio else SIN_TOPE, impresiones, tramos)
    tope = max(minimo, int(maximo))  # si los archivos se contradicen, el intervalo no se cruza
    return Intervalo(minimo, tope, "cotas_iguales" if minimo == tope else "intervalo", impresiones, tramos)


def _incompleto(minimo: int | None, maximo: float, impresiones: int | None, tramos: Mapping[str, int]) -> Intervalo:
    """Lo que se sabe cuando falta una de las dos cotas: solo el piso, solo el tope o nada."""
    if minimo is not None:
        return Intervalo(minimo, None, "solo_piso", impresiones)
    if maximo == SIN_TOPE:
        return Intervalo(None, None, "sin_observacion", impresiones)
    return Intervalo(None, int(maximo), "solo_tope", impresiones, tramos)


def _impresiones(inicio: date, fin: date, dias: Dias, sin_detalle: Sequence[Ventana]) -> int | None:
    """Las del rango; ``None`` si abarca parte de un mes sin detalle diario."""
    if any(v.inicio < inicio or v.fin > fin for v in sin_detalle):
        return None
    return dias.impresiones + sum((v.impresiones or 0) - v.impresiones_diarias for v in sin_detalle)


def _es_el_rango(v: Ventana, inicio: date, fin: date, impresiones: int | None) -> bool:
    """Las mismas fechas, o unas que lo contienen y en las que no corrió nada más."""
    if (v.inicio, v.fin) == (inicio, fin):
        return True
    lo_contiene = v.inicio <= inicio and v.fin >= fin and v.maximo is not None
    return lo_contiene and impresiones is not None and v.impresiones == impresiones


def _cotas_inferiores(
    inicio: date, fin: date, dias: Dias, ventanas: Sequence[Ventana], iguales: Sequence[Ventana]
) -> list[int | None]:
    """Lo observado en sus partes, y las personas nuevas entre dos ventanas que empiezan el mismo día."""
    cotas = [dias.parte_mayor, *(v.minimo for v in iguales)]
    cotas += [v.minimo for v in ventanas if v.inicio >= inicio and v.fin <= fin]
    previas = [v for v in ventanas if v.maximo is not None and v.fin >= inicio - _DIA]
    for larga in ventanas:
        if larga.minimo is None or larga.fin > fin:
            continue
        cotas += [larga.minimo - corta.maximo for corta in previas
                  if corta.inicio == larga.inicio and corta.fin < larga.fin and corta.maximo is not None]  # fmt: skip
    return cotas


def _cobertura(
    inicio: date, fin: date, dias: Dias, ventanas: Sequence[Ventana], sin_detalle: Sequence[Ventana]
) -> tuple[float, dict[str, int]]:
    """La cobertura completa más barata: días sueltos y ventanas encadenados de un extremo al otro."""
    utiles = [v for v in ventanas if v.maximo is not None and v.inicio <= fin and v.fin >= inicio]
    acumulada = {inicio: dias.cota_antes, fin + _DIA: dias.cota_hasta}
    for v in utiles:
        if v.inicio > inicio:
            acumulada[v.inicio] = v.cota_antes
        if v.fin < fin:
            acumulada[v.fin + _DIA] = v.cota_hasta
    nodos = sorted(acumulada)
    mejor: dict[date, tuple[float, date, str]] = {inicio: (0, inicio, "")}
    for anterior, nodo in pairwise(nodos):
        sin_dias = any(v.inicio < nodo and v.fin >= anterior for v in sin_detalle)
        por_dias = SIN_TOPE if sin_dias else acumulada[nodo] - acumulada[anterior]
        opciones = [(mejor[anterior][0] + por_dias, anterior, "dia")]
        opciones += [(mejor[max(v.inicio, inicio)][0] + (v.maximo or 0), max(v.inicio, inicio), v.origen)
                     for v in utiles if v.inicio < nodo <= v.fin + _DIA]  # fmt: skip
        mejor[nodo] = min(opciones, key=lambda opcion: opcion[0])
    tramos: dict[str, int] = {}
    nodo = nodos[-1]
    while nodo != inicio:
        _, anterior, origen = mejor[nodo]
        tramos[origen] = tramos.get(origen, 0) + ((nodo - anterior).days if origen == "dia" else 1)
        nodo = anterior
    return mejor[nodos[-1]][0], tramos


def juntar(partes: Sequence[Intervalo], tope: int | None = None, piso: int | None = None) -> Intervalo:
    """Alcance de la unión de varios ámbitos: la mayor de sus partes ≤ R ≤ lo que dan juntas sus cotas.

    Args:
        partes: cada campaña, o cada plataforma, con alcance en el rango.
        tope: cota superior de un ámbito que las contiene.
        piso: cota inferior de la misma unión, si se observó.
    """
    if len(partes) == 1 and piso is None and (tope is None or tope >= (partes[0].maximo or 0)):
        return partes[0]
    con_dato = [p for p in partes if p.minimo is not None]
    if not con_dato:
        return SIN_OBSERVACION
    impresiones = None if any(p.impresiones is None for p in partes) else sum(p.impresiones or 0 for p in partes)
    minimo = max([p.minimo for p in con_dato if p.minimo is not None] + ([] if piso is None else [piso]))
    cotas = [float(p.maximo) if p.maximo is not None else SIN_TOPE for p in partes]
    maximo = min(sum(cotas), SIN_TOPE if tope is None else tope, SIN_TOPE if impresiones is None else impresiones)
    if maximo == SIN_TOPE:
        return Intervalo(minimo, None, "solo_piso", impresiones)
    final = max(minimo, int(maximo))
    metodo = "cotas_iguales" if minimo == final else "intervalo"
    if len(partes) == 1 and partes[0].es_exacto:
        metodo = partes[0].metodo
    return Intervalo(
        minimo, final, metodo, impresiones, {"plataforma": 1} if final == tope else {"campana": len(partes)}
    )
