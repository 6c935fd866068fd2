"""Selecciones, desgloses, anomalías, reexpresiones, precios e informe mensual, con valores a mano."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.transformaciones.difusion.conftest import Difusion

SELECCION = """
    select alcance_minimo, alcance_maximo, es_exacto, metodo
    from mart_difusion__alcance_seleccion
    where periodo = ? and tipo_periodo = ? and plataforma is not distinct from ?
        and tiene_objetivo = ? and objetivo is not distinct from ? and not tiene_publico
"""


def _seleccion(difusion: Difusion, mes: int, plataforma: str | None, objetivo: str | None = None) -> tuple[object, ...]:
    parametros = [date(2026, mes, 1), "mes", plataforma, objetivo is not None, objetivo]
    return difusion.filas(SELECCION, parametros)[0]


def test_una_seleccion_que_la_plataforma_reporto_es_exacta(difusion: Difusion) -> None:
    assert _seleccion(difusion, 1, "Facebook") == (1400, 1400, True, "plataforma")
    assert _seleccion(difusion, 1, None) == (1400, 1400, True, "plataforma")
    assert _seleccion(difusion, 1, "Facebook", "Tráfico") == (1100, 1100, True, "plataforma")


def test_una_seleccion_partida_es_intervalo_y_la_acota_lo_que_la_contiene(difusion: Difusion) -> None:
    # Febrero: Agua 700 a 1,350 (700 + 600 + 50); Baches 2,000; Google, video, 300.
    assert _seleccion(difusion, 2, "Facebook", "Tráfico")[:3] == (700, 1350, False)
    minimo, maximo, es_exacto, metodo = _seleccion(difusion, 2, None)
    assert (minimo, maximo, es_exacto, metodo) == (2000, 3650, False, "intervalo")
    assert _seleccion(difusion, 2, "Google", "Búsqueda") == (None, None, False, "sin_alcance")


def test_ninguna_seleccion_cruza_sus_cotas_ni_pasa_de_lo_que_la_contiene(difusion: Difusion) -> None:
    malas = difusion.filas(
        """
        select parte.seleccion_clave
        from mart_difusion__alcance_seleccion as parte
        left join mart_difusion__alcance as entera
            on entera.tipo_periodo = parte.tipo_periodo and entera.periodo = parte.periodo
            and entera.ambito = case when parte.plataforma is null then 'todas' else 'plataforma' end
            and entera.plataforma is not distinct from parte.plataforma
        where parte.alcance_minimo > parte.alcance_maximo
            or (parte.alcance_maximo > parte.num_impresiones_con_alcance and parte.metodo = 'intervalo')
            or parte.alcance_maximo > entera.alcance_maximo
            or parte.alcance_minimo > entera.alcance_maximo
        """
    )
    assert malas == []


def test_la_penetracion_dice_su_denominador(difusion: Difusion) -> None:
    fila = difusion.filas(
        "select num_habitantes, proporcion_internet, num_poblacion, proporcion_penetracion_minima,"
        " es_mayor_que_poblacion from mart_difusion__alcance_seleccion where periodo = '2026-01-01'"
        " and tipo_periodo = 'mes' and plataforma = 'Facebook' and not tiene_objetivo and not tiene_publico"
    )[0]
    assert fila == (2000, 0.5, 1000, 1.4, True)


def test_el_desglose_no_se_mezcla_y_dice_cuanto_cubre(difusion: Difusion) -> None:
    filas = difusion.filas(
        "select periodo, edad, sexo, num_impresiones, alcance_observado, proporcion_cubierta, importe_gasto_mxn"
        " from mart_difusion__desgloses order by periodo, sexo"
    )
    assert filas == [
        (date(2026, 3, 1), "25-34", "Hombres", 800, 480, 1.0, Decimal("80.00")),
        (date(2026, 3, 1), "25-34", "Mujeres", 1000, 500, 1.0, Decimal("100.00")),
        (date(2026, 4, 1), "25-34", "Mujeres", 1000, 750, 1000 / 1800, Decimal("100.00")),
    ]


def test_las_reexpresiones_dicen_de_que_archivo_a_cual(difusion: Difusion) -> None:
    filas = difusion.filas(
        "select fecha, archivo_antes, es_mayor_de_uno_por_ciento, campana_nombre from mart_difusion__reexpresiones"
        " where fecha <= '2026-05-04' order by fecha"
    )
    assert [(f[0].day, f[1].rsplit("/", 1)[-1], f[2], f[3]) for f in filas] == [
        (3, "mayo_z_viejo.csv", False, "Agua limpia"),
        (4, "mayo_z_viejo.csv", False, "Agua limpia"),
    ]


def _anomalias(difusion: Difusion, medida: str) -> dict[date, tuple[str, str]]:
    filas = difusion.filas(
        "select fecha, estado, base from mart_difusion__anomalias where campana_nombre = 'Serie' and medida = ?",
        [medida],
    )
    return {fecha: (estado, base) for fecha, estado, base in filas}


def test_anomalias_de_gasto_contra_el_mismo_dia_de_la_semana(difusion: Difusion) -> None:
    dias = _anomalias(difusion, "gasto")
    assert dias[date(2025, 3, 3)] == ("sin_historia", "sin_historia")
    assert dias[date(2025, 3, 9)] == ("sin_historia", "sin_historia")
    assert dias[date(2025, 3, 10)][1] == "dias_anteriores"
    assert dias[date(2025, 4, 14)] == ("normal", "mismo_dia")
    assert dias[date(2025, 4, 21)] == ("arriba", "mismo_dia")
    assert [f for f, (estado, _) in dias.items() if estado in ("arriba", "abajo")] == [date(2025, 4, 21)]
    assert dias[date(2025, 4, 27)][0] == "sin_juicio"


def test_otro_presupuesto_no_es_un_dia_atipico_cada_dia(difusion: Difusion) -> None:
    filas = difusion.filas(
        "select fecha, estado from mart_difusion__anomalias where campana_nombre = 'Escalón' and medida = 'gasto'"
        " and estado in ('arriba', 'abajo') order by 1"
    )
    # el cambio empieza el 29 de abril; al cuarto día, lo reciente ya va a ese nivel
    assert filas == [(date(2024, 4, 29) + timedelta(days=n), "abajo") for n in range(4)]


def test_anomalias_de_clics_solo_con_volumen(difusion: Difusion) -> None:
    dias = _anomalias(difusion, "ctr")
    assert [f for f, (estado, _) in dias.items() if estado == "arriba"] == [date(2025, 4, 22)]
    assert dias[date(2025, 4, 23)] == ("sin_juicio", "dias_anteriores")


def test_los_dias_sin_entrega_se_avisan_una_vez(difusion: Difusion) -> None:
    filas = difusion.filas(
        "select fecha, valor from mart_difusion__anomalias where campana_nombre = 'Serie' and medida = 'entrega'"
    )
    assert filas == [(date(2025, 4, 25), 1.0)]


def test_las_tres_comparaciones_de_precio(difusion: Difusion) -> None:
    fila = difusion.filas(
        "select importe_unitario_mxn, importe_unitario_catalogo_mxn, importe_diferencia_mxn, estado"
        " from mart_difusion__precios"
    )
    assert fila == [(Decimal("110.00"), Decimal("100.00"), Decimal("20.00"), "precio_distinto")]


def test_el_informe_mensual_lleva_alcance_con_su_metodo_y_testigo(difusion: Difusion) -> None:
    filas = difusion.filas(
        "select periodo, campana_nombre, metodo_escrito, alcance_minimo, alcance_maximo, estado_testigo, imagen"
        " from mart_difusion__informe_mensual where campana_nombre in ('Agua limpia', 'Trámites en línea')"
        " and periodo < '2026-03-01' order by 1, 2"
    )
    assert [(f[0].month, *f[1:]) for f in filas] == [
        (1, "Agua limpia", "según Meta", 1100, 1100, "vigente", "ene.png"),
        (2, "Agua limpia", "intervalo: la plataforma no reportó este periodo completo", 700, 1350, "repetido",
         "feb.jpg"),
        (2, "Trámites en línea", "la búsqueda no tiene alcance: se informan impresiones", None, None, "falta", None),
    ]  # fmt: skip


def test_los_temas_llegan_como_se_declararon(difusion: Difusion) -> None:
    assert difusion.filas("select * from mart_difusion__temas order by 2") == [
        ("Agua", "encuesta", "satisfaccion"), ("Agua", "meta", "DESU-12")
    ]  # fmt: skip


def test_el_denominador_de_cada_edad_y_sexo_es_censo_por_internet_en_intervalo(difusion: Difusion) -> None:
    filas = {
        (sexo, edad): resto
        for sexo, edad, *resto in difusion.filas(
            "select sexo, grupo_edad, num_habitantes, num_con_internet_minimo, num_con_internet_maximo"
            " from dim_poblacion_internet"
        )
    }
    assert len(filas) == 12
    # 18 a 29: 68,932 entre 95.1 y 97.0 %; 30 a 44: 102,670 entre 92.3 y 95.1 %
    assert filas["Todos", "18 a 44"] == [171_602, round(68_932 * 0.951 + 102_670 * 0.923),
                                         round(68_932 * 0.97 + 102_670 * 0.951)]  # fmt: skip
    # 45 a 54 no se halló publicado: entre el 71.0 % de 55 a 64 y el 92.3 % de 35 a 44
    assert filas["Mujeres", "45 a 64"] == [60_345, round(60_345 * 0.71), round(60_345 * 0.923)]
    assert filas["Hombres", "65 y más"] == [23_137, round(23_137 * 0.421), round(23_137 * 0.421)]
    assert filas["Todos", "Todas"][0] == 338_882


def test_la_penetracion_por_edad_y_sexo_va_de_la_mayor_celda_a_su_cobertura(difusion: Difusion) -> None:
    filas = {
        (mes, sexo, edad): resto
        for mes, sexo, edad, *resto in difusion.filas(
            "select month(periodo), sexo, grupo_edad, alcance_minimo, alcance_maximo, es_completa,"
            " proporcion_penetracion_minima, proporcion_penetracion_maxima from mart_difusion__penetracion"
        )
    }
    # marzo: 500 mujeres y 480 hombres de 25 a 34, que cubren todas las impresiones
    assert filas[3, "Mujeres", "18 a 44"][:3] == [500, 500, True]
    # las celdas cubren la campaña, que alcanzó al menos a 700: juntas no pueden ser menos
    assert filas[3, "Todos", "18 a 44"][:3] == [700, 980, True]
    mujeres_con_internet = (round(34_676 * 0.951 + 54_271 * 0.923), round(34_676 * 0.97 + 54_271 * 0.951))
    assert filas[3, "Mujeres", "18 a 44"][3:] == [500 / mujeres_con_internet[1], 500 / mujeres_con_internet[0]]
    # abril: el desglose no cubre la entrega; lo acota la plataforma entera (750 a 1,300)
    assert filas[4, "Mujeres", "Todas"][:3] == [750, 1300, False]
    assert {llave[2] for llave in filas} == {"Todas", "18 a 44"}
