"""Cualquier rango de fechas contra la verdad: personas simuladas, SQL compilado y la cobertura del dominio."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dominio.difusion.rangos import Intervalo
from portal.paginas.difusion.rango import alcances
from portal.paginas.difusion.rango.consultas import DIAS, VENTANAS
from tests.transformaciones.difusion.conftest import Difusion
from tests.transformaciones.difusion.test_propiedades_alcance import (
    CAMPANAS,
    MESES,
    MODELOS,
    REPORTES,
    Vistas,
    compilados,
    con_tablas,
    observaciones_de,
    vistas,
)

DIAS_POSIBLES = [mes.replace(day=dia) for mes in MESES for dia in (1, 2, 3, 4, 5, 20)] + [date(2026, 1, 31)]
RANGOS = st.tuples(st.sampled_from(DIAS_POSIBLES), st.sampled_from(DIAS_POSIBLES)).map(sorted)
EXTRA = ("ventana_acumulada", "semana")


@pytest.fixture(scope="module")
def sql(difusion: Difusion) -> dict[str, str]:
    """El SQL compilado del intervalo mensual y de los dos marts de rangos."""
    marts = ("fct_alcance_intervalos", "mart_difusion__alcance_dias", "mart_difusion__alcance_ventanas")
    return compilados(difusion, MODELOS, marts)


def _con_ventanas(vistas: Vistas, reportes: set[str]) -> list[Any]:
    """Las observaciones de siempre, y ventanas desde un mismo día y semanas sueltas de cada campaña y de la cuenta."""
    filas = list(observaciones_de(vistas, reportes))
    tramos = []
    if "ventana_acumulada" in reportes:
        tramos += [(MESES[0], fin) for fin in (date(2026, 1, 2), date(2026, 1, 4), date(2026, 2, 3))]
    if "semana" in reportes:
        tramos += [(date(2026, 1, 3), date(2026, 1, 5)), (date(2026, 1, 30), date(2026, 2, 2))]
    for inicio, fin in tramos:
        for plataforma, campanas in CAMPANAS.items():
            for campana in (*campanas, None):
                partes = _personas(vistas, plataforma, campana, inicio, fin)
                if partes:
                    filas.append(
                        (plataforma, "campana" if campana else "cuenta", campana or "cuenta", campana, "", "periodo",
                         inicio, fin, len(frozenset().union(*partes)), sum(map(len, partes)))
                    )  # fmt: skip
    return filas


def _personas(vistas: Vistas, plataforma: str, campana: str | None, inicio: date, fin: date) -> list[frozenset[int]]:
    return [
        personas
        for (pl, ca, mes), entregas in vistas.items()
        for _, dia, personas in entregas
        if pl == plataforma and campana in (None, ca) and inicio <= mes.replace(day=dia) <= fin
    ]


Alcances = dict[tuple[str, str | None], Intervalo]


def _alcances(c: Any, rangos: list[list[date]]) -> list[Alcances]:
    """El alcance de cada ámbito en cada rango, con las consultas del portal."""

    def consultar(consulta: str, rango: dict[str, date]) -> list[dict[str, Any]]:
        cursor = c.execute(consulta, rango)
        nombres = [d[0] for d in cursor.description]
        return [dict(zip(nombres, fila, strict=True)) for fila in cursor.fetchall()]

    salida = []
    for inicio, fin in rangos:
        rango = {"desde": inicio, "hasta": fin}
        salida.append(alcances.por_ambito(inicio, fin, consultar(DIAS, rango), consultar(VENTANAS, rango)))
    return salida


def _revisar(vistas: Vistas, hallados: Alcances, inicio: date, fin: date) -> None:
    for plataforma, campanas in CAMPANAS.items():
        for campana in (*campanas, None):
            personas = _personas(vistas, plataforma, campana, inicio, fin)
            verdad = len(frozenset().union(*personas))
            donde = (plataforma, campana, inicio, fin)
            if not verdad:
                continue
            intervalo = hallados[plataforma, campana]
            if intervalo.minimo is not None:
                assert intervalo.minimo <= verdad, donde
            if intervalo.maximo is not None:
                assert (intervalo.minimo or 0) <= verdad <= intervalo.maximo, donde
            if intervalo.es_exacto:
                assert intervalo.minimo == verdad, donde
            if intervalo.impresiones is not None:
                assert intervalo.impresiones == sum(map(len, personas)), donde


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    vistas=vistas(),
    reportes=st.sets(st.sampled_from([*REPORTES, *EXTRA])),
    sin_dias=st.sets(st.tuples(st.sampled_from(["f1", "f2", "g1"]), st.sampled_from(MESES)), max_size=2),
    rangos=st.lists(RANGOS, min_size=4, max_size=6),
)
def test_el_intervalo_de_cualquier_rango_contiene_la_verdad(
    sql: dict[str, str], vistas: Vistas, reportes: set[str], sin_dias: set[tuple[str, date]], rangos: list[list[date]]
) -> None:
    enero = [MESES[0], MESES[1] - timedelta(days=1)]
    with con_tablas(sql, vistas, _con_ventanas(vistas, reportes), sin_dias) as c:
        hallados = _alcances(c, [*rangos, enero])
        del_mes = c.execute("select plataforma, campana_clave, alcance_minimo, alcance_maximo from"
                            " fct_alcance_intervalos where ambito <> 'todas' and tipo_periodo = 'mes' and periodo = ?",
                            [MESES[0]]).fetchall()  # fmt: skip
    for rango, propios in zip([*rangos, enero], hallados, strict=True):
        _revisar(vistas, propios, *rango)
    for plataforma, campana, minimo, maximo in del_mes:  # un mes pedido como rango no es más ancho que el mes
        pedido = hallados[-1][plataforma, campana]
        assert (pedido.minimo or 0) >= (minimo or 0)
        assert maximo is None or (pedido.maximo or 0) <= maximo


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(vistas=vistas(), reportes=st.sets(st.sampled_from([*REPORTES, *EXTRA]), min_size=1),
       extra=st.sampled_from([*REPORTES, *EXTRA]), rangos=st.lists(RANGOS, min_size=4, max_size=6))  # fmt: skip
def test_saber_mas_nunca_ensancha_el_rango(
    sql: dict[str, str], vistas: Vistas, reportes: set[str], extra: str, rangos: list[list[date]]
) -> None:
    with con_tablas(sql, vistas, _con_ventanas(vistas, reportes)) as c:
        antes = _alcances(c, rangos)
    with con_tablas(sql, vistas, _con_ventanas(vistas, reportes | {extra})) as c:
        ahora = _alcances(c, rangos)
    for previo, nuevo in zip(antes, ahora, strict=True):
        for ambito, intervalo in previo.items():
            assert (nuevo[ambito].minimo or 0) >= (intervalo.minimo or 0), ambito
            assert intervalo.maximo is None or (nuevo[ambito].maximo or 0) <= intervalo.maximo, ambito
