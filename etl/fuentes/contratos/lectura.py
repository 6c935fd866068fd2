"""Lector de los contratos: cláusulas en YAML, y entregables, eventos y pagos en Excel.

Aquí se revisa lo que cada archivo permite saber por sí solo; lo que cruza archivos
(contrato inexistente) o depende de la fecha de referencia (evento futuro) va en el modelo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from etl.fuentes.contratos.clausulas import Contrato, explicar
from etl.lectura.esquema import Fuente
from etl.lectura.excel import leer_libro
from etl.lectura.resultado import ArchivoRechazado, Lectura, Rechazo
from etl.lectura.tabular import extraer

Renglon = dict[str, Any]
_SIN_PRESTAR = frozenset({"parcial", "rechazado"})
_HOJA_YAML = "contratos.yml"


def _elementos(texto: str) -> list[tuple[int, Any]]:
    """(línea, contrato) por elemento de la lista ``contratos``."""
    try:
        arbol = yaml.compose(texto, Loader=yaml.SafeLoader)
        datos = yaml.safe_load(texto)
    except yaml.YAMLError as error:
        marca = getattr(error, "problem_mark", None)
        donde = f" (línea {marca.line + 1})" if marca else ""
        raise ArchivoRechazado(
            f"El YAML no se entiende{donde}.", "Revise la sangría y los dos puntos; use espacios, no tabuladores."
        ) from error
    lista = datos.get("contratos") if isinstance(datos, dict) else None
    if not isinstance(lista, list) or not lista or not isinstance(arbol, yaml.MappingNode):
        raise ArchivoRechazado(
            "El archivo no trae la lista «contratos».", "Empiece con «contratos:» y un guion por contrato."
        )
    nodo = next(valor for llave, valor in arbol.value if llave.value == "contratos")
    return [(hijo.start_mark.line + 1, dato) for hijo, dato in zip(nodo.value, lista, strict=True)]


def _rechazo_de_contrato(fila: int, columna: str, motivo: str, valor: str, regla: str = "contrato_invalido") -> Rechazo:
    return Rechazo(
        regla=regla,
        motivo=f"{columna}: {motivo}.",
        remedio="Corrija el dato en contratos.yml; el LEEME.md de la carpeta dice qué lleva cada uno.",
        tabla="contratos",
        hoja=_HOJA_YAML,
        fila=fila,
        celda=f"línea {fila}",
        columna=columna,
        valor=valor or None,
    )


def _leer_clausulas(ruta: Path) -> Lectura:
    try:
        texto = ruta.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArchivoRechazado("El archivo no está en UTF-8.", "Guárdelo con codificación UTF-8.") from error
    lectura = Lectura(renglones={"contratos": []})
    elementos = _elementos(texto)
    veces = Counter(str(d.get("clave")) for _, d in elementos if isinstance(d, dict))
    for orden, (fila, dato) in enumerate(elementos, start=1):
        try:
            contrato = Contrato.model_validate(dato)
        except ValidationError as error:
            lectura.rechazos += [_rechazo_de_contrato(fila, *falta) for falta in explicar(error)]
            continue
        if veces[contrato.clave] > 1:
            motivo = "la clave aparece más de una vez"
            lectura.rechazos.append(_rechazo_de_contrato(fila, "clave", motivo, contrato.clave, "clave_repetida"))
            continue
        lectura.renglones["contratos"].append({"hoja": _HOJA_YAML, "fila": fila} | contrato.renglon(orden))
    return lectura


def _falla_de_entregable(renglon: Renglon) -> tuple[str, str, str, str] | None:
    if renglon["importe"] is not None and renglon["importe"] < 0:
        return (
            "importe_negativo",
            "importe",
            "El importe es negativo.",
            "Escriba el importe de la parcialidad, antes de IVA.",
        )
    if renglon.get("parcialidad") is not None and renglon["parcialidad"] < 1:
        return (
            "parcialidad_invalida",
            "parcialidad",
            "La parcialidad es menor que 1.",
            "Escriba 1, 2, 3… o déjela vacía.",
        )
    return None


def _falla_de_evento(renglon: Renglon) -> tuple[str, str, str, str] | None:
    proporcion = renglon["proporcion_prestada"]
    if renglon["estado"] in _SIN_PRESTAR and proporcion is None:
        motivo = f"Un evento «{renglon['estado']}» dice qué proporción queda prestada."
        return ("proporcion_faltante", "proporcion_prestada", motivo,
                "Escriba la proporción acumulada entre 0 y 1; por ejemplo, 0.6.")  # fmt: skip
    if proporcion is not None and not 0 <= proporcion <= 1:
        return ("proporcion_fuera_de_rango", "proporcion_prestada", "La proporción no está entre 0 y 1.",
                "Escriba 0.6 para sesenta por ciento.")  # fmt: skip
    if renglon["estado"] not in _SIN_PRESTAR and proporcion not in (None, 1):
        motivo = f"«{renglon['estado']}» vale 1 y dice otra proporción."
        return ("proporcion_contradictoria", "proporcion_prestada", motivo,
                "Deje vacía la proporción, o cambie el estado a «parcial».")  # fmt: skip
    return None


def _falla_de_pago(renglon: Renglon) -> tuple[str, str, str, str] | None:
    if renglon["importe"] < 0:
        return ("importe_negativo", "importe", "El importe es negativo.", "Escriba el importe pagado, antes de IVA.")
    if renglon["estado"] == "pagado" and renglon["fecha"] is None:
        return ("pago_sin_fecha", "fecha", "Está pagado y no dice cuándo.", "Escriba la fecha del pago.")
    return None


def _falla_de_presupuesto(renglon: Renglon) -> tuple[str, str, str, str] | None:
    if renglon["importe"] < 0:
        return ("importe_negativo", "importe", "El importe es negativo.",
                "Escríbalo positivo; si baja el compromiso, el movimiento es «reduccion».")  # fmt: skip
    return None


_FALLAS: dict[str, Callable[[Renglon], tuple[str, str, str, str] | None]] = {
    "entregables": _falla_de_entregable,
    "eventos": _falla_de_evento,
    "pagos": _falla_de_pago,
    "presupuesto": _falla_de_presupuesto,
}
_LLAVES: dict[str, tuple[str, ...]] = {
    "entregables": ("clave",),
    "pagos": ("contrato", "parcialidad"),
    "presupuesto": ("clave",),
}


def _revisar(tabla: str, renglones: list[Renglon]) -> tuple[list[Renglon], list[Rechazo]]:
    """Separa lo que entra de lo que va a cuarentena, renglón por renglón."""
    llave = _LLAVES.get(tabla)
    veces = Counter(tuple(r[c] for c in llave) for r in renglones) if llave else Counter()
    buenos: list[Renglon] = []
    rechazos: list[Rechazo] = []
    for renglon in renglones:
        falla = _FALLAS[tabla](renglon)
        if llave and veces[tuple(renglon[c] for c in llave)] > 1:
            falla = (
                "clave_repetida",
                llave[-1],
                "La clave aparece más de una vez en la hoja.",
                "Deje un solo renglón.",
            )
        if falla is None:
            buenos.append(renglon)
            continue
        regla, columna, motivo, remedio = falla
        celda = renglon.get(f"{columna}_celda") or f"A{renglon['fila']}"
        valor = renglon.get(columna)
        rechazos.append(
            Rechazo(
                regla=regla,
                motivo=motivo,
                remedio=remedio,
                tabla=tabla,
                hoja=renglon["hoja"],
                fila=renglon["fila"],
                celda=celda,
                columna=columna,
                valor=None if valor is None else str(valor),
            )
        )
    return buenos, rechazos


def _leer_entregas(ruta: Path, fuente: Fuente) -> Lectura:
    hojas = {h.nombre.strip().casefold(): h for h in leer_libro(ruta)}
    tablas = {c: t for c, t in fuente.tablas.items() if t.hoja}
    faltan = [str(t.hoja) for t in tablas.values() if t.obligatoria and t.hoja not in hojas]
    if faltan:
        raise ArchivoRechazado(
            f"Faltan las hojas: {', '.join(faltan)}. Hojas halladas: {', '.join(hojas)}.",
            "Use el formato de entregas con sus hojas entregables, eventos y pagos.",
        )
    lectura = Lectura()
    for clave, tabla in tablas.items():
        if tabla.hoja not in hojas:
            continue
        renglones, rechazos = extraer(hojas[tabla.hoja], tabla, clave)
        lectura.renglones[clave], propios = _revisar(clave, renglones)
        lectura.rechazos += rechazos + propios
    return lectura


def leer(ruta: Path, nombre: str, fuente: Fuente, acompanante: Path | None = None) -> Lectura:
    """Lee ``contratos.yml`` o ``entregas.xlsx``.

    Args:
        ruta: archivo en disco (puede llamarse por su huella).
        nombre: ruta con la que se recibió; su extensión dice cuál de los dos es.
        fuente: esquema de ``fuente.yml``.
        acompanante: no se usa.

    Returns:
        Contratos con su base de pena, o entregables, eventos y pagos. Importes en pesos antes de IVA.

    Raises:
        ArchivoRechazado: YAML ilegible, hoja o encabezado faltante.
    """
    return _leer_clausulas(ruta) if nombre.casefold().endswith((".yml", ".yaml")) else _leer_entregas(ruta, fuente)
