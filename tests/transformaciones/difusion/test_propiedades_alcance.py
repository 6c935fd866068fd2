"""El intervalo contra la verdad: personas simuladas, observaciones al azar y el SQL compilado del modelo.

Cada ejemplo inventa quién vio qué anuncio cada día; de ahí salen el alcance verdadero y lo que la
plataforma podría haber reportado. El intervalo debe contener la verdad con cualquier parte de esos reportes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transformaciones.difusion.conftest import Difusion

MESES = (date(2026, 1, 1), date(2026, 2, 1))
FIN = {MESES[0]: date(2026, 1, 31), MESES[1]: date(2026, 2, 28)}
CAMPANAS = {"Facebook": ("f1", "f2"), "Google": ("g1",)}
MODELOS = tuple(
    f"int_difusion__alcance_{paso}"
    for paso in ("ambitos", "partes", "contenedores", "coberturas", "mes", "acumulado", "cotas")
)
SELECCION = ("fct_alcance_intervalos", "fct_alcance_seleccion")
ATRIBUTOS = {"f1": ("A", "P"), "f2": ("B", "Q"), "g1": ("A", "Q")}
"""campaña → (objetivo, público)."""
ENTREGA = st.tuples(st.sampled_from(("a", "b")), st.integers(1, 5), st.frozensets(st.integers(0, 30), min_size=1))
REPORTES = ("anuncio_dia", "campana_dia", "campana_mes", "cuenta_mes", "edad", "quincena", "cuenta_todo")

Vistas = dict[tuple[str, str, date], list[tuple[str, int, frozenset[int]]]]
Observacion = tuple[str, str, str, str | None, str, str, date, date, int, int]


@st.composite
def vistas(draw: st.DrawFn) -> Vistas:
    """(plataforma, campaña, mes) → entregas (anuncio, día, personas que lo vieron). «f2» puede no correr en febrero."""
    corre = draw(st.booleans())
    return {
        (plataforma, campana, mes): draw(st.lists(ENTREGA, min_size=1, max_size=6))
        for plataforma, campanas in CAMPANAS.items()
        for campana, mes in product(campanas, MESES)
        if corre or (campana, mes) != ("f2", MESES[1])
    }


def _union(conjuntos: Iterator[frozenset[int]]) -> int:
    return len(frozenset().union(*conjuntos))


def observaciones_de(vistas: Vistas, reportes: set[str]) -> Iterator[Observacion]:
    """Lo que la plataforma podría haber exportado, sin mentir nunca."""
    for (plataforma, campana, mes), entregas in vistas.items():

        def fila(
            nivel: str, entidad: str, desglose: str, grano: str, ini: date, fin: date, partes: list
        ) -> Observacion:
            return (plataforma, nivel, entidad, campana, desglose, grano, ini, fin,  # noqa: B023
                    _union(iter(p for p in partes)), sum(len(p) for p in partes))  # fmt: skip

        por_anuncio: dict[tuple[str, int], list[frozenset[int]]] = {}
        por_dia: dict[int, list[frozenset[int]]] = {}
        for anuncio, dia, personas in entregas:
            por_anuncio.setdefault((anuncio, dia), []).append(personas)
            por_dia.setdefault(dia, []).append(personas)
        if "anuncio_dia" in reportes:
            for (anuncio, dia), partes in por_anuncio.items():
                yield fila("anuncio", campana + anuncio, "", "dia", mes.replace(day=dia), mes.replace(day=dia), partes)
        if "campana_dia" in reportes:
            for dia, partes in por_dia.items():
                yield fila("campana", campana, "", "dia", mes.replace(day=dia), mes.replace(day=dia), partes)
        todas = [p for _, _, p in entregas]
        if "campana_mes" in reportes:
            yield fila("campana", campana, "", "mes", mes, FIN[mes], todas)
        if "quincena" in reportes:
            primeras = [p for _, dia, p in entregas if dia <= 3]
            if primeras:
                yield fila("campana", campana, "", "periodo", mes, mes.replace(day=3), primeras)
        if "edad" in reportes:
            for grupo in (0, 1):
                partes = [frozenset(x for x in p if x % 2 == grupo) for p in todas]
                yield fila("campana", campana, "edad", "mes", mes, FIN[mes], partes)
    for plataforma in CAMPANAS:
        for mes in MESES:
            partes = [p for (pl, _, m), es in vistas.items() if pl == plataforma and m == mes for _, _, p in es]
            if "cuenta_mes" in reportes:
                yield (plataforma, "cuenta", "cuenta", None, "", "mes", mes, FIN[mes], _union(iter(partes)),
                       sum(map(len, partes)))  # fmt: skip
        if "cuenta_todo" in reportes:
            partes = [p for (pl, _, _), es in vistas.items() if pl == plataforma for _, _, p in es]
            yield (plataforma, "cuenta", "cuenta", None, "", "periodo", MESES[0], FIN[MESES[1]], _union(iter(partes)),
                   sum(map(len, partes)))  # fmt: skip


@pytest.fixture(scope="module")
def sql(difusion: Difusion) -> dict[str, str]:
    """El SQL compilado por dbt de los modelos del intervalo."""
    return compilados(difusion, MODELOS, SELECCION)


def compilados(difusion: Difusion, intermedios: Sequence[str], marts: Sequence[str]) -> dict[str, str]:
    """modelo → SQL, en el orden en que se construyen."""
    modelos = Path(difusion.almacen).parent / "target" / "compiled" / "mirador" / "models"
    carpetas = [(m, "intermediate") for m in intermedios] + [(m, "marts") for m in marts]
    return {m: (modelos / c / "difusion" / f"{m}.sql").read_text(encoding="utf-8") for m, c in carpetas}


COTAS = """
    select tipo_periodo, ambito, plataforma, campana_clave, periodo, alcance_minimo, alcance_maximo, es_propio
    from almacen.intermedio.int_difusion__alcance_cotas
"""
SELECCIONES = """
    select tipo_periodo, plataforma, objetivo, publico_clave, periodo, alcance_minimo, alcance_maximo, es_exacto
    from almacen.main.fct_alcance_seleccion
"""


def _cotas(sql: dict[str, str], vistas: Vistas, observaciones: list[Observacion]) -> list[tuple]:
    intermedios = {m: s for m, s in sql.items() if m not in SELECCION}
    with con_tablas(intermedios, vistas, observaciones) as c:
        return c.execute(COTAS).fetchall()


@contextmanager
def con_tablas(
    sql: dict[str, str], vistas: Vistas, observaciones: Sequence[Observacion],
    sin_dias: Collection[tuple[str, date]] = (),
) -> Iterator[Any]:  # fmt: skip
    """Una base en memoria con lo simulado y los modelos construidos; de ``sin_dias`` no hay detalle diario."""
    with duckdb.connect(config={"threads": 1}) as c:
        c.execute("attach ':memory:' as almacen; create schema almacen.intermedio; use almacen")
        c.execute(
            "create table intermedio.int_difusion__alcance_observado (plataforma varchar, ambito varchar,"
            " entidad_clave varchar, campana_plataforma_clave varchar, desglose varchar, grano varchar,"
            " periodo_inicio date, periodo_fin date, alcance bigint, num_impresiones bigint);"
            "create table intermedio.int_difusion__campanas_plataforma (plataforma varchar,"
            " campana_plataforma_clave varchar, campana_clave varchar, num_hermanas bigint);"
            "create table intermedio.int_difusion__entregas_mes (plataforma varchar, campana_plataforma_clave varchar,"
            " campana_clave varchar, tiene_alcance boolean, periodo date, num_impresiones bigint);"
            "create table main.dim_campana (campana_clave varchar, objetivo varchar, publico_clave varchar,"
            " tiene_alcance boolean);"
            "create table main.mart_difusion__diario (plataforma varchar, campana_clave varchar, fecha date,"
            " num_impresiones bigint)"
        )
        _llenar(c, vistas, observaciones, sin_dias)
        c.execute(
            "create view main.fct_alcance_observado as from intermedio.int_difusion__alcance_observado;"
            "create view main.dim_campana_plataforma as from intermedio.int_difusion__campanas_plataforma"
        )
        for modelo, consulta in sql.items():
            esquema = "intermedio" if modelo.startswith("int_") else "main"
            c.execute(f"create table almacen.{esquema}.{modelo} as {consulta}")
        yield c


def _llenar(
    c: Any, vistas: Vistas, observaciones: Sequence[Observacion], sin_dias: Collection[tuple[str, date]]
) -> None:
    if observaciones:
        c.executemany(
            "insert into intermedio.int_difusion__alcance_observado values (?,?,?,?,?,?,?,?,?,?)", list(observaciones)
        )
    campanas = [(p, x) for p, xs in CAMPANAS.items() for x in xs]
    c.executemany("insert into intermedio.int_difusion__campanas_plataforma values (?,?,?,1)",
                  [(p, x, x) for p, x in campanas])  # fmt: skip
    c.executemany("insert into main.dim_campana values (?,?,?,true)", [(x, *ATRIBUTOS[x]) for _, x in campanas])
    for (plataforma, campana, mes), entregas in vistas.items():
        c.execute("insert into intermedio.int_difusion__entregas_mes values (?,?,?,true,?,?)",
                  [plataforma, campana, campana, mes, sum(len(p) for _, _, p in entregas)])  # fmt: skip
        if (campana, mes) in sin_dias:
            continue
        for dia in {d for _, d, _ in entregas}:
            impresiones = sum(len(p) for _, d, p in entregas if d == dia)
            fila = [plataforma, campana, mes.replace(day=dia), impresiones]
            c.execute("insert into main.mart_difusion__diario values (?,?,?,?)", fila)


def _verdad(
    vistas: Vistas, tipo: str, ambito: str, plataforma: str | None, campana: str | None, mes: date
) -> tuple[int, int]:
    """(la unión verdadera, el mínimo posible entre plataformas: nadie sabe quién es el mismo en las dos)."""
    de_plataforma: dict[str, list[frozenset[int]]] = {}
    for (pl, ca, m), entregas in vistas.items():
        dentro = m <= mes if tipo == "acumulado" else m == mes
        if dentro and (plataforma in (None, pl)) and (campana in (None, ca)):
            de_plataforma.setdefault(pl, []).extend(p for _, _, p in entregas)
    personas = [_union(iter(p)) for p in de_plataforma.values()]
    return max(personas), sum(personas)


def _verdad_de_la_seleccion(
    vistas: Vistas, tipo: str, plataforma: str | None, objetivo: str | None, publico: str | None, mes: date
) -> tuple[int, int]:
    elegidas = {
        llave: entregas
        for llave, entregas in vistas.items()
        if objetivo in (None, ATRIBUTOS[llave[1]][0]) and publico in (None, ATRIBUTOS[llave[1]][1])
    }
    return _verdad(elegidas, tipo, "", plataforma, None, mes)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(vistas=vistas(), reportes=st.sets(st.sampled_from(REPORTES)))
def test_el_intervalo_contiene_la_verdad(sql: dict[str, str], vistas: Vistas, reportes: set[str]) -> None:
    """El de cada campaña, plataforma y todas, y el de cualquier selección, con las mismas tablas."""
    with con_tablas(sql, vistas, list(observaciones_de(vistas, reportes))) as c:
        cotas, selecciones = c.execute(COTAS).fetchall(), c.execute(SELECCIONES).fetchall()
    for tipo, ambito, plataforma, campana, mes, minimo, maximo, es_propio in cotas:
        bajo, alto = _verdad(vistas, tipo, ambito, plataforma, campana, mes)
        assert maximo is not None
        assert maximo >= alto, (tipo, ambito, plataforma, campana, mes)
        if minimo is not None:
            assert minimo <= bajo, (tipo, ambito, plataforma, campana, mes)
            assert minimo <= maximo
        if es_propio:
            assert minimo == maximo == bajo == alto
    assert {f[1:4] for f in selecciones} >= {(None, None, None), ("Facebook", None, None), (None, "A", None)}
    for tipo, plataforma, objetivo, publico, mes, minimo, maximo, es_exacto in selecciones:
        bajo, alto = _verdad_de_la_seleccion(vistas, tipo, plataforma, objetivo, publico, mes)
        donde = (tipo, plataforma, objetivo, publico, mes)
        if minimo is not None:
            assert minimo <= bajo, donde
            assert minimo <= maximo, donde
            assert maximo >= alto, donde
        if es_exacto:
            assert minimo == maximo == bajo == alto, donde


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(vistas=vistas(), reportes=st.sets(st.sampled_from(REPORTES), min_size=1), extra=st.sampled_from(REPORTES))
def test_saber_mas_nunca_ensancha_el_intervalo(
    sql: dict[str, str], vistas: Vistas, reportes: set[str], extra: str
) -> None:
    antes = {f[:5]: f[5:7] for f in _cotas(sql, vistas, list(observaciones_de(vistas, reportes)))}
    ahora = {f[:5]: f[5:7] for f in _cotas(sql, vistas, list(observaciones_de(vistas, reportes | {extra})))}
    for llave, (minimo, maximo) in antes.items():
        assert (ahora[llave][0] or 0) >= (minimo or 0), llave
        assert ahora[llave][1] <= maximo, llave
