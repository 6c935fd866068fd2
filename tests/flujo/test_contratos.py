"""Contratos, de los archivos al mart: cada caso de REGLAS §10 y cien al azar, contra la segunda cuenta en decimal."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from dominio.contratos.pena import Clausula, Evento, calcular
from dominio.informes.registro import FORMATOS
from tests.conftest import HOY, Instalacion
from tests.dominio.contratos.test_pena import CASOS, MONTO, PARCIALIDAD

pytestmark = pytest.mark.flujo

CLAUSULAS = {
    "TOT": Clausula("monto_total", MONTO, Decimal(1)),
    "NOP": Clausula("no_prestado_sin_iva", MONTO, Decimal(1)),
    "TOP": Clausula("monto_total", MONTO, Decimal("0.5"), Decimal(3)),
    "SIN": Clausula("sin_clausula", MONTO),
}
PRESUPUESTO = [
    ("NOP", "3391", "inicial", -300, 80_000), ("NOP", "3611", "ampliacion", -100, 30_000),
    ("NOP", "3391", "reduccion", -10, 20_000), ("TOP", "3391", "inicial", -300, 990_000_000),
    ("TOT", "3391", "inicial", -300, 2_500_000), ("TOT", "3391", "ampliacion", 5, 1),
    ("NADIE", "3391", "inicial", -300, 1),
]  # fmt: skip
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
    presupuesto = libro.create_sheet("presupuesto")
    presupuesto.append(["clave", "contrato", "partida", "movimiento", "fecha", "importe", "documento"])
    for n, (contrato, partida, movimiento, dias, importe) in enumerate(PRESUPUESTO, start=1):
        fecha = _momento(HOY + timedelta(days=dias))
        presupuesto.append([f"CP-{n}", contrato, partida, movimiento, fecha, importe, None])
    libro.save(instalacion.cfg.datos_crudos / "contratos" / "entregas.xlsx")


PRODUCTO = f"TOT-{list(CASOS).index('no entregado aún'):02d}"


def _registrar_informes(instalacion: Instalacion) -> None:
    """Dos informes generados para el mismo entregable; el segundo es el último."""
    instalacion.cfg.informes.mkdir(parents=True)
    for letra, version, momento in (("c", "2026-11-08.1", "2026-11-08"), ("d", "2026-11-09.2", "2026-11-09")):
        clave = f"evaluacion_2026-10_{version}"
        archivos = {e: {"archivo": f"{clave}.{e}", "sha256": letra * 64, "bytes": 10} for e in FORMATOS}
        ficha = {"clave": clave, "tipo": "evaluacion", "titulo": "Informe", "periodo": "2026-10-01", "area": None,
                 "version": version, "entregables": [PRODUCTO, "NO-EXISTE"], "archivos": archivos,
                 "generado_en": f"{momento}T20:00:00+00:00"}  # fmt: skip
        (instalacion.cfg.informes / f"{clave}.json").write_text(json.dumps(ficha), encoding="utf-8")


@pytest.fixture(scope="module")
def publicada(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instalacion]:
    """Una publicación con solo contratos: ninguna otra fuente es obligatoria."""
    from tests.conftest import _configuracion

    base = tmp_path_factory.mktemp("contratos")
    (base / "datos_crudos").mkdir()
    nueva = Instalacion(_configuracion(base, base / "datos_crudos"))
    _escribir_clausulas(nueva)
    _escribir_entregas(nueva, _casos())
    _registrar_informes(nueva)
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


def test_dias_e_importe_con_los_valores_hechos_a_mano(publicada: Instalacion) -> None:
    filas = {
        clave: (dias, importe)
        for clave, dias, importe in publicada.consultar(
            "select entregable_clave, dias_atraso, importe_penalizacion_mxn from mart_contratos__entregables"
        )
    }
    for n, (nombre, (_, _, dias, con_total, con_no_prestado)) in enumerate(CASOS.items()):
        assert filas[f"TOT-{n:02d}"] == (dias, Decimal(con_total)), nombre
        assert filas[f"NOP-{n:02d}"] == (dias, Decimal(con_no_prestado)), nombre
        assert filas[f"SIN-{n:02d}"] == (dias, None), nombre
        assert filas[f"TOP-{n:02d}"] == (dias, min(Decimal(con_total) / 2, MONTO * 3 / 100)), nombre


def test_dos_incumplimientos_de_un_contrato_se_suman(publicada: Instalacion) -> None:
    suma = sum((Decimal(con_no_prestado) for *_, con_no_prestado in CASOS.values()), Decimal(0))
    suyos = publicada.consultar(
        "select sum(importe_penalizacion_mxn), sum(dias_atraso) from mart_contratos__entregables"
        " where contrato_clave = 'NOP' and entregable_clave like 'NOP-%'"
    )
    assert suyos == [(suma, sum(dias for _, _, dias, *_ in CASOS.values()))]
    todos = publicada.consultar(
        "select c.importe_sin_tope_mxn = sum(e.importe_penalizacion_mxn) from mart_contratos__contratos as c"
        " join mart_contratos__entregables as e using (contrato_clave) where contrato_clave = 'NOP'"
        " group by c.importe_sin_tope_mxn"
    )
    assert todos == [(True,)]


def test_el_presupuesto_dice_si_alcanza(publicada: Instalacion) -> None:
    filas = publicada.consultar(
        "select contrato_clave, importe_comprometido_mxn, num_movimientos, partidas, estado_presupuesto,"
        " importe_faltante_mxn"
        " = greatest(importe_devengado_mxn + importe_por_devengar_mxn - importe_comprometido_mxn, 0)"
        " from mart_contratos__presupuesto order by contrato_clave"
    )
    assert filas == [
        ("NOP", Decimal("90000.00"), 3, "3391, 3611", "EXCEDIDO", True),
        ("SIN", Decimal("0.00"), 0, None, "SIN_COMPROMISO", True),
        ("TOP", Decimal("990000000.00"), 1, "3391", "SUFICIENTE", True),
        ("TOT", Decimal("2500000.00"), 1, "3391", "INSUFICIENTE", True),
    ]
    assert publicada.consultar(
        "select movimiento, importe_comprometido_mxn, importe_acumulado_mxn from mart_contratos__compromisos"
        " where contrato_clave = 'NOP' order by fecha_compromiso"
    ) == [
        ("inicial", Decimal("80000.00"), Decimal("80000.00")),
        ("ampliacion", Decimal("30000.00"), Decimal("110000.00")),
        ("reduccion", Decimal("-20000.00"), Decimal("90000.00")),
    ]


def test_lo_devengado_es_lo_aceptado(publicada: Instalacion) -> None:
    esperado: dict[str, Decimal] = dict.fromkeys(CLAUSULAS, Decimal(0))
    for _, contrato, _, importe, eventos in _casos():
        ocurridos = sorted((e for e in eventos if e.fecha <= HOY), key=lambda e: e.fecha)
        if ocurridos and ocurridos[-1].estado.startswith("aceptado"):
            esperado[contrato] += importe
    sql = "select contrato_clave, importe_devengado_mxn from mart_contratos__presupuesto"
    assert dict(publicada.consultar(sql)) == esperado


def test_un_informe_generado_es_producto_y_no_entrega(publicada: Instalacion) -> None:
    filas = publicada.consultar(
        "select entregable_clave, producto_version, producto_sha256, fecha_producto, estado, num_eventos"
        " from mart_contratos__entregables where producto_clave is not null"
    )
    assert filas == [(PRODUCTO, "2026-11-09.2", "d" * 64, date(2026, 11, 9), "CON_ATRASO", 0)]
    assert publicada.consultar(
        "select informe_clave, version, es_ultimo, sha256_xlsx, tamano_bytes from mart_contratos__productos"
        " order by orden"
    ) == [
        ("evaluacion_2026-10_2026-11-08.1", "2026-11-08.1", False, "c" * 64, 30),
        ("evaluacion_2026-10_2026-11-09.2", "2026-11-09.2", True, "d" * 64, 30),
    ]


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
        ("compromiso_futuro", 1), ("contrato_inexistente", 2), ("entregable_inexistente", 1),
        ("evento_futuro", futuros), ("pago_futuro", 1),
    ]  # fmt: skip
    assert publicada.consultar("select count(*) from mart_contratos__pagos") == [(1,)]


def test_los_archivos_de_contratos_cuadran(publicada: Instalacion) -> None:
    filas = publicada.consultar(
        "select num_renglones = num_aceptados + num_rechazados from mart_calidad__archivos where fuente = 'contratos'"
    )
    assert filas == [(True,), (True,)]
