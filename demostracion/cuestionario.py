"""Cuestionario sintético de satisfacción: redacción, opciones y cómo contesta cada quien.

Cada pregunta ordinal sale de una satisfacción latente (zona, edad, punto de muestreo y persona)
cortada en las proporciones que se piden; así los cortes y las oleadas tienen efectos creíbles.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any

NS, NC = "8", "9"
NO_PREGUNTADO = "97"
_NORMAL = NormalDist()

EFECTO_ZONA = {
    "Pensiles-Lagos": 0.22, "Anzures-Anáhuac": 0.10, "Tacubaya-Escandón": -0.08, "Argentinas-San Joaquín": 0.16,
    "Polanco": -0.20, "Lomas": -0.12, "Granadas-Irrigación": -0.06, "Tacuba-Popotla": 0.05,
}  # fmt: skip
EFECTO_EDAD = {"18 a 29": -0.24, "30 a 44": -0.05, "45 a 64": 0.08, "65 y más": 0.26}


@dataclass(frozen=True)
class Pregunta:
    """Una pregunta cerrada con sus proporciones buscadas (suman 1 con NS/NC)."""

    clave: str
    nombre: str
    tema: str
    texto: str
    opciones: tuple[tuple[str, str], ...]
    proporciones: tuple[float, ...]
    carga: float = 0.45
    """Qué tanto depende de la satisfacción latente; el signo lo da el orden de las opciones."""
    efecto_zona: dict[str, float] = field(default_factory=dict)
    cambio_por_oleada: float = 0.05
    netos: tuple[tuple[str, str, tuple[str, ...], bool], ...] = ()
    valores: dict[str, float] = field(default_factory=dict)
    saldo: str | None = None
    en_telefono: bool = True
    filtro: str | None = None


_SATISFACCION = (("1", "Muy satisfecho"), ("2", "Algo satisfecho"), ("3", "Ni uno ni otro"),
                 ("4", "Poco satisfecho"), ("5", "Nada satisfecho"))  # fmt: skip
_CALIDAD = (("1", "Muy buena"), ("2", "Buena"), ("3", "Regular"), ("4", "Mala"), ("5", "Muy mala"))
_BUENA = (("buena", "Muy buena o buena", ("1", "2"), True), ("mala", "Mala o muy mala", ("4", "5"), False))


def _servicio(clave: str, nombre: str, que: str, proporciones: tuple[float, ...], **extra: Any) -> Pregunta:
    return Pregunta(
        clave, nombre, "Servicios",
        f"¿Cómo califica usted {que} en su colonia: muy buena, buena, regular, mala o muy mala?",
        _CALIDAD, proporciones, netos=_BUENA, **extra,
    )  # fmt: skip


PREGUNTAS: tuple[Pregunta, ...] = (
    Pregunta("p01", "Satisfacción con la alcaldía", "Gobierno",
             "En general, ¿qué tan satisfecho o insatisfecho está usted con el trabajo de la alcaldía?",
             _SATISFACCION, (.148, .412, .150, .182, .084, .016, .008), carga=.55,
             netos=(("satisfecho", "Muy o algo satisfecho", ("1", "2"), True),
                    ("insatisfecho", "Poco o nada satisfecho", ("4", "5"), False))),
    Pregunta("p02", "Aprobación del gobierno de la alcaldía", "Gobierno",
             "¿Usted aprueba o desaprueba la manera en que se está gobernando la alcaldía?",
             (("1", "Aprueba"), ("2", "Desaprueba")), (.565, .355, .058, .022), carga=.60,
             valores={"1": 1.0, "2": -1.0}, saldo="Aprueba menos desaprueba",
             netos=(("aprueba", "Aprueba", ("1",), True),)),
    Pregunta("p03", "Rumbo de la colonia", "Gobierno",
             "Comparada con hace un año, ¿su colonia está mejor, igual o peor?",
             (("1", "Mejor"), ("2", "Igual"), ("3", "Peor")), (.262, .455, .255, .020, .008),
             valores={"1": 1.0, "3": -1.0}, saldo="Mejor menos peor", netos=(("mejor", "Mejor", ("1",), True),)),
    Pregunta("p04", "Percepción de seguridad en la colonia", "Seguridad",
             "¿Qué tan seguro o inseguro se siente usted en su colonia?",
             (("1", "Muy seguro"), ("2", "Seguro"), ("3", "Inseguro"), ("4", "Muy inseguro")),
             (.082, .428, .352, .122, .012, .004), carga=.35,
             efecto_zona={"Lomas": .55, "Polanco": .48, "Pensiles-Lagos": -.38, "Tacuba-Popotla": -.30},
             netos=(("seguro", "Muy seguro o seguro", ("1", "2"), True),
                    ("inseguro", "Inseguro o muy inseguro", ("3", "4"), False))),
    Pregunta("p05", "Seguridad comparada con hace un año", "Seguridad",
             "Comparada con hace un año, ¿la seguridad en su colonia mejoró, sigue igual o empeoró?",
             (("1", "Mejoró"), ("2", "Sigue igual"), ("3", "Empeoró")), (.245, .462, .268, .020, .005),
             valores={"1": 1.0, "3": -1.0}, saldo="Mejoró menos empeoró", netos=(("mejoro", "Mejoró", ("1",), True),)),
    _servicio("p06", "Recolección de basura", "la recolección de basura", (.16, .44, .24, .10, .05, .007, .003)),
    _servicio("p07", "Alumbrado público", "el alumbrado público", (.08, .30, .30, .21, .10, .007, .003),
              cambio_por_oleada=.34),
    _servicio("p08", "Bacheo y pavimento", "la reparación de baches y pavimento", (.04, .18, .30, .29, .18, .007, .003),
              cambio_por_oleada=-.04),
    _servicio("p09", "Parques y áreas verdes", "el cuidado de parques y áreas verdes",
              (.14, .41, .27, .12, .04, .015, .005), efecto_zona={"Polanco": .35, "Lomas": .30}),
    _servicio("p10", "Suministro de agua", "el suministro de agua", (.11, .33, .27, .18, .10, .007, .003),
              efecto_zona={"Argentinas-San Joaquín": -.30, "Tacubaya-Escandón": -.25}, en_telefono=False),
    _servicio("p11", "Vigilancia policial", "la vigilancia de la policía", (.06, .26, .33, .22, .11, .015, .005)),
    _servicio("p12", "Atención en ventanilla", "la atención en las ventanillas de la alcaldía",
              (.10, .34, .28, .13, .07, .065, .015), en_telefono=False),
    Pregunta("p15", "Trámite en el último año", "Trámites",
             "En los últimos doce meses, ¿usted hizo algún trámite o reporte ante la alcaldía?",
             (("1", "Sí"), ("2", "No")), (.312, .680, .005, .003), carga=.0),
    Pregunta("p16", "Satisfacción con el trámite", "Trámites",
             "¿Qué tan satisfecho o insatisfecho quedó con la respuesta a su trámite o reporte?",
             _SATISFACCION, (.19, .37, .11, .18, .14, .007, .003), filtro="Solo a quien hizo un trámite o reporte",
             netos=(("satisfecho", "Muy o algo satisfecho", ("1", "2"), True),)),
    Pregunta("p17", "Conocimiento de obras", "Comunicación",
             "¿Usted sabe o ha oído de alguna obra que la alcaldía haya hecho en su colonia este año?",
             (("1", "Sí"), ("2", "No")), (.438, .545, .012, .005), carga=.25),
    Pregunta("p18", "Disposición a participar", "Participación",
             "¿Qué tan dispuesto estaría usted a participar en asambleas o comités vecinales?",
             (("1", "Muy dispuesto"), ("2", "Algo dispuesto"), ("3", "Poco dispuesto"), ("4", "Nada dispuesto")),
             (.19, .36, .24, .19, .015, .005), carga=.20,
             netos=(("dispuesto", "Muy o algo dispuesto", ("1", "2"), True),)),
)  # fmt: skip

PROBLEMAS: tuple[tuple[str, str, float], ...] = (
    ("1", "Inseguridad", .46), ("2", "Baches y pavimento", .31), ("3", "Falta de agua", .24), ("4", "Basura", .19),
    ("5", "Alumbrado", .17), ("6", "Tráfico y estacionamiento", .21), ("7", "Comercio en vía pública", .14),
    ("8", "Construcciones irregulares", .11), ("9", "Ruido", .09), ("10", "Otro", .05), ("98", "No sabe", .02),
)  # fmt: skip
MEDIOS: tuple[tuple[str, str, float, float], ...] = (
    # columna, etiqueta, proporción, cuánto cambia por cada grupo de edad hacia arriba
    ("p14_redes", "Redes sociales", .58, -.12), ("p14_tv", "Televisión", .41, .09), ("p14_radio", "Radio", .17, .05),
    ("p14_vecinos", "Vecinos o familiares", .34, .01), ("p14_whatsapp", "Grupos de WhatsApp", .29, -.03),
    ("p14_web", "Página de la alcaldía", .12, -.02), ("p14_volantes", "Volantes o mantas", .10, .02),
)  # fmt: skip


@dataclass(frozen=True)
class Persona:
    """Lo que explica cómo contesta alguien."""

    zona: str
    grupo_edad: str
    latente: float
    avance: float


_FRASES = {
    "p01": "está satisfecho con la alcaldía",
    "p02": "aprueba cómo se gobierna la alcaldía",
    "p03": "ve mejor su colonia que hace un año",
    "p04": "se siente seguro en su colonia",
    "p05": "ve más segura su colonia que hace un año",
    "p06": "califica bien la recolección de basura",
    "p07": "califica bien el alumbrado",
    "p08": "califica bien el bacheo",
    "p09": "califica bien los parques",
    "p10": "califica bien el suministro de agua",
    "p11": "califica bien la vigilancia",
    "p12": "califica bien la atención en ventanilla",
    "p16": "quedó satisfecho con su trámite",
    "p18": "está dispuesto a participar con sus vecinos",
}


def frase(pregunta: Pregunta) -> str | None:
    """Cómo se lee el neto principal en un titular: «60 % está satisfecho con la alcaldía»."""
    return _FRASES.get(pregunta.clave)


def codigos(pregunta: Pregunta) -> list[tuple[str, str]]:
    """Opciones con NS y NC al final."""
    return [*pregunta.opciones, (NS, "No sabe"), (NC, "No contestó")]


def contestar(pregunta: Pregunta, persona: Persona, azar: random.Random) -> str:
    """Código de la respuesta; las opciones van de la más a la menos favorable."""
    *fondo, ns, nc = pregunta.proporciones
    sorteo = azar.random()
    if sorteo < ns + nc:
        return NS if sorteo < ns else NC
    favor = persona.latente + pregunta.efecto_zona.get(persona.zona, 0.0)
    favor += pregunta.cambio_por_oleada * persona.avance
    empuje = pregunta.carga * favor if pregunta.carga else 0.0
    empuje += pregunta.cambio_por_oleada * persona.avance + pregunta.efecto_zona.get(persona.zona, 0.0) * 0.6
    ruido = azar.gauss(0, max(0.2, 1 - pregunta.carga**2) ** 0.5)
    return _cortar(empuje + ruido, fondo, pregunta.opciones)


def _cortar(valor: float, proporciones: list[float], opciones: tuple[tuple[str, str], ...]) -> str:
    """La parte alta de la latente contesta la primera opción."""
    total, acumulado = sum(proporciones), 0.0
    for (codigo, _), proporcion in zip(opciones[:-1], proporciones[:-1], strict=True):
        acumulado += proporcion / total
        if valor > _NORMAL.inv_cdf(1 - acumulado):
            return codigo
    return opciones[-1][0]


def problemas(persona: Persona, azar: random.Random) -> list[str | None]:
    """Hasta tres menciones espontáneas, sin repetir."""
    sesgo = {"1": 1.5 if EFECTO_ZONA[persona.zona] > 0.1 else 1.0, "6": 1.7 if "Polanco" in persona.zona else 1.0}
    posibles = [(c, p * sesgo.get(c, 1.0)) for c, _, p in PROBLEMAS if c != "98"]
    if azar.random() < 0.02:
        return ["98", None, None]
    menciones: list[str | None] = []
    for _ in range(azar.choices((1, 2, 3), (0.28, 0.40, 0.32))[0]):
        libres = [(c, p) for c, p in posibles if c not in menciones]
        menciones.append(azar.choices([c for c, _ in libres], [p for _, p in libres])[0])
    return menciones + [None] * (3 - len(menciones))


def medios(persona: Persona, azar: random.Random) -> list[str]:
    """Sí/no por medio: «1» mencionó, «0» no."""
    edad = list(EFECTO_EDAD).index(persona.grupo_edad) - 1.5
    return ["1" if azar.random() < min(0.95, max(0.02, p + cambio * edad)) else "0" for _, _, p, cambio in MEDIOS]


def calificacion(persona: Persona, azar: random.Random) -> str:
    """De 0 a 10; 98 no sabe."""
    if azar.random() < 0.015:
        return "98"
    return str(min(10, max(0, round(6.7 + 1.1 * persona.latente + azar.gauss(0, 1.5)))))
