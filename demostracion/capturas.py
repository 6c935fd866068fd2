"""Capturas mensuales de demostración: ``capturas/AAAA-MM/<AREA>.xlsx``, de enero a octubre.

Escala: un archivo más por área repetida y mes (×10 = 1,300 archivos). El lío de la vida
(archivo roto, renglones malos, correcciones, áreas tardías) está en las áreas originales.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from demostracion.catalogo import EJERCICIO, Indicador, es_habil, indicadores
from demostracion.excel import guardar
from demostracion.programa import Calendario, calendario_original, calendario_vigente
from demostracion.trayectorias import MESES_CAPTURADOS, Valor, serie

_ENCABEZADO = ("clave", "indicador", "unidad", "programado", "realizado", "numerador", "denominador", "n",
               "no_aplica", "observaciones", "evidencia", "justificacion")  # fmt: skip
_ANCHOS = {"A": 13, "B": 46, "C": 18, "D": 13, "E": 13, "F": 12, "G": 13, "H": 8, "I": 11, "J": 48, "K": 34, "L": 48}

_SIN_ENTREGA = {("DGA", 10), ("DEPCR", 2)}
_TARDIAS = {("DGDS", 10): date(2026, 11, 9), ("JO", 4): date(2026, 5, 12), ("JO", 6): date(2026, 7, 9),
            ("DEPC", 8): date(2026, 9, 11)}  # fmt: skip
_NO_APLICA = {
    ("CSC-07", 6): "La licitación de alarmas se declaró desierta; la entrega del trimestre pasa a septiembre."
}
# (meta, mes) → columnas que llegan mal y van a cuarentena.
_MALOS: dict[tuple[str, int], dict[str, Any]] = {
    ("DESU-08", 9): {"realizado": "80 aprox"},
    ("CSC-05", 10): {"realizado": "4.9 min (preliminar)"},
    ("DEPDU-01", 7): {"denominador": None},
    ("JO-02", 3): {"realizado": None, "no_aplica": "si", "justificacion": None},
    ("DGDS-06", 8): {"realizado": 2288},
}
_REPETIDAS = {("DGDS-03", 5)}
_AJENAS = {("CCS", 6): ("DGGAJ-04", "Puestos y estructuras retirados de la vía pública", "estructura", 640, 655)}
_NUMERADOR_MAYOR = {("DGGAJ-01", 10): 9}
# Correcciones: (área, mes) → (metas que corrige, fecha de captura).
_CORRECCIONES = {("DESU", 9): (("DESU-08",), date(2026, 10, 13)), ("DGDS", 8): (("DGDS-06",), date(2026, 9, 22))}
_ROTO = ("DEPC", 10)

_CAUSAS = {
    "DESU": ("Dos cuadrillas fuera de servicio por mantenimiento de la petrolizadora.",
             "El proveedor de mezcla asfáltica surtió 60 % del pedido del mes.",
             "Lluvias por encima del promedio suspendieron los turnos nocturnos."),
    "DGO": ("La empresa contratista no ha integrado frentes de trabajo suficientes; se inició rescisión.",
            "Ministración de recursos recibida con cinco semanas de retraso.",
            "Obra detenida por interferencia con tubería de gas no registrada en el proyecto.",
            "El comité vecinal pidió cambio de proyecto y se reinició el dictamen."),
    "DEMAAV": ("Dictámenes de arbolado pendientes de autorización ambiental.",
               "Una de las tres grúas canastilla está en taller."),
    "CSC": ("Rotación de personal: 14 bajas en espera de reemplazo por la policía complementaria.",
            "El proveedor de videovigilancia difirió la sustitución de nodos."),
    "DEPCR": ("La demanda de dictámenes rebasó la plantilla de peritos.",),
    "DGDS": ("Padrón en revisión por duplicados; los pagos restantes salen el siguiente mes.",
             "Cierre temporal de una sede por mantenimiento."),
    "DEPDU": ("Dos verificadores con licencia médica en el mes.",),
    "DGGAJ": ("Suspensión de visitas durante el periodo vacacional.",),
    "DEPC": ("Solicitudes de poda y alumbrado turnadas sin respuesta del área operativa.",
             "El sistema de folios estuvo fuera de servicio nueve días.",
             "Asambleas pospuestas por la jornada de consulta del presupuesto participativo."),
    "DGA": ("Afectaciones presupuestales en trámite ante la Secretaría de Finanzas.",),
    "UTR": ("Solicitudes con ampliación de plazo por búsqueda en archivo histórico.",),
    "CCS": ("Veda de publicación en dos semanas del mes.",),
    "JO": ("Las áreas con rezago concentran las metas no cumplidas.",),
}  # fmt: skip
_OBSERVACIONES = {
    ("DGO-04", 10): "Se incorporaron tres obras recién adjudicadas; bajan el promedio ponderado.",
    ("DESU-12", 10): "Reportes de fuga al alza por baja presión en la red.",
    ("DGDS-01", 10): "Tercera y última ministración del ejercicio.",
    ("DGGAJ-01", 10): "Incluye trámites ingresados el mes previo.",
}
_JUSTIFICADAS = {"DGGAJ-04": "Operativo permanente en los alrededores del metro no previsto al programar.",
                 "JO-03": "El levantamiento coincidió con la entrega de apoyos."}  # fmt: skip


def _limite(mes: int) -> date:
    """Quinto día del mes siguiente, o el hábil que sigue."""
    dia = date(EJERCICIO + mes // 12, mes % 12 + 1, 5)
    while not es_habil(dia):
        dia += timedelta(days=1)
    return dia


def _fecha_de_captura(area: str, mes: int, azar: random.Random) -> date:
    limite = _limite(mes)
    posibles = [d for k in range(1, limite.day + 1) if es_habil(d := limite.replace(day=k))]
    elegida = azar.choice(posibles)
    return _TARDIAS.get((area, mes), elegida)


def _sin_meses_que_no_aplican(indicador: Indicador, calendario: Calendario) -> Calendario:
    """Un mes que no aplica no cuenta en lo programado acumulado."""
    return [None if (indicador.meta, k + 1) in _NO_APLICA else v for k, v in enumerate(calendario)]


def _renglon(
    indicador: Indicador, mes: int, programado: float | None, valor: Valor, azar: random.Random
) -> dict[str, Any]:
    area = indicador.area.rstrip("0123456789")
    folio = azar.randint(100, 999)
    causa = azar.choice(_CAUSAS[area])
    tiene_rezago = valor.cumplimiento < 90
    return {
        "clave": indicador.meta,
        "indicador": indicador.datos["nombre"],
        "unidad": indicador.datos["unidad"],
        "programado": programado,
        "realizado": valor.realizado,
        "numerador": valor.numerador,
        "denominador": valor.denominador,
        "n": valor.n,
        "no_aplica": None,
        "observaciones": _OBSERVACIONES.get((indicador.meta, mes)) or (causa if tiene_rezago else None),
        "evidencia": f"Expediente {area}/{EJERCICIO}-{mes:02d}/{folio}",
        "justificacion": _JUSTIFICADAS.get(indicador.meta) if valor.cumplimiento > 110 else None,
    }


def _renglon_que_no_aplica(indicador: Indicador, mes: int, programado: float | None) -> dict[str, Any]:
    vacio: dict[str, Any] = dict.fromkeys(_ENCABEZADO)
    identidad = {"clave": indicador.meta, "indicador": indicador.datos["nombre"], "unidad": indicador.datos["unidad"]}
    motivo = _NO_APLICA[(indicador.meta, mes)]
    return vacio | identidad | {"programado": programado, "no_aplica": "si", "justificacion": motivo}


def _con_defectos(renglon: dict[str, Any], mes: int) -> list[dict[str, Any]]:
    """Los renglones que el área de verdad entrega: a veces mal, a veces dos veces."""
    llave = (renglon["clave"], mes)
    entregado = renglon | _MALOS.get(llave, {})
    if llave in _NUMERADOR_MAYOR:
        entregado["numerador"] = entregado["denominador"] + _NUMERADOR_MAYOR[llave]
    return [entregado, entregado] if llave in _REPETIDAS else [entregado]


def _renglon_ajeno(area: str, mes: int) -> list[dict[str, Any]]:
    if (area, mes) not in _AJENAS:
        return []
    clave, nombre, unidad, programado, realizado = _AJENAS[(area, mes)]
    vacio: dict[str, Any] = dict.fromkeys(_ENCABEZADO)
    return [vacio | {"clave": clave, "indicador": nombre, "unidad": unidad, "programado": programado,
                     "realizado": realizado}]  # fmt: skip


def _escribir(ruta: Path, area: str, mes: int, capturado: date, renglones: list[dict[str, Any]]) -> None:
    libro = Workbook()
    hoja = libro.worksheets[0]
    hoja.title = "captura"
    hoja.append(["Área", area])
    hoja.append(["Periodo", f"{EJERCICIO}-{mes:02d}"])
    hoja.append(["Fecha de captura", datetime(capturado.year, capturado.month, capturado.day)])
    hoja["B3"].number_format = "dd/mm/yyyy"
    hoja.append([])
    hoja.append(_ENCABEZADO)
    for renglon in renglones:
        hoja.append([renglon[c] for c in _ENCABEZADO])
    for celda in hoja[5]:
        celda.font = Font(bold=True)
    for letra, ancho in _ANCHOS.items():
        hoja.column_dimensions[letra].width = ancho
    hoja.freeze_panes = "B6"
    guardar(libro, ruta)


def _series(escala: int, azar: random.Random) -> Mapping[str, list[Valor | None]]:
    salida: dict[str, list[Valor | None]] = {}
    for indicador in indicadores(escala):
        calendario = _sin_meses_que_no_aplican(indicador, calendario_vigente(indicador))
        salida[indicador.meta] = serie(indicador, calendario, random.Random(f"{azar.random()}"))  # noqa: S311
    return salida


def _renglones_del_area(
    metas: list[Indicador], mes: int, series: Mapping[str, list[Valor | None]], azar: random.Random
) -> list[dict[str, Any]]:
    """Renglones correctos de un área y un mes: solo las metas programadas."""
    salida: list[dict[str, Any]] = []
    for indicador in metas:
        # Obras siguió llenando con la plantilla anterior a su ajuste: el flujo lo señala como aviso.
        usa_original = (indicador.meta, mes) == ("DGO-02", 8)
        calendario = calendario_original(indicador) if usa_original else calendario_vigente(indicador)
        programado, valor = calendario[mes - 1], series[indicador.meta][mes - 1]
        if (indicador.meta, mes) in _NO_APLICA:
            salida.append(_renglon_que_no_aplica(indicador, mes, programado))
        elif valor is not None:
            salida.append(_renglon(indicador, mes, programado, replace(valor), azar))
    return salida


def _romper(ruta: Path) -> None:
    """Trunca el archivo, como una descarga interrumpida."""
    contenido = ruta.read_bytes()
    ruta.write_bytes(contenido[: len(contenido) * 6 // 10])


def _escribir_area(destino: Path, area: str, mes: int, renglones: list[dict[str, Any]], azar: random.Random) -> None:
    capturado = _fecha_de_captura(area, mes, azar)
    if (area, mes) in _SIN_ENTREGA:
        return
    carpeta = destino / "capturas" / f"{EJERCICIO}-{mes:02d}"
    entregados = [r for renglon in renglones for r in _con_defectos(renglon, mes)] + _renglon_ajeno(area, mes)
    _escribir(carpeta / f"{area}.xlsx", area, mes, capturado, entregados)
    if (area, mes) in _CORRECCIONES:
        claves, fecha = _CORRECCIONES[(area, mes)]
        corregidos = [r | {"observaciones": "Corrige lo entregado."} for r in renglones if r["clave"] in claves]
        _escribir(carpeta / f"{area}_correccion.xlsx", area, mes, fecha, corregidos)
    if (area, mes) == _ROTO:
        ruta = carpeta / f"{area}_correccion.xlsx"
        _escribir(ruta, area, mes, date(2026, 11, 6), renglones)
        _romper(ruta)


def generar(destino: Path, azar: random.Random, escala: int) -> None:
    """Escribe las capturas de enero a octubre de todas las áreas.

    Args:
        destino: carpeta de datos crudos.
        azar: generador con la semilla de la fuente.
        escala: veces que se repiten las áreas.
    """
    series = _series(escala, azar)
    por_area: dict[str, list[Indicador]] = {}
    for indicador in indicadores(escala):
        por_area.setdefault(indicador.area, []).append(indicador)
    for mes in range(1, MESES_CAPTURADOS + 1):
        for area, metas in por_area.items():
            renglones = _renglones_del_area(metas, mes, series, azar)
            _escribir_area(destino, area, mes, renglones, azar)
