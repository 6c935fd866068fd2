"""Lector del contrato de difusión: el libro, la lista de testigos y cada imagen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from etl.lectura.delimitados import leer_delimitado
from etl.lectura.encabezados import normalizar
from etl.lectura.esquema import Fuente
from etl.lectura.excel import Hoja, leer_libro
from etl.lectura.imagenes import leer_imagen
from etl.lectura.resultado import ArchivoRechazado, Lectura, Rechazo
from etl.lectura.tabular import extraer

_LLAVES = {"precios": ("clave", "vigente_desde"), "publicos": ("clave",), "campanas": ("clave",),
           "correspondencia": ("plataforma", "campana_plataforma"), "solicitudes": ("clave",),
           "facturas": ("folio", "concepto"), "parametros": ("clave",), "inhabiles": ("fecha",),
           "temas": ("tema", "tipo", "clave")}  # fmt: skip


def _apartar(lectura: Lectura, tabla: str, malos: list[dict[str, Any]], regla: str, motivo: str, remedio: str) -> None:
    ids = {id(r) for r in malos}
    lectura.renglones[tabla] = [r for r in lectura.renglones[tabla] if id(r) not in ids]
    lectura.rechazos += [
        Rechazo(regla=regla, motivo=motivo, remedio=remedio, tabla=tabla, hoja=r["hoja"], fila=r["fila"],
                celda=f"A{r['fila']}", valor=str(r.get("clave") or r.get("campana") or r.get("folio")))
        for r in malos
    ]  # fmt: skip


def _apartar_repetidos(lectura: Lectura) -> None:
    for tabla, llave in _LLAVES.items():
        renglones = lectura.renglones.get(tabla, [])
        veces = Counter(tuple(r[c] for c in llave) for r in renglones)
        malos = [r for r in renglones if veces[tuple(r[c] for c in llave)] > 1]
        if malos:
            _apartar(lectura, tabla, malos, "clave_repetida",
                     f"Se repite {' y '.join(llave)} en la hoja.", "Deje un solo renglón.")  # fmt: skip


def _apartar_incongruentes(lectura: Lectura) -> None:
    """Fechas al revés y campañas que nadie declaró: se ven en su renglón, no en el total."""
    campanas = {r["clave"] for r in lectura.renglones["campanas"]}
    for tabla in ("correspondencia", "solicitudes"):
        ajenas = [r for r in lectura.renglones[tabla] if r["campana"] is not None and r["campana"] not in campanas]
        if ajenas:
            _apartar(lectura, tabla, ajenas, "campana_inexistente", "La campaña no está en la hoja campanas.",
                     "Corrija la clave o agregue la campaña.")  # fmt: skip
    for tabla, desde, hasta in (("campanas", "fecha_inicio", "fecha_fin"),
                                ("presupuesto", "vigente_desde", "vigente_hasta"),
                                ("solicitudes", "solicitada_en", "atendida_en")):  # fmt: skip
        invertidas = [r for r in lectura.renglones[tabla] if r[hasta] is not None and r[hasta] < r[desde]]
        if invertidas:
            _apartar(lectura, tabla, invertidas, "fechas_invertidas", f"{hasta} es anterior a {desde}.",
                     "Corrija las fechas.")  # fmt: skip


def _leer_libro(ruta: Path, fuente: Fuente) -> Lectura:
    hojas = {normalizar(h.nombre): h for h in leer_libro(ruta)}
    de_libro = {clave: tabla for clave, tabla in fuente.tablas.items() if tabla.hoja}
    faltan = [str(t.hoja) for t in de_libro.values() if t.obligatoria and t.hoja not in hojas]
    if faltan:
        raise ArchivoRechazado(
            f"Faltan las hojas: {', '.join(faltan)}. Hojas halladas: {', '.join(hojas)}.",
            "Use el formato del contrato con todas sus hojas.",
        )
    lectura = Lectura()
    for clave, tabla in de_libro.items():
        if tabla.hoja in hojas:
            lectura.renglones[clave], rechazos = extraer(hojas[tabla.hoja], tabla, clave)
            lectura.rechazos += rechazos
            for renglon in lectura.renglones[clave]:
                for columna in tabla.columnas:
                    renglon.setdefault(columna, None)
    _apartar_repetidos(lectura)
    _apartar_incongruentes(lectura)
    return lectura


def _leer_lista_de_testigos(ruta: Path, fuente: Fuente) -> Lectura:
    tabla = fuente.tablas["testigos"]
    conocidos = tabla.por_encabezado()
    texto = leer_delimitado(ruta, lambda r: sum(normalizar(c) in conocidos for c in r))
    ancho = len(texto.celdas[0])
    celdas: list[list[Any]] = [[] for _ in range(max(texto.lineas))]
    for linea, renglon in zip(texto.lineas, texto.celdas, strict=True):
        celdas[linea - 1] = list(renglon)
    hoja = Hoja("testigos.csv", celdas, esta_oculta=False, formulas_sin_valor=frozenset())
    renglones, rechazos = extraer(hoja, tabla, "testigos")
    mal_cortadas = {linea for linea, r in zip(texto.lineas, texto.celdas, strict=True) if any(r) and len(r) != ancho}
    rechazos = [r for r in rechazos if r.fila not in mal_cortadas] + [
        Rechazo(regla="campos_de_mas_o_de_menos", motivo=f"El renglón no trae los {ancho} campos del encabezado.",
                remedio="Revise comas y comillas del renglón.", tabla="testigos", hoja=hoja.nombre, fila=linea)
        for linea in sorted(mal_cortadas)
    ]  # fmt: skip
    return Lectura(renglones={"testigos": [r for r in renglones if r["fila"] not in mal_cortadas]}, rechazos=rechazos)


def _leer_imagen(ruta: Path, nombre: str) -> Lectura:
    imagen = leer_imagen(ruta)
    renglon = {"hoja": Path(nombre).name, "fila": 1, "imagen": Path(nombre).name, **imagen.__dict__}
    return Lectura(renglones={"imagenes": [renglon]})


def leer(ruta: Path, nombre: str, fuente: Fuente, acompanante: Path | None = None) -> Lectura:
    """Lee ``contrato.xlsx``, ``testigos/testigos.csv`` o una imagen de testigo.

    Args:
        ruta: archivo en disco (puede llamarse por su huella).
        nombre: ruta con la que se recibió; su extensión dice de qué se trata.
        fuente: esquema de ``fuente.yml``.
        acompanante: no se usa.

    Raises:
        ArchivoRechazado: falta una hoja o un encabezado, o la imagen no se puede abrir.
    """
    extension = Path(nombre).suffix.lower()
    if extension == ".xlsx":
        return _leer_libro(ruta, fuente)
    if extension == ".csv":
        return _leer_lista_de_testigos(ruta, fuente)
    return _leer_imagen(ruta, nombre)
