"""El informe dice lo que dice el mart, en los tres formatos, y siempre con los mismos bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import shutil
import subprocess
import time
from datetime import date

import docx
import duckdb
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from dominio.informes import (
    archivo,
    consulta,
    despliegue,
    evaluacion,
    excel,
    externos,
    formato,
    pdf,
    registro,
    reunion,
    transparencia,
    word,
)
from dominio.informes.modelo import Formula

OCTUBRE = date(2026, 10, 1)


@pytest.fixture(scope="module")
def publicado(instalacion_demo):
    return instalacion_demo.cfg.enlace_analistas.resolve()


@pytest.fixture(scope="module")
def documentos(publicado):
    with consulta.Publicacion(publicado) as p:
        datos = consulta.evaluacion(p, OCTUBRE)
        return {
            "evaluacion": evaluacion.documento(datos),
            "alineacion": despliegue.matriz(p),
            "area": despliegue.por_area(p),
            "ejecutivo": reunion.ejecutivo(datos),
            "acta": reunion.acta(datos),
            "difusion": externos.difusion(p, OCTUBRE),
            "encuestas": externos.encuestas(p),
            "transparencia": transparencia.documento(p, OCTUBRE),
        }


def _sin_espacios(texto: str) -> str:
    return "".join(texto.replace("\u00ad", "").replace("-", "").replace("‐", "").split())


def _valor(celda):
    return celda.valor if isinstance(celda, Formula) else celda


def _tabla(documento, clave):
    return next(t for t in documento.tablas if t.clave == clave)


def test_el_cuadro_trae_cada_cifra_del_mart(documentos, publicado):
    with duckdb.connect(str(publicado), read_only=True) as c:
        mart = c.execute(
            "select meta_clave, programado_acumulado, realizado_acumulado, diferencia, cumplimiento, meta_anual,"
            " avance_anual from mart_seguimiento__avance_mensual where periodo = '2026-10-01'"
            " order by area_clave, meta_clave"
        ).fetchall()
    cuadro = _tabla(documentos["evaluacion"], "cuadro").renglones
    assert len(mart) == 72
    assert [(r[0], r[3], r[4], r[5], r[6], r[9], r[10]) for r in cuadro] == mart


@pytest.mark.parametrize("clave", ["evaluacion", "difusion", "transparencia", "area", "alineacion", "acta"])
def test_el_pdf_dice_todas_las_celdas(documentos, clave):
    documento = documentos[clave]
    lector = pypdf.PdfReader(io.BytesIO(pdf.hacer(documento)))
    texto = _sin_espacios("".join(pagina.extract_text() for pagina in lector.pages))
    for tabla in documento.tablas:
        for renglon in tabla.renglones:
            for valor, columna in zip(renglon, tabla.columnas, strict=True):
                if columna.tipo != "texto":
                    assert _sin_espacios(formato.escribir(valor, columna.tipo)) in texto, (tabla.clave, renglon[0])


def test_el_pdf_es_accesible(documentos):
    raiz = pypdf.PdfReader(io.BytesIO(pdf.hacer(documentos["evaluacion"]))).trailer["/Root"]
    assert raiz["/Lang"] == "es-MX"
    assert raiz["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in raiz
    assert "pdfuaid:part" in raiz["/Metadata"].get_object().get_data().decode()
    assert "Resumen" in _titulos(raiz["/Outlines"])
    assert "Cuadro de metas" in _titulos(raiz["/Outlines"])


@pytest.mark.parametrize("clave", ["evaluacion", "difusion", "encuestas", "transparencia", "area", "alineacion"])
def test_el_word_y_el_excel_dicen_todas_las_celdas(documentos, clave):
    documento = documentos[clave]
    hecho = docx.Document(io.BytesIO(word.hacer(documento)))
    con_renglones = [t for t in documento.tablas if t.renglones]
    assert len(hecho.tables) == len(con_renglones)
    for tabla, xml in zip(con_renglones, hecho.tables, strict=True):
        textos = [
            ["".join(t.text or "" for t in c.iter(qn("w:t"))) for c in r.iter(qn("w:tc"))] for r in xml._tbl.tr_lst
        ]
        esperado = [
            [formato.escribir(v, c.tipo) for v, c in zip(r, tabla.columnas, strict=True)] for r in tabla.renglones
        ]
        assert textos == [[c.titulo for c in tabla.columnas], *esperado]
        assert xml._tbl.tr_lst[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    libro = openpyxl.load_workbook(io.BytesIO(excel.hacer(documento)), data_only=True)
    filas = [fila for hoja in libro.worksheets for fila in hoja.iter_rows(values_only=True)]
    for tabla in con_renglones:
        titulos = [c.titulo for c in tabla.columnas]
        posibles = [
            n
            for n, f in enumerate(filas[:-1])
            if list(f[: len(titulos)]) == titulos and filas[n - 1][0] == tabla.titulo
        ]
        esperado = [[_en_excel(_valor(v)) for v in r] for r in tabla.renglones]
        halladas = [
            [[_en_excel(v) for v in filas[n + 1 + i][: len(titulos)]] for i in range(len(esperado))]
            for n in posibles
            if n + len(esperado) < len(filas)
        ]
        assert esperado in halladas, tabla.clave


def _titulos(marcadores):
    titulos, siguiente = [], marcadores["/First"]
    while siguiente is not None:
        titulos.append(siguiente["/Title"])
        siguiente = siguiente.get("/Next")
    return titulos


def _en_excel(valor):
    if valor is None or valor == "":
        return None
    if isinstance(valor, str):
        return valor
    if isinstance(valor, date):
        return valor.isoformat()[:10]
    return round(float(valor), 9)


def test_las_formulas_del_libro_estan_vivas_y_dan_lo_del_mart(documentos, tmp_path):
    (tmp_path / "e.xlsx").write_bytes(excel.hacer(documentos["evaluacion"]))
    libro = openpyxl.load_workbook(tmp_path / "e.xlsx")
    assert libro["DGO"]["F10"].value == "=E10-D10"
    assert "COUNTIF('Cuadro de metas'!" in libro["Resumen"]["B15"].value
    assert "SUMPRODUCT(" in libro["DGO"]["B5"].value


@pytest.mark.skipif(shutil.which("soffice") is None, reason="sin LibreOffice")
def test_libreoffice_los_abre_y_recalcula_lo_mismo(documentos, tmp_path):
    documento = documentos["evaluacion"]
    (tmp_path / "e.xlsx").write_bytes(excel.hacer(documento))
    (tmp_path / "w.docx").write_bytes(word.hacer(documento))
    perfil = f"-env:UserInstallation=file://{tmp_path}/perfil"
    for origen, destino in (("e.xlsx", "ods"), ("w.docx", "pdf")):
        subprocess.run(
            ["soffice", perfil, "--headless", "--convert-to", destino, "--outdir", str(tmp_path),
             str(tmp_path / origen)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    assert len(pypdf.PdfReader(tmp_path / "w.pdf").pages) > 10
    assert (tmp_path / "e.ods").stat().st_size > 10_000


def test_los_mismos_datos_dan_los_mismos_bytes(documentos):
    for documento in (documentos["evaluacion"], documentos["acta"]):
        for renderizador in (pdf, word, excel):
            primero = renderizador.hacer(documento)
            time.sleep(1.1 if renderizador is word and documento.clave == "acta" else 0)
            assert hashlib.sha256(primero).hexdigest() == hashlib.sha256(renderizador.hacer(documento)).hexdigest()


def test_cada_mes_da_un_informe_verdadero(publicado):
    with consulta.Publicacion(publicado) as p:
        a_medias = evaluacion.documento(consulta.evaluacion(p, date(2026, 11, 1)))
        sin_mes = evaluacion.documento(consulta.evaluacion(p, date(2027, 3, 1)))
    assert "El plazo de captura de noviembre de 2026 no ha vencido" in a_medias.secciones[0].bloques[0].texto
    assert sin_mes.secciones[0].bloques[0].texto == (
        "La versión no trae metas para marzo de 2027; no hay nada que evaluar."
    )
    for documento in (a_medias, sin_mes):
        assert pdf.hacer(documento)[:5] == b"%PDF-"
        assert excel.hacer(documento)[:2] == word.hacer(documento)[:2] == b"PK"


def test_un_mes_cerrado_dice_que_cambio(publicado):
    with consulta.Publicacion(publicado) as p:
        datos = consulta.evaluacion(p, OCTUBRE)
    abierto = evaluacion.documento(dataclasses.replace(datos, cierre=None, reexpresiones=None))
    reexpresion = {
        "meta_clave": "DGO-01", "indicador_nombre": "Superficie", "campo": "realizado_acumulado", "valor_antes": 10.0,
        "valor_ahora": 12.5, "texto_antes": None, "texto_ahora": None, "clase_antes": "REGULAR",
        "clase_ahora": "BUEN_DESEMPENO", "causa": "captura corregida",
    }  # fmt: skip
    cierre = {"cierre_clave": "2026-10.1", "version": "2026-11-10.1"}
    cerrado = evaluacion.documento(dataclasses.replace(datos, cierre=cierre, reexpresiones=[reexpresion]))
    seccion = next(s for s in abierto.secciones if s.hoja == "Reexpresiones")
    assert seccion.bloques[0].texto.startswith("Sin cierres")
    assert _tabla(cerrado, "reexpresiones").renglones == [
        ["DGO-01", "Superficie", "realizado acumulado", 10.0, 12.5, "Regular", "Buen desempeño", "captura corregida"]
    ]


def test_el_alcance_de_un_area_no_muestra_otras(publicado):
    with consulta.Publicacion(publicado) as p:
        datos = consulta.evaluacion(p, OCTUBRE, "DGO")
    assert {m["area_clave"] for m in datos.metas} == {a["area_clave"] for a in datos.alertas} == {"DGO"}
    assert [a["clave"] for a in datos.agregados] == ["DGO"]
    assert {t["area_clave"] for t in datos.tecnicas} == {"DGO"}


def test_lo_generado_queda_registrado_con_su_huella(instalacion_demo, tmp_path):
    cfg = dataclasses.replace(instalacion_demo.cfg, estado=tmp_path)
    pasos: list[int] = []
    ficha = archivo.generar(cfg, archivo.Pedido("ejecutivo", OCTUBRE), lambda _paso, p: pasos.append(p))
    assert pasos == [5, 20, 45, 70, 100]
    assert ficha["version"] == instalacion_demo.version()
    assert json.loads((cfg.informes / f"{ficha['clave']}.json").read_text()) == ficha == registro.historial(cfg)[0]
    ruta = registro.ruta_de(cfg, ficha["clave"], "pdf")
    assert hashlib.sha256(ruta.read_bytes()).hexdigest() == ficha["archivos"]["pdf"]["sha256"]
    ruta.write_bytes(b"alterado")
    assert registro.ruta_de(cfg, ficha["clave"], "pdf") is None
    assert registro.ruta_de(cfg, "../../etc", "pdf") is None
    with pytest.raises(archivo.InformeImposible, match="No existe el área 'XX'"):
        archivo.generar(cfg, archivo.Pedido("evaluacion", OCTUBRE, "XX"))
    with pytest.raises(archivo.InformeImposible, match="ya no está publicada"):
        archivo.generar(cfg, archivo.Pedido("evaluacion", OCTUBRE, version="1999-01-01.1"))
