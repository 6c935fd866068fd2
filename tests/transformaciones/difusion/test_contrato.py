"""Versiones, presupuesto, solicitudes y testigos, con valores a mano."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from dominio.difusion.reloj import segundos_de_servicio, vencimiento
from tests.transformaciones.difusion.conftest import Difusion


def test_un_exporte_viejo_no_pisa_al_nuevo_y_tres_formatos_no_duplican(difusion: Difusion) -> None:
    dias = difusion.filas(
        "select fecha, num_impresiones, num_clics, importe_gasto_mxn from fct_entregas"
        " where periodo = '2026-05-01' order by fecha"
    )
    assert dias == [
        (date(2026, 5, 3), 1000, 9, Decimal("100.00")),
        (date(2026, 5, 4), 800, 8, Decimal("80.00")),
        (date(2026, 5, 9), 12, 1, Decimal("1.00")),
    ]


def test_el_dia_cerrado_que_cambio_queda_como_reexpresion(difusion: Difusion) -> None:
    cambios = difusion.filas(
        "select fecha, es_dia_cerrado, num_clics_antes, num_clics_ahora, num_impresiones_antes, num_impresiones_ahora"
        " from fct_reexpresiones_difusion order by fecha"
    )
    assert cambios == [
        (date(2026, 5, 3), True, 12, 9, 1000, 1000),
        (date(2026, 5, 4), False, 3, 8, 350, 800),
    ]


def test_cada_mes_se_toma_de_un_solo_nivel(difusion: Difusion) -> None:
    enero = difusion.filas(
        "select campana_clave, nivel, grano, num_impresiones from fct_entregas_mes"
        " where periodo = '2026-01-01' order by 1"
    )
    assert [(c[0].split(":")[0], *c[1:]) for c in enero] == [
        ("FB-01", "campana", "mes", 1800), ("Facebook", "campana", "mes", 900)
    ]  # fmt: skip


def test_los_dias_de_entrega_son_los_que_corrio_aunque_el_mes_venga_entero(difusion: Difusion) -> None:
    # enero se toma del informe mensual (1 al 31), pero los anuncios por día dicen que «Agua» corrió el 5 y el 6
    filas = difusion.filas(
        "select grano, primera_entrega, ultima_entrega from fct_entregas_mes"
        " where campana_clave = 'FB-01' and periodo = '2026-01-01'"
    )
    assert filas == [("mes", date(2026, 1, 5), date(2026, 1, 6))]


def test_la_correspondencia_ignora_mayusculas_acentos_y_espacios(difusion: Difusion) -> None:
    assert difusion.filas(
        "select campana_clave, campana_nombre, es_contractual from dim_campana where es_contractual order by 1"
    ) == [("FB-01", "Agua limpia", True), ("GG-01", "Trámites en línea", True)]


def test_razones_de_sumas_y_nulas_sin_denominador(difusion: Difusion) -> None:
    fila = difusion.filas(
        "select importe_cpm_mxn, importe_cpc_mxn, proporcion_ctr, importe_cpl_mxn from mart_difusion__campana_mes"
        " where campana_clave = 'FB-01' and periodo = '2026-01-01'"
    )[0]
    assert fila == (100.0, 10.0, 0.01, None)


def test_presupuesto_acumulado_parejo_y_proyectado(difusion: Difusion) -> None:
    meses = difusion.filas(
        "select periodo, importe_gasto_mxn, importe_acumulado_mxn, importe_parejo_mxn, importe_proyectado_mxn, es_corte"
        " from mart_difusion__presupuesto order by periodo"
    )
    assert meses[0] == (date(2026, 1, 1), Decimal("270.00"), Decimal("270.00"), Decimal("100.00"), None, False)
    assert meses[1][1:4] == (Decimal("515.00"), Decimal("785.00"), Decimal("200.00"))
    assert (meses[9][5], meses[9][4], meses[11][4]) == (True, Decimal("1326.00"), Decimal("1326.00"))
    factura = difusion.filas("select importe_facturado_mxn, importe_catalogo_mxn from fct_facturas")
    assert factura == [(Decimal("220.00"), Decimal("200.00"))]


def test_solicitudes_con_su_reloj(difusion: Difusion) -> None:
    filas = difusion.filas(
        "select solicitud_clave, vence_en, minutos_atencion, minutos_exceso, minutos_anticipacion, estado"
        " from mart_difusion__solicitudes order by 1"
    )
    lunes = datetime(2026, 2, 9, 10, 0)
    assert filas == [
        ("S-1", lunes, 90.0, 0.0, None, "EN_PLAZO"),
        ("S-2", lunes, 91.0, 1.0, 300.0, "FUERA_DE_PLAZO"),
        ("S-3", datetime(2026, 2, 4, 10, 30), 180.0, 90.0, 119.0, "NO_IMPUTABLE"),
        ("S-4", datetime(2026, 11, 11, 9, 30), None, None, None, "ABIERTA"),
        ("S-5", datetime(2026, 2, 4, 10, 30), None, None, None, "ABIERTA_VENCIDA"),
    ]


def test_el_reloj_en_sql_es_el_de_python(difusion: Difusion) -> None:
    for solicitada, atendida, vence, minutos in difusion.filas(
        "select solicitada_en, atendida_en, vence_en, minutos_atencion from mart_difusion__solicitudes"
    ):
        assert vence == vencimiento(solicitada, 90)
        if atendida is not None:
            assert minutos * 60 == segundos_de_servicio(solicitada, atendida)


def test_testigos(difusion: Difusion) -> None:
    filas = difusion.filas(
        "select campana_clave, periodo, estado from mart_difusion__testigos where plataforma = 'Facebook'"
        " order by 2, 1, 3"
    )
    assert [(c.split(":")[0], p.month, e) for c, p, e in filas] == [
        ("FB-01", 1, "vigente"), ("Facebook", 1, "falta"), ("FB-01", 2, "repetido"), ("Facebook", 2, "falta"),
        ("FB-01", 3, "fuera_de_entrega"), ("FB-01", 4, "repetido"), ("FB-01", 4, "sin_imagen"), ("FB-01", 5, "falta"),
    ]  # fmt: skip


def test_los_mismos_bytes_con_otro_nombre_son_un_testigo_repetido(difusion: Difusion) -> None:
    filas = difusion.filas(
        "select imagen, estado, es_identica from mart_difusion__testigos where imagen like '%ene.png' order by 1"
    )
    assert filas == [("copia de ene.png", "repetido", True), ("ene.png", "vigente", False)]


def test_bandas_del_contrato(difusion: Difusion) -> None:
    assert difusion.filas(
        "select plataforma, num_campanas, num_minimo, num_maximo, estado from mart_difusion__bandas"
        " where periodo = '2026-02-01' order by 1"
    ) == [("Facebook", 2, 6, 10, "abajo"), ("Google", 2, 1, 4, "dentro")]


def test_conciliacion(difusion: Difusion) -> None:
    assert difusion.filas(
        "select plataforma, etiqueta, num_impresiones_diferencia, estado from mart_difusion__conciliacion order by 1"
    ) == [("Facebook", "Total del informe", 0, "cuadra"), ("Google", "Total: Campañas", 0, "cuadra")]
