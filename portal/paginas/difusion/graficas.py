"""Dibujos de difusión: intervalo de alcance, banda contractual, gasto acumulado y embudo. No consultan."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from portal import formato
from portal.componentes.dibujo import Dibujo, circulo, figura, lamina, linea, recta, rectangulo, texto

Renglon = Mapping[str, Any]
ANCHO, ANCHO_TELEFONO = 664.0, 358.0
_ROTULO = 190.0


def redondo(personas: float | None) -> int | None:
    """La plataforma estima el alcance: se muestra a la centena (a la decena si no llega a mil)."""
    if personas is None:
        return None
    paso = 100 if personas >= 1000 else 10
    return round(personas / paso) * paso


def alcance_escrito(minimo: float | None, maximo: float | None) -> str:
    """«128,400» o «128,400 a 238,100»."""
    return formato.intervalo(redondo(minimo), redondo(maximo))


def _paso(techo: float, cuantas: int = 5) -> float:
    """Un paso de eje redondo (1, 2, 2.5 o 5 por una potencia de diez)."""
    if techo <= 0:
        return 1.0
    bruto = techo / cuantas
    potencia = 10 ** math.floor(math.log10(bruto))
    return float(next(m * potencia for m in (1, 2, 2.5, 5, 10) if m * potencia >= bruto))


def _miles(valor: float) -> str:
    return "0" if valor == 0 else f"{formato.numero(valor / 1000)} mil"


def _marca(x_minimo: float, x_maximo: float, y: float, alto: float, titulo: str) -> list[str]:
    """Exacto = rombo; intervalo = barra con topes. Nunca un punto medio."""
    if x_maximo - x_minimo < 0.5:
        radio = alto * 2 / 3
        return [
            figura(f"M{x_minimo:.1f} {y - radio:.1f}l{radio} {radio}l-{radio} {radio}l-{radio}-{radio}z", "f1", titulo)
        ]
    return [
        rectangulo(x_minimo, y - alto / 2, x_maximo - x_minimo, alto, "int", titulo),
        recta(x_minimo, y - alto * 0.75, x_minimo, y + alto * 0.75, "tope"),
        recta(x_maximo, y - alto * 0.75, x_maximo, y + alto * 0.75, "tope"),
    ]


def alcance(renglones: Sequence[Renglon], hallazgo: str, *, telefono: bool = False) -> Dibujo:
    """Un renglón por ámbito: ``nombre``, ``metodo_escrito``, ``alcance_minimo``, ``alcance_maximo`` (personas)."""
    ancho = ANCHO_TELEFONO if telefono else ANCHO
    izquierda, derecha = (0.0, 66.0) if telefono else (_ROTULO, 140.0)
    separacion, arriba = (48.0, 14.0) if telefono else (44.0, 2.0)
    techo = max((float(r["alcance_maximo"] or 0) for r in renglones), default=0) or 1.0
    paso = _paso(techo, 3 if telefono else 5)
    fin = math.ceil(techo / paso) * paso
    escala = (ancho - izquierda - derecha) / fin
    base = arriba + separacion * len(renglones) + 8
    piezas: list[str] = []
    for n in range(round(fin / paso) + 1):
        x = izquierda + n * paso * escala
        piezas += [recta(x, arriba, x, base, "rej"),
                   texto(x, base + 15, _miles(n * paso), "tm", "start" if n == 0 else "middle")]  # fmt: skip
    for n, r in enumerate(renglones):
        y = arriba + separacion * n + (36 if telefono else 26)
        minimo, maximo = r["alcance_minimo"], r["alcance_maximo"]
        escrito = alcance_escrito(minimo, maximo)
        if telefono:
            piezas.append(texto(0, y - 12, f"{r['nombre']}: {escrito}", "tt halo"))
        else:
            piezas += [texto(0, y - 1, r["nombre"], "tt"), texto(0, y + 13, r["metodo_escrito"], "tm")]
        if minimo is None or maximo is None:
            continue
        piezas += _marca(izquierda + minimo * escala, izquierda + maximo * escala, y, 12, f"{r['nombre']}: {escrito}")
        if not telefono:
            piezas.append(texto(izquierda + maximo * escala + 12, y + 5, escrito, "tt halo"))
    return lamina(ancho, base + 22, piezas, hallazgo, clase="solo-tel" if telefono else "solo-esc")


def alcance_en_celda(minimo: float | None, maximo: float | None, techo: float, ancho: float = 120) -> Dibujo | None:
    """El alcance de una campaña en su renglón de tabla, en la misma escala que las demás."""
    if minimo is None or maximo is None or not techo:
        return None
    escala = (ancho - 12) / techo
    piezas = [recta(6, 8, ancho, 8, "rej"), *_marca(6 + minimo * escala, 6 + maximo * escala, 8, 8, "")]
    return lamina(ancho, 16, piezas, None, fijo=True, clase="mini")


def banda(num: int, minimo: int, maximo: int, hallazgo: str) -> Dibujo:
    """Campañas del mes (punto) contra la banda que pide el contrato."""
    techo = max(maximo + 2, num + 1, 12)
    escala = 212 / techo
    piezas = [
        recta(4, 12, 216, 12, "eje"),
        rectangulo(4 + minimo * escala, 6, (maximo - minimo) * escala, 12, "banda-contrato"),
        texto(4, 31, "0", "tm", "middle"),
        texto(4 + minimo * escala, 31, str(minimo), "tm", "middle"),
        texto(4 + maximo * escala, 31, str(maximo), "tm", "middle"),
        circulo(4 + num * escala, 12, 6, "f1"),
    ]
    return lamina(220, 34, piezas, hallazgo, clase="banda")


def _millones(valor: Any) -> float:
    return float(valor) / 1e6


def _eje_de_millones(techo: float, izquierda: float, derecha: float, y0: float, y1: float) -> list[str]:
    paso = _paso(techo)
    piezas: list[str] = []
    for n in range(math.floor(techo / paso + 1e-9) + 1):
        if n and abs(n * paso - techo) < paso * 0.3:
            continue
        y = y0 - (y0 - y1) * n * paso / techo
        piezas += [recta(izquierda, y, derecha, y, "rej" if n else "eje"),
                   texto(izquierda - 8, y + 4, formato.numero(n * paso), "tm", "end")]  # fmt: skip
    return piezas


def gasto(meses: Sequence[Renglon], hallazgo: str, *, telefono: bool = False) -> Dibujo:
    """Gasto acumulado contra suficiencia y ritmo parejo; lo proyectado, punteado. Millones de pesos."""
    ancho = ANCHO_TELEFONO if telefono else ANCHO
    izquierda, derecha = 36.0, ancho - (92.0 if telefono else 128.0)
    suficiencia = _millones(meses[0]["importe_suficiencia_mxn"])
    final = max((_millones(m["importe_proyectado_mxn"]) for m in meses if m["importe_proyectado_mxn"]), default=0.0)
    tope = max(suficiencia, final, max(_millones(m["importe_acumulado_mxn"]) for m in meses))
    y0, y1 = 204.0, 28.0
    paso = (derecha - izquierda) / len(meses)

    def punto(n: int, valor: Any) -> tuple[float, float]:
        return izquierda + paso * n, y0 - (y0 - y1) * _millones(valor) / tope

    corte = max((n for n, m in enumerate(meses) if m["es_concluido"]), default=-1)
    reales = [(izquierda, y0), *(punto(n + 1, m["importe_acumulado_mxn"]) for n, m in enumerate(meses[: corte + 1]))]
    futuros = [punto(n + 1, m["importe_proyectado_mxn"]) for n, m in enumerate(meses)
               if n >= corte and m["importe_proyectado_mxn"] is not None]  # fmt: skip
    y_suficiencia = y0 - (y0 - y1) * suficiencia / tope
    piezas = _eje_de_millones(tope, izquierda, derecha, y0, y1)
    piezas += [texto(izquierda + paso * (n + 0.5), 223, formato.mes_corto(m["periodo"]), "tm", "middle")
               for n, m in enumerate(meses) if not telefono or n % 2 == 0]  # fmt: skip
    parejo = [(izquierda, y0), *(punto(n + 1, m["importe_parejo_mxn"]) for n, m in enumerate(meses))]
    piezas += [recta(izquierda, y_suficiencia, derecha, y_suficiencia, "suficiencia"), linea(parejo, "l2"),
               linea(reales, "l1"), linea(futuros, "l1 proyeccion")]  # fmt: skip
    piezas += _rotulos_de_gasto(meses, reales, futuros, suficiencia, y_suficiencia, derecha, telefono)
    return lamina(ancho, 230, piezas, hallazgo, clase="solo-tel" if telefono else "solo-esc")


def _rotulos_de_gasto(
    meses: Sequence[Renglon], reales: Sequence[tuple[float, float]], futuros: Sequence[tuple[float, float]],
    suficiencia: float, y_suficiencia: float, derecha: float, telefono: bool,
) -> list[str]:  # fmt: skip
    x, y = reales[-1]
    gastado = _millones(meses[len(reales) - 2]["importe_acumulado_mxn"]) if len(reales) > 1 else 0.0
    piezas = [
        texto(derecha + 8, y_suficiencia + 4, f"{suficiencia:.2f} {'techo' if telefono else 'suficiencia'}", "tt"),
        circulo(x, y, 4, "f1"),
        texto(x + 2, y + 20, f"{gastado:.2f}", "tt halo", "middle", 14),
    ]
    if len(futuros) > 1:
        y_final = futuros[-1][1]
        # que no choque con el rótulo de la suficiencia
        y_rotulo = y_final + 5 if abs(y_final - y_suficiencia) > 18 else y_suficiencia + 22
        proyectado = _millones(meses[-1]["importe_proyectado_mxn"])
        piezas += [texto(derecha + 8, y_rotulo, f"{proyectado:.2f}", "tt"),
                   texto(derecha + 8, y_rotulo + 14, "proy." if telefono else "proyectado", "tm")]  # fmt: skip
    medio = (36.0 + derecha) / 2
    if telefono:
        piezas.append(texto(derecha, 190, "punteado: dónde deberíamos ir", "tm halo", "end"))
    else:
        piezas.append(texto(medio - 24, 112, "dónde deberíamos ir", "tm halo", "end"))
    return piezas


def embudo(
    pasos: Sequence[tuple[str, int | None]], hallazgo: str, *, alcance: str | None = None, telefono: bool = False
) -> Dibujo:
    """De impresión a contacto: cada barra es la proporción que pasa del paso anterior, de 0 a 100.

    ``alcance`` va antes, escrito: personas e impresiones no son el mismo conteo y no hay proporción entre ellas.
    """
    ancho = ANCHO_TELEFONO if telefono else 464.0
    largo = ancho - 242.0
    piezas: list[str] = []
    anterior: int | None = None
    desde = 0
    if alcance is not None:
        piezas += [texto(0, 20, "Alcance"), texto(184, 20, alcance, "tt", "start", 13.5)]
        desde = 1
    for n, (nombre, valor) in enumerate(pasos, start=desde):
        y = 20 + 38.0 * n
        if n:
            piezas.append(recta(0, y - 24, ancho, y - 24, "rej"))
        clase = "tt" if valor is not None else "tm"
        piezas += [texto(0, y, nombre), texto(168, y, formato.numero(valor, 0), clase, "end", 13.5)]
        if n > desde and anterior and valor is not None:
            parte = valor / anterior
            piezas += [rectangulo(184, y - 11, largo, 14, "fh"),
                       rectangulo(184, y - 11, largo * min(parte, 1), 14, "f1"),
                       texto(ancho, y, formato.proporcion(parte), "tt", "end")]  # fmt: skip
        anterior = valor if valor is not None else anterior
    alto = 38.0 * (len(pasos) + desde)
    return lamina(ancho, alto, piezas, hallazgo, clase="solo-tel" if telefono else "solo-esc")
