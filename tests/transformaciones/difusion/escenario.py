"""Un escenario chico con respuesta calculada a mano.

Enero: la plataforma reporta la cuenta y cada campaña. Febrero: solo anuncios por día (intervalo). Marzo:
edad × sexo completo, más estrecho que los días. Abril: el desglose está incompleto y no sirve de cota
superior. Mayo: un exporte viejo llega después de uno nuevo, y el mismo informe entra en tres formatos.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PIL import Image, ImageDraw

from tests.etl.fuentes.exportaciones import como_csv, como_libro, como_utf16

DIARIO = ["Inicio del informe", "Fin del informe", "Nombre de la campaña", "Nombre del anuncio", "Alcance",
          "Impresiones", "Importe gastado (MXN)", "Clics (todos)"]  # fmt: skip
MENSUAL = ["Inicio del informe", "Fin del informe", "Nombre de la campaña", "Alcance", "Impresiones",
           "Importe gastado (MXN)", "Clics (todos)"]  # fmt: skip
CUENTA = ["Inicio del informe", "Fin del informe", "Nombre de la cuenta", "Alcance", "Impresiones",
          "Importe gastado (MXN)", "Clics (todos)"]  # fmt: skip
DESGLOSE = [*MENSUAL[:3], "Edad", "Sexo", *MENSUAL[3:]]


def _dias(mes: int, *filas: tuple[int, str, str, int, int, float, int]) -> list[list[Any]]:
    return [DIARIO, *[[f"2026-{mes:02d}-{d:02d}", f"2026-{mes:02d}-{d:02d}", *resto] for d, *resto in filas]]


ENERO = _dias(1, (5, "Agua", "A", 700, 1000, 100.0, 10), (6, "Agua", "A", 600, 800, 80.0, 8),
              (5, "Baches", "B", 500, 900, 90.0, 9))  # fmt: skip
ENERO_CAMPANAS = [MENSUAL, ["2026-01-01", "2026-01-31", "", 1500, 2700, 270.0, 27],
                  ["2026-01-01", "2026-01-31", "Agua", 1100, 1800, 180.0, 18],
                  ["2026-01-01", "2026-01-31", "Baches", 500, 900, 90.0, 9]]  # fmt: skip
ENERO_CUENTA = [CUENTA, ["2026-01-01", "2026-01-31", "Alcaldía", 1400, 2700, 270.0, 27]]
FEBRERO = _dias(2, (3, "Agua", "A", 700, 1000, 100.0, 10), (4, "Agua", "A", 600, 800, 80.0, 8),
                (3, "Agua", "A", 50, 60, 5.0, 1), (3, "Baches", "B", 2000, 2500, 250.0, 25))  # fmt: skip
MARZO = _dias(3, (3, "Agua", "A", 700, 1000, 100.0, 10), (4, "Agua", "A", 600, 800, 80.0, 8))
MARZO_EDAD = [DESGLOSE, ["2026-03-01", "2026-03-31", "Agua", "25-34", "female", 500, 1000, 100.0, 10],
              ["2026-03-01", "2026-03-31", "Agua", "25-34", "male", 480, 800, 80.0, 8]]  # fmt: skip
ABRIL = _dias(4, (3, "Agua", "A", 700, 1000, 100.0, 10), (4, "Agua", "A", 600, 800, 80.0, 8))
ABRIL_EDAD = [DESGLOSE, ["2026-04-01", "2026-04-30", "Agua", "25-34", "female", 750, 1000, 100.0, 10]]
MAYO_NUEVO = _dias(5, (3, "Agua", "A", 700, 1000, 100.0, 9), (4, "Agua", "A", 600, 800, 80.0, 8),
                   (9, "Agua", "A", 10, 12, 1.0, 1))  # fmt: skip
MAYO_VIEJO = _dias(5, (3, "Agua", "A", 705, 1000, 100.0, 12), (4, "Agua", "A", 300, 350, 30.0, 3))


def _google(mes: int, *filas: list[Any]) -> list[list[Any]]:
    return [["Informe de campaña"], [f"2026-{mes:02d}-01 - 2026-{mes:02d}-28"],
            ["Campaña", "Código de moneda", "Tipo de campaña", "Costo", "Impr.", "Clics", "Usuarios únicos"],
            *filas]  # fmt: skip


GOOGLE = _google(2, ["Trámites", "MXN", "Búsqueda", "50.00", "400", "40", " --"],
                 ["Video", "MXN", "Video", "30.00", "1000", "5", "300"],
                 ["Total: Campañas", "MXN", " --", "80.00", "1400", "45", " --"])  # fmt: skip


def _serie() -> list[list[Any]]:
    """Ocho semanas parejas de 2025 con un gasto disparado, un día de clics, uno de poco volumen y un hueco."""
    filas: list[list[Any]] = []
    for dia in range(56):
        fecha = date(2025, 3, 3) + timedelta(days=dia)
        gasto, impresiones, clics = 1000 + 20 * (dia // 7), 2000, 20
        if dia == 49:
            gasto = 5000
        if dia == 50:
            clics = 60
        if dia == 51:
            impresiones, clics = 500, 40
        if dia != 53:
            filas.append([fecha.isoformat(), "Serie", "MXN", "Video", f"{gasto}.00", str(impresiones), str(clics)])
    encabezado = ["Día", "Campaña", "Código de moneda", "Tipo de campaña", "Costo", "Impr.", "Clics"]
    return [["Informe de campaña"], ["2025-03-01 - 2025-04-30"], encabezado, *filas]


def _escalon() -> list[list[Any]]:
    """Ocho semanas parejas de 2024 y cuatro más a menos de la mitad: otro presupuesto, no veintiocho días atípicos."""
    encabezado = ["Día", "Campaña", "Código de moneda", "Tipo de campaña", "Costo", "Impr.", "Clics"]
    filas = []
    for dia in range(84):
        fecha, gasto = date(2024, 3, 4) + timedelta(days=dia), (1000 if dia < 56 else 400) + 20 * (dia % 3)
        filas.append([fecha.isoformat(), "Escalón", "MXN", "Video", f"{gasto}.00", "2000", "20"])
    return [["Informe de campaña"], ["2024-03-01 - 2024-05-31"], encabezado, *filas]


def _hojas() -> dict[str, list[list[Any]]]:
    dia = datetime
    return {
        "presupuesto": [["partida", "importe", "vigente_desde", "vigente_hasta"],
                        ["P", 1200.0, dia(2026, 1, 1), dia(2026, 12, 31)]],
        "precios": [["clave", "concepto", "unidad", "precio_unitario", "vigente_desde"],
                    ["P-01", "Campaña", "campaña", 100.0, dia(2026, 1, 1)]],
        "publicos": [["clave", "nombre", "poblacion", "proporcion_internet", "es_general"],
                     ["G", "Población de 18 años y más", 2000, 0.5, "si"]],
        "campanas": [["clave", "nombre", "plataforma", "objetivo", "fecha_inicio", "fecha_fin"],
                     ["FB-01", "Agua limpia", "Facebook", "Tráfico", dia(2026, 1, 1), dia(2026, 12, 31)],
                     ["GG-01", "Trámites en línea", "Google", "Búsqueda", dia(2026, 1, 1), dia(2026, 12, 31)]],
        "correspondencia": [["campana", "plataforma", "campana_plataforma"], ["FB-01", "Facebook", "AGUA "],
                            ["GG-01", "Google", "Tramites"]],
        "solicitudes": [["clave", "campana", "tipo", "solicitada_en", "atendida_en", "contenido_en", "publicacion_en"],
                        ["S-1", "FB-01", "x", dia(2026, 2, 6, 20, 30), dia(2026, 2, 9, 10, 0), None, None],
                        ["S-2", "FB-01", "x", dia(2026, 2, 6, 20, 30), dia(2026, 2, 9, 10, 1),
                         dia(2026, 2, 6, 18, 0), dia(2026, 2, 9, 11, 0)],
                        ["S-3", "FB-01", "x", dia(2026, 2, 4, 9, 0), dia(2026, 2, 4, 12, 0),
                         dia(2026, 2, 4, 11, 0), dia(2026, 2, 4, 12, 59)],
                        ["S-4", "FB-01", "x", dia(2026, 11, 10, 20, 0), None, None, None],
                        ["S-5", "FB-01", "x", dia(2026, 2, 4, 9, 0), None, None, None]],
        "facturas": [["folio", "fecha", "periodo", "concepto", "cantidad", "precio_unitario", "importe", "estado"],
                     ["F1", dia(2026, 2, 5), dia(2026, 1, 1), "P-01", 2, 110.0, 220.0, "pagada"]],
        "temas": [["tema", "tipo", "clave"], ["Agua", "meta", "DESU-12"], ["Agua", "encuesta", "satisfaccion"]],
    }  # fmt: skip


def _contrato(ruta: Path) -> None:
    libro = Workbook()
    libro.remove(libro.active)
    for nombre, renglones in _hojas().items():
        hoja = libro.create_sheet(nombre)
        for renglon in renglones:
            hoja.append(renglon)
    ruta.parent.mkdir(parents=True)
    libro.save(ruta)


def _imagen(ruta: Path, figura: tuple[int, int, int, int]) -> None:
    imagen = Image.new("RGB", (200, 150), "white")
    ImageDraw.Draw(imagen).ellipse(figura, fill="navy")
    imagen.save(ruta)


def _testigos(carpeta: Path) -> None:
    carpeta.mkdir()
    _imagen(carpeta / "ene.png", (10, 10, 90, 60))
    _imagen(carpeta / "feb.jpg", (10, 10, 90, 60))
    _imagen(carpeta / "mar.png", (120, 80, 190, 140))
    (carpeta / "copia de ene.png").write_bytes((carpeta / "ene.png").read_bytes())
    como_csv(carpeta / "testigos.csv", [
        ["archivo", "campana", "capturado_en"], ["ene.png", "FB-01", "2026-01-05 10:00"],
        ["feb.jpg", "FB-01", "2026-02-03 10:00"], ["mar.png", "FB-01", "2026-03-20 10:00"],
        ["nadie.png", "FB-01", "2026-04-03 10:00"], ["copia de ene.png", "FB-01", "2026-04-04 10:00"],
    ])  # fmt: skip


def escribir(crudos: Path) -> None:
    """Deja el escenario en ``crudos``."""
    meta, google = crudos / "meta_ads", crudos / "google_ads"
    meta.mkdir(parents=True)
    google.mkdir()
    for nombre, cuadro in (("ene", ENERO), ("feb", FEBRERO), ("mar", MARZO), ("mar_edad", MARZO_EDAD), ("abr", ABRIL),
                           ("abr_edad", ABRIL_EDAD), ("ene_cuenta", ENERO_CUENTA), ("mayo_a_nuevo", MAYO_NUEVO),
                           ("mayo_z_viejo", MAYO_VIEJO)):  # fmt: skip
        como_csv(meta / f"{nombre}.csv", cuadro)
    como_libro(meta / "ene_campanas.xlsx", ENERO_CAMPANAS)
    como_utf16(meta / "mayo_b_utf16.csv", MAYO_NUEVO)
    como_libro(meta / "mayo_c_libro.xlsx", MAYO_NUEVO)
    como_csv(google / "feb.csv", GOOGLE)
    como_csv(google / "serie.csv", _serie())
    como_csv(google / "escalon.csv", _escalon())
    _contrato(crudos / "pauta" / "contrato.xlsx")
    _testigos(crudos / "pauta" / "testigos")
