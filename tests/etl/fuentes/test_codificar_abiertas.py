"""De la base con texto a códigos aceptados: la orden propone, una persona firma y el lector cuenta."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from dominio.encuestas.codificacion import ARCHIVO, COLUMNAS
from etl.fuentes.encuestas import codificar
from etl.fuentes.encuestas.lectura import leer
from etl.lectura.resultado import ArchivoRechazado, Lectura
from tests.etl.fuentes.test_encuestas import FUENTE, _estudio

TEXTOS = ["Los baches", "LOS BACHES", "más seguridad", "me llamo y vivo en Calle Luna 12", "", "otra cosa", "99"]
PREGUNTA = {
    "columna": "p20", "tipo": "abierta", "nombre": "Primero", "texto": "¿Qué primero?", "version_codigos": 2,
    "no_aplica": ["99"],
    "opciones": {
        "1": {"etiqueta": "Calles", "palabras": ["bache"]}, "2": {"etiqueta": "Seguridad", "palabras": ["segurid"]},
        "96": {"etiqueta": "Otra"},
    },
}  # fmt: skip


@pytest.fixture
def carpeta(tmp_path: Path) -> Path:
    with (tmp_path / "base.csv").open("w", encoding="utf-8", newline="") as archivo:
        escritor = csv.writer(archivo)
        escritor.writerow(["folio", "sexo", "p20"])
        escritor.writerows([f"F{i}", 1 + i % 2, texto] for i, texto in enumerate(TEXTOS))
    _poner_estudio(tmp_path, PREGUNTA)
    return tmp_path


def _poner_estudio(carpeta: Path, pregunta: dict[str, Any]) -> None:
    contenido = _estudio(
        diseno={}, identificacion={"folio": "folio"}, preguntas={"p20": pregunta}, cuotas={},
        caracteristicas={"sexo": {"columna": "sexo", "opciones": {"1": "Hombre", "2": "Mujer"}}},
    )  # fmt: skip
    (carpeta / "estudio.yml").write_text(yaml.safe_dump(contenido, allow_unicode=True), encoding="utf-8")


def _renglones(carpeta: Path) -> list[dict[str, str]]:
    with (carpeta / ARCHIVO).open(encoding="utf-8-sig", newline="") as archivo:
        return list(csv.DictReader(archivo))


def _firmar(carpeta: Path, codigos: dict[str, str], quien: str = "Coordinación") -> None:
    renglones = _renglones(carpeta)
    for renglon in renglones:
        if renglon["texto"] in codigos:
            renglon |= {"codigo": codigos[renglon["texto"]], "revisado_por": quien}
    with (carpeta / ARCHIVO).open("w", encoding="utf-8-sig", newline="") as archivo:
        escritor = csv.DictWriter(archivo, COLUMNAS)
        escritor.writeheader()
        escritor.writerows(renglones)


def _leer(carpeta: Path) -> Lectura:
    otros = {ARCHIVO: carpeta / ARCHIVO} if (carpeta / ARCHIVO).is_file() else {}
    return leer(carpeta / "base.csv", "prueba-1/base.csv", FUENTE, carpeta / "estudio.yml", otros=otros)


def _opciones(lectura: Lectura) -> list[str]:
    return sorted(str(r["opcion"]) for r in lectura.renglones["respuestas"])


def test_la_orden_propone_con_su_razon_y_sin_datos_personales(
    carpeta: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert codificar.main([str(carpeta)]) == 0
    assert "4 textos distintos; 2 con sugerencia y 0 aceptados" in capsys.readouterr().out
    assert [(r["texto"], r["veces"], r["sugerencia"], r["codigo"]) for r in _renglones(carpeta)] == [
        ("LOS BACHES", "2", "1", ""),
        ("más seguridad", "1", "2", ""),
        ("me llamo y vivo en [dato personal]", "1", "", ""),
        ("otra cosa", "1", "", ""),
    ]


def test_lo_aceptado_se_cuenta_y_lo_demas_queda_sin_codificar(carpeta: Path) -> None:
    sin_nada = _leer(carpeta)
    assert _opciones(sin_nada) == ["sin_codificar"] * 5
    codificar.poner_al_dia(carpeta)
    _firmar(carpeta, {"LOS BACHES": "1", "más seguridad": "2;96", "me llamo y vivo en [dato personal]": "96"})
    lectura = _leer(carpeta)
    assert _opciones(lectura) == ["1", "1", "2", "96", "96", "sin_codificar"]
    indicadores = {
        r["indicador"]: r["valor"] for r in lectura.renglones["calidad_muestra"] if "abierta" in r["aspecto"]
    }
    assert indicadores == {
        "con texto": 5, "codificadas": 4, "sin codificar": 1, "con dato personal": 1, "versión del marco": 2,
    }  # fmt: skip
    assert [r.motivo for r in lectura.rechazos if r.regla == "abierta_sin_codificar"] == [
        "p20: 1 de 5 respuestas abiertas siguen sin un código aceptado."
    ]
    pregunta = lectura.renglones["preguntas"][0]
    assert (pregunta["tipo"], pregunta["es_abierta"], pregunta["version_codigos"]) == ("multiple", True, 2)
    assert lectura.renglones["opciones"][-1]["etiqueta"] == "Sin codificar todavía"


def test_ningun_texto_sale_de_la_carpeta(carpeta: Path) -> None:
    codificar.poner_al_dia(carpeta)
    _firmar(carpeta, {"otra cosa": "96"})
    todo = str(_leer(carpeta).renglones).casefold()
    assert not [t for t in ("los baches", "más seguridad", "luna 12", "otra cosa") if t in todo]


def test_volver_a_proponer_conserva_lo_aceptado_y_sugiere_con_ello(carpeta: Path) -> None:
    codificar.poner_al_dia(carpeta)
    _firmar(carpeta, {"otra cosa": "96"})
    assert codificar.poner_al_dia(carpeta) == (4, 3, 1)
    hecho = next(r for r in _renglones(carpeta) if r["texto"] == "otra cosa")
    assert (hecho["codigo"], hecho["revisado_por"], hecho["por_que"]) == ("96", "Coordinación", "ya aceptado")


def test_otra_version_del_marco_pide_revisar_de_nuevo(carpeta: Path) -> None:
    codificar.poner_al_dia(carpeta)
    _firmar(carpeta, {"LOS BACHES": "1"})
    _poner_estudio(carpeta, PREGUNTA | {"version_codigos": 3})
    lectura = _leer(carpeta)
    assert _opciones(lectura) == ["sin_codificar"] * 5
    assert [r.motivo for r in lectura.rechazos if r.regla == "codigo_de_otra_version"] == [
        "codificacion.csv: 1 renglones se aceptaron con otra versión del marco; no cuentan."
    ]


def test_codificacion_mal_hecha_se_rechaza(carpeta: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (carpeta / ARCHIVO).write_text("pregunta,texto\n", encoding="utf-8")
    with pytest.raises(ArchivoRechazado, match="no trae las columnas version"):
        _leer(carpeta)
    assert codificar.main([str(carpeta / "no-existe")]) == 1
    assert "La carpeta no trae base y estudio.yml" in capsys.readouterr().err
