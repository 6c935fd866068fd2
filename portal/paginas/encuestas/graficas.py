"""Dibujos de encuestas: puntos con intervalo, tendencia por oleada y mosaico de colonias. No consultan."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal import formato
from portal.componentes.dibujo import Dibujo, circulo, figura, grupo, lamina, linea, recta, rectangulo, texto

Renglon = Mapping[str, Any]
ANCHO, ANCHO_TELEFONO = 763.0, 358.0


@dataclass(frozen=True)
class Escala:
    """Eje horizontal: de ``minimo`` a ``maximo`` en unidades de la estimación."""

    minimo: float
    maximo: float
    paso: float
    es_porcentaje: bool

    def marca(self, valor: float) -> str:
        """Rótulo de una marca del eje."""
        if self.es_porcentaje:
            return f"{formato.numero(round(valor * 100, 6), 0)}{formato.DURO}%"
        return formato.numero(round(valor, 6), 0 if self.paso >= 1 else 1)

    def marcas(self) -> list[float]:
        """Valores del eje."""
        cuantas = round((self.maximo - self.minimo) / self.paso)
        return [self.minimo + i * self.paso for i in range(cuantas + 1)]


def escala(renglones: Sequence[Renglon], medida: str) -> Escala:
    """Escala que cubre los intervalos: porcentajes y medias desde cero; saldos, simétrica."""
    topes = [r["ic_superior"] if r["ic_superior"] is not None else r["estimacion"] for r in renglones]
    pisos = [r["ic_inferior"] if r["ic_inferior"] is not None else r["estimacion"] for r in renglones]
    techo = max((t for t in topes if t is not None), default=1.0)
    piso = min((p for p in pisos if p is not None), default=0.0)
    if medida == "saldo":
        extremo = math.ceil(max(abs(techo), abs(piso), 0.1) * 5) / 5
        return Escala(-extremo, extremo, 0.2 if extremo > 0.4 else 0.1, es_porcentaje=True)
    if medida == "media":
        return Escala(0.0, float(math.ceil(techo)), 1.0 if techo <= 6 else 2.0 if techo <= 10 else 5.0, False)
    paso = 0.1 if techo <= 0.55 else 0.2
    return Escala(0.0, min(1.0, math.ceil(techo / paso - 1e-9) * paso), paso, es_porcentaje=True)


def valor_escrito(renglon: Renglon) -> str:
    """«58.4 % ± 4.6», «6.8 ± 0.2» o solo la cifra si no hay margen."""
    factor = 1 if renglon["medida"] == "media" else 100
    estimacion = renglon["estimacion"] * factor
    margen = None if renglon["margen"] is None else renglon["margen"] * factor
    if renglon["medida"] == "proporcion" or renglon["medida"] == "neto":
        return formato.con_margen(estimacion, margen)
    cifra = formato.numero(estimacion, 1)
    return cifra if margen is None else f"{cifra}{formato.DURO}±{formato.DURO}{formato.numero(margen, 1)}"


def descripcion(renglon: Renglon, rotulo: str) -> str:
    """Lo que sale al pasar el cursor: intervalo, base y precisión."""
    if renglon["es_suprimido"]:
        return f"{rotulo}: suprimido, {renglon['motivo_supresion']}. Base: {renglon['num_base']} entrevistas."
    partes = [f"{rotulo}: {valor_escrito(renglon)}."]
    if renglon["ic_inferior"] is not None:
        factor = 1 if renglon["medida"] == "media" else 100
        rango = formato.intervalo(renglon["ic_inferior"] * factor, renglon["ic_superior"] * factor, 1)
        partes.append(f"Intervalo de 95 %: {rango}.")
        if renglon["medida"] in ("proporcion", "neto") and renglon["estimacion"] in (0, 1):
            quien = "Nadie" if renglon["estimacion"] == 0 else "Toda la base"
            partes.append(f"{quien} contestó así: el intervalo es de un solo lado.")
    partes.append(f"Base sin ponderar: {renglon['num_base']}; efectiva: {formato.numero(renglon['n_efectiva'], 0)}.")
    if renglon["precision"] == "base_pequena":
        partes.append("Base pequeña: léase con cuidado.")
    return " ".join(partes)


Fila = tuple[str, Renglon | None]
"""(rótulo, renglón); sin renglón es el título de un corte."""


def puntos(filas: Sequence[Fila], eje: Escala, etiqueta: str, *, con_base: bool = False) -> list[Dibujo]:
    """Puntos con intervalo en dos versiones (computadora y teléfono); ``con_base`` escribe la n de cada fila."""
    return [_puntos_escritorio(filas, eje, etiqueta, con_base), _puntos_telefono(filas, eje, etiqueta, con_base)]


def _puntos_escritorio(filas: Sequence[Fila], eje: Escala, etiqueta: str, con_base: bool) -> Dibujo:
    izquierda, derecha, alto_fila = 164.0, 168.0, 37.0
    util = ANCHO - izquierda - derecha
    alto = alto_fila * len(filas) + 8

    def x(valor: float) -> float:
        return izquierda + util * (valor - eje.minimo) / (eje.maximo - eje.minimo)

    piezas = _reticula(eje, x, alto)
    for indice, (rotulo, renglon) in enumerate(filas):
        y = 8 + alto_fila * indice + alto_fila / 2
        if renglon is None:
            piezas.append(texto(0, y + 4, rotulo, "tt"))
            continue
        piezas.append(texto(izquierda - 12, y + 4, rotulo, ancla="end"))
        piezas += _marca(renglon, rotulo, x, y, izquierda + 4)
        if not renglon["es_suprimido"]:
            if con_base:
                piezas.append(texto(ANCHO - derecha + 62, y + 4, _base(renglon), "tm", "end"))
            piezas.append(texto(ANCHO, y + 4, valor_escrito(renglon), "tt", "end"))
    return lamina(ANCHO, alto + 22, piezas, etiqueta, clase="solo-esc")


def _puntos_telefono(filas: Sequence[Fila], eje: Escala, etiqueta: str, con_base: bool) -> Dibujo:
    alto_fila, util = 42.0, ANCHO_TELEFONO - 12
    alto = sum(alto_fila if r is not None else 40.0 for _, r in filas) + 8

    def x(valor: float) -> float:
        return 6 + util * (valor - eje.minimo) / (eje.maximo - eje.minimo)

    piezas, y = _reticula(eje, x, alto, estrecha=True), 4.0
    for rotulo, renglon in filas:
        if renglon is None:
            piezas.append(texto(0, y + 30, rotulo, "tt"))
            y += 40
            continue
        piezas.append(texto(0, y + 15, f"{rotulo} · {_base(renglon)}" if con_base else rotulo, "halo"))
        if not renglon["es_suprimido"]:
            piezas.append(texto(ANCHO_TELEFONO, y + 15, valor_escrito(renglon), "tt halo", "end"))
        piezas += _marca(renglon, rotulo, x, y + 27, 0)
        y += alto_fila
    return lamina(ANCHO_TELEFONO, alto + 22, piezas, etiqueta, clase="solo-tel")


def _base(renglon: Renglon) -> str:
    """«n 394», con asterisco si la base es pequeña."""
    return f"n {formato.numero(renglon['num_base'], 0)}{' *' if renglon['precision'] == 'base_pequena' else ''}"


def _reticula(eje: Escala, x: Any, alto: float, *, estrecha: bool = False) -> list[str]:
    piezas = []
    marcas = eje.marcas()
    for indice, valor in enumerate(marcas):
        es_cero = abs(valor) < 1e-9 and eje.minimo < 0
        ancla = "start" if estrecha and indice == 0 else "end" if estrecha and indice == len(marcas) - 1 else "middle"
        piezas.append(recta(x(valor), 0, x(valor), alto, "eje" if es_cero else "rej"))
        piezas.append(texto(x(valor), alto + 15, eje.marca(valor), "tm", ancla))
    return piezas


def _marca(renglon: Renglon, rotulo: str, x: Any, y: float, inicio: float) -> list[str]:
    """Punto y barra de intervalo; lo suprimido se dice con su causa."""
    if renglon["es_suprimido"] or renglon["estimacion"] is None:
        causa = renglon["motivo_supresion"] or "sin dato"
        return [texto(inicio, y + 4, f"{formato.GUION} suprimido: {causa}", "tm halo")]
    detalle = descripcion(renglon, rotulo)
    piezas = []
    if renglon["ic_inferior"] is not None:
        desde, hasta = x(renglon["ic_inferior"]), x(renglon["ic_superior"])
        piezas.append(rectangulo(desde, y - 3, hasta - desde, 6, "int", detalle))
    clase = "f1" if renglon["precision"] != "base_pequena" else "fp punto-hueco"
    piezas.append(circulo(x(renglon["estimacion"]), y, 5, clase, detalle))
    return piezas


def tendencia(oleadas: Sequence[Renglon], etiqueta: str) -> Dibujo:
    """Oleadas de un mismo modo: punto, intervalo y línea; el eje no parte de cero y lo dice con sus marcas."""
    ancho, alto, izquierda, base = 364.0, 204.0, 40.0, 160.0
    factor = 1 if oleadas[0]["medida"] == "media" else 100
    con_valor = [o for o in oleadas if o["estimacion"] is not None]
    topes = [factor * (o["ic_superior"] or o["estimacion"]) for o in con_valor] or [1.0]
    pisos = [factor * (o["ic_inferior"] if o["ic_inferior"] is not None else o["estimacion"]) for o in con_valor] or [0]
    paso = 10.0 if factor == 100 else 1.0
    minimo, maximo = math.floor(min(pisos) / paso) * paso, math.ceil(max(topes) / paso) * paso
    tramo = (ancho - izquierda - 40) / max(len(oleadas), 1)

    def y(valor: float) -> float:
        return base - (base - 14) * (valor - minimo) / ((maximo - minimo) or 1)

    piezas: list[str] = []
    marcas = round((maximo - minimo) / paso)
    salto = max(1, math.ceil(marcas / 5))
    for i in range(0, marcas + 1, salto):
        nivel = minimo + i * paso
        piezas += [recta(izquierda, y(nivel), ancho - 8, y(nivel), "rej")]
        piezas.append(texto(izquierda - 6, y(nivel) + 4, formato.numero(nivel, 0), "tm", "end"))
    xs = [izquierda + 24 + tramo * i for i in range(len(oleadas))]
    piezas.append(
        linea(
            [
                (x, None if o["estimacion"] is None else y(factor * o["estimacion"]))
                for x, o in zip(xs, oleadas, strict=True)
            ],
            "l1 fina",
        )
    )
    for x, oleada in zip(xs, oleadas, strict=True):
        piezas += _oleada(oleada, x, y, factor, base)
    return lamina(ancho, alto, piezas, etiqueta)


def _oleada(oleada: Renglon, x: float, y: Any, factor: int, base: float) -> list[str]:
    rotulo = f"{oleada['oleada']}a · {formato.mes_corto(oleada['fecha_fin'])}"
    piezas = [texto(x, base + 18, rotulo, "tm", "middle")]
    piezas.append(texto(x, base + 33, f"n {formato.numero(oleada['num_base'], 0)}", "tm", "middle"))
    if oleada["estimacion"] is None:
        return [*piezas, texto(x, base - 10, "— suprimido", "tm", "middle")]
    valor = factor * oleada["estimacion"]
    if oleada["ic_inferior"] is not None:
        arriba, abajo = y(factor * oleada["ic_superior"]), y(factor * oleada["ic_inferior"])
        piezas.append(rectangulo(x - 3, arriba, 6, abajo - arriba, "int"))
    piezas.append(circulo(x, y(valor), 5, "f1", f"{oleada['estudio_corto']}: {formato.numero(valor, 1)}"))
    piezas.append(texto(x + 12, y(valor) + 5, formato.numero(valor, 1), "tt halo"))
    return piezas


_NIVEL = {"completa": "3", "parcial": "2", "baja": "1", "sin_entrevistas": "0"}


def mosaico(colonias: Sequence[Renglon], etiqueta: str) -> list[Dibujo]:
    """Un cuadro por colonia con lo logrado adentro; un solo tono, lo vacío con contorno punteado."""
    return [
        _mosaico(colonias, etiqueta, ANCHO, 12.0, "solo-esc"),
        _mosaico(colonias, etiqueta, ANCHO_TELEFONO, 11.5, "solo-tel"),
    ]


def _mosaico(colonias: Sequence[Renglon], etiqueta: str, ancho: float, letra: float, clase: str) -> Dibujo:
    columnas = max(c["mosaico_columna"] for c in colonias)
    filas = max(c["mosaico_fila"] for c in colonias)
    lado = ancho / columnas
    piezas = []
    for colonia in colonias:
        nivel = _NIVEL[colonia["nivel_cobertura"]]
        x, y = (colonia["mosaico_columna"] - 1) * lado, (colonia["mosaico_fila"] - 1) * lado
        piezas.append(rectangulo(x + 1, y + 1, lado - 2, lado - 2, f"m{nivel}", _cobertura(colonia)))
        piezas.append(texto(x + lado / 2, y + lado / 2 + 4, str(colonia["num_hechas"]), f"tm{nivel}", "middle", letra))
    return lamina(ancho, filas * lado, [grupo(*piezas, clase="mapa")], etiqueta, clase=clase)


def mapa(colonias: Sequence[Renglon], trazos: Sequence[Renglon], etiqueta: str) -> Dibujo:
    """El contorno verdadero de cada colonia con lo logrado adentro; los tonos son los del mosaico."""
    por_clave = {c["colonia_clave"]: c for c in colonias}
    contornos, cifras = [], []
    for trazo in trazos:
        colonia = por_clave.get(trazo["colonia_clave"])
        if colonia is None:
            continue
        nivel = _NIVEL[colonia["nivel_cobertura"]]
        contornos.append(figura(trazo["trazo"], f"m{nivel}", _cobertura(colonia)))
        cifras.append(texto(trazo["x"], trazo["y"] + 6, str(colonia["num_hechas"]), f"tm{nivel} cifra", "middle", 17))
    piezas = [grupo(*contornos, clase="mapa poligonos"), grupo(*cifras, clase="cifras")]
    return lamina(trazos[0]["ancho"], trazos[0]["alto"], piezas, etiqueta, clase="poligonos")


def _cobertura(colonia: Renglon) -> str:
    """«Polanco (Polanco): 8 de 9»."""
    cuota = "sin cuota" if colonia["cuota"] is None else f"de {colonia['cuota']}"
    return f"{colonia['colonia_nombre']} ({colonia['zona']}): {colonia['num_hechas']} {cuota}"


def perfil(renglones: Sequence[tuple[str, float, float, float]], etiqueta: str) -> list[Dibujo]:
    """Muestra sin ponderar (hueco) y ponderada (lleno) contra la población (raya): (categoría, m, p, población)."""
    return [
        _perfil(renglones, etiqueta, ANCHO, 164.0, "solo-esc"),
        _perfil(renglones, etiqueta, ANCHO_TELEFONO, 142.0, "solo-tel"),
    ]


def _perfil(
    renglones: Sequence[tuple[str, float, float, float]], etiqueta: str, ancho: float, izquierda: float, clase: str
) -> Dibujo:
    alto_fila = 27.0
    techo = math.ceil(max((max(r[1:]) for r in renglones), default=0.1) * 10) / 10
    alto = alto_fila * len(renglones) + 6
    eje = Escala(0.0, techo, 0.1 if techo > 0.2 else 0.05, es_porcentaje=True)

    def x(valor: float) -> float:
        return izquierda + (ancho - izquierda - 14) * valor / techo

    piezas = _reticula(eje, x, alto)
    for indice, (categoria, muestra, ponderada, poblacion) in enumerate(renglones):
        y = 4 + alto_fila * indice + alto_fila / 2
        detalle = (
            f"{categoria}: muestra {formato.proporcion(muestra)}, ponderada {formato.proporcion(ponderada)}, "
            f"población {formato.proporcion(poblacion)}"
        )
        piezas += [
            texto(izquierda - 12, y + 4, categoria, ancla="end"),
            recta(x(muestra), y, x(ponderada), y, "eje"),
            recta(x(poblacion), y - 9, x(poblacion), y + 9, "tk"),
            circulo(x(muestra), y, 5, "fp punto-hueco", detalle),
            circulo(x(ponderada), y, 4, "f1", detalle),
        ]
    return lamina(ancho, alto + 22, piezas, etiqueta, clase=clase)
