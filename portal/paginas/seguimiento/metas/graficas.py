"""Dibujos de la ficha de una meta: acumulado con bandas, mes a mes y escala del color. Datos → SVG; no consultan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dominio.seguimiento.cambio_de_clase import Situacion, intervalo_que_alcanza
from portal import formato
from portal.paginas.seguimiento import trazos
from portal.paginas.seguimiento.plan import con_plan
from portal.paginas.seguimiento.redaccion import NOMBRE_CLASE, cantidad, con_unidad
from portal.paginas.seguimiento.seleccion import umbrales_de

Renglon = Mapping[str, Any]
_ORDEN = ("CUMPLIDA", "BUEN_DESEMPENO", "REGULAR")


def situacion(fila: Renglon, realizado: float | None = None) -> Situacion:
    """Los números con que se calificó ese corte, para preguntar qué valor cambiaría la clase."""
    return Situacion(
        fila.get("metodo_efectivo") or fila.get("metodo_cumplimiento") or "",
        fila["realizado_acumulado"] if realizado is None else realizado,
        fila["programado_acumulado"],
        fila.get("linea_base"),
        fila.get("tolerancia"),
        fila.get("limite_inferior"),
        fila.get("limite_superior"),
    )


def acumulado(meses: Sequence[Renglon], ancho: int = 706, alto: int = 300) -> str:
    """Realizado acumulado contra dónde deberíamos ir, con la clase que tocaría en cada punto como fondo.

    `meses`: los doce renglones de la meta. El eje incluye el cero cuando los valores quedan cerca de él o se suman.
    """
    valores = [f[c] for f in meses for c in ("programado_acumulado", "realizado_acumulado") if f[c] is not None]
    if not valores:
        return ""
    meses = con_plan(meses)
    valores += [f["programado_acumulado"] for f in meses if f["programado_acumulado"] is not None]
    marco = _Marco(meses, valores, ancho, alto)
    capturado = _hasta_la_ultima_captura(meses)
    partes = [*_bandas(meses, marco), *_eje_vertical(marco), *_eje_de_meses(meses, marco)]
    partes += [trazos.ruta(t, "l2") for t in trazos.tramos(marco.puntos([f["programado_acumulado"] for f in meses]))]
    realizados = marco.puntos(capturado)
    partes += [trazos.ruta(t, "l1") for t in trazos.tramos(realizados)]
    partes += _rotulos(meses, capturado, marco)
    partes += _globos(meses, marco)
    return trazos.lienzo(ancho, alto, partes, _hallazgo(meses, capturado))


def mes_a_mes(meses: Sequence[Renglon], periodo: Any, ancho: int = 706, alto: int = 190) -> str:
    """Barras de lo realizado cada mes y raya de lo programado; el mes que se mira, en azul pleno y con su cuenta."""
    valores = [f[c] for f in meses for c in ("programado", "realizado") if f[c] is not None]
    if not valores:
        return ""
    piso, tope = min(0.0, *valores), max(0.0, *valores) or 1.0
    m, b = trazos.escala(piso, tope, alto - 24.0, 22.0)
    paso = (ancho - 56.0) / len(meses)
    partes = []
    for marca in trazos.marcas_de_eje(piso, tope, 3):
        y = m * marca + b
        partes.append(trazos.ruta([(48, y), (ancho - 8.0, y)], "eje" if marca == 0 else "rej"))
        partes.append(trazos.texto(40, y + 4, cantidad(marca), ancla="end"))
    for i, fila in enumerate(meses):
        partes += _barra(fila, 48 + paso * (i + 0.5), paso, (m, b), fila["periodo"] == periodo, alto, ancho < 500)
    return trazos.lienzo(ancho, alto, partes, "Realizado por mes contra lo programado")


class _Marco:
    """Escalas de la gráfica acumulada: meses a lo ancho, valores a lo alto."""

    def __init__(self, meses: Sequence[Renglon], valores: Sequence[float], ancho: int, alto: int) -> None:
        bajo, alto_valor = min(valores), max(valores)
        suma = meses[0]["acumulacion"] == "suma" or bajo <= 0.5 * alto_valor
        holgura = (alto_valor - bajo) or abs(alto_valor) * 0.1 or 1.0
        self.piso = min(0.0, bajo) if suma else bajo - holgura * 0.6
        self.tope = alto_valor + (alto_valor - self.piso) * 0.06
        self.ancho, self.alto = ancho, alto
        self.izquierda, self.derecha, self.abajo, self.arriba = (
            48.0,
            ancho - (96.0 if ancho > 500 else 76.0),
            alto - 26.0,
            14.0,
        )
        self.m, self.b = trazos.escala(self.piso, self.tope, self.abajo, self.arriba)
        self.paso = (self.derecha - self.izquierda) / max(len(meses) - 1, 1)

    def x(self, i: int) -> float:
        return self.izquierda + i * self.paso

    def y(self, valor: float) -> float:
        return min(max(self.m * valor + self.b, self.arriba), self.abajo)

    def puntos(self, serie: Sequence[float | None]) -> list[trazos.Punto | None]:
        return [None if v is None else (self.x(i), self.y(v)) for i, v in enumerate(serie)]


def _hasta_la_ultima_captura(meses: Sequence[Renglon]) -> list[float | None]:
    ultima = max((i for i, f in enumerate(meses) if f["realizado"] is not None), default=-1)
    return [f["realizado_acumulado"] if i <= ultima else None for i, f in enumerate(meses)]


def _bandas(meses: Sequence[Renglon], marco: _Marco) -> list[str]:
    """Fondo: en cada mes programado, la clase que tocaría a cada valor. Se pinta de lo peor a lo mejor, encimando."""
    indices = [
        i for i, f in enumerate(meses) if f["programado_acumulado"] is not None and f["umbral_regular"] is not None
    ]
    if len(indices) < 2:
        return []
    ancho = marco.x(indices[-1]) - marco.x(indices[0])
    fondo = trazos.rectangulo(marco.x(indices[0]), marco.arriba, ancho, marco.abajo - marco.arriba, "ba4")
    capas = {clase: _intervalos(meses, indices, clase) for clase in reversed(_ORDEN)}
    if any(tramo is None for tramos in capas.values() for tramo in tramos):
        return []
    partes = [fondo]
    for clase, tramos in capas.items():
        hasta = [(marco.x(i), marco.y(t[1])) for i, t in zip(indices, tramos, strict=True) if t]
        desde = [(marco.x(i), marco.y(t[0])) for i, t in zip(indices, tramos, strict=True) if t]
        partes.append(trazos.ruta([*hasta, *reversed(desde)], "fp", cerrar=True))
        partes.append(trazos.ruta([*hasta, *reversed(desde)], trazos.BANDA[clase], cerrar=True))
    return [*partes, *_nombres_de_banda(meses, indices, marco)]


def _intervalos(meses: Sequence[Renglon], indices: Sequence[int], clase: str) -> list[tuple[float, float] | None]:
    """Valores que alcanzan la clase en cada mes, acotados a lo finito para poder dibujarlos."""
    grande = 1e15
    salida: list[tuple[float, float] | None] = []
    for i in indices:
        intervalo = intervalo_que_alcanza(situacion(meses[i]), umbrales_de(meses[i]).minimo(clase))
        salida.append(intervalo and (max(intervalo[0], -grande), min(intervalo[1], grande)))
    return salida


def _nombres_de_banda(meses: Sequence[Renglon], indices: Sequence[int], marco: _Marco) -> list[str]:
    """Rotula Cumplida y Deficiente donde quepan: junto al primer tercio y al último, si la banda mide 24 px."""
    if marco.ancho < 500:
        return []
    partes = []
    for lugar, clase in ((0.2, "CUMPLIDA"), (0.72, "DEFICIENTE")):
        i = indices[min(int(len(indices) * lugar), len(indices) - 1)]
        tramo = intervalo_que_alcanza(
            situacion(meses[i]), umbrales_de(meses[i]).minimo("CUMPLIDA" if clase == "CUMPLIDA" else "REGULAR")
        )
        if tramo is None:
            continue
        arriba, abajo = marco.y(min(tramo[1], 1e15)), marco.y(max(tramo[0], -1e15))
        franja = (
            (arriba, abajo)
            if clase == "CUMPLIDA"
            else max(((marco.arriba, arriba), (abajo, marco.abajo)), key=lambda f: f[1] - f[0])
        )
        if franja[1] - franja[0] >= 36:
            partes.append(trazos.texto(marco.x(i), sum(franja) / 2 + 4, NOMBRE_CLASE[clase], "tm", "middle"))
    return partes


def _eje_vertical(marco: _Marco) -> list[str]:
    partes = []
    for marca in trazos.marcas_de_eje(marco.piso, marco.tope, 4):
        y = marco.y(marca)
        partes.append(trazos.ruta([(marco.izquierda, y), (marco.derecha, y)], "eje" if marca == 0 else "rej"))
        partes.append(trazos.texto(marco.izquierda - 8, y + 4, cantidad(marca), ancla="end"))
    return partes


def _eje_de_meses(meses: Sequence[Renglon], marco: _Marco) -> list[str]:
    cada = 1 if marco.ancho > 500 else 2
    return [
        trazos.texto(marco.x(i), marco.alto - 7.0, formato.mes_corto(f["periodo"]), ancla="middle")
        for i, f in enumerate(meses)
        if i % cada == 0
    ]


def _rotulos(meses: Sequence[Renglon], capturado: Sequence[float | None], marco: _Marco) -> list[str]:
    """Valor final del programado a la derecha y del realizado en su punto: etiquetas directas, sin leyenda."""
    partes = []
    programados = [(i, f["programado_acumulado"]) for i, f in enumerate(meses) if f["programado_acumulado"] is not None]
    if programados:
        i, valor = programados[-1]
        partes.append(trazos.texto(marco.x(i) + 8, marco.y(valor) + 1, cantidad(valor), "tt"))
        partes.append(trazos.texto(marco.x(i) + 8, marco.y(valor) + 15, "programado"))
    realizados = [(i, v) for i, v in enumerate(capturado) if v is not None]
    if realizados:
        i, valor = realizados[-1]
        x, y = marco.x(i), marco.y(valor)
        programado = meses[i]["programado_acumulado"]
        encima = programado is not None and valor >= programado
        base = y - 24 if encima and y > 60 else y + 24
        if base + 15 > marco.abajo - 4:
            base = y - 24
        partes.append(trazos.circulo(x, y, 4, "f1"))
        ancla = "end" if x > marco.derecha - 60 else "middle"
        partes.append(trazos.texto(x + 4, base, cantidad(valor), "tt halo", ancla, "font-size:14px"))
        partes.append(trazos.texto(x + 4, base + 15, "realizado", "halo", ancla))
    return partes


def _globos(meses: Sequence[Renglon], marco: _Marco) -> list[str]:
    partes = []
    for i, f in enumerate(meses):
        renglones = [
            formato.periodo(f["periodo"]),
            f"Programado {con_unidad(f['programado_acumulado'], f['unidad'])}",
            f"Realizado {con_unidad(f['realizado_acumulado'], f['unidad'])}",
            _clase_y_cumplimiento(f),
        ]
        partes.append(trazos.columna_con_globo(marco.x(i), marco.paso, marco.abajo, renglones, marco.ancho))
    return partes


def _clase_y_cumplimiento(f: Renglon) -> str:
    cifra = f" {formato.porcentaje(f['cumplimiento'])}" if f["cumplimiento"] is not None else ""
    return f"{NOMBRE_CLASE.get(f['clase'], '')}{cifra}"


def _barra(
    fila: Renglon, centro: float, paso: float, escala: tuple[float, float], es_actual: bool, alto: int, corto: bool
) -> list[str]:
    m, b = escala
    partes = []
    if fila["realizado"] is not None:
        y0, y1 = b, m * fila["realizado"] + b
        partes.append(
            trazos.rectangulo(centro - paso * 0.32, min(y0, y1), paso * 0.64, abs(y1 - y0), "f1" if es_actual else "f2")
        )
    if fila["programado"] is not None:
        y = m * fila["programado"] + b
        partes.append(trazos.ruta([(centro - paso * 0.42, y), (centro + paso * 0.42, y)], "tk", "stroke-width:2"))
    mes = formato.mes_corto(fila["periodo"])
    partes.append(trazos.texto(centro, alto - 7.0, mes[0].upper() if corto else mes, ancla="middle"))
    if es_actual and fila["realizado"] is not None:
        cima = (
            b
            if fila["realizado"] < 0
            else min(m * v + b for v in (fila["realizado"], fila["programado"]) if v is not None)
        )
        cuenta = (
            f"{cantidad(fila['realizado'])} de {cantidad(fila['programado'])}"
            if fila["programado"] is not None
            else cantidad(fila["realizado"])
        )
        partes.append(trazos.texto(centro, max(cima - 7, 10), cuenta, "tt halo", "middle"))
    realizado, programado = (con_unidad(fila[c], fila["unidad"]) for c in ("realizado", "programado"))
    rotulo = escape(f"{formato.periodo(fila['periodo'])}: realizado {realizado}, programado {programado}")
    return [f"<g>{''.join(partes)}<title>{rotulo}</title></g>"]


def _hallazgo(meses: Sequence[Renglon], capturado: Sequence[float | None]) -> str:
    ultimo = max((i for i, v in enumerate(capturado) if v is not None), default=None)
    if ultimo is None:
        return f"{meses[0]['indicador_nombre']}: sin captura todavía"
    fila = meses[ultimo]
    return (
        f"{fila['indicador_nombre']} acumulado a {formato.mes(fila['periodo'])}: realizado "
        f"{con_unidad(fila['realizado_acumulado'], fila['unidad'])}, programado "
        f"{con_unidad(fila['programado_acumulado'], fila['unidad'])}"
    )
