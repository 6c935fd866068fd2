"""Calendario del año: cuándo corrió cada campaña, las olas de encuesta y las metas de su tema. No consulta."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portal import formato
from portal.componentes.dibujo import Dibujo, lamina, ligado, recta, rectangulo, texto
from portal.componentes.semaforo import aspecto
from portal.paginas.difusion.graficas import ANCHO_TELEFONO

Renglon = Mapping[str, Any]
ANCHO_DEL_ANIO = 1120.0
_ROTULO, _ALTO, _ARRIBA = 230.0, 30.0, 34.0


def _posicion(fecha: dt.date, anio: int, izquierda: float, ancho: float) -> float:
    dias = (dt.date(anio + 1, 1, 1) - dt.date(anio, 1, 1)).days
    return izquierda + ancho * (fecha - dt.date(anio, 1, 1)).days / dias


def calendario(
    campanas: Sequence[Renglon], metas: Sequence[Renglon], olas: Sequence[Renglon], anio: int, hallazgo: str,
    destinos: Mapping[str, str], *, telefono: bool = False,
) -> Dibujo:  # fmt: skip
    """Un renglón por campaña: barras donde entregó, cuadros de la meta de su tema y, detrás, las olas de encuesta.

    Args:
        campanas: meses con entrega, ordenados por plataforma y campaña.
        metas: clase mensual de cada meta que comparte tema.
        olas: levantamientos, con su tema.
        anio: el que se dibuja.
        hallazgo: lo que se ve, en palabras.
        destinos: clave de la campaña → dirección de su página.
        telefono: versión angosta; el rótulo va encima de su barra.
    """
    ancho = ANCHO_TELEFONO if telefono else ANCHO_DEL_ANIO
    izquierda = 0.0 if telefono else _ROTULO
    paso = 40.0 if telefono else _ALTO
    claves = list(dict.fromkeys(str(c["campana_clave"]) for c in campanas))
    base = _ARRIBA + paso * len(claves)
    piezas = _meses(anio, izquierda, ancho - izquierda, base, telefono)
    for ola in {(o["estudio_corto"], o["fecha_inicio"], o["fecha_fin"]) for o in olas}:
        piezas.append(_ola(*ola, anio, izquierda, ancho - izquierda, base))
    for n, clave in enumerate(claves):
        propias = [c for c in campanas if c["campana_clave"] == clave]
        y = _ARRIBA + paso * n + (16 if telefono else 4)
        nombre = texto(0, y - 4 if telefono else y + 14, str(propias[0]["campana_nombre"])[:34], "tt halo")
        piezas.append(ligado(destinos[clave], str(propias[0]["campana_nombre"]), nombre))
        piezas += [_barra(c, anio, izquierda, ancho - izquierda, y) for c in propias]
        del_tema = [m for m in metas if m["tema"] == propias[0]["tema"]]
        piezas += [_cuadro(m, anio, izquierda, ancho - izquierda, y) for m in del_tema]
    clase = "solo-tel" if telefono else "solo-esc"
    return lamina(ancho, base + 8, piezas, hallazgo, clase=f"{clase} calendario", interactivo=True)


def _meses(anio: int, izquierda: float, ancho: float, base: float, telefono: bool) -> list[str]:
    piezas: list[str] = []
    for mes in range(1, 13):
        x = _posicion(dt.date(anio, mes, 1), anio, izquierda, ancho)
        piezas.append(recta(x, 20, x, base, "rej"))
        if not telefono or mes % 2:
            piezas.append(texto(x + 3, 14, formato.mes_corto(dt.date(anio, mes, 1)), "tm"))
    return piezas


def _ola(nombre: str, inicio: dt.date, fin: dt.date, anio: int, izquierda: float, ancho: float, base: float) -> str:
    x1, x2 = (_posicion(f, anio, izquierda, ancho) for f in (inicio, fin))
    titulo = f"{nombre}: {formato.fecha(inicio)} a {formato.fecha(fin)}"
    return rectangulo(x1, 20, max(x2 - x1, 3), base - 20, "ola", titulo)


def _barra(c: Renglon, anio: int, izquierda: float, ancho: float, y: float) -> str:
    x1 = _posicion(c["primera_entrega"], anio, izquierda, ancho)
    x2 = _posicion(c["ultima_entrega"] + dt.timedelta(days=1), anio, izquierda, ancho)
    titulo = f"{c['campana_nombre']}: {formato.fecha(c['primera_entrega'])} a {formato.fecha(c['ultima_entrega'])}"
    return rectangulo(x1, y, max(x2 - x1, 2), 12, "f1" if c["plataforma"] == "Facebook" else "f2", titulo, 2)


def _cuadro(m: Renglon, anio: int, izquierda: float, ancho: float, y: float) -> str:
    x = _posicion(m["periodo"] + dt.timedelta(days=11), anio, izquierda, ancho)
    visto = aspecto(m["clase"])
    titulo = f"{m['indicador_nombre']}, {formato.mes(m['periodo'])}: {visto.palabra.lower()}"
    return rectangulo(x, y + 14, 9, 7, f"k-{visto.css}", titulo)


def diario(dias: Sequence[Renglon], atipicos: Mapping[dt.date, str], hallazgo: str, *,
           telefono: bool = False) -> Dibujo:  # fmt: skip
    """Gasto de cada día de la campaña; lo atípico, con marca y su razón."""
    ancho = ANCHO_TELEFONO if telefono else 664.0
    izquierda, y0, y1 = 52.0, 150.0, 16.0
    primero, ultimo = dias[0]["fecha"], dias[-1]["fecha"]
    cuantos = (ultimo - primero).days + 1
    techo = max((float(d["importe_gasto_mxn"] or 0) for d in dias), default=0) or 1.0
    paso = (ancho - izquierda - 4) / cuantos
    piezas = [recta(izquierda, y0, ancho, y0, "eje"), recta(izquierda, y1, ancho, y1, "rej"),
              texto(izquierda - 6, y1 + 4, formato.numero(techo, 0), "tm", "end"),
              texto(izquierda - 6, y0 + 4, "0", "tm", "end"),
              texto(izquierda, y0 + 18, formato.fecha_sin_anio(primero), "tm"),
              texto(ancho - 4, y0 + 18, formato.fecha_sin_anio(ultimo), "tm", "end")]  # fmt: skip
    for d in dias:
        alto = (y0 - y1) * float(d["importe_gasto_mxn"] or 0) / techo
        x = izquierda + paso * (d["fecha"] - primero).days
        razon = atipicos.get(d["fecha"])
        titulo = f"{formato.fecha(d['fecha'])}: {formato.importe(d['importe_gasto_mxn'])} pesos"
        if razon:
            piezas.append(texto(x + paso / 2, y0 - alto - 3, "▲", "tt", "middle", 9))
            titulo += f"; {razon}"
        piezas.append(rectangulo(x, y0 - alto, max(paso - 1, 0.6), alto, "f1", titulo))
    return lamina(ancho, y0 + 24, piezas, hallazgo, clase="solo-tel" if telefono else "solo-esc")
