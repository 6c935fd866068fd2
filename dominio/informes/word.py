"""Word con python-docx: títulos de verdad, encabezados de tabla que se repiten y propiedades fijas."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Cm, Pt

from dominio.informes.formato import escribir
from dominio.informes.modelo import Documento, Grafica, Lista, Parrafo, Tabla
from dominio.informes.pdf import imagenes

LETRA = "Arial"
_FECHA_FIJA = (1980, 1, 1, 0, 0, 0)


def hacer(documento: Documento) -> bytes:
    """El documento en .docx, tamaño carta, editable."""
    archivo = docx.Document()
    _preparar(archivo, documento)
    archivo.add_heading(documento.titulo, 0)
    archivo.add_paragraph(documento.subtitulo)
    for rotulo, valor in documento.caratula:
        parrafo = archivo.add_paragraph()
        parrafo.add_run(f"{rotulo}: ").bold = True
        parrafo.add_run(valor)
    graficas = [b for s in documento.secciones for b in s.bloques if isinstance(b, Grafica)]
    dibujos = iter(enumerate(imagenes(graficas), start=1))
    for seccion in documento.secciones:
        titulo = archivo.add_heading(seccion.titulo, seccion.nivel)
        titulo.paragraph_format.page_break_before = seccion.en_pagina_nueva
        for bloque in seccion.para("docx"):
            if isinstance(bloque, Grafica):
                _grafica(archivo, bloque, *next(dibujos))
            else:
                _bloque(archivo, bloque)
    salida = io.BytesIO()
    archivo.save(salida)
    return sin_reloj(salida.getvalue())


def sin_reloj(contenido: bytes) -> bytes:
    """El mismo zip con fechas fijas: los bytes dependen solo del contenido."""
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenido)) as origen, zipfile.ZipFile(salida, "w") as destino:
        for nombre in origen.namelist():
            miembro = zipfile.ZipInfo(nombre, _FECHA_FIJA)
            miembro.compress_type = zipfile.ZIP_DEFLATED
            destino.writestr(miembro, origen.read(nombre))
    return salida.getvalue()


def _preparar(archivo: Any, documento: Documento) -> None:
    momento = datetime(documento.fecha.year, documento.fecha.month, documento.fecha.day)
    propiedades = archivo.core_properties
    propiedades.title, propiedades.author, propiedades.language = documento.titulo, "Mirador", "es-MX"
    propiedades.created = propiedades.modified = momento
    propiedades.last_modified_by, propiedades.comments = "Mirador", f"Versión {documento.version}"
    normal = archivo.styles["Normal"]
    normal.font.size, normal.font.name = Pt(10), LETRA
    for nivel in ("Title", "Heading 1", "Heading 2"):
        letras = archivo.styles[nivel].element.get_or_add_rPr().get_or_add_rFonts()
        for atributo in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            letras.attrib.pop(qn(f"w:{atributo}"), None)
        letras.set(qn("w:ascii"), LETRA)
        letras.set(qn("w:hAnsi"), LETRA)
    idioma = OxmlElement("w:lang")
    idioma.set(qn("w:val"), "es-MX")
    normal.element.get_or_add_rPr().append(idioma)
    hoja = archivo.sections[0]
    hoja.page_width, hoja.page_height = Cm(21.59), Cm(27.94)
    hoja.left_margin = hoja.right_margin = Cm(1.8)
    pie = hoja.footer.paragraphs[0]
    pie.add_run(f"{documento.pie} · página ").font.size = Pt(8)
    _campo(pie, "PAGE")


def _campo(parrafo: Any, instruccion: str) -> None:
    campo = OxmlElement("w:fldSimple")
    campo.set(qn("w:instr"), instruccion)
    parrafo._p.append(campo)


def _grafica(archivo: Any, grafica: Grafica, numero: int, dibujo: bytes) -> None:
    """La gráfica como imagen, con su texto alternativo.

    ``add_picture`` busca un número libre en todo el documento por cada imagen; aquí se lleva la cuenta.
    """
    _rotulo(archivo, grafica.titulo)
    relacion, imagen = archivo.part.get_or_add_image(io.BytesIO(dibujo))
    ancho, alto = imagen.scaled_dimensions(Cm(17.6), None)
    en_linea = CT_Inline.new_pic_inline(numero, relacion, f"grafica_{numero}.png", ancho, alto)
    en_linea.docPr.set("descr", grafica.descripcion)
    en_linea.docPr.set("name", grafica.titulo)
    archivo.add_paragraph().add_run()._r.add_drawing(en_linea)


def _bloque(archivo: Any, bloque: Parrafo | Lista | Tabla) -> None:
    if isinstance(bloque, Parrafo):
        archivo.add_paragraph(bloque.texto)
    elif isinstance(bloque, Lista):
        for elemento in bloque.elementos:
            archivo.add_paragraph(elemento, style="List Bullet")
    else:
        _tabla(archivo, bloque)


def _rotulo(archivo: Any, texto: str) -> None:
    parrafo = archivo.add_paragraph()
    parrafo.add_run(texto).bold = True
    parrafo.paragraph_format.keep_with_next = True


def _tabla(archivo: Any, tabla: Tabla) -> None:
    _rotulo(archivo, tabla.titulo)
    if tabla.renglones:
        archivo.element.body.sectPr.addprevious(_xml_de_tabla(tabla))
    else:
        archivo.add_paragraph(tabla.vacia)
    archivo.add_paragraph(tabla.nota or "").paragraph_format.space_after = Pt(4)


def _xml_de_tabla(tabla: Tabla) -> Any:
    """La tabla armada directamente en XML: celda por celda, python-docx tarda de más con tablas largas."""
    total = sum(c.ancho for c in tabla.columnas)
    anchos = [round(10_190 * c.ancho / total) for c in tabla.columnas]
    xml = OxmlElement("w:tbl")
    propiedades = OxmlElement("w:tblPr")
    estilo = _con("w:tblStyle", val="TableGrid")
    medida = _con("w:tblW", w=str(sum(anchos)), type="dxa")
    margenes = OxmlElement("w:tblCellMar")
    margenes.extend([_con(f"w:{lado}", w="50", type="dxa") for lado in ("left", "right")])
    propiedades.extend([estilo, medida, _con("w:tblLayout", type="fixed"), margenes])
    cuadricula = OxmlElement("w:tblGrid")
    cuadricula.extend([_con("w:gridCol", w=str(a)) for a in anchos])
    xml.extend([propiedades, cuadricula])
    xml.append(_renglon([(c.titulo, False) for c in tabla.columnas], anchos, encabezado=True))
    for valores in tabla.renglones:
        celdas = [
            (escribir(v, c.tipo), c.tipo not in ("texto", "fecha"))
            for v, c in zip(valores, tabla.columnas, strict=True)
        ]
        xml.append(_renglon(celdas, anchos))
    return xml


def _con(nombre: str, **atributos: str) -> Any:
    elemento = OxmlElement(nombre)
    for clave, valor in atributos.items():
        elemento.set(qn(f"w:{clave}"), valor)
    return elemento


def _renglon(celdas: list[tuple[str, bool]], anchos: list[int], *, encabezado: bool = False) -> Any:
    renglon = OxmlElement("w:tr")
    propiedades = OxmlElement("w:trPr")
    propiedades.append(OxmlElement("w:cantSplit"))
    if encabezado:
        propiedades.append(OxmlElement("w:tblHeader"))
    renglon.append(propiedades)
    for (texto, a_la_derecha), ancho in zip(celdas, anchos, strict=True):
        celda, de_celda = OxmlElement("w:tc"), OxmlElement("w:tcPr")
        de_celda.append(_con("w:tcW", w=str(ancho), type="dxa"))
        parrafo, de_parrafo = OxmlElement("w:p"), OxmlElement("w:pPr")
        de_parrafo.append(_con("w:spacing", after="0"))
        if a_la_derecha:
            de_parrafo.append(_con("w:jc", val="right"))
        tramo, de_tramo, letra = OxmlElement("w:r"), OxmlElement("w:rPr"), OxmlElement("w:t")
        if encabezado:
            de_tramo.append(OxmlElement("w:b"))
        de_tramo.append(_con("w:sz", val="14"))
        letra.text = texto
        letra.set(qn("xml:space"), "preserve")
        tramo.extend([de_tramo, letra])
        parrafo.extend([de_parrafo, tramo])
        celda.extend([de_celda, parrafo])
        renglon.append(celda)
    return renglon
