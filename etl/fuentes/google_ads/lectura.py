"""Lector de informes y tarjetas de Google Ads, en español (Latinoamérica o España) o inglés."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from etl.lectura import exportacion as comun
from etl.lectura import fechas_de_exportacion as fechas
from etl.lectura.encabezados import normalizar
from etl.lectura.esquema import Fuente
from etl.lectura.resultado import ArchivoRechazado, Lectura, Rechazo

DESGLOSES = (
    "accion_conversion", "edad", "sexo", "red", "dispositivo", "ubicacion", "palabra_clave", "recurso",
)  # fmt: skip
_TOTAL = re.compile(r"^\s*Total:\s", re.IGNORECASE)
_ETIQUETAS_DE_ESPANA = frozenset({"coste", "cpc medio", "cpm medio", "nombre de presupuesto", "coste/conv."})
# Encabezados que Google nunca escribe: leer el archivo aquí contaría dos veces la misma entrega.
_SOLO_DE_META = frozenset(
    normalizar(texto)
    for texto in ("Inicio del informe", "Reporting starts", "Nombre del conjunto de anuncios", "Ad set name",
                  "Importe gastado (MXN)", "Amount spent (MXN)", "Configuración de atribución", "Attribution setting")
)  # fmt: skip
_TOTAL_DEL_INFORME = frozenset(
    {"campanas", "campaigns", "campaign", "campanas filtradas", "filtered campaigns", "anuncios", "ads",
     "grupos de anuncios", "ad groups", "ubicaciones", "locations", "palabras clave", "keywords"}
)  # fmt: skip


def _etiqueta_de_total(celdas: list[Any]) -> str | None:
    """La etiqueta cambia de columna según el informe: se busca en todas."""
    return next((c.strip() for c in celdas if isinstance(c, str) and _TOTAL.match(c)), None)


def _rango_del_preambulo(exp: comun.Exportacion) -> tuple[date, date] | None:
    for renglon in exp.preambulo:
        textos = [str(c) for c in renglon if str(c or "").strip()]
        for candidato in (*textos, ",".join(textos), ", ".join(t.strip() for t in textos)):
            if rango := fechas.a_rango(candidato):
                return rango
    return None


def _periodo(valores: dict[str, Any], rango: tuple[date, date] | None) -> tuple[date | None, date | None]:
    """Día, semana o mes del renglón recortado al rango del informe; sin segmento, el rango entero."""
    if valores.get("dia"):
        return valores["dia"], valores["dia"]
    tramo = None
    if valores.get("semana"):
        tramo = (valores["semana"], valores["semana"] + timedelta(days=6))
    elif valores.get("mes"):
        tramo = fechas.a_mes(valores["mes"])
    if tramo is None:
        return rango or (None, None)
    return (max(tramo[0], rango[0]), min(tramo[1], rango[1])) if rango else tramo


def _ceros_desconocidos(valores: dict[str, Any]) -> None:
    """Segmentado por acción de conversión, el costo, las impresiones y los clics en cero significan «no se sabe»."""
    for medida in ("gasto", "impresiones", "clics", "interacciones", "vistas"):
        if valores.get(medida) == 0:
            valores[medida] = None


def _completar(
    fila: comun.Fila, exp: comun.Exportacion, nivel: str, desgloses: list[str], rango: tuple[date, date] | None
) -> dict[str, Any]:
    valores = fila.valores
    valores["periodo_inicio"], valores["periodo_fin"] = inicio, fin = _periodo(valores, rango)
    valores["grano"] = fechas.grano(inicio, fin) if inicio and fin else None
    valores["nivel"] = nivel
    valores["formato_numerico"] = exp.formato
    valores["moneda"] = valores.get("divisa") or exp.moneda_del_encabezado() or next(iter(sorted(fila.monedas)), None)
    for columna in ("cuota_impresiones", "cuota_superior"):
        if columna in fila.cotas:
            sentido, limite = fila.cotas[columna]
            valores[f"{columna}_cota"] = f"{sentido} {limite:g}"
    if "accion_conversion" in desgloses:
        _ceros_desconocidos(valores)
    comun.desglosar(valores, desgloses)
    comun.identificar(valores, nivel)
    return valores


def _clase_de_total(etiqueta: str) -> str:
    """``informe`` (lo que se ve), ``cuenta`` (incluye lo filtrado) o ``parte`` (un tipo de campaña)."""
    resto = normalizar(etiqueta.split(":", 1)[1])
    if resto in {"cuenta", "account"}:
        return "cuenta"
    return "informe" if resto in _TOTAL_DEL_INFORME else "parte"


def _revisar(exp: comun.Exportacion) -> None:
    if {normalizar(str(c)) for c in exp.encabezado} & _SOLO_DE_META:
        raise ArchivoRechazado(
            "Es una exportación de Meta, no un informe de Google Ads.", "Póngala en la carpeta meta_ads."
        )
    if not exp.tiene("impresiones", "gasto", "alcance", "conversiones"):
        raise ArchivoRechazado("El informe no trae impresiones ni costo.", "Agregue esas columnas al informe.")


def _sin_periodo(valores: dict[str, Any]) -> Rechazo:
    return Rechazo(
        regla="sin_periodo",
        motivo="Ni el preámbulo ni el renglón dicen a qué fechas corresponde.",
        remedio="Exporte con un intervalo de fechas, no «Todo el período», o segmente por Día.",
        tabla="renglones",
        hoja=valores["hoja"],
        fila=valores["fila"],
    )


def leer(ruta: Path, nombre: str, fuente: Fuente, acompanante: Path | None = None) -> Lectura:
    """Lee un informe (con preámbulo y renglones ``Total:``) o una tarjeta de Google Ads.

    Args:
        ruta: archivo en disco.
        nombre: ruta con la que se recibió; no se interpreta.
        fuente: esquema de ``fuente.yml``.
        acompanante: no se usa.

    Returns:
        ``renglones`` y ``totales``; estos últimos con la ``etiqueta`` de la plataforma.

    Raises:
        ArchivoRechazado: no es un informe reconocible o mezcla formatos.
    """
    tabla = fuente.tablas["renglones"]
    exp = comun.abrir(ruta, tabla)
    if {normalizar(str(c)) for c in exp.encabezado} & _ETIQUETAS_DE_ESPANA:
        exp.formato = comun.decidir_formato(comun.celdas_numericas(exp), "es")
    _revisar(exp)
    rango = _rango_del_preambulo(exp)
    nivel = comun.nivel_de(exp)
    desgloses = [c for c in DESGLOSES if exp.tiene(c)]
    lectura = Lectura(renglones={"renglones": [], "totales": []}, rechazos=_sin_rechazo_de_totales(exp))
    for linea, celdas in exp.filas:
        etiqueta = _etiqueta_de_total(celdas)
        fila = comun.tipar(exp, linea, celdas, "totales" if etiqueta else "renglones")
        if isinstance(fila, list):
            lectura.rechazos += fila
            continue
        valores = _completar(fila, exp, nivel, desgloses, rango)
        if etiqueta:
            lectura.renglones["totales"].append(valores | {"etiqueta": etiqueta, "num_ocurrencia": 1})
        elif valores["periodo_inicio"] is None:
            lectura.rechazos.append(_sin_periodo(valores))
        else:
            lectura.renglones["renglones"].append(valores)
    _cerrar(lectura, exp, rango)
    return lectura


def _sin_rechazo_de_totales(exp: comun.Exportacion) -> list[Rechazo]:
    """Un renglón ``Total:`` con menos campos no es un dato perdido: queda en aviso."""
    return [
        r if r.gravedad == "aviso" or not _TOTAL.match(r.valor or "")
        else Rechazo(**{**r.__dict__, "gravedad": "aviso"})
        for r in exp.rechazos
    ]  # fmt: skip


def _cerrar(lectura: Lectura, exp: comun.Exportacion, rango: tuple[date, date] | None) -> None:
    renglones, totales = lectura.renglones["renglones"], lectura.renglones["totales"]
    todos = renglones + totales
    inicio = rango[0] if rango else min((r["periodo_inicio"] for r in todos if r["periodo_inicio"]), default=None)
    fin = rango[1] if rango else max((r["periodo_fin"] for r in todos if r["periodo_fin"]), default=None)
    for r in todos:
        r["informe_inicio"], r["informe_fin"] = inicio, fin
    comun.numerar_repetidos(renglones)
    lectura.num_aceptados_propio = len(renglones)
    if "accion_conversion" not in exp.ubicadas:
        del_informe = [t for t in totales if _clase_de_total(t["etiqueta"]) == "informe"]
        lectura.rechazos += comun.reconciliar_segmentos(renglones, del_informe, exp.hoja)
