from datetime import date, datetime

import pytest

from dominio.configuracion import RAIZ, ZONA_HORARIA, ErrorDeConfiguracion, cargar


@pytest.fixture(autouse=True)
def sin_entorno(monkeypatch, tmp_path):
    for variable in (
        "MIRADOR_ALMACEN",
        "MIRADOR_ESTADO",
        "MIRADOR_HOY",
        "MIRADOR_BD",
        "PUERTO_PORTAL",
        "PUERTO_DAGSTER",
    ):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("MIRADOR_DATOS_CRUDOS", str(tmp_path))


def test_por_omision_todo_cuelga_de_la_raiz(monkeypatch):
    monkeypatch.delenv("MIRADOR_DATOS_CRUDOS")
    configuracion = cargar()
    assert configuracion.datos_crudos == RAIZ / "datos_crudos"
    assert configuracion.enlace_analistas == RAIZ / "almacen/mirador.duckdb"
    assert configuracion.url_bd == f"sqlite:///{RAIZ}/estado/operativa.sqlite"
    assert (configuracion.puerto_portal, configuracion.puerto_dagster) == (8050, 3000)


def test_la_fecha_de_referencia_en_su_orden(monkeypatch, tmp_path):
    assert cargar().hoy == datetime.now(ZONA_HORARIA).date()
    assert cargar().es_demostracion is False
    (tmp_path / "demostracion.yml").write_text("hoy: 2026-11-10\n", encoding="utf-8")
    assert cargar().hoy == date(2026, 11, 10)
    assert cargar().es_demostracion is True
    monkeypatch.setenv("MIRADOR_HOY", "2026-03-05")
    assert cargar().hoy == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("variable", "valor"), [("MIRADOR_HOY", "10/11/2026"), ("PUERTO_PORTAL", "99999"), ("PUERTO_DAGSTER", "x")]
)
def test_un_valor_malo_dice_cual_y_como(monkeypatch, variable, valor):
    monkeypatch.setenv(variable, valor)
    with pytest.raises(ErrorDeConfiguracion, match=variable):
        cargar()


@pytest.mark.parametrize("contenido", [b"hoy: [x", b"- hoy", b"\xff\xfe"])
def test_un_demostracion_yml_ilegible_lo_dice(monkeypatch, tmp_path, contenido):
    (tmp_path / "demostracion.yml").write_bytes(contenido)
    monkeypatch.setenv("MIRADOR_DATOS_CRUDOS", str(tmp_path))
    with pytest.raises(ErrorDeConfiguracion, match=r"demostracion\.yml no se entiende"):
        cargar()


def test_la_ciudad_de_mexico_ya_no_cambia_de_horario():
    assert datetime(2026, 7, 1, tzinfo=ZONA_HORARIA).utcoffset().total_seconds() == -6 * 3600
