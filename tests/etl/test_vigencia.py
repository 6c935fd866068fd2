"""Qué archivo cuenta: función pura de los eventos de recepción y las lecturas."""

from __future__ import annotations

from datetime import datetime, timedelta

from etl.bitacora import Lectura, Recepcion
from etl.lectura.esquema import Fuente
from etl.vigencia import Recibidos, separar_acompanantes

INICIO = datetime(2026, 11, 10, 12)
FUENTES = {
    "programa": Fuente(clave="programa", nombre="x", entrega="x", patrones=("programa_*.xlsx",),
                       vigencia="ultimo_por_ruta"),
    "capturas": Fuente(clave="capturas", nombre="x", entrega="x", patrones=("*.xlsx",)),
    "encuestas": Fuente(
        clave="encuestas", nombre="x", entrega="x", patrones=("*/base.csv",), vigencia="ultimo_por_ruta",
        acompanante="estudio.yml",
    ),
}  # fmt: skip


def _eventos(*renglones: tuple[str, str, str, str, str]) -> list[Recepcion]:
    return [
        Recepcion(n, fuente, ruta, sha, clase, familia, INICIO + timedelta(minutes=n), f"2026-11-{10 + n}")
        for n, (fuente, ruta, sha, clase, familia) in enumerate(renglones)
    ]


def _archivos(eventos: list[Recepcion], rechazados: frozenset[str] = frozenset()) -> dict[str, tuple[str, bool]]:
    lecturas = {
        (e.fuente, e.sha256): Lectura(
            e.fuente, e.sha256, e.ruta, "", "h", "rechazado" if e.sha256 in rechazados else "leido"
        )
        for e in eventos
    }
    tamanos = {e.sha256: 1 for e in eventos}
    hallados = Recibidos(eventos, FUENTES).archivos(lecturas, tamanos)
    return {a.sha256: (a.estado, a.es_vigente) for a in hallados}


def test_acumula_todo_lo_leido_cuenta():
    eventos = _eventos(("capturas", "a.xlsx", "A", "alta", "a.xlsx"), ("capturas", "a.xlsx", "B", "alta", "a.xlsx"))
    assert _archivos(eventos) == {"A": ("leido", True), "B": ("leido", True)}


def test_ultimo_por_ruta_sustituye_al_anterior():
    ruta = "programa_2026.xlsx"
    eventos = _eventos(("programa", ruta, "A", "alta", ruta), ("programa", ruta, "B", "alta", ruta))
    assert _archivos(eventos) == {"A": ("sustituido", False), "B": ("leido", True)}


def test_si_la_ultima_se_rechaza_sigue_la_ultima_valida():
    ruta = "programa_2026.xlsx"
    eventos = _eventos(("programa", ruta, "A", "alta", ruta), ("programa", ruta, "B", "alta", ruta))
    assert _archivos(eventos, frozenset("B")) == {"A": ("leido", True), "B": ("rechazado", False)}


def test_si_vuelve_el_contenido_anterior_es_el_vigente():
    ruta = "programa_2026.xlsx"
    eventos = _eventos(
        ("programa", ruta, "A", "alta", ruta),
        ("programa", ruta, "B", "alta", ruta),
        ("programa", ruta, "A", "regreso", ruta),
    )
    assert _archivos(eventos) == {"A": ("leido", True), "B": ("sustituido", False)}


def test_una_copia_no_abre_otra_ruta():
    ruta = "programa_2026.xlsx"
    eventos = _eventos(
        ("programa", ruta, "A", "alta", ruta),
        ("programa", "programa_2026 copia.xlsx", "A", "copia", "programa_2026 copia.xlsx"),
        ("programa", ruta, "B", "alta", ruta),
    )
    assert _archivos(eventos) == {"A": ("sustituido", False), "B": ("leido", True)}


def test_un_renombre_sigue_la_misma_historia():
    ruta, nueva = "programa_2026.xlsx", "programa_2026_v2.xlsx"
    eventos = _eventos(
        ("programa", ruta, "A", "alta", ruta),
        ("programa", nueva, "A", "renombre", ruta),
        ("programa", nueva, "B", "alta", ruta),
    )
    assert _archivos(eventos) == {"A": ("sustituido", False), "B": ("leido", True)}


def test_el_momento_es_el_del_ultimo_regreso_y_la_fecha_la_de_la_primera_recepcion():
    eventos = _eventos(
        ("capturas", "a.xlsx", "A", "alta", "a.xlsx"), ("capturas", "a.xlsx", "B", "alta", "a.xlsx"),
        ("capturas", "a.xlsx", "A", "regreso", "a.xlsx"), ("capturas", "copia.xlsx", "A", "copia", "copia.xlsx"),
    )  # fmt: skip
    lecturas = {("capturas", s): Lectura("capturas", s, "a.xlsx", "", "h", "leido") for s in "AB"}
    archivos = {a.sha256: a for a in Recibidos(eventos, FUENTES).archivos(lecturas, {"A": 1, "B": 1})}
    assert archivos["A"].recibido_en == INICIO + timedelta(minutes=2)
    assert archivos["A"].fecha_recepcion == "2026-11-10"
    assert archivos["A"].archivo == "capturas/a.xlsx"


def test_el_acompanante_no_es_un_archivo_y_su_cambio_obliga_a_releer():
    eventos = _eventos(
        ("encuestas", "e1/estudio.yml", "Y", "alta", "e1/estudio.yml"),
        ("encuestas", "e1/base.csv", "A", "alta", "e1/base.csv"),
    )
    [antes] = Recibidos(eventos, FUENTES).por_leer({"encuestas": "h"}, {"A": 5, "Y": 1})
    assert (antes.sha256, antes.nombre, antes.acompanante, antes.tamano) == ("A", "e1/base.csv", "Y", 5)
    cambio = [*eventos, *_eventos(("encuestas", "e1/estudio.yml", "Z", "alta", "e1/estudio.yml"))]
    [despues] = Recibidos(cambio, FUENTES).por_leer({"encuestas": "h"}, {"A": 5, "Y": 1, "Z": 1})
    assert despues.acompanante == "Z"


def test_los_acompanantes_opcionales_se_suman_y_su_cambio_obliga_a_releer():
    fuentes = {"encuestas": FUENTES["encuestas"].model_copy(update={"acompanantes_opcionales": ("codificacion.csv",)})}
    eventos = _eventos(
        ("encuestas", "e1/estudio.yml", "Y", "alta", "e1/estudio.yml"),
        ("encuestas", "e1/base.csv", "A", "alta", "e1/base.csv"),
    )
    [sin_el] = Recibidos(eventos, fuentes).por_leer({"encuestas": "h"}, {"A": 5})
    assert separar_acompanantes(sin_el.acompanante) == ("Y", {})
    con_el = [*eventos, *_eventos(("encuestas", "e1/codificacion.csv", "C", "alta", "e1/codificacion.csv"))]
    [despues] = Recibidos(con_el, fuentes).por_leer({"encuestas": "h"}, {"A": 5})
    assert despues.acompanante == "Y|codificacion.csv=C"
    assert separar_acompanantes(despues.acompanante) == ("Y", {"codificacion.csv": "C"})
