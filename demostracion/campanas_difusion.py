"""Campañas sintéticas de difusión, febrero a octubre de 2026: lo que comparten Meta, Google y el contrato.

Todo es inventado. Las cifras cuadran entre sí: los anuncios suman su campaña, las campañas su
cuenta, y el alcance sin duplicar es siempre menor que la suma de sus partes y mayor que la más grande.
"""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

ANIO = 2026
MESES = {2: "feb", 3: "mar", 4: "abr", 5: "may", 6: "jun", 7: "jul", 8: "ago", 9: "sep", 10: "oct"}
GASTO_POR_MES = {2: 182_000, 3: 355_000, 4: 441_000, 5: 452_000, 6: 438_000, 7: 482_000, 8: 463_000, 9: 456_000,
                 10: 321_300}  # fmt: skip

_FB = "Facebook"
_GG = "Google"
# clave, nombre, plataforma, objetivo, público, formato, meses con entrega, peso
CATALOGO = (
    ("FB-01", "Bacheo en tu colonia", _FB, "Tráfico", "GENERAL", "Imagen", (2, 3, 5, 6, 7, 8, 9, 10), 1.25),
    ("FB-02", "Para las Jefas, apoyo trimestral", _FB, "Reconocimiento", "MUJERES", "Video", (2, 4, 7, 10), 1.35),
    ("FB-03", "Feria de servicios", _FB, "Interacción", "GENERAL", "Carrusel", (2, 3, 4, 5, 6, 8, 9, 10), 0.75),
    ("FB-04", "Presupuesto participativo", _FB, "Tráfico", "GENERAL", "Imagen", (2, 3, 4, 5, 9, 10), 0.85),
    ("FB-05", "Alerta vecinal", _FB, "Reconocimiento", "GENERAL", "Video", (3, 5, 6, 7, 8, 10), 1.2),
    ("FB-06", "Poda responsable", _FB, "Interacción", "GENERAL", "Imagen", (4, 5, 6, 7, 10), 0.5),
    ("FB-07", "Manos a la Olla", _FB, "Reconocimiento", "MUJERES", "Carrusel", (2, 3, 6, 8, 9, 10), 0.9),
    ("FB-08", "Semana de salud", _FB, "Clientes potenciales", "ADULTOS", "Formulario", (3, 4, 6, 7, 9, 10), 0.95),
    ("FB-09", "Captación de lluvia", _FB, "Clientes potenciales", "ADULTOS", "Formulario", (4, 5, 6, 7, 8), 0.8),
    ("FB-10", "Becas y apoyos escolares", _FB, "Tráfico", "JOVENES", "Imagen", (7, 8, 9), 1.0),
    ("FB-11", "Festival de primavera", _FB, "Interacción", "JOVENES", "Video", (3, 4), 0.7),
    ("FB-12", "Pago de predial con descuento", _FB, "Tráfico", "ADULTOS", "Imagen", (2, 3), 0.9),
    ("FB-13", "Verano en movimiento", _FB, "Interacción", "JOVENES", "Carrusel", (7, 8), 0.75),
    ("FB-14", "Esterilización gratuita", _FB, "Clientes potenciales", "GENERAL", "Formulario", (5, 8, 9), 0.6),
    ("GG-01", "Trámites en línea", _GG, "Búsqueda", "GENERAL", "Texto", (3, 4, 5, 6, 7, 8, 9, 10), 1.0),
    ("GG-02", "Blindar tu barrio", _GG, "Video", "GENERAL", "Video", (2, 4, 5, 6, 7, 8, 9, 10), 1.1),
    ("GG-03", "Deporte en tu parque", _GG, "Video", "JOVENES", "Video", (4, 6, 7, 8, 10), 0.65),
    ("GG-04", "Denuncia ciudadana", _GG, "Búsqueda", "ADULTOS", "Texto", (6, 9), 0.6),
)  # fmt: skip
_CPM = {"Tráfico": 232, "Reconocimiento": 198, "Interacción": 226, "Clientes potenciales": 345, "Búsqueda": 780,
        "Video": 228}  # fmt: skip
_CTR = {"Tráfico": 0.021, "Reconocimiento": 0.008, "Interacción": 0.012, "Clientes potenciales": 0.016,
        "Búsqueda": 0.085, "Video": 0.006}  # fmt: skip
PROPORCION_GOOGLE = 0.27


@dataclass
class Entrega:
    """Un anuncio en un día."""

    anuncio: str
    conjunto: str
    dia: date
    gasto: float
    impresiones: int
    alcance: int
    clics: int
    clics_enlace: int
    interacciones: int
    visitas: int
    contactos: int
    vistas: int


@dataclass
class CampanaMes:
    """Una campaña de plataforma: la parte de una campaña contractual que corrió en un mes."""

    clave: str
    nombre: str
    plataforma: str
    objetivo: str
    publico: str
    formato: str
    mes: int
    nombre_plataforma: str
    inicio: date
    fin: date
    entregas: list[Entrega] = field(default_factory=list)
    alcance: int = 0

    @property
    def impresiones(self) -> int:
        """Suma de sus anuncios."""
        return sum(e.impresiones for e in self.entregas)

    @property
    def gasto(self) -> float:
        """Suma de sus anuncios, en pesos."""
        return round(sum(e.gasto for e in self.entregas), 2)


def ultimo_dia(mes: int) -> date:
    """Último día del mes del ejercicio."""
    return date(ANIO, mes + 1, 1) - timedelta(days=1)


def entre_partes(partes: list[int], azar: random.Random, minimo: float, maximo: float) -> int:
    """Un alcance sin duplicar posible: mayor que la parte más grande, menor que la suma."""
    if len(partes) == 1:
        return partes[0]
    suma, mayor = sum(partes), max(partes)
    return max(int(mayor * 1.04), min(int(suma * azar.uniform(minimo, maximo)), suma))


def _entrega(campana: CampanaMes, anuncio: str, dia: date, gasto: float, azar: random.Random) -> Entrega:
    impresiones = max(1, int(gasto / (_CPM[campana.objetivo] * azar.uniform(0.9, 1.12)) * 1000))
    clics = int(impresiones * _CTR[campana.objetivo] * azar.uniform(0.8, 1.2))
    enlace = int(clics * azar.uniform(0.55, 0.75))
    visitas = int(enlace * azar.uniform(0.6, 0.75))
    es_contacto = campana.objetivo == "Clientes potenciales"
    return Entrega(
        anuncio=anuncio,
        conjunto=f"{campana.publico.title()} | {campana.formato}",
        dia=dia,
        gasto=round(gasto, 2),
        impresiones=impresiones,
        alcance=max(1, int(impresiones / azar.uniform(1.06, 1.34))),
        clics=clics,
        clics_enlace=enlace,
        interacciones=clics + int(impresiones * azar.uniform(0.015, 0.05)),
        visitas=visitas,
        contactos=int(visitas * azar.uniform(0.18, 0.34)) if es_contacto else 0,
        vistas=int(impresiones * azar.uniform(0.2, 0.4)) if campana.formato == "Video" else 0,
    )


def _simular_campana(fila: tuple, mes: int, gasto: float, anuncios: int, azar: random.Random) -> CampanaMes:
    clave, nombre, plataforma, objetivo, publico, formato, _, _ = fila
    primero = date(ANIO, mes, azar.randint(1, 8))
    ultimo = min(ultimo_dia(mes), primero + timedelta(days=azar.randint(13, 21)))
    plataforma_nombre = f"{nombre} | {objetivo} | {MESES[mes]}26"
    campana = CampanaMes(clave, nombre, plataforma, objetivo, publico, formato, mes, plataforma_nombre, primero, ultimo)
    dias = [primero + timedelta(days=n) for n in range((ultimo - primero).days + 1)]
    celdas = [(f"{formato} {chr(65 + n % 26)}{n // 26 or ''}", dia) for n in range(anuncios) for dia in dias]
    pesos = [azar.uniform(0.7, 1.3) * (0.8 if dia.weekday() >= 5 else 1) for _, dia in celdas]
    for (anuncio, dia), peso in zip(celdas, pesos, strict=True):
        campana.entregas.append(_entrega(campana, anuncio, dia, gasto * peso / sum(pesos), azar))
    if objetivo != "Búsqueda":
        campana.alcance = entre_partes([e.alcance for e in campana.entregas], azar, 0.3, 0.42)
    return campana


@functools.cache
def simular(escala: int = 1) -> tuple[CampanaMes, ...]:
    """Todas las campañas-mes del ejercicio. ``escala`` multiplica los anuncios por campaña."""
    azar = random.Random(f"difusion-{ANIO}-{escala}")  # noqa: S311 (datos sintéticos, no secretos)
    campanas: list[CampanaMes] = []
    for mes, total in GASTO_POR_MES.items():
        for plataforma, proporcion in ((_FB, 1 - PROPORCION_GOOGLE), (_GG, PROPORCION_GOOGLE)):
            filas = [f for f in CATALOGO if f[2] == plataforma and mes in f[6]]
            pesos = [f[7] * azar.uniform(0.88, 1.12) for f in filas]
            for fila, peso in zip(filas, pesos, strict=True):
                gasto = total * proporcion * peso / sum(pesos)
                campanas.append(_simular_campana(fila, mes, gasto, (2 if plataforma == _FB else 1) * escala, azar))
    return tuple(campanas)


def del_mes(plataforma: str, mes: int, escala: int = 1) -> list[CampanaMes]:
    """Campañas de una plataforma con entrega en un mes."""
    return [c for c in simular(escala) if c.plataforma == plataforma and c.mes == mes]


@functools.cache
def alcance_de_cuenta(plataforma: str, mes: int, escala: int = 1) -> int:
    """Alcance sin duplicar de toda la cuenta en el mes, como lo reportaría la plataforma."""
    azar = random.Random(f"cuenta-{plataforma}-{mes}-{escala}")  # noqa: S311
    return entre_partes([c.alcance for c in del_mes(plataforma, mes, escala) if c.alcance], azar, 0.38, 0.47)
