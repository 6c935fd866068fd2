"""Los dibujos de difusión, sin consultar: lo incierto se dibuja incierto."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from portal.paginas.difusion import graficas


def _renglon(nombre: str, minimo: int | None, maximo: int | None) -> dict[str, Any]:
    return {"nombre": nombre, "metodo_escrito": "m", "alcance_minimo": minimo, "alcance_maximo": maximo}


def test_redondeo_a_la_centena() -> None:
    assert [graficas.redondo(v) for v in (131_388, 987, None)] == [131_400, 990, None]
    assert graficas.alcance_escrito(131_388, 198_321) == "131,400 a 198,300"
    assert graficas.alcance_escrito(42_730, 42_730) == "42,700"


def test_exacto_es_rombo_e_intervalo_es_barra_con_topes() -> None:
    exacto = graficas.alcance([_renglon("Facebook", 128_400, 128_400)], "h").svg
    assert (exacto.count('class="int"'), exacto.count('class="tope"'), exacto.count('class="f1"')) == (0, 0, 1)
    intervalo = graficas.alcance([_renglon("Google", 71_500, 109_700)], "h").svg
    assert (intervalo.count('class="int"'), intervalo.count('class="tope"'), intervalo.count('class="f1"')) == (1, 2, 0)
    assert "71,500 a 109,700" in intervalo


def test_la_barra_va_de_cota_a_cota_en_la_escala_del_eje() -> None:
    svg = graficas.alcance([_renglon("A", 100_000, 200_000)], "h").svg
    x, ancho = map(float, re.search(r'class="int" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg).groups())  # type: ignore[union-attr]
    assert abs((x - 190) - ancho) < 0.2  # de 100 a 200 mil mide lo mismo que de 0 a 100 mil


def test_sin_alcance_no_hay_marca() -> None:
    assert graficas.alcance_en_celda(None, None, 100) is None
    assert graficas.alcance_en_celda(0, 0, 0) is None
    assert 'class="int"' not in graficas.alcance([_renglon("A", None, None), _renglon("B", 5, 5)], "h").svg


def test_el_rotulo_se_escapa() -> None:
    assert "<script>" not in graficas.alcance([_renglon("<script>", 5, 9)], "h").svg


def test_embudo_con_pasos_sin_dato_salta_al_anterior_que_si_tiene() -> None:
    svg = graficas.embudo([("Impresiones", 1000), ("Interacciones", None), ("Clics", 50)], "h").svg
    assert "sin dato" in svg
    assert "5.0\u00a0%" in svg


def test_banda_con_mas_campanas_que_el_maximo_cabe() -> None:
    svg = graficas.banda(15, 6, 10, "h").svg
    assert float(re.search(r'cx="([\d.]+)"', svg).group(1)) <= 216  # type: ignore[union-attr]


def _mes(numero: int, acumulado: int, proyectado: int | None, concluido: bool) -> dict[str, Any]:
    return {
        "periodo": date(2026, numero, 1), "importe_suficiencia_mxn": Decimal(5_000_000), "es_concluido": concluido,
        "importe_acumulado_mxn": Decimal(acumulado), "importe_parejo_mxn": Decimal(numero * 400_000),
        "importe_proyectado_mxn": None if proyectado is None else Decimal(proyectado),
    }  # fmt: skip


def test_gasto_real_continuo_y_proyeccion_punteada() -> None:
    meses = [_mes(10, 3_590_000, 3_590_000, True), _mes(11, 3_590_000, 4_000_000, False),
             _mes(12, 3_590_000, 4_420_000, False)]  # fmt: skip
    svg = graficas.gasto(meses, "h").svg
    assert svg.count("l1 proyeccion") == 1
    assert ">3.59<" in svg and ">4.42<" in svg and "5.00 suficiencia" in svg


def test_gasto_sin_meses_concluidos_no_truena() -> None:
    assert "0.00" in graficas.gasto([_mes(1, 0, None, False)], "h").svg
