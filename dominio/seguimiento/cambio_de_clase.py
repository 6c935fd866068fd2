"""Qué valor cambiaría la clase de una meta: la fórmula de cumplimiento, leída al revés.

El mart califica; aquí solo se contesta «¿cuánto falta?». Por eso la fórmula de cada método se repite hacia adelante
(`cumplimiento`) y hacia atrás (`intervalo_que_alcanza`), y una prueba las compara con los valores del mart.
Fuente: REGLAS §3 (métodos y redondeo) y §4 (orden de las clases). Los umbrales llegan como datos con vigencia.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CLASES = ("CUMPLIDA", "BUEN_DESEMPENO", "REGULAR", "DEFICIENTE")
_GUARDA = 1e-9
_MEDIO_CENTESIMO = 0.005
_CON_TECHO = ("tolerancia", "rango", "hito")


@dataclass(frozen=True)
class Umbrales:
    """Cumplimiento mínimo (0–100) de cada clase, el vigente al corte."""

    cumplida: float
    buen_desempeno: float
    regular: float

    def minimo(self, clase: str) -> float:
        """Cumplimiento desde el que se está en esa clase; DEFICIENTE no tiene piso."""
        minimos = {"CUMPLIDA": self.cumplida, "BUEN_DESEMPENO": self.buen_desempeno, "REGULAR": self.regular}
        return minimos.get(clase, -math.inf)


@dataclass(frozen=True)
class Situacion:
    """Con qué se calificó una meta en un corte: método efectivo y los números que entran a su fórmula."""

    metodo: str
    realizado: float | None
    programado: float | None
    linea_base: float | None = None
    tolerancia: float | None = None
    limite_inferior: float | None = None
    limite_superior: float | None = None

    def con(self, realizado: float) -> Situacion:
        """La misma meta con otro valor realizado."""
        return Situacion(
            self.metodo,
            realizado,
            self.programado,
            self.linea_base,
            self.tolerancia,
            self.limite_inferior,
            self.limite_superior,
        )


@dataclass(frozen=True)
class Frontera:
    """El primer valor acumulado que cae en `clase`, y cuánto hay que moverse desde el de hoy (con signo)."""

    clase: str
    valor: float
    diferencia: float


def redondear(valor: float, decimales: int = 2) -> float:
    """Mitad alejándose de cero, con guarda de 1e-9: 89.995 → 90.0 aunque el punto flotante diga 89.99499999."""
    escala = 10**decimales
    return math.copysign(math.floor(abs(valor) * escala + 0.5 + _GUARDA), valor) / escala


def cumplimiento(situacion: Situacion) -> float | None:
    """Cumplimiento 0–∞ a dos decimales según el método efectivo, o None si no es calculable."""
    bruto = _bruto(situacion)
    return None if bruto is None else redondear(bruto)


def clasificar(valor: float, umbrales: Umbrales) -> str:
    """Clase de un cumplimiento ya redondeado."""
    return next(clase for clase in CLASES if valor >= umbrales.minimo(clase))


def intervalo_que_alcanza(situacion: Situacion, objetivo: float) -> tuple[float, float] | None:
    """Valores realizados [desde, hasta] cuyo cumplimiento redondeado llega a `objetivo`; None si ninguno llega."""
    p, lb = situacion.programado, situacion.linea_base
    if objetivo > 100 and situacion.metodo in _CON_TECHO:
        return None
    razon = (objetivo - _MEDIO_CENTESIMO) / 100
    metodo = situacion.metodo
    if metodo == "rango":
        return _alrededor_del_rango(situacion, razon)
    if p is None or (metodo == "directo" and p <= 0) or (metodo in ("inverso", "lineal") and p < 0):
        return None
    if metodo == "directo":
        return razon * p, math.inf
    if metodo == "inverso":
        return (0.0, p / razon) if razon > 0 else (0.0, math.inf)
    if metodo == "lineal":
        return -math.inf, p * (2 - razon) if razon > 0 else math.inf
    if metodo == "linea_base":
        return None if lb is None or lb == p else _del_lado_de_la_meta(lb, p, razon)
    if metodo == "tolerancia":
        holgura = (situacion.tolerancia or 0) / 100 * abs(p)
        distancia = holgura * (2 - razon)
        return p - distancia, p + distancia
    return (p, math.inf) if metodo == "hito" else None


def fronteras(situacion: Situacion, umbrales: Umbrales, paso: float = 1.0) -> list[Frontera]:
    """Qué acumulado llevaría a cada clase mejor que la actual, de la más cercana a la más lejana.

    `paso` es la unidad mínima que se puede capturar (1 si se cuenta, 0.1 si se mide con un decimal): el valor que se
    da es el primero de esa malla que de veras cambia la clase, redondeo incluido. Lista vacía si no hay nada que subir.
    """
    actual = cumplimiento(situacion)
    if actual is None or situacion.realizado is None:
        return []
    mejores = [clase for clase in reversed(CLASES) if umbrales.minimo(clase) > actual]
    candidatas = (_hacia(situacion, clase, umbrales, paso) for clase in mejores)
    # En hito y con tolerancia cero un mismo valor salta varias clases: queda la mejor.
    por_valor = {frontera.valor: frontera for frontera in candidatas if frontera}
    return list(por_valor.values())


def margen(situacion: Situacion, umbrales: Umbrales, paso: float = 1.0) -> Frontera | None:
    """El valor más cercano que haría bajar de clase, con su diferencia; None en DEFICIENTE o si nada la baja."""
    actual, valor = cumplimiento(situacion), situacion.realizado
    if actual is None or valor is None or clasificar(actual, umbrales) == "DEFICIENTE":
        return None
    clase = clasificar(actual, umbrales)
    intervalo = intervalo_que_alcanza(situacion, umbrales.minimo(clase))
    if intervalo is None:
        return None
    fuera = [_arriba(intervalo[0], paso) - paso, _abajo(intervalo[1], paso) + paso]
    fuera = [v for v in fuera if math.isfinite(v)]
    if not fuera:
        return None
    cercano = min(fuera, key=lambda v: abs(v - valor))
    nuevo = cumplimiento(situacion.con(cercano))
    destino = clasificar(nuevo, umbrales) if nuevo is not None else CLASES[CLASES.index(clase) + 1]
    return Frontera(destino, cercano, _limpio(cercano - valor, paso)) if destino != clase else None


def _bruto(s: Situacion) -> float | None:
    """La fórmula de REGLAS §3, sin redondear."""
    v, p, lb = s.realizado, s.programado, s.linea_base
    if v is None:
        return None
    if s.metodo == "rango":
        return _rango(s, v)
    if p is None:
        return None
    if s.metodo == "directo":
        return 100 * v / p if p > 0 else (100.0 if p == 0 and v == 0 else None)
    if s.metodo == "inverso":
        return _inverso(v, p)
    if s.metodo == "lineal":
        return _lineal(v, p)
    if s.metodo == "linea_base":
        return None if lb is None or lb == p else 100 * (v - lb) / (p - lb)
    if s.metodo == "tolerancia":
        return _tolerancia(v, p, (s.tolerancia or 0) / 100 * abs(p))
    return (100.0 if v >= p else 0.0) if s.metodo == "hito" else None


def _inverso(v: float, p: float) -> float | None:
    if v < 0 or p < 0:
        return None
    if v == 0:
        return 100.0
    return 100 * p / v if p > 0 else 0.0


def _lineal(v: float, p: float) -> float | None:
    if p < 0:
        return None
    if p == 0:
        return 100.0 if v <= 0 else 0.0
    return max(0.0, 100 * (2 - v / p))


def _tolerancia(v: float, p: float, holgura: float) -> float:
    distancia = abs(v - p)
    if holgura <= 0:
        return 100.0 if distancia == 0 else 0.0
    return 100.0 if distancia <= holgura else 100 * max(0.0, 1 - (distancia - holgura) / holgura)


def _rango(s: Situacion, v: float) -> float | None:
    inferior, superior = s.limite_inferior, s.limite_superior
    if inferior is None or superior is None:
        return None
    distancia = max(inferior - v, v - superior, 0.0)
    holgura = (s.tolerancia or 0) / 100 * (superior - inferior)
    if distancia == 0:
        return 100.0
    return 100 * max(0.0, 1 - distancia / holgura) if holgura > 0 else 0.0


def _alrededor_del_rango(s: Situacion, razon: float) -> tuple[float, float] | None:
    if s.limite_inferior is None or s.limite_superior is None:
        return None
    holgura = (s.tolerancia or 0) / 100 * (s.limite_superior - s.limite_inferior) * max(0.0, 1 - razon)
    return s.limite_inferior - holgura, s.limite_superior + holgura


def _del_lado_de_la_meta(linea_base: float, programado: float, razon: float) -> tuple[float, float]:
    limite = linea_base + razon * (programado - linea_base)
    return (limite, math.inf) if programado > linea_base else (-math.inf, limite)


def _hacia(s: Situacion, clase: str, umbrales: Umbrales, paso: float) -> Frontera | None:
    """El valor de la malla más cercano al de hoy que alcanza esa clase."""
    intervalo = intervalo_que_alcanza(s, umbrales.minimo(clase))
    valor = s.realizado
    if intervalo is None or valor is None:
        return None
    desde, hasta = _arriba(intervalo[0], paso), _abajo(intervalo[1], paso)
    if desde > hasta:  # la malla no toca el intervalo (tolerancia cero con un programado fraccionario)
        desde = hasta = sum(intervalo) / 2
    destino = desde if valor < desde else hasta
    return Frontera(clase, _limpio(destino, paso), _limpio(destino - valor, paso))


def _arriba(valor: float, paso: float) -> float:
    return valor if math.isinf(valor) else _limpio(math.ceil(valor / paso - _GUARDA) * paso, paso)


def _abajo(valor: float, paso: float) -> float:
    return valor if math.isinf(valor) else _limpio(math.floor(valor / paso + _GUARDA) * paso, paso)


def _limpio(valor: float, paso: float) -> float:
    """Quita la basura del punto flotante: 7.000000000000001 → 7.0."""
    return round(valor, max(0, -math.floor(math.log10(paso))) + 6)
