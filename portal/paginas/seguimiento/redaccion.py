"""Frases del seguimiento: números en palabras, plurales, nombres de clase y de regla. Puro, sin Dash."""

from __future__ import annotations

from collections.abc import Sequence

from portal import formato

CLASES = ("CUMPLIDA", "BUEN_DESEMPENO", "REGULAR", "DEFICIENTE")
NOMBRE_CLASE = {
    "CUMPLIDA": "Cumplida",
    "BUEN_DESEMPENO": "Buen desempeño",
    "REGULAR": "Regular",
    "DEFICIENTE": "Deficiente",
    "SIN_CAPTURA": "Sin captura",
    "NO_EVALUABLE": "No evaluable",
    "NO_PROGRAMADA": "No programada",
    "NO_APLICA": "No aplica",
    "PENDIENTE": "Pendiente",
}
REGLA_DE_ALERTA = {
    "A1": "Deficiente en los dos últimos periodos programados ya vencidos.",
    "A2": "A este ritmo cierra el año por debajo de buen desempeño (tres meses evaluados o más).",
    "A3": "Lo que falta por mes rebasa 1.5 veces su mejor mes.",
    "A4": "Venció el plazo y no hay captura; pasa a alta después de 10 días naturales.",
    "A5": "El valor se aleja de su propia mediana más de 5 veces 1.4826 × MAD (cuatro meses o más).",
    "A6": "Rebasa el umbral de excedida y la última captura no trae justificación.",
    "A7": "Numerador mayor que denominador, o un valor negativo en una suma.",
    "A8": "Bajó dos clases o más entre dos periodos evaluados seguidos.",
}
TITULO_DE_REGLA = {
    "A1": "Deficiente dos periodos seguidos",
    "A2": "Cerraría el año por debajo de lo programado",
    "A3": "El ritmo que necesita rebasa su mejor mes",
    "A4": "Captura vencida",
    "A5": "Valor atípico",
    "A6": "Excedida sin justificación",
    "A7": "Dato incoherente",
    "A8": "Cayó dos clases o más",
}
METODO = {
    "directo": "directo: 100 × realizado ÷ programado",
    "inverso": "inverso: 100 × programado ÷ realizado",
    "lineal": "lineal: 100 × (2 − realizado ÷ programado)",
    "linea_base": "línea base: 100 × (realizado − línea base) ÷ (programado − línea base)",
    "tolerancia": "tolerancia alrededor de lo programado",
    "rango": "dentro de un rango",
    "hito": "hito: se alcanza o no",
}
ACUMULACION = {
    "suma": "Suma de los meses",
    "ultimo": "Último valor capturado",
    "promedio": "Promedio de los meses capturados",
    "razon": "Razón: suma de numeradores entre suma de denominadores",
}
_ORDINALES = ("", "primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo")
_SIN_PLURAL = {"%", "m", "m²", "m³", "km", "km²", "kg", "l", "ha", "mdp", "pesos", "mxn", "hab", "kwh"}
_CORTAN_PLURAL = {"de", "del", "por", "en", "a", "con", "y", "para", "sin"}


def mayuscula(texto: str) -> str:
    """Primera letra en mayúscula, sin tocar lo demás."""
    return texto[:1].upper() + texto[1:]


def ordinal(lugar: int) -> str:
    """'cuarto' (apocopado: se usa ante «mes»)."""
    return _ORDINALES[lugar] if 0 < lugar < len(_ORDINALES) else f"{lugar}.º"


def plural(unidad: str, cantidad: float | None = None) -> str:
    """Plural sencillo de una unidad: 'metro lineal' → 'metros lineales'; abreviaturas y porcentajes no cambian."""
    if cantidad is not None and abs(cantidad) == 1:
        return unidad
    palabras = unidad.split(" ")
    for lugar, palabra in enumerate(palabras):
        if palabra.lower() in _CORTAN_PLURAL:
            break
        palabras[lugar] = _plural_de(palabra)
    return " ".join(palabras)


def con_unidad(valor: float | None, unidad: str) -> str:
    """'393 baches', '0.7 días hábiles'; un porcentaje lleva su signo."""
    if valor is None:
        return formato.SIN_DATO
    escrito = cantidad(valor)
    if es_porcentaje(unidad):
        return f"{escrito}{formato.DURO}{unidad if unidad.startswith('%') else '%'}"
    return f"{escrito} {plural(unidad, valor)}"


def cantidad(valor: float | None, signo: bool = False) -> str:
    """Valor de indicador: entero si lo es; si no, un decimal, o dos cuando es menor que 1 y un decimal lo falsea."""
    if valor is None:
        return formato.SIN_DATO
    return formato.diferencia(valor, _decimales(valor)) if signo else formato.numero(valor, _decimales(valor))


def exacta(valor: float | None) -> str:
    """Como entra a la cuenta: hasta cuatro decimales, los que hagan falta, para poder repetir la aritmética."""
    if valor is None:
        return formato.SIN_DATO
    escrito = formato.numero(valor, 4)
    return escrito.rstrip("0").rstrip(".")


def _decimales(valor: float) -> int:
    if float(valor).is_integer():
        return 0
    return 2 if abs(valor) < 1 and abs(valor - round(valor, 1)) >= 0.005 else 1


def es_porcentaje(unidad: str) -> bool:
    """Si la unidad ya es un porcentaje, también «% de población»."""
    limpia = unidad.strip().lower()
    return limpia.startswith("%") or limpia in {"porcentaje", "por ciento"}


def enumerar(nombres: Sequence[str], maximo: int = 3) -> str:
    """'Obras, Administración y 4 más'."""
    nombres = list(nombres)
    if len(nombres) > maximo:
        return f"{', '.join(nombres[: maximo - 1])} y {len(nombres) - maximo + 1} más"
    return formato.lista(nombres)


def _plural_de(palabra: str) -> str:
    if palabra.lower() in _SIN_PLURAL or not palabra[-1:].isalpha() or palabra[-1] in "sx":
        return palabra
    if palabra[-1] in "aeiouáéó":
        return f"{palabra}s"
    if palabra[-1] == "z":
        return f"{palabra[:-1]}ces"
    sin_acento = palabra[:-2] + palabra[-2:].translate(str.maketrans("áéíóú", "aeiou"))
    return f"{sin_acento}es"
