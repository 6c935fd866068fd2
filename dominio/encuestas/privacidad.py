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
        r"\b(calle|avenida|av\.|calz\.|calzada|andador|cerrada|privada|circuito)\s+\S+.*\b\d{1,5}\b", re.I
    ),
    "coordenadas": re.compile(r"-?\d{1,2}\.\d{4,},\s*-?\d{1,3}\.\d{4,}"),
}
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
    return None


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
