"""Dibujos del resumen: datos → SVG. No consultan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal import formato
from portal.paginas.seguimiento import trazos

Renglon = Mapping[str, Any]


def linea_del_anio(serie: Sequence[Renglon], umbrales: Renglon) -> str:
    """Cumplimiento al corte por mes sobre las bandas de clase; rótulo en el último y en el más alto.

    `serie`: meses en orden (periodo, cumplimiento 0–100 o nulo). `umbrales`: umbral_cumplida, umbral_buen_desempeno y
    umbral_regular vigentes. El eje no parte de cero: sus marcas van escritas.
    """
    con_valor = [f for f in serie if f["cumplimiento"] is not None]
    if not con_valor:
        return ""
    alto_util, derecha, paso = 118.0, 242.0, 236.0 / max(len(serie) - 1, 1)
    minimo = min(min(f["cumplimiento"] for f in con_valor), umbrales["umbral_buen_desempeno"]) - 4
    maximo = max(max(f["cumplimiento"] for f in con_valor), umbrales["umbral_cumplida"]) + 2
    m, b = trazos.escala(minimo, maximo, 10 + alto_util, 10)
    puntos = [
        None if f["cumplimiento"] is None else (6 + i * paso, m * f["cumplimiento"] + b) for i, f in enumerate(serie)
    ]
    partes = _bandas(umbrales, m, b, alto_util)
    partes += [trazos.ruta(tramo, "l1") for tramo in trazos.tramos(puntos)]
    partes += _rotulos(serie, puntos, derecha)
    for fila, punto in zip(serie, puntos, strict=True):
        if punto:
            globo = [formato.periodo(fila["periodo"]), formato.porcentaje(fila["cumplimiento"])]
            partes.append(trazos.columna_con_globo(punto[0], paso, 10 + alto_util, globo, 300))
    return trazos.lienzo(300, 150, partes, _descripcion(con_valor))


def mancuerna(
    antes: float | None, ahora: float | None, desde: float, umbrales: Sequence[float], ancho: int = 230
) -> str:
    """De dónde a dónde se movió un área: aro = mes anterior, punto = este mes; rayas finas en los umbrales."""
    m, b = trazos.escala(desde, 100, 6, ancho - 10)
    lugar = [None if v is None else m * min(max(v, desde), 100) + b for v in (antes, ahora)]
    partes = [trazos.ruta([(m * u + b, 0), (m * u + b, 20)], "rej") for u in umbrales if u > desde]
    if lugar[0] is not None and lugar[1] is not None:
        partes.append(trazos.ruta([(lugar[0], 10), (lugar[1], 10)], "eje"))
    if lugar[0] is not None:
        partes.append(trazos.circulo(lugar[0], 10, 3.5, "fp", "stroke:var(--mi-linea-fuerte);stroke-width:1.5"))
    if lugar[1] is not None:
        partes.append(trazos.circulo(lugar[1], 10, 5, "f1"))
    return trazos.lienzo(ancho, 20, partes, estilo=f"width:{ancho}px;height:20px")


def escala_de_mancuerna(desde: float, umbrales: Sequence[float], ancho: int = 230) -> str:
    """Las marcas escritas de la mancuerna, para el encabezado de la columna."""
    m, b = trazos.escala(desde, 100, 6, ancho - 10)
    partes = [trazos.texto(2, 12, formato.porcentaje(desde, 0), "tm")]
    partes += [trazos.texto(m * u + b, 12, formato.numero(u), "tm", "middle") for u in umbrales if u > desde + 12]
    return trazos.lienzo(ancho, 15, partes, estilo=f"width:{ancho}px;height:15px")


def piso_de_escala(valores: Sequence[float | None]) -> float:
    """Decena por debajo del menor valor, sin pasar de 60: desde dónde arranca la mancuerna."""
    presentes = [v for v in valores if v is not None]
    return float(min(60, (min(presentes) // 10) * 10)) if presentes else 0.0


def _bandas(umbrales: Renglon, m: float, b: float, alto_util: float) -> list[str]:
    """Fondo por clase y raya rotulada en cumplida y buen desempeño."""
    fondo, techo = 10 + alto_util, 10.0
    cortes = [
        ("CUMPLIDA", umbrales["umbral_cumplida"]),
        ("BUEN_DESEMPENO", umbrales["umbral_buen_desempeno"]),
        ("REGULAR", umbrales["umbral_regular"]),
    ]
    partes = []
    for clase, umbral in cortes:
        y = min(max(m * umbral + b, techo), fondo)
        partes.append(trazos.rectangulo(6, techo, 236, y - techo, trazos.BANDA[clase]))
        if y < fondo:
            partes.append(trazos.ruta([(6, y), (242, y)], "eje"))
            partes.append(trazos.texto(11, y - 5, f"{formato.numero(umbral)}{formato.DURO}%"))
        techo = y
    partes.append(trazos.rectangulo(6, techo, 236, fondo - techo, trazos.BANDA["DEFICIENTE"]))
    return partes


def _rotulos(serie: Sequence[Renglon], puntos: Sequence[trazos.Punto | None], derecha: float) -> list[str]:
    """Último valor a la derecha, máximo sobre su punto (si es otro) y los meses."""
    con_valor = [(f, p) for f, p in zip(serie, puntos, strict=True) if p]
    fila, (x, y) = con_valor[-1]
    partes = [
        trazos.circulo(x, y, 4, "f1"),
        trazos.texto(x + 9, y + 1, formato.porcentaje(fila["cumplimiento"]), "tt halo", estilo="font-size:13px"),
        trazos.texto(x + 9, y + 15, formato.mes_corto(fila["periodo"]), "tm halo"),
    ]
    alta, (ax, ay) = max(con_valor, key=lambda par: par[0]["cumplimiento"])
    if x - ax > 60 and ax > 70:  # a la izquierda taparía las marcas de los umbrales
        rotulo = f"{formato.porcentaje(alta['cumplimiento'])} {formato.mes_corto(alta['periodo'])}"
        partes.append(trazos.texto(min(max(ax, 40), derecha - 40), ay - 8, rotulo, "halo tt", "middle"))
    for i, (f, _) in enumerate(zip(serie, puntos, strict=True)):
        if i % 3 == 0 and (i == 0 or len(serie) - i > 1):
            lugar = 6 + i * 236.0 / max(len(serie) - 1, 1)
            partes.append(
                trazos.texto(lugar, 145, formato.mes_corto(f["periodo"]), ancla="start" if i == 0 else "middle")
            )
    return partes


def _descripcion(con_valor: Sequence[Renglon]) -> str:
    primero, ultimo = con_valor[0], con_valor[-1]
    desde = f"{formato.porcentaje(primero['cumplimiento'])} en {formato.mes(primero['periodo'])}"
    hasta = f"{formato.porcentaje(ultimo['cumplimiento'])} en {formato.mes(ultimo['periodo'])}"
    return f"Cumplimiento al corte por mes: {desde}, {hasta}"
