"""Celdas dibujadas del tablero: barra de bala, minilínea y captura por mes. Datos → SVG; no consultan."""

from __future__ import annotations

from collections.abc import Sequence

from portal.paginas.seguimiento import trazos

MARCA_DE_CAPTURA = {
    "CAPTURADA": "",
    "EXTEMPORANEA": "x",
    "SIN_CAPTURA": "s",
    "NO_PROGRAMADA": "n",
    "NO_APLICA": "n",
    "PENDIENTE": "f",
}
PALABRA_DE_CAPTURA = {
    "CAPTURADA": "capturada",
    "EXTEMPORANEA": "extemporánea",
    "SIN_CAPTURA": "sin captura",
    "NO_PROGRAMADA": "no programada",
    "NO_APLICA": "no aplica",
    "PENDIENTE": "por venir",
}


def bala(
    realizado: float | None, programado: float | None, meta_anual: float | None, ancho: int = 128, alto: int = 18
) -> str:
    """Fondo = meta anual, barra = realizado, raya = dónde deberíamos ir (programado acumulado). Escala desde cero.

    El fondo llega hasta la meta anual; si el realizado o el programado la rebasan, la escala se estira hasta ellos.
    Valores negativos o ausentes no dibujan su marca.
    """
    valores = [max(v, 0.0) for v in (realizado, programado, meta_anual) if v is not None]
    tope = max(valores, default=0.0)
    if tope <= 0:
        return ""
    util = ancho - 4.0
    centro = alto / 2
    partes = [trazos.rectangulo(1, centro - 5, util * _parte(meta_anual or tope, tope), 10, "fh", 'rx="1"')]
    if realizado is not None:
        partes.append(trazos.rectangulo(1, centro - 2.5, util * _parte(realizado, tope), 5, "f1"))
    if programado is not None and programado >= 0:
        x = 1 + util * _parte(programado, tope)
        partes.append(f'<path class="tk" d="M{trazos.n(x)} {trazos.n(centro - 7)}v14"/>')
    return trazos.lienzo(ancho, alto, partes, estilo=f"width:{ancho}px;height:{alto}px")


def minilinea(
    programado: Sequence[float | None], realizado: Sequence[float | None], ancho: int = 92, alto: int = 26
) -> str:
    """Programado punteado y realizado continuo con punto final, sobre el mismo eje que parte de cero."""
    presentes = [v for v in (*programado, *realizado) if v is not None]
    if not presentes:
        return ""
    piso, tope = min(0.0, *presentes), max(0.0, *presentes)
    m, b = trazos.escala(piso, tope, alto - 2.0, 3.0)
    paso = (ancho - 8.0) / max(len(programado) - 1, 1)
    partes = [
        trazos.ruta(tramo, "l2", "stroke-width:1.25;stroke-dasharray:2.5 2")
        for tramo in trazos.tramos(_puntos(programado, paso, m, b))
    ]
    tramos = trazos.tramos(_puntos(realizado, paso, m, b))
    partes += [trazos.ruta(tramo, "l1", "stroke-width:1.75") for tramo in tramos if len(tramo) > 1]
    if tramos:
        x, y = tramos[-1][-1]
        partes.append(trazos.circulo(x, y, 2.6, "f1"))
    return trazos.lienzo(ancho, alto, partes, estilo=f"width:{ancho}px;height:{alto}px")


def hasta_el_corte(serie: Sequence[float | None], estados: Sequence[str]) -> list[float | None]:
    """Corta el acumulado después del último mes con captura: lo que no ha llegado no se dibuja plano."""
    ultimo = max((i for i, e in enumerate(estados) if e in ("CAPTURADA", "EXTEMPORANEA")), default=-1)
    return [v if i <= ultimo else None for i, v in enumerate(serie)]


def _parte(valor: float, tope: float) -> float:
    return min(max(valor, 0.0) / tope, 1.0)


def _puntos(serie: Sequence[float | None], paso: float, m: float, b: float) -> list[trazos.Punto | None]:
    return [None if v is None else (2 + i * paso, m * v + b) for i, v in enumerate(serie)]


def muestra_de_lineas() -> str:
    """Muestra para la leyenda: un tramo continuo y uno punteado."""
    return trazos.lienzo(
        26,
        10,
        [trazos.ruta([(0, 5), (11, 5)], "l1"), trazos.ruta([(14, 5), (26, 5)], "l2")],
        estilo="width:26px;height:10px",
    )
