"""Contratos de demostración: ``contratos/contratos.yml`` y ``contratos/entregas.xlsx``.

Escala: repite los cuatro contratos con clave propia (SEG, SEG2…) con todos sus entregables y eventos.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from demostracion import campanas_difusion as difusion
from demostracion.excel import agregar_hoja, guardar
from demostracion.pauta import PRECIOS

HOY = date(2026, 11, 10)
_MESES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip
_ORDINALES = ("primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo",
              "undécimo")  # fmt: skip
_YAML = Path(__file__).parent / "textos" / "contratos.yml"
_ENTREGABLES = ("clave", "contrato", "serie", "nombre", "tipo", "parcialidad", "fecha_comprometida", "importe",
                "notas")  # fmt: skip
_EVENTOS = ("entregable", "fecha", "estado", "proporcion_prestada", "evidencia", "observaciones")
_PRESUPUESTO = ("clave", "contrato", "partida", "movimiento", "fecha", "importe", "documento")
_MOVIMIENTOS = (
    ("SEG", "3391", "inicial", date(2026, 1, 26), 1_100_000),
    ("DIF", "3611", "inicial", date(2026, 1, 26), 3_000_000),
    ("DIF", "3611", "ampliacion", date(2026, 8, 17), 1_500_000),
    ("DIF", "3611", "reduccion", date(2026, 10, 26), 300_000),
    ("ENC", "3391", "inicial", date(2026, 2, 9), 1_500_000),
    ("ENC", "3391", "ampliacion", date(2026, 9, 7), 240_000),
    ("LIN", "3391", "inicial", date(2026, 2, 9), 800_000),
)
Evento = tuple[date, str, float | None, str]


@dataclass
class Entregable:
    """Un entregable con lo que le ha pasado."""

    clave: str
    contrato: str
    serie: str
    nombre: str
    tipo: str
    comprometida: date
    importe: int
    parcialidad: int | None = None
    eventos: list[Evento] = field(default_factory=list)


def _a_tiempo(comprometida: date, azar: random.Random, observado: bool = False) -> list[Evento]:
    """Entrega uno a cuatro días antes y aceptación en la semana que sigue; lo aún no vencido queda sin eventos."""
    entrega = comprometida - timedelta(days=azar.randint(0, 3))
    aceptacion = entrega + timedelta(days=azar.randint(2, 6))
    if entrega > HOY:
        return []
    eventos: list[Evento] = [(entrega, "entregado", None, "")]
    if aceptacion <= HOY:
        estado = "aceptado_con_observaciones" if observado else "aceptado"
        eventos.append((aceptacion, estado, None, "Se atendieron observaciones menores de forma." if observado else ""))
    return eventos


def _informes(contrato: str, dia: int, importe: int, azar: random.Random) -> list[Entregable]:
    """Once informes mensuales, febrero a diciembre; el último vence al cierre del contrato."""
    salida: list[Entregable] = []
    for numero, mes in enumerate(range(2, 13), start=1):
        vence = date(2026, 12, 31) if mes == 12 else date(2026, mes + 1, dia)
        nombre = f"{_ORDINALES[numero - 1].capitalize()} informe mensual: {_MESES[mes - 1]}"
        clave = f"{contrato}-INF-{numero:02d}"
        salida.append(
            Entregable(
                clave, contrato, "Informe mensual", nombre, "mensual", vence, importe, numero, _a_tiempo(vence, azar)
            )
        )
    return salida


def _seguimiento(azar: random.Random) -> list[Entregable]:
    unicos = [
        ("SEG-MAT", "Matriz de alineación", date(2026, 2, 27)),
        ("SEG-DOC", "Documento por área: objetivo, metas e indicadores", date(2026, 3, 13)),
    ]
    salida = [
        Entregable(c, "SEG", "Matriz y documentos", n, "unico", f, 0, None, _a_tiempo(f, azar)) for c, n, f in unicos
    ]
    informes = _informes("SEG", 13, 100_000, azar)
    informes[4].eventos = [(date(2026, 7, 14), "entregado", None, "Entregado un día después."),
                           (date(2026, 7, 17), "aceptado", None, "")]  # fmt: skip
    informes[7].eventos = [(date(2026, 10, 12), "entregado", None, ""),
                           (date(2026, 10, 16), "aceptado_con_observaciones", None,
                            "Se pidió ampliar las causas de rezago de Obras.")]  # fmt: skip
    informes[8].eventos = []
    return salida + informes


def _difusion(azar: random.Random) -> list[Entregable]:
    informes = _informes("DIF", 9, 0, azar)
    for informe in informes:
        informe.importe = _facturado(1 + (informe.parcialidad or 0))
    informes[8].eventos = [(date(2026, 11, 9), "entregado", None, "En revisión de Comunicación Social.")]
    return informes


def _facturado(mes: int) -> int:
    """Campañas del mes por su precio del catálogo, en pesos antes de IVA; estimado si el mes no ha cerrado."""
    precios = {p[2]: p[4] for p in PRECIOS if p[0] in ("P-01", "P-02")}
    mes = min(mes, max(difusion.MESES))
    return sum(len(difusion.del_mes(plataforma, mes)) * precio for plataforma, precio in precios.items())


def _encuestas(azar: random.Random) -> list[Entregable]:
    estudios = [
        ("ENC-VIV-1", "Vivienda", "Encuesta en vivienda, primera ronda", date(2026, 4, 6), 420_000),
        ("ENC-VIV-2", "Vivienda", "Encuesta en vivienda, segunda ronda", date(2026, 10, 12), 420_000),
        ("ENC-TEL-1", "Telefónica", "Encuesta telefónica, primera ola", date(2026, 4, 1), 150_000),
        ("ENC-TEL-2", "Telefónica", "Encuesta telefónica, segunda ola", date(2026, 6, 4), 150_000),
        ("ENC-TEL-3", "Telefónica", "Encuesta telefónica, tercera ola", date(2026, 9, 3), 150_000),
        ("ENC-TEL-4", "Telefónica", "Encuesta telefónica, cuarta ola", date(2026, 12, 4), 150_000),
        ("ENC-GRU-1", "Grupos de enfoque", "Informe del grupo de enfoque 1", date(2026, 7, 9), 150_000),
        ("ENC-GRU-2", "Grupos de enfoque", "Informe del grupo de enfoque 2", date(2026, 11, 17), 150_000),
    ]
    salida = [
        Entregable(c, "ENC", s, n, "estudio", f, importe, None, _a_tiempo(f, azar)) for c, s, n, f, importe in estudios
    ]
    salida[-1].eventos = []
    for numero, entregable in enumerate(sorted(salida, key=lambda e: e.comprometida), start=1):
        entregable.parcialidad = numero
    return salida


def _lineamientos(azar: random.Random) -> list[Entregable]:
    unicos = [
        ("LIN-PLAN", "Plan de trabajo", date(2026, 3, 2)),
        ("LIN-DIAG", "Diagnóstico de comunicación", date(2026, 3, 31)),
        ("LIN-ESTR", "Propuesta de estrategia", date(2026, 4, 30)),
        ("LIN-GRAF", "Material gráfico", date(2026, 5, 29)),
    ]
    salida = [
        Entregable(c, "LIN", "Plan, diagnóstico, estrategia, gráficos", n, "unico", f, 0, None, _a_tiempo(f, azar))
        for c, n, f in unicos
    ]
    informes = _informes("LIN", 7, 80_000, azar)
    informes[3].eventos = [
        (date(2026, 6, 5), "entregado", None, ""),
        (date(2026, 6, 9), "rechazado", 0.4, "No incluyó el análisis de coyuntura de dos semanas."),
        (date(2026, 6, 15), "entregado", None, "Se repuso completo."),
        (date(2026, 6, 18), "aceptado", None, ""),
    ]
    informes[5].eventos = [
        (date(2026, 8, 7), "parcial", 0.6, "Faltó el anexo de monitoreo."),
        (date(2026, 8, 10), "entregado", None, "Anexo recibido."),
        (date(2026, 8, 13), "aceptado", None, ""),
    ]
    informes[8].eventos = []
    return salida + informes + _semanales("LIN-LE", "Líneas estratégicas", 22, azar) + _semanales(
        "LIN-AC", "Análisis de coyuntura", 31, azar
    )  # fmt: skip


def _semanales(prefijo: str, serie: str, observada: int, azar: random.Random) -> list[Entregable]:
    """46 viernes, del 20 de febrero al 31 de diciembre."""
    salida: list[Entregable] = []
    for numero in range(1, 47):
        vence = min(date(2026, 2, 20) + timedelta(weeks=numero - 1), date(2026, 12, 31))
        nombre = f"{serie}, semana {numero}"
        eventos = _a_tiempo(vence, azar, observado=numero == observada)
        salida.append(Entregable(f"{prefijo}-{numero:02d}", "LIN", serie, nombre, "semanal", vence, 0, None, eventos))
    return salida


def _momento(dia: date) -> datetime:
    return datetime(dia.year, dia.month, dia.day)


def _pagos(entregables: Sequence[Entregable]) -> list[Sequence[Any]]:
    """Un pago por parcialidad: pagado unos días después de aceptado; lo demás, en trámite o programado."""
    salida: list[Sequence[Any]] = []
    for e in entregables:
        if e.parcialidad is None:
            continue
        aceptado = [f for f, estado, *_ in e.eventos if estado.startswith("aceptado")]
        estado = "pagado" if aceptado else "en_tramite" if e.eventos else "programado"
        fecha = _momento(aceptado[0] + timedelta(days=12)) if aceptado else None
        folio = f"CLC-{e.contrato}-{e.parcialidad:02d}" if aceptado else None
        salida.append((e.contrato, e.parcialidad, fecha, e.importe, estado, folio))
    return salida


def _presupuesto(escala: int) -> list[Sequence[Any]]:
    """Compromisos de cada contrato; el de lineamientos no alcanza para su último informe."""
    salida: list[Sequence[Any]] = []
    for numero in range(1, escala + 1):
        for orden, (contrato, partida, movimiento, fecha, importe) in enumerate(_MOVIMIENTOS, start=1):
            clave = contrato if numero == 1 else f"{contrato}{numero}"
            oficio = f"SUF-{clave}-{orden:02d}"
            salida.append((f"CP-{clave}-{orden:02d}", clave, partida, movimiento, _momento(fecha), importe, oficio))
    return salida


def _con_copia(entregables: list[Entregable], numero: int) -> list[Entregable]:
    if numero == 1:
        return entregables
    return [
        replace(e, clave=f"{e.contrato}{numero}{e.clave[3:]}", contrato=f"{e.contrato}{numero}") for e in entregables
    ]


def _escribir_clausulas(ruta: Path, escala: int) -> None:
    texto = _YAML.read_text(encoding="utf-8")
    encabezado, cuerpo = texto.split("contratos:\n")
    copias = [cuerpo]
    for numero in range(2, escala + 1):
        copia = cuerpo
        for clave in ("SEG", "DIF", "ENC", "LIN"):
            copia = copia.replace(f"clave: {clave}\n", f"clave: {clave}{numero}\n")
        copias.append(copia)
    ruta.parent.mkdir(parents=True, exist_ok=True)
    ruta.write_text(f"{encabezado}contratos:\n{''.join(copias)}", encoding="utf-8")


def _fila_de_entregable(e: Entregable) -> Sequence[Any]:
    return (e.clave, e.contrato, e.serie, e.nombre, e.tipo, e.parcialidad, _momento(e.comprometida), e.importe, None)


def _filas_de_eventos(e: Entregable) -> list[Sequence[Any]]:
    return [
        (e.clave, _momento(fecha), estado, proporcion, f"Acuse {e.clave}/{fecha:%m%d}", nota or None)
        for fecha, estado, proporcion, nota in e.eventos
    ]


def generar(destino: Path, azar: random.Random, escala: int) -> None:
    """Escribe los cuatro contratos con sus entregables de febrero a diciembre.

    Args:
        destino: carpeta de datos crudos.
        azar: generador con la semilla de la fuente.
        escala: veces que se repiten los contratos.
    """
    base = _seguimiento(azar) + _difusion(azar) + _encuestas(azar) + _lineamientos(azar)
    todos = [e for numero in range(1, escala + 1) for e in _con_copia(base, numero)]
    _escribir_clausulas(destino / "contratos" / "contratos.yml", escala)
    libro = Workbook()
    libro.remove(libro.worksheets[0])
    agregar_hoja(libro, "entregables", _ENTREGABLES, [_fila_de_entregable(e) for e in todos], anchos=22)
    agregar_hoja(libro, "eventos", _EVENTOS, [fila for e in todos for fila in _filas_de_eventos(e)], anchos=22)
    agregar_hoja(libro, "pagos", ("contrato", "parcialidad", "fecha", "importe", "estado", "folio"), _pagos(todos))
    agregar_hoja(libro, "presupuesto", _PRESUPUESTO, _presupuesto(escala), anchos=22)
    guardar(libro, destino / "contratos" / "entregas.xlsx")
