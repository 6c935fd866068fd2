"""Los enlaces conservan filtros y lo que llega en la dirección se depura."""

from __future__ import annotations

from portal import direccion
from portal.direccion import Direccion, dibujando


def test_aqui_cambia_y_quita() -> None:
    with dibujando(Direccion("/ranking", {"periodo": "2026-09", "area": "DESU"})):
        assert direccion.aqui(area=None) == "/ranking?periodo=2026-09"
        assert direccion.aqui(vista="areas") == "/ranking?periodo=2026-09&area=DESU&vista=areas"


def test_hacia_conserva_solo_los_comunes() -> None:
    with dibujando(Direccion("/ranking", {"periodo": "2026-09", "vista": "areas", "explica": "x"})):
        assert direccion.hacia("/metas/A-01") == "/metas/A-01?periodo=2026-09"
        assert direccion.hacia("/", periodo=None) == "/"


def test_como_se_reporto_viaja_con_su_mes() -> None:
    with dibujando(Direccion("/ranking", {"periodo": "2026-09", "vista": "reportado"})):
        assert direccion.hacia("/metas/A-01", conservar=("periodo",)) == "/metas/A-01?periodo=2026-09&vista=reportado"
        assert direccion.hacia("/", periodo=None) == "/"
        assert direccion.hacia("/reexpresiones", conservar=("eje",)) == "/reexpresiones"


def test_se_escapa_lo_que_viaja() -> None:
    with dibujando(Direccion("/", {"area": "A&B=ñ"})):
        assert direccion.aqui() == "/?area=A%26B%3D%C3%B1"


def test_depurar() -> None:
    crudos = {"periodo": ["2026-01", "2026-09"], "vacio": " ", "largo": "x" * 500, "objeto": {"a": 1}, "bien": " si "}
    assert direccion.depurar(crudos) == {"periodo": "2026-09", "bien": "si"}


def test_fuera_de_una_pagina_es_la_raiz() -> None:
    assert direccion.aqui() == "/"
