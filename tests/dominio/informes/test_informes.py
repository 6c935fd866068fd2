"""El informe dice lo que dice el mart, en los tres formatos, y siempre con los mismos bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
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
    evaluacion,
    excel,
    formato,
    registro,
    word,
)
from dominio.informes.modelo import Formula, Grafica, Parrafo
from tests.dominio.informes.conftest import OCTUBRE, armar, escribir

TODOS = ("evaluacion", "alineacion", "area", "ejecutivo", "acta", "difusion", "encuestas", "transparencia")


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


@pytest.mark.parametrize("clave", TODOS)
def test_el_pdf_dice_todos_los_renglones_completos(documentos, lectores, clave):
    texto = _sin_espacios("".join(lectores[clave][1]))
    renglones = 0
    for tabla in documentos[clave].tablas_en("pdf"):
        for renglon in tabla.renglones:
            celdas = [formato.escribir(v, c.tipo) for v, c in zip(renglon, tabla.columnas, strict=True)]
            assert _sin_espacios("".join(celdas)) in texto, (tabla.clave, renglon)
            renglones += 1
    assert renglones > 10
    for seccion in documentos[clave].secciones:
        for bloque in seccion.bloques:
            for dicho in [bloque.texto] if isinstance(bloque, Parrafo) else getattr(bloque, "elementos", []):
                assert _sin_espacios(dicho) in texto
            for barra in getattr(bloque, "barras", []):
                assert _sin_espacios(barra.rotulo) in texto and _sin_espacios(barra.texto) in texto


@pytest.mark.parametrize("clave", TODOS)
def test_el_pdf_es_accesible(documentos, lectores, clave):
    lector, textos = lectores[clave]
    raiz = lector.trailer["/Root"]
    assert raiz["/Lang"] == "es-MX"
    assert raiz["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in raiz
    assert "pdfuaid:part" in raiz["/Metadata"].get_object().get_data().decode()
    titulos = [s.titulo for s in documentos[clave].secciones]
    assert titulos == _titulos(raiz["/Outlines"])[-len(titulos) :]
    assert [round(float(lado)) for lado in lector.pages[0].mediabox[2:]] == [612, 792]
    tipos = _tipos(raiz["/StructTreeRoot"])
    assert {"/Document", "/H1", "/Table", "/TR", "/TH", "/TD"} <= tipos
    graficas = [b for s in documentos[clave].secciones for b in s.bloques if isinstance(b, Grafica)]
    assert _alternativos(raiz["/StructTreeRoot"]) == [g.descripcion for g in graficas]
    for numero, pagina in enumerate(lector.pages, start=1):
        assert f"Página{numero}de{len(lector.pages)}" in _sin_espacios(textos[numero - 1])
        assert "/XObject" not in pagina["/Resources"], "una gráfica no es vectorial"


def _nodos(nodo):
    yield nodo
    hijos = nodo.get("/K", [])
    for hijo in hijos if isinstance(hijos, list) else [hijos]:
        hijo = hijo.get_object() if hasattr(hijo, "get_object") else hijo
        if isinstance(hijo, dict):
            yield from _nodos(hijo)


def _tipos(raiz):
    return {str(n.get("/S")) for n in _nodos(raiz)}


def _alternativos(raiz):
    return [str(n["/Alt"]) for n in _nodos(raiz) if "/Alt" in n]


@pytest.mark.parametrize("clave", TODOS)
def test_el_word_y_el_excel_dicen_todas_las_celdas(documentos, hechos, clave):
    documento = documentos[clave]
    hecho = docx.Document(io.BytesIO(hechos[clave]["docx"]))
    con_renglones = [t for t in documento.tablas_en("docx") if t.renglones]
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
    libro = openpyxl.load_workbook(io.BytesIO(hechos[clave]["xlsx"]), data_only=True)
    filas = [fila for hoja in libro.worksheets for fila in hoja.iter_rows(values_only=True)]
    for tabla in [t for t in documento.tablas_en("xlsx") if t.renglones]:
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


def test_las_formulas_del_libro_estan_vivas(hechos):
    libro = openpyxl.load_workbook(io.BytesIO(hechos["evaluacion"]["xlsx"]))
    assert libro["DGO"]["F10"].value == "=E10-D10"
    assert "COUNTIF('Cuadro de metas'!" in libro["Resumen"]["B15"].value
    assert "SUMPRODUCT(" in libro["DGO"]["B5"].value


@pytest.mark.skipif(shutil.which("soffice") is None, reason="sin LibreOffice")
def test_libreoffice_los_abre_y_recalcula_lo_mismo(hechos, tmp_path):
    """Los dieciséis abren sin reparar; sin los valores guardados, las fórmulas vuelven a dar las cifras del mart."""
    for clave, propios in hechos.items():
        for extension in ("xlsx", "docx"):
            (tmp_path / f"{clave}.{extension}").write_bytes(propios[extension])
    (tmp_path / "evaluacion.xlsx").write_bytes(_sin_valores_guardados(hechos["evaluacion"]["xlsx"]))
    _siempre_recalcular(tmp_path / "perfil")
    for origen, filtro in (("xlsx", "xlsx:Calc MS Excel 2007 XML"), ("docx", "odt")):
        rutas = sorted(str(r) for r in tmp_path.glob(f"*.{origen}"))
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/perfil", "--headless", "--convert-to", filtro,
             "--outdir", str(tmp_path / origen), *rutas],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        assert {r.stem for r in (tmp_path / origen).iterdir()} == set(TODOS)
    formulas = openpyxl.load_workbook(io.BytesIO(hechos["evaluacion"]["xlsx"]))
    guardado = openpyxl.load_workbook(io.BytesIO(hechos["evaluacion"]["xlsx"]), data_only=True)
    vuelto = openpyxl.load_workbook(tmp_path / "xlsx" / "evaluacion.xlsx", data_only=True)
    comparadas = 0
    for hoja in formulas:
        for celda in (c for fila in hoja.iter_rows() for c in fila if str(c.value).startswith("=")):
            esperado = guardado[hoja.title][celda.coordinate].value
            assert vuelto[hoja.title][celda.coordinate].value == pytest.approx(esperado, abs=0.0051), (
                hoja.title, celda.coordinate,
            )  # fmt: skip
            comparadas += 1
    assert comparadas > 200


def _sin_valores_guardados(libro):
    """El mismo libro sin el resultado guardado de sus fórmulas: quien lo abra las tiene que calcular."""
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(libro)) as origen, zipfile.ZipFile(salida, "w") as destino:
        for nombre in origen.namelist():
            destino.writestr(nombre, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", origen.read(nombre)))
    return salida.getvalue()


def _siempre_recalcular(perfil):
    (perfil / "user").mkdir(parents=True)
    (perfil / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
        "<value>0</value></prop></item></oor:items>",
        encoding="utf-8",
    )


def test_los_mismos_datos_dan_los_mismos_bytes(documentos, publicado, hechos):
    """Los ocho, armados otra vez desde la versión; los tres formatos, byte por byte."""
    assert armar(publicado) == documentos
    for clave in ("evaluacion", "acta", "difusion"):
        assert escribir(documentos[clave]) == hechos[clave]
    for clave in set(TODOS) - {"evaluacion", "acta", "difusion"}:
        assert word.hacer(documentos[clave]) == hechos[clave]["docx"]
        assert excel.hacer(documentos[clave]) == hechos[clave]["xlsx"]


def test_las_graficas_van_tambien_en_word_y_en_excel(documentos, hechos):
    for clave in ("evaluacion", "ejecutivo", "difusion"):
        graficas = [b for s in documentos[clave].secciones for b in s.bloques if isinstance(b, Grafica)]
        hecho = docx.Document(io.BytesIO(hechos[clave]["docx"]))
        assert [f._inline.docPr.get("descr") for f in hecho.inline_shapes] == [g.descripcion for g in graficas]
        libro = openpyxl.load_workbook(io.BytesIO(hechos[clave]["xlsx"]))
        dibujadas = [g for hoja in libro for g in hoja._charts]
        assert len(dibujadas) == len(graficas) > 0
        for dibujada, grafica in zip(dibujadas, graficas, strict=True):
            assert _celdas(libro, dibujada.series[0].val.numRef.f) == len(grafica.barras)


def _celdas(libro, referencia):
    hoja, rango = referencia.rsplit("!", 1)
    return len(list(libro[hoja.strip("'")][rango.replace("$", "")]))


def test_la_hoja_ejecutiva_es_una_hoja(hechos):
    assert len(pypdf.PdfReader(io.BytesIO(hechos["ejecutivo"]["pdf"])).pages) == 1


def test_un_mes_sin_datos_lo_dice_en_cada_informe(publicado):
    documentos = armar(publicado, date(2027, 3, 1))
    vacio = "La versión no trae metas para marzo de 2027; no hay nada que evaluar."
    assert documentos["evaluacion"].secciones[0].bloques[0].texto == vacio
    assert documentos["ejecutivo"].secciones[0].bloques[0].elementos == [vacio]
    assert documentos["acta"].secciones[0].bloques[1].texto == vacio
    for clave, tabla in (("difusion", "gasto"), ("difusion", "campanas"), ("transparencia", "indicadores")):
        assert _tabla(documentos[clave], tabla).renglones == []
    for clave in ("evaluacion", "ejecutivo", "acta", "difusion", "transparencia"):
        hechos = escribir(documentos[clave])
        assert [hechos[e][:4] for e in ("pdf", "docx", "xlsx")] == [b"%PDF", b"PK\3\4", b"PK\3\4"]
        texto = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(hechos["pdf"])).pages)
        assert documentos[clave].titulo in texto


def test_un_mes_a_medias_cuenta_lo_que_hay_y_no_califica(instalacion_demo, publicado):
    documento = armar(publicado, date(2026, 11, 1))["evaluacion"]
    [(capturadas, esperadas)] = instalacion_demo.consultar(
        "select sum(num_capturadas), sum(num_esperadas) from mart_seguimiento__captura where periodo = '2026-11-01'"
    )
    dichas = [b.texto for b in documento.secciones[0].bloques[:2]]
    assert dichas == [
        "El plazo de captura de noviembre de 2026 no ha vencido: sus metas están pendientes de calificar.",
        f"Hay {capturadas} de {esperadas} capturas esperadas.",
    ]
    cuadro = _tabla(documento, "cuadro")
    assert {r[6] for r in cuadro.renglones} == {None}
    assert {r[8] for r in cuadro.renglones} == {"Pendiente"}
    hechos = escribir(documento)
    assert [hechos[e][:4] for e in ("pdf", "docx", "xlsx")] == [b"%PDF", b"PK\3\4", b"PK\3\4"]


def test_un_mes_capturado_a_medias_y_ya_vencido_dice_lo_que_falta(documentos, instalacion_demo):
    """Octubre: a dos áreas les falta capturar; se ve en la frase, en la tabla de calidad y en las recomendaciones."""
    faltan = instalacion_demo.consultar(
        "select area_corta, num_sin_captura from mart_seguimiento__captura where periodo = '2026-10-01'"
        " and num_sin_captura > 0 order by area_corta"
    )
    assert faltan == [("Administración", 2), ("Seguridad Ciudadana", 1)]
    documento = documentos["evaluacion"]
    assert documento.secciones[0].bloques[1].texto.endswith("; 3 sin captura.")
    recomendaciones = next(s for s in documento.secciones if s.hoja == "Recomendaciones").bloques[0].elementos
    assert recomendaciones[-1] == "Completar la captura del mes: Administración (2), Seguridad Ciudadana (1)."


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
