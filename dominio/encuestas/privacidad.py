"""Detección de identificadores directos y códigos que no revelan el lugar.

Los nombres de columna dan sospecha; el contenido decide. Los falsos positivos conocidos
(«¿tiene teléfono celular?», longitud de la entrevista) se confirman en ``estudio.yml``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

_NOMBRES = re.compile(
    r"(^|_)(nombre|nombres|apellido|apellidos|paterno|materno|telefono|tel|celular|cel|whatsapp|correo|email|mail|"
    r"curp|rfc|clave_elector|ine|domicilio|direccion|calle|num_ext|num_int|numero_exterior|numero_interior|"
    r"encuestador|encuestadora|entrevistador|entrevistadora|enc|supervisor|supervisora|lat|latitud|lon|lng|longitud|"
    r"gps|coordenadas|ip|ip_address|device|deviceid|imei|mac|folio|id|sbjnum|facebook|twitter|instagram|contacto|"
    r"nombre_completo|informante)(_|\d*$)"
)
_CONTENIDOS: dict[str, re.Pattern[str]] = {
    "correo electrónico": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]{2,}"),
    "CURP": re.compile(r"\b[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z\d]\d\b", re.I),
    "clave de elector": re.compile(r"\b[A-Z]{6}\d{8}[HM]\d{3}\b", re.I),
    "RFC": re.compile(r"\b[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}\b", re.I),
    "teléfono": re.compile(r"(?<!\d)(?:\+?52[\s.-]?)?(?:\(?\d{2,3}\)?[\s.-]?)\d{3,4}[\s.-]?\d{4}(?!\d)"),
    "dirección IP": re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"),
    "domicilio": re.compile(
        r"\b(?:calle|avenida|av\.|calz\.|calzada|andador|cerrada|privada|circuito|prolongaci[oó]n|boulevard|blvd\.)\s+\S+"
        r".*?\b\d{1,5}\b|\bc\.?\s?p\.?\s?:?\s?\d{5}\b|\bmz\.?\s?\d+\s*,?\s*lt\.?\s?\d+\b",
        re.I,
    ),
    "coordenadas": re.compile(r"-?\d{1,2}\.\d{4,},\s*-?\d{1,3}\.\d{4,}"),
}
_PALABRA = re.compile(r"[a-z]+")
_NOMBRES_DE_PILA = frozenset(
    _PALABRA.findall(
        """adriana alberto alejandra alejandro alfredo alicia ana andrea angel angelica antonio araceli armando arturo
        beatriz blanca carlos carmen cecilia cesar claudia cristina daniel daniela david diana diego eduardo
        elena elizabeth enrique erika ernesto esperanza esther eva felipe fernanda fernando francisca
        francisco gabriel gabriela gerardo gilberto gloria graciela guadalupe guillermo gustavo hector hilda
        hugo ignacio irma isabel ivan jaime javier jesus joaquin jorge jose josefina juan juana julia julio
        karina karla laura leonardo leticia lilia lorena lourdes lucia luis manuel marcela marco margarita
        maria mariana mario marta martha martin mauricio mercedes miguel miriam monica nancy natalia norma
        octavio olga omar oscar pablo patricia paula pedro pilar rafael ramiro ramon raquel raul rebeca
        ricardo roberto rocio rodrigo rogelio rosa rosario ruben salvador samuel sandra santiago sara sergio
        silvia sofia susana teresa valeria vanessa veronica vicente victor victoria virginia ximena yolanda"""
    )
)
_APELLIDOS = frozenset(
    _PALABRA.findall(
        """acosta aguilar aguirre alvarado alvarez avila barrera bautista beltran bravo cabrera calderon camacho campos
        cardenas carrillo castaneda castillo castro cervantes chavez contreras cordova corona cortes cruz
        delgado diaz dominguez duran escobar espinosa espinoza esquivel estrada fernandez figueroa flores
        franco fuentes galindo gallegos garcia garza gomez gonzalez guerra guerrero gutierrez guzman
        hernandez herrera huerta ibarra jimenez juarez lara leon lopez lozano lugo luna macias maldonado
        marin marquez martinez medina mejia mendez mendoza meza miranda molina montes montoya mora morales
        moreno munoz nava navarro nunez ochoa olvera orozco ortega ortiz osorio pacheco padilla palacios
        paredes pena peralta perez pineda ponce quintero ramirez ramos rangel resendiz reyes rios rivas
        rivera robles rocha rodriguez rojas romero rosales rosas rubio ruiz salas salazar salgado salinas
        sanchez sandoval santiago santos serrano silva solano solis soto suarez tapia tellez toledo torres
        trejo trevino valdez valencia valenzuela vargas vasquez vazquez vega velasco velazquez vera villa
        villanueva villarreal zamora zarate zavala zuniga"""
    )
)
_TRATO = re.compile(r"^(?:lic|ing|dr|dra|mtro|mtra|profr|profra|sr|sra|srita|c)\.?\s+", re.I)
_PROPORCION_DE_NOMBRES = 0.3
"""Los apellidos también son nombres de calles y colonias: hace falta que abunden."""
_PROPORCION_SOSPECHOSA = 0.03
"""Con 3 de cada 100 respuestas con forma de dato personal, la columna no entra."""


def normalizar_columna(nombre: str) -> str:
    """Minúsculas, sin acentos, separadores como ``_``: ``«Tel. Celular»`` → ``tel_celular``."""
    plano = unicodedata.normalize("NFKD", nombre).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plano).strip("_")


def por_nombre(nombre: str) -> bool:
    """El nombre de la columna sugiere que identifica a una persona."""
    return bool(_NOMBRES.search(normalizar_columna(nombre)))


def por_contenido(valores: Iterable[object]) -> str | None:
    """Qué clase de dato personal trae la columna, o ``None``. Los números se leen como texto de dígitos."""
    textos = [_texto(v) for v in valores if v is not None and str(v).strip() not in ("", "nan")]
    if not textos:
        return None
    minimo = max(1, int(len(textos) * _PROPORCION_SOSPECHOSA))
    for clase, patron in _CONTENIDOS.items():
        if sum(1 for t in textos if patron.search(t)) >= minimo:
            return clase
    if sum(1 for t in textos if es_nombre_de_persona(t)) >= max(1, len(textos) * _PROPORCION_DE_NOMBRES):
        return "nombre de persona"
    return None


def es_nombre_de_persona(texto: str) -> bool:
    """Nombre y apellido comunes en México, en cualquier orden: «Pérez López, Ana», «LIC. JUAN SOTO»."""
    plano = unicodedata.normalize("NFKD", _TRATO.sub("", texto.strip())).encode("ascii", "ignore").decode().lower()
    palabras = _PALABRA.findall(plano)
    if not 2 <= len(palabras) <= 6 or re.search(r"\d", plano):
        return False
    con_nombre = any(p in _NOMBRES_DE_PILA for p in palabras)
    apellidos = sum(p in _APELLIDOS for p in palabras)
    return (con_nombre and apellidos >= 1) or apellidos >= 2


def sin_datos_personales(texto: str) -> str:
    """El texto con «[dato personal]» en lugar de teléfonos, correos, CURP, RFC y domicilios."""
    for patron in _CONTENIDOS.values():
        texto = patron.sub("[dato personal]", texto)
    return texto


def parece_llave_o_telefono(valores: Iterable[object]) -> bool:
    """Un peso no es un entero de diez cifras o más: eso es un teléfono o un folio puesto en su lugar."""
    textos = [_texto(v) for v in valores if v is not None and str(v).strip() not in ("", "nan")]
    largos = sum(1 for t in textos if re.fullmatch(r"\d{10,}", t))
    return bool(textos) and largos >= max(1, len(textos) * _PROPORCION_SOSPECHOSA)


def _texto(valor: object) -> str:
    if isinstance(valor, float) and valor.is_integer():
        return str(int(valor))
    return str(valor)


def tiene_dato_personal(texto: str) -> bool:
    """Un texto suelto trae teléfono, correo, CURP, RFC o domicilio."""
    return any(patron.search(texto) for patron in _CONTENIDOS.values())


def ordinales_salados(estudio: str, codigos: Sequence[str | None], prefijo: str) -> dict[str, str]:
    """Código real (sección, manzana) → ordinal que no lo revela: ``{'0486': 'U017'}``.

    El orden sale de una huella con el estudio como sal: es igual en toda construcción.
    """
    unicos = {c for c in codigos if c is not None}
    en_orden = sorted(unicos, key=lambda c: hashlib.sha256(f"{estudio}\x1f{prefijo}\x1f{c}".encode()).digest())
    ancho = max(2, len(str(len(en_orden))))
    return {codigo: f"{prefijo}{i:0{ancho}d}" for i, codigo in enumerate(en_orden, start=1)}
