"""Lector de exportaciones de Meta: tabla de anuncios o informe, en español o inglés, CSV o libro."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from etl.lectura import exportacion as comun
from etl.lectura import fechas_de_exportacion as fechas
from etl.lectura.esquema import Fuente
from etl.lectura.resultado import ArchivoRechazado, Lectura, Rechazo

DESGLOSES = (
    "edad", "sexo", "plataforma_publicacion", "ubicacion", "dispositivo", "dispositivo_impresion", "region", "pais",
    "dma", "segmento_publico", "activo_creativo", "hora",
)  # fmt: skip
_DIMENSIONES = ("campana", "campana_id", "conjunto", "conjunto_id", "anuncio", "anuncio_id", "dia", "semana", "mes")
HOJA_DE_DATOS = "Raw Data Report"


def _es_total(valores: dict[str, Any], dimensiones: list[str], desgloses: list[str]) -> bool:
    """El renglón de total trae en blanco todo lo que identifica: es el resumen del informe, no un dato."""
    return bool(dimensiones) and all(valores.get(c) is None for c in (*dimensiones, *desgloses))


def _periodo(valores: dict[str, Any]) -> tuple[date | None, date | None]:
    """Día, semana o mes del renglón; sin ellos, Inicio y Fin del informe (iguales = grano diario)."""
    if valores.get("dia"):
        return valores["dia"], valores["dia"]
    for columna in ("semana", "mes"):
        texto = valores.get(columna)
        rango = fechas.a_mes(texto) if columna == "mes" and texto else fechas.a_rango(texto)
        if rango:
            return rango
    return valores.get("reporte_inicio"), valores.get("reporte_fin") or valores.get("reporte_inicio")


def _sin_periodo(valores: dict[str, Any]) -> Rechazo:
    return Rechazo(
        regla="sin_periodo",
        motivo="El renglón no dice a qué fechas corresponde.",
        remedio="Agregue al informe las columnas Inicio del informe y Fin del informe, o Día.",
        tabla="renglones",
        hoja=valores["hoja"],
        fila=valores["fila"],
    )


def _completar(fila: comun.Fila, exp: comun.Exportacion, nivel: str, desgloses: list[str]) -> dict[str, Any]:
    valores = fila.valores
    inicio, fin = _periodo(valores)
    valores["periodo_inicio"], valores["periodo_fin"] = inicio, fin
    valores["grano"] = fechas.grano(inicio, fin) if inicio and fin else None
    valores["nivel"] = nivel
    valores["formato_numerico"] = exp.formato
    valores["moneda"] = valores.get("divisa") or exp.moneda_del_encabezado() or next(iter(sorted(fila.monedas)), None)
    if "hora" in desgloses:
        valores["alcance"] = None  # la plataforma no lo mide por hora
    comun.desglosar(valores, desgloses)
    numericas = frozenset(
        n for n, i in exp.ubicadas.items() if n.endswith("_id") and any(isinstance(f[i], float) for _, f in exp.filas)
    )
    comun.identificar(valores, nivel, numericas)
    return valores


def _rango_del_informe(renglones: list[dict[str, Any]]) -> tuple[date | None, date | None]:
    inicios = {r.get("reporte_inicio") or r["periodo_inicio"] for r in renglones} - {None}
    fines = {r.get("reporte_fin") or r["periodo_fin"] for r in renglones} - {None}
    return min(inicios, default=None), max(fines, default=None)


def _aviso_de_moneda(exp: comun.Exportacion, renglones: list[dict[str, Any]]) -> list[Rechazo]:
    if all(r["moneda"] for r in renglones if r.get("gasto") is not None):
        return []
    return [
        Rechazo(
            regla="moneda_desconocida",
            motivo="El gasto no dice su moneda; no entra a las cifras en pesos.",
            remedio="Exporte con la columna Divisa o con la moneda en el encabezado del importe.",
            tabla="renglones",
            hoja=exp.hoja,
            gravedad="aviso",
        )
    ]


def leer(ruta: Path, nombre: str, fuente: Fuente, acompanante: Path | None = None) -> Lectura:
    """Lee una exportación de Meta.

    Args:
        ruta: archivo en disco.
        nombre: ruta con la que se recibió; no se interpreta (las plataformas mutilan los nombres).
        fuente: esquema de ``fuente.yml``.
        acompanante: no se usa.

    Returns:
        ``renglones`` (con nivel, grano, periodo, desglose e identidad) y ``totales``.

    Raises:
        ArchivoRechazado: no es una exportación reconocible o mezcla formatos.
    """
    exp = comun.abrir(ruta, fuente.tablas["renglones"], hoja_preferida=HOJA_DE_DATOS)
    if not exp.tiene("impresiones", "alcance", "gasto"):
        raise ArchivoRechazado(
            "El informe no trae impresiones, alcance ni importe gastado.", "Agregue esas columnas al informe."
        )
    nivel = comun.nivel_de(exp)
    desgloses = [c for c in DESGLOSES if exp.tiene(c)]
    dimensiones = [c for c in _DIMENSIONES if exp.tiene(c)]
    lectura = Lectura(renglones={"renglones": [], "totales": []}, rechazos=list(exp.rechazos))
    for linea, celdas in exp.filas:
        fila = comun.tipar(exp, linea, celdas, "renglones")
        if isinstance(fila, list):
            lectura.rechazos += fila
            continue
        es_total = _es_total(fila.valores, dimensiones, desgloses)
        valores = _completar(fila, exp, nivel, desgloses)
        if es_total:
            lectura.renglones["totales"].append(valores | {"etiqueta": "Total del informe", "num_ocurrencia": 1})
        elif valores["periodo_inicio"] is None:
            lectura.rechazos.append(_sin_periodo(valores))
        else:
            lectura.renglones["renglones"].append(valores)
    _cerrar(lectura, exp)
    return lectura


def _cerrar(lectura: Lectura, exp: comun.Exportacion) -> None:
    renglones, totales = lectura.renglones["renglones"], lectura.renglones["totales"]
    inicio, fin = _rango_del_informe(renglones + totales)
    for r in renglones + totales:
        r["informe_inicio"], r["informe_fin"] = inicio, fin
    comun.numerar_repetidos(renglones)
    lectura.num_aceptados_propio = len(renglones)
    lectura.rechazos += comun.reconciliar(renglones, totales[0] if totales else None, exp.hoja)
    lectura.rechazos += _aviso_de_moneda(exp, renglones)
