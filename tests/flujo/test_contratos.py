"""Contratos, de los archivos al mart: cada caso de REGLAS §10 y cien al azar, contra la segunda cuenta en decimal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from dominio.contratos.pena import Clausula, Evento, calcular
from tests.conftest import HOY, Instalacion
from tests.dominio.contratos.test_pena import CASOS, MONTO, PARCIALIDAD

pytestmark = pytest.mark.flujo

CLAUSULAS = {
    "TOT": Clausula("monto_total", MONTO, Decimal(1)),
    "NOP": Clausula("no_prestado_sin_iva", MONTO, Decimal(1)),
    "TOP": Clausula("monto_total", MONTO, Decimal("0.5"), Decimal(3)),
    "SIN": Clausula("sin_clausula", MONTO),
}
Caso = tuple[str, str, date, Decimal, list[Evento]]


def _casos() -> list[Caso]:
    fijos = [
        (f"{contrato}-{n:02d}", contrato, comprometida, PARCIALIDAD, eventos)
        for contrato in CLAUSULAS
        for n, (comprometida, eventos, *_) in enumerate(CASOS.values())
    ]
    azar = random.Random(10)
    return fijos + [_al_azar(n, azar) for n in range(100)]


def _al_azar(n: int, azar: random.Random) -> Caso:
    comprometida = HOY - timedelta(days=azar.randint(-10, 60))
    eventos = []
    dia = comprometida - timedelta(days=azar.randint(0, 8))
    for _ in range(azar.randint(0, 5)):
        estado = azar.choice(["entregado", "parcial", "aceptado", "aceptado_con_observaciones", "rechazado"])
        proporcion = Decimal(azar.randint(0, 10_000)) / 10_000 if estado in ("parcial", "rechazado") else None
        eventos.append(Evento(dia, estado, proporcion))
        dia += timedelta(days=azar.randint(0, 9))
    contrato = azar.choice(list(CLAUSULAS))
    return f"AZ-{n:03d}", contrato, comprometida, Decimal(azar.randint(0, 9_999_999)) / 100, eventos


def _escribir_clausulas(instalacion: Instalacion) -> None:
    lineas = ["contratos:"]
    for clave, clausula in CLAUSULAS.items():
        lineas += [f"  - clave: {clave}", f"    nombre: Contrato {clave}", f"    nombre_corto: {clave}",
                   "    fecha_inicio: 2024-01-01", "    fecha_fin: 2026-12-31",
                   f"    monto_antes_iva: {clausula.monto_total}",
                   "    num_parcialidades: 11", "    pena:", f"      base: {clausula.base}"]  # fmt: skip
        if clausula.porcentaje_diario is not None:
            lineas.append(f"      porcentaje_diario: {clausula.porcentaje_diario}")
        if clausula.tope_porcentaje is not None:
            lineas.append(f"      tope_porcentaje: {clausula.tope_porcentaje}")
    (instalacion.cfg.datos_crudos / "contratos").mkdir()
    (instalacion.cfg.datos_crudos / "contratos" / "contratos.yml").write_text("\n".join(lineas), encoding="utf-8")


def _momento(dia: date) -> datetime:
    return datetime(dia.year, dia.month, dia.day)


def _escribir_entregas(instalacion: Instalacion, casos: list[Caso]) -> None:
    libro = openpyxl.Workbook()
    entregables, eventos, pagos = libro.worksheets[0], libro.create_sheet("eventos"), libro.create_sheet("pagos")
    entregables.title = "entregables"
    entregables.append(["clave", "contrato", "serie", "nombre", "tipo", "parcialidad", "fecha_comprometida", "importe"])
    eventos.append(["entregable", "fecha", "estado", "proporcion_prestada"])
    pagos.append(["contrato", "parcialidad", "fecha", "importe", "estado"])
    for clave, contrato, comprometida, importe, propios in casos:
        entregables.append([clave, contrato, "Serie", clave, "mensual", None, _momento(comprometida), float(importe)])
        for e in propios:
            proporcion = None if e.proporcion is None else float(e.proporcion)
            if e.estado == "rechazado" and proporcion is None:
                proporcion = 0
            eventos.append([clave, _momento(e.fecha), e.estado, proporcion])
    entregables.append(["HUERFANO", "NADIE", "Serie", "Sin contrato", "unico", None, _momento(HOY), 1])
    eventos.append(["NO-EXISTE", _momento(HOY), "entregado", None])
    pagos.append(["TOT", 1, _momento(HOY), 100_000, "pagado"])
    pagos.append(["TOT", 2, _momento(HOY + timedelta(days=2)), 100_000, "pagado"])
    libro.save(instalacion.cfg.datos_crudos / "contratos" / "entregas.xlsx")


@pytest.fixture(scope="module")
def publicada(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instalacion]:
    """Una publicación con solo contratos: ninguna otra fuente es obligatoria."""
    from tests.conftest import _configuracion

    base = tmp_path_factory.mktemp("contratos")
    (base / "datos_crudos").mkdir()
    nueva = Instalacion(_configuracion(base, base / "datos_crudos"))
    _escribir_clausulas(nueva)
    _escribir_entregas(nueva, _casos())
    resultado = nueva.correr()
    assert resultado.publico, nueva.mensajes
    yield nueva


def test_dias_e_importe_iguales_a_la_segunda_cuenta(publicada: Instalacion) -> None:
    filas: dict[str, Any] = {
        clave: (dias, sin_tope, importe)
        for clave, dias, sin_tope, importe in publicada.consultar(
            "select entregable_clave, dias_atraso, importe_sin_tope_mxn, importe_penalizacion_mxn"
            " from mart_contratos__entregables"
        )
    }
    casos = _casos()
    assert len(filas) == len(casos)
    for clave, contrato, comprometida, importe, eventos in casos:
        pena = calcular(comprometida, importe, eventos, CLAUSULAS[contrato], HOY)
        assert filas[clave] == (pena.dias, pena.sin_tope, pena.importe), clave


def test_el_ejemplo_de_las_reglas(publicada: Instalacion) -> None:
    indice = list(CASOS).index("cinco días tarde")
    sql = "select importe_penalizacion_mxn from mart_contratos__entregables where entregable_clave = '{}-{:02d}'"
    assert publicada.consultar(sql.format("TOT", indice)) == [(Decimal("55000.00"),)]
    assert publicada.consultar(sql.format("NOP", indice)) == [(Decimal("5000.00"),)]
    assert publicada.consultar(sql.format("TOP", indice)) == [(Decimal("27500.00"),)]
    assert publicada.consultar(sql.format("SIN", indice)) == [(None,)]


def test_el_tope_se_aplica_por_entregable_y_por_contrato(publicada: Instalacion) -> None:
    maximo = publicada.consultar(
        "select max(importe_penalizacion_mxn), max(importe_tope_mxn) from mart_contratos__entregables"
        " where contrato_clave = 'TOP'"
    )
    assert maximo == [(Decimal("33000.00"), Decimal("33000.00"))]
    contrato = publicada.consultar(
        "select importe_penalizacion_mxn, es_topada from mart_contratos__contratos where contrato_clave = 'TOP'"
    )
    assert contrato == [(Decimal("33000.00"), True)]


def test_lo_que_no_cuenta_esta_en_cuarentena_con_su_celda(publicada: Instalacion) -> None:
    reglas = publicada.consultar(
        "select regla, count(*) from mart_calidad__rechazos where fuente = 'contratos' group by regla order by regla"
    )
    futuros = sum(e.fecha > HOY for *_, eventos in _casos() for e in eventos)
    assert reglas == [
        ("contrato_inexistente", 1), ("entregable_inexistente", 1), ("evento_futuro", futuros), ("pago_futuro", 1),
    ]  # fmt: skip
    assert publicada.consultar("select count(*) from mart_contratos__pagos") == [(1,)]


def test_los_archivos_de_contratos_cuadran(publicada: Instalacion) -> None:
    filas = publicada.consultar(
        "select num_renglones = num_aceptados + num_rechazados from mart_calidad__archivos where fuente = 'contratos'"
    )
    assert filas == [(True,), (True,)]
