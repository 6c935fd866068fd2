"""Los ocho informes de octubre sobre la demostración, armados y escritos una sola vez por sesión."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from dominio.informes import consulta, despliegue, evaluacion, excel, externos, pdf, reunion, transparencia, word
from dominio.informes.modelo import Documento
from dominio.operacion.acuerdos import Acuerdo

OCTUBRE = date(2026, 10, 1)
ACUERDOS = (
    Acuerdo("a", "2026-09", None, "Reponer luminarias", "Servicios Urbanos", date(2026, 11, 6), "vencido", "J", 1),
    Acuerdo("b", "2026-10", None, "Reprogramar el bacheo", "Obras", date(2026, 12, 4), "vigente", "J", 2),
)


@pytest.fixture(scope="session")
def publicado(instalacion_demo):
    return instalacion_demo.cfg.enlace_analistas.resolve()


def armar(publicado, periodo=OCTUBRE) -> dict[str, Documento]:
    """Los ocho documentos de una versión."""
    with consulta.Publicacion(publicado) as p:
        datos = consulta.evaluacion(p, periodo)
        return {
            "evaluacion": evaluacion.documento(datos),
            "alineacion": despliegue.matriz(p),
            "area": despliegue.por_area(p),
            "ejecutivo": reunion.ejecutivo(datos),
            "acta": reunion.acta(datos, ACUERDOS),
            "difusion": externos.difusion(p, periodo),
            "encuestas": externos.encuestas(p),
            "transparencia": transparencia.documento(p, periodo),
        }


def escribir(documento: Documento) -> dict[str, bytes]:
    """El documento en los tres formatos."""
    return {"pdf": pdf.hacer(documento), "docx": word.hacer(documento), "xlsx": excel.hacer(documento)}


@pytest.fixture(scope="session")
def documentos(publicado):
    return armar(publicado)


@pytest.fixture(scope="session")
def hechos(documentos):
    return {clave: escribir(documento) for clave, documento in documentos.items()}


@pytest.fixture(scope="session")
def lectores(hechos):
    """Por informe, el PDF abierto y el texto de cada página: leerlo cuesta más que escribirlo."""
    abiertos = {clave: pypdf.PdfReader(io.BytesIO(propios["pdf"])) for clave, propios in hechos.items()}
    return {clave: (lector, [p.extract_text() for p in lector.pages]) for clave, lector in abiertos.items()}
