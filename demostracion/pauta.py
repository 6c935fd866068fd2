"""Contrato de difusión sintético: libro, lista de testigos e imágenes de muestra."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PIL import Image, ImageDraw, ImageFont

from demostracion import campanas_difusion as difusion
from demostracion.excel import guardar
from dominio.difusion.reloj import vencimiento

SUFICIENCIA = 5_000_000
PRECIOS = (
    ("P-01", "Campaña en Facebook e Instagram, por mes", "Facebook", "campaña", 33_500),
    ("P-02", "Campaña en Google, por mes", "Google", "campaña", 36_800),
    ("P-03", "Pieza gráfica para pauta", "", "pieza", 1_850),
    ("P-04", "Video corto para pauta", "", "pieza", 9_400),
)
_INTERNET = "INEGI, Censo 2020 (población) y ENDUTIH 2024 (uso de internet, ámbito urbano nacional)"
PUBLICOS = (
    ("GENERAL", "Población de 18 años y más", 18, None, "todos", 338_882, 2020, 0.869, _INTERNET, "si"),
    ("MUJERES", "Mujeres de 18 años y más", 18, None, "mujeres", 182_264, 2020, 0.869, _INTERNET, "no"),
    ("JOVENES", "Personas de 18 a 29 años", 18, 29, "todos", 68_932, 2020, 0.951, _INTERNET, "no"),
    ("ADULTOS", "Personas de 30 a 64 años", 30, 64, "todos", 213_841, 2020, 0.869, _INTERNET, "no"),
)
PARAMETROS = (
    ("minutos_atencion", 90, "Plazo para atender una solicitud"),
    ("hora_abre", 9, "Lunes a viernes"),
    ("hora_cierra", 21, "Lunes a viernes"),
    ("minutos_anticipacion", 120, "Contenido antes de publicar"),
    ("inhabiles_descansan", 0, "0 = el reloj corre en inhábiles; 1 = se detiene"),
    ("facebook_minimo", 6, "Campañas por mes"),
    ("facebook_maximo", 10, "Campañas por mes"),
    ("google_minimo", 1, "Campañas por mes"),
    ("google_maximo", 4, "Campañas por mes"),
)
TEMAS = (
    ("Bacheo en tu colonia", "meta", "DESU-01"),
    ("Bacheo en tu colonia", "encuesta", "satisfaccion"),
    ("Para las Jefas", "meta", "DGDS-01"),
    ("Presupuesto participativo", "meta", "DGO-03"),
    ("Alerta vecinal", "meta", "CSC-07"),
    ("Alerta vecinal", "encuesta", "satisfaccion"),
    ("Poda responsable", "meta", "DEMAAV-01"),
    ("Manos a la Olla", "meta", "DGDS-02"),
    ("Trámites en línea", "meta", "DGGAJ-01"),
    ("Blindar tu barrio", "meta", "CSC-04"),
    ("Blindar tu barrio", "encuesta", "satisfaccion"),
    ("Deporte en tu parque", "meta", "DGDS-08"),
)
"""(tema de la campaña, qué lo comparte, su clave)."""
SIN_TESTIGO = {("FB-05", 10)}
REPETIDO = (("GG-03", 10), ("GG-02", 10))
"""(campaña, mes) que entrega la misma imagen que otra, guardada en otro formato y tamaño."""
TARDE = {9: (("FB-10", 12), ("FB-03", 35)), 10: (("FB-01", 12), ("FB-08", 35))}
_TIPOS = ("Publicación", "Ajuste de segmentación", "Cambio de pieza", "Reporte de avance")
_PALETA = ("#1A4F8C", "#8A6A3B", "#5C6966", "#6894C6", "#127A72", "#8E4A4A", "#4B4B82", "#A4703A", "#3F6B4F")


def _hoja(libro: Workbook, nombre: str, encabezado: Sequence[str], renglones: Sequence[Sequence[Any]]) -> None:
    hoja = libro.create_sheet(nombre)
    hoja.append(list(encabezado))
    for renglon in renglones:
        hoja.append([None if v == "" else v for v in renglon])


def _campanas() -> list[Sequence[Any]]:
    renglones: list[Sequence[Any]] = []
    for clave, nombre, plataforma, objetivo, publico, formato, _, _ in difusion.CATALOGO:
        propias = [c for c in difusion.simular() if c.clave == clave]
        material = f"{formato} con el mensaje «{nombre}» y enlace a la página de la alcaldía"
        renglones.append((clave, nombre, plataforma, objetivo, nombre.split(",")[0], formato, publico, material,
                          min(c.inicio for c in propias), max(c.fin for c in propias),
                          round(sum(c.gasto for c in propias) * 1.04, -2)))  # fmt: skip
    return renglones


def _momento_habil(dia: date, azar: random.Random) -> datetime:
    while dia.weekday() >= 5:
        dia += timedelta(days=1)
    return datetime(dia.year, dia.month, dia.day, azar.randint(9, 19), azar.randint(0, 59))


def _solicitud(numero: int, campana: difusion.CampanaMes, azar: random.Random, exceso: int) -> Sequence[Any]:
    """Una solicitud atendida: a tiempo, o ``exceso`` minutos de servicio después del plazo."""
    pedida = _momento_habil(campana.inicio + timedelta(days=azar.randint(0, 12)), azar)
    if numero % 41 == 0:
        pedida = pedida.replace(hour=20, minute=30)
    minutos = 90 + exceso if exceso else azar.randint(14, 86)
    atendida = vencimiento(pedida, minutos)
    publicacion = vencimiento(atendida, azar.randint(150, 420))
    contenido = vencimiento(pedida, azar.randint(1, 25))
    tipo = _TIPOS[0] if exceso else azar.choice(_TIPOS)
    concepto, cantidad = azar.choice((("P-03", 1), ("P-03", 2), ("P-04", 1)))
    return (f"SOL-{numero:03d}", campana.clave, tipo, concepto if tipo == "Cambio de pieza" else "",
            cantidad if tipo == "Cambio de pieza" else "", pedida, atendida, contenido, publicacion, "")  # fmt: skip


def _solicitudes(azar: random.Random) -> list[Sequence[Any]]:
    renglones: list[Sequence[Any]] = []
    for campana in difusion.simular():
        tardias = dict(TARDE.get(campana.mes, ()))
        for vuelta in range(azar.randint(3, 5)):
            exceso = tardias.get(campana.clave, 0) if vuelta == 0 else 0
            renglones.append(_solicitud(len(renglones) + 1, campana, azar, exceso))
    abierta = datetime(2026, 11, 10, 10, 5)
    renglones.append(
        (f"SOL-{len(renglones) + 1:03d}", "FB-01", "Publicación", "", "", abierta, "", abierta, "", "En proceso")
    )
    return renglones


def _facturas() -> list[Sequence[Any]]:
    renglones: list[Sequence[Any]] = []
    for mes in difusion.MESES:
        primero, emitida = date(difusion.ANIO, mes, 1), difusion.ultimo_dia(mes) + timedelta(days=6)
        for concepto, plataforma, precio in (("P-01", "Facebook", 33_500), ("P-02", "Google", 36_800)):
            cantidad = len(difusion.del_mes(plataforma, mes))
            cobrado = precio + 1_500 if (mes, concepto) == (7, "P-02") else precio
            estado = "aceptada" if mes == 10 else "pagada"
            renglones.append((f"F-{mes:02d}{concepto[-1]}", emitida, primero, concepto, cantidad, cobrado,
                              cantidad * cobrado, estado))  # fmt: skip
    return renglones


def _libro(azar: random.Random) -> Workbook:
    libro = Workbook()
    libro.remove(libro.active)
    _hoja(libro, "presupuesto", ("partida", "importe", "vigente_desde", "vigente_hasta", "oficio", "notas"),
          [("3611 Difusión por internet", SUFICIENCIA, date(2026, 2, 1), date(2026, 12, 31), "DEMO/SP/014/2026",
            "Datos sintéticos de demostración")])  # fmt: skip
    _hoja(libro, "precios", ("clave", "concepto", "plataforma", "unidad", "precio_unitario", "vigente_desde",
                             "vigente_hasta"),
          [(*p, date(2026, 2, 1), date(2026, 12, 31)) for p in PRECIOS])  # fmt: skip
    _hoja(libro, "publicos", ("clave", "nombre", "edad_minima", "edad_maxima", "sexo", "poblacion", "anio_poblacion",
                              "proporcion_internet", "origen", "es_general"), PUBLICOS)  # fmt: skip
    _hoja(libro, "campanas", ("clave", "nombre", "plataforma", "objetivo", "tema", "formato", "publico", "material",
                              "fecha_inicio", "fecha_fin", "importe_planeado"), _campanas())  # fmt: skip
    _hoja(libro, "correspondencia", ("campana", "plataforma", "campana_plataforma"),
          [(c.clave, c.plataforma, c.nombre_plataforma) for c in difusion.simular()])  # fmt: skip
    _hoja(libro, "solicitudes", ("clave", "campana", "tipo", "concepto", "cantidad", "solicitada_en", "atendida_en",
                                 "contenido_en", "publicacion_en", "notas"),
          _solicitudes(azar))  # fmt: skip
    _hoja(libro, "facturas", ("folio", "fecha", "periodo", "concepto", "cantidad", "precio_unitario", "importe",
                              "estado"),
          _facturas())  # fmt: skip
    _hoja(libro, "parametros", ("clave", "valor", "notas"), PARAMETROS)
    _hoja(libro, "inhabiles", ("fecha", "nombre"),
          [(date(2026, 3, 16), "Natalicio de Benito Juárez"), (date(2026, 5, 1), "Día del Trabajo"),
           (date(2026, 9, 16), "Independencia"), (date(2026, 11, 16), "Revolución")])  # fmt: skip
    _hoja(libro, "temas", ("tema", "tipo", "clave"), TEMAS)
    return libro


def dibujar(clave: str, mes: int, nombre: str, ancho: int = 320, alto: int = 232) -> Image.Image:
    """Una publicación de muestra: figuras al azar de la campaña, rotulada como demostración."""
    azar = random.Random(f"testigo-{clave}-{mes}")  # noqa: S311 (datos sintéticos)
    imagen = Image.new("RGB", (320, 232), "#E9EDEB")
    trazo = ImageDraw.Draw(imagen)
    trazo.rounded_rectangle((62, 10, 258, 222), 6, fill="#FFFFFF")
    trazo.ellipse((72, 18, 90, 36), fill=azar.choice(_PALETA))
    trazo.text((96, 21), nombre[:26], fill="#14211F", font=ImageFont.load_default(10))
    trazo.rectangle((62, 46, 258, 160), fill=azar.choice(_PALETA))
    for _ in range(7):
        x, y, r = azar.randint(66, 238), azar.randint(50, 142), azar.randint(10, 46)
        caja = (x, y, min(x + r, 256), min(y + azar.randint(8, 60), 158))
        (trazo.ellipse if azar.random() < 0.5 else trazo.rectangle)(caja, fill=azar.choice(_PALETA))
    trazo.text((72, 168), "Material de demostración", fill="#43504D", font=ImageFont.load_default(10))
    trazo.rectangle((72, 188, 72 + azar.randint(70, 170), 192), fill="#C9D1CE")
    trazo.rectangle((72, 200, 72 + azar.randint(50, 150), 204), fill="#C9D1CE")
    return imagen if (ancho, alto) == imagen.size else imagen.resize((ancho, alto), Image.Resampling.LANCZOS)


def _testigos(carpeta: Path, azar: random.Random) -> list[Sequence[Any]]:
    carpeta.mkdir(parents=True, exist_ok=True)
    renglones: list[Sequence[Any]] = []
    for c in difusion.simular():
        if (c.clave, c.mes) in SIN_TESTIGO:
            continue
        es_copia = (c.clave, c.mes) == REPETIDO[0]
        archivo = f"{difusion.ANIO}-{c.mes:02d}_{c.clave}.{'jpg' if es_copia else 'png'}"
        if es_copia:
            otra = next(x for x in difusion.simular() if (x.clave, x.mes) == REPETIDO[1])
            dibujar(otra.clave, otra.mes, otra.nombre, 280, 203).save(carpeta / archivo, "JPEG", quality=82)
        else:
            dibujar(c.clave, c.mes, c.nombre).quantize(48).save(carpeta / archivo, "PNG", optimize=True)
        dia = c.inicio + timedelta(days=azar.randint(1, max(1, (c.fin - c.inicio).days - 1)))
        momento = datetime(dia.year, dia.month, dia.day, azar.randint(9, 19), azar.randint(0, 59))
        renglones.append((archivo, c.clave, c.plataforma, momento.isoformat(sep=" ", timespec="minutes"),
                          f"https://ejemplo.invalid/{c.clave.lower()}/{c.mes:02d}",
                          f"{c.formato} de «{c.nombre}»", "Coordinación de Comunicación Social"))  # fmt: skip
    return renglones


def generar(destino: Path, azar: random.Random, escala: int = 1) -> None:
    """Escribe ``destino/pauta``: contrato.xlsx, testigos.csv e imágenes.

    Args:
        destino: carpeta de datos crudos.
        azar: no se usa; el contrato tiene su propia semilla para cuadrar con las plataformas.
        escala: no cambia el contrato.
    """
    propio = random.Random(f"pauta-{difusion.ANIO}")  # noqa: S311 (datos sintéticos)
    base = destino / "pauta"
    guardar(_libro(propio), base / "contrato.xlsx")
    renglones = _testigos(base / "testigos", propio)
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida, lineterminator="\n")
    escritor.writerow(("archivo", "campana", "plataforma", "capturado_en", "url", "descripcion", "entrego"))
    escritor.writerows(renglones)
    (base / "testigos" / "testigos.csv").write_bytes(salida.getvalue().encode("utf-8"))
