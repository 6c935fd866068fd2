"""El plan en un solo rectángulo: eje → objetivo → meta, con área según el peso y color según la clase.

Datos → SVG; no consulta. El mismo contenido está como texto en el árbol de la página.
"""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from portal import formato
from portal.componentes import dibujo
from portal.componentes.semaforo import aspecto

Renglon = Mapping[str, Any]
ANCHO, ALTO = 1120.0, 700.0
_CABEZA_DE_EJE, _CABEZA_DE_OBJETIVO, _AIRE, _LETRA = 22.0, 17.0, 3.0, 12.0
_ANCHO_DE_LETRA = 0.56
"""Ancho medio de un carácter de la letra del portal, en proporción a su tamaño."""


class Caja(NamedTuple):
    """Un rectángulo del dibujo."""

    x: float
    y: float
    ancho: float
    alto: float

    def por_dentro(self, cabeza: float, aire: float = 0) -> Caja:
        """Lo que queda bajo una cabeza de ese alto, con aire alrededor."""
        return Caja(
            self.x + aire,
            self.y + cabeza,
            max(self.ancho - 2 * aire, 0),
            max(self.alto - cabeza - aire, 0),
        )


def repartir(pesos: Sequence[float], dentro: Caja) -> list[Caja]:
    """Llena el rectángulo con uno por peso, de área proporcional y lo más cuadrados posible, en el mismo orden.

    Los pesos deben ser positivos. Acomoda de mayor a menor, por franjas contra el lado corto (*squarified treemap*).
    """
    total = sum(pesos)
    if not pesos or total <= 0:
        return []
    escala = dentro.ancho * dentro.alto / total
    pendientes = sorted(range(len(pesos)), key=lambda i: -pesos[i])
    cajas: dict[int, Caja] = {}
    libre = dentro
    while pendientes:
        lado = min(libre.ancho, libre.alto)
        franja = 1
        while franja < len(pendientes):
            con_otro = [pesos[i] * escala for i in pendientes[: franja + 1]]
            if _peor_proporcion(con_otro, lado) > _peor_proporcion(con_otro[:-1], lado):
                break
            franja += 1
        elegidos, pendientes = pendientes[:franja], pendientes[franja:]
        nuevas, libre = _franja([pesos[i] * escala for i in elegidos], libre)
        cajas.update(zip(elegidos, nuevas, strict=True))
    return [cajas[i] for i in range(len(pesos))]


def _peor_proporcion(areas: Sequence[float], lado: float) -> float:
    grueso = sum(areas) / lado if lado else 0.0
    return max((max(grueso * grueso / a, a / (grueso * grueso)) for a in areas if a and grueso), default=float("inf"))


def _franja(areas: Sequence[float], libre: Caja) -> tuple[list[Caja], Caja]:
    """Una franja pegada al lado corto, y lo que queda libre."""
    acostada = libre.ancho < libre.alto
    lado = libre.ancho if acostada else libre.alto
    grueso = sum(areas) / lado if lado else 0.0
    cajas, avance = [], 0.0
    for area in areas:
        largo = area / grueso if grueso else 0.0
        if acostada:
            cajas.append(Caja(libre.x + avance, libre.y, largo, grueso))
        else:
            cajas.append(Caja(libre.x, libre.y + avance, grueso, largo))
        avance += largo
    if acostada:
        return cajas, Caja(libre.x, libre.y + grueso, libre.ancho, max(libre.alto - grueso, 0))
    return cajas, Caja(libre.x + grueso, libre.y, max(libre.ancho - grueso, 0), libre.alto)


def peso_de(meta: Renglon) -> float:
    """El peso con que cuenta la meta: 1 si el programa no lo dice."""
    return float(meta["peso"] or 1)


def mapa(
    metas: Sequence[Renglon],
    niveles: Mapping[tuple[str, str], Renglon],
    ruta_de_meta: Callable[[str], str],
    ruta_de_eje: Callable[[str], str],
) -> dibujo.Dibujo:
    """El mapa completo; cada meta lleva a su ficha y cada eje, al resumen de ese eje.

    Args:
        metas: renglones del plan, con su clase y cumplimiento en el periodo.
        niveles: agregado de cada (nivel, clave), para el porcentaje de ejes y objetivos.
        ruta_de_meta: clave de la meta → dirección de su ficha.
        ruta_de_eje: clave del eje → dirección de su detalle.
    """
    piezas: list[str] = []
    por_eje = _agrupar(metas, "eje_clave")
    for (clave, propias), caja in zip(
        por_eje, repartir([_peso(g) for _, g in por_eje], Caja(0, 0, ANCHO, ALTO)), strict=True
    ):
        interior = caja.por_dentro(_CABEZA_DE_EJE, _AIRE)
        nombre, cifra = propias[0]["eje_nombre"] or "Sin eje en el programa", _cifra(niveles.get(("eje", clave or "")))
        cabeza = _cabeza(nombre, cifra, caja, _AIRE, 16, "tt", 13)
        piezas.append(_ligado(ruta_de_eje(clave), f"{nombre}: {cifra}", cabeza) if clave else cabeza)
        por_objetivo = _agrupar(propias, "objetivo_clave")
        cajas = repartir([_peso(g) for _, g in por_objetivo], interior)
        for (objetivo, suyas), marco in zip(por_objetivo, cajas, strict=True):
            rotulo = suyas[0]["objetivo_nombre"] or "Sin objetivo en el programa"
            cifra = _cifra(niveles.get(("objetivo", objetivo or "")))
            piezas.append(_cabeza(rotulo, cifra, marco, 1, 12, "tm", _LETRA))
            dentro = marco.por_dentro(_CABEZA_DE_OBJETIVO)
            losas = repartir([peso_de(m) for m in suyas], dentro)
            piezas += [_losa(m, losa, ruta_de_meta(m["meta_clave"])) for m, losa in zip(suyas, losas, strict=True)]
    etiqueta = (
        f"{formato.cuenta(len(metas), 'meta', 'metas')} por eje y objetivo; el área es su peso y el color, su clase"
    )
    return dibujo.lamina(ANCHO, ALTO, piezas, etiqueta, clase="mapa-del-plan", interactivo=True)


def _agrupar(metas: Sequence[Renglon], campo: str) -> list[tuple[str | None, list[Renglon]]]:
    grupos: dict[str | None, list[Renglon]] = {}
    for meta in metas:
        grupos.setdefault(meta[campo], []).append(meta)
    return list(grupos.items())


def _peso(metas: Sequence[Renglon]) -> float:
    return sum(peso_de(m) for m in metas)


def _cifra(agregado: Renglon | None) -> str:
    hay = agregado is not None and agregado["cumplimiento"] is not None
    return formato.porcentaje(agregado["cumplimiento"]) if agregado is not None and hay else formato.SIN_DATO


def _caben(ancho: float, tamano: float) -> int:
    return int(max(ancho, 0) / (tamano * _ANCHO_DE_LETRA))


def _recortar(texto: str, ancho: float, tamano: float) -> str:
    """El texto, cortado con «…» si no cabe; vacío si no cabe ni una palabra corta."""
    caben = _caben(ancho, tamano)
    if len(texto) <= caben:
        return texto
    return f"{texto[: caben - 1].rstrip(' ,')}…" if caben >= 5 else ""


def _cabeza(nombre: str, cifra: str, caja: Caja, sangria: float, bajo: float, clase: str, tamano: float) -> str:
    """Nombre a la izquierda y cumplimiento a la derecha; si no caben los dos, solo el cumplimiento."""
    reservado = (len(cifra) + 1) * tamano * 0.6
    if caja.ancho - 2 * sangria < reservado:
        return ""
    dicho = _recortar(nombre, caja.ancho - 2 * sangria - reservado, tamano)
    derecha = dibujo.texto(caja.x + caja.ancho - sangria - 1, caja.y + bajo, cifra, "tt", "end", tamano)
    return (dibujo.texto(caja.x + sangria, caja.y + bajo, dicho, clase, tamano=tamano) if dicho else "") + derecha


def _losa(m: Renglon, caja: Caja, destino: str) -> str:
    """Una meta: forma y porcentaje, palabra de la clase y, si hay lugar, clave y nombre."""
    visto = aspecto(m["clase"])
    cifra = formato.porcentaje(m["cumplimiento"]) if m["cumplimiento"] is not None else ""
    leido = ", ".join(p for p in (m["area_corta"], cifra, visto.palabra) if p)
    rotulo = f"{m['meta_clave']} {m['indicador_nombre']}: {leido}"
    x, y, ancho, alto = caja.x + 1, caja.y + 1, max(caja.ancho - 2, 0), max(caja.alto - 2, 0)
    piezas = [dibujo.rectangulo(x, y, ancho, alto, f"k-{visto.css} losa", radio=2)]
    if ancho >= 16 and alto >= 18:
        piezas.append(_forma(visto.css, x + 10, y + 10.5))
    # La cifra va junto a la forma; si no cabe a su lado, en el renglón de abajo.
    bajo_la_forma = bool(cifra) and len(cifra) > _caben(ancho - 20, 13)
    renglones = int((alto - 4) / 14) - bajo_la_forma
    for orden, dicho in enumerate(_dichos(m, cifra, visto.palabra, ancho - 8, renglones)):
        es_cifra = orden == 0 and bool(cifra)
        sangria = 18.0 if orden == 0 and not bajo_la_forma else 4.0
        tamano = (12.0 if bajo_la_forma else 13.0) if es_cifra else 11.5
        clase = f"w-{visto.css} cifra" if es_cifra else f"w-{visto.css}"
        piezas.append(dibujo.texto(x + sangria, y + 15 + 14 * (orden + bajo_la_forma), dicho, clase, tamano=tamano))
    return _ligado(destino, rotulo, *piezas)


def _ligado(destino: str, rotulo: str, *piezas: str) -> str:
    """Un enlace que se llama como su ``title``: lo leído no contradice lo escrito, que puede ir recortado."""
    return f'<a href="{escape(destino)}"><title>{escape(rotulo)}</title>{"".join(piezas)}</a>'


def _dichos(m: Renglon, cifra: str, palabra: str, ancho: float, renglones: int) -> list[str]:
    """Lo que se escribe en la losa, de lo más a lo menos importante; ninguna palabra se parte ni se queda a medias."""
    # Sin cifra, la palabra comparte renglón con la forma.
    partes = [[cifra] if cifra else [], _acomodar(palabra, ancho if cifra else ancho - 14)]
    partes += [_acomodar(m["meta_clave"], ancho), _acomodar(m["indicador_nombre"] or "", ancho)]
    dichos: list[str] = []
    for parte in partes:
        if len(dichos) + len(parte) <= renglones and (parte != [cifra] or len(cifra) <= _caben(ancho, 12)):
            dichos += parte
    return dichos


def _acomodar(texto: str, ancho: float) -> list[str]:
    """El texto en renglones sin partir palabras; vacío si alguna no cabe."""
    return list(_en_renglones(texto, _caben(ancho, 11.5)))


@functools.lru_cache(maxsize=4096)
def _en_renglones(texto: str, caben: int) -> tuple[str, ...]:
    renglones = textwrap.wrap(texto, max(caben, 1), break_long_words=False, break_on_hyphens=False)
    return tuple(renglones) if all(len(r) <= caben for r in renglones) else ()


def _forma(css: str, x: float, y: float) -> str:
    """La forma del semáforo —círculo, cuadro, triángulo, octágono o anillo—, para quien no distingue el color."""
    clase = f"forma w-{css}"
    if css == "buen":
        return dibujo.rectangulo(x - 4, y - 4, 8, 8, clase)
    if css == "regular":
        return dibujo.figura(f"M{x:.1f} {y - 4.5:.1f}l5 9h-10z", clase)
    if css == "deficiente":
        return dibujo.figura(f"M{x - 2:.1f} {y - 5:.1f}h4l3 3v4l-3 3h-4l-3-3v-4z", clase)
    return dibujo.circulo(x, y, 4, clase)
