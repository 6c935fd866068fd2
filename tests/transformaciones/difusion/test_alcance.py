"""El alcance en intervalo, con valores a mano y contra los totales que reportó la plataforma."""

from __future__ import annotations

from tests.transformaciones.difusion.conftest import Difusion


def test_lo_que_reporta_la_plataforma_es_exacto(difusion: Difusion) -> None:
    assert difusion.intervalo("plataforma", "Facebook", 1) == (1400, 1400, "plataforma")
    campanas = difusion.filas(
        "select campana_nombre, alcance_minimo, alcance_maximo, metodo from mart_difusion__alcance"
        " where ambito = 'campana' and periodo = '2026-01-01' and tipo_periodo = 'mes' order by 1"
    )
    assert campanas == [("Agua limpia", 1100, 1100, "plataforma"), ("Baches", 500, 500, "plataforma")]


def test_sin_total_de_la_plataforma_es_intervalo(difusion: Difusion) -> None:
    # Agua: dos renglones del mismo nombre el mismo día son dos anuncios; 700 + 600 + 50.
    # Baches: un solo día, pero nadie reportó el mes: cae entre su día y su día.
    assert difusion.intervalo("plataforma", "Facebook", 2) == (2000, 3350, "intervalo")
    agua = difusion.filas(
        "select alcance_minimo, alcance_maximo, num_impresiones from mart_difusion__alcance"
        " where campana_clave = 'FB-01' and periodo = '2026-02-01' and tipo_periodo = 'mes'"
    )
    assert agua == [(700, 1350, 1860)]


def test_manda_la_cobertura_completa_mas_estrecha(difusion: Difusion) -> None:
    # por día 700 + 600 = 1,300; por edad y sexo 500 + 480 = 980, que también cubre las 1,800 impresiones
    assert difusion.intervalo("plataforma", "Facebook", 3) == (700, 980, "intervalo")


def test_una_cobertura_incompleta_no_acota_por_arriba(difusion: Difusion) -> None:
    # el desglose trae 1,000 de 1,800 impresiones: su 750 solo sirve de piso
    assert difusion.intervalo("plataforma", "Facebook", 4) == (750, 1300, "intervalo")


def test_google_solo_video_y_entre_plataformas_intervalo(difusion: Difusion) -> None:
    assert difusion.intervalo("plataforma", "Google", 2) == (300, 300, "cotas_iguales")
    assert difusion.intervalo("todas", None, 2) == (2000, 3650, "intervalo")
    busqueda = difusion.filas(
        "select alcance_minimo, alcance_maximo, metodo_alcance, num_impresiones from mart_difusion__campana_mes"
        " where campana_clave = 'GG-01'"
    )
    assert busqueda == [(None, None, "sin_alcance", 400)]


def test_frecuencia_en_intervalo_y_penetracion_sin_recortar(difusion: Difusion) -> None:
    fila = difusion.filas(
        "select frecuencia_minima, frecuencia_maxima, num_poblacion, proporcion_penetracion_minima,"
        " proporcion_penetracion_maxima from mart_difusion__alcance"
        " where ambito = 'plataforma' and plataforma = 'Facebook' and periodo = '2026-02-01' and tipo_periodo = 'mes'"
    )[0]
    assert [round(v, 6) for v in fila] == [round(4360 / 3350, 6), 2.18, 1000, 2.0, 3.35]


def test_acumulado_de_enero_a_febrero(difusion: Difusion) -> None:
    assert difusion.intervalo("plataforma", "Facebook", 2, "acumulado") == (2000, 4750, "intervalo")


def test_las_cotas_contienen_el_total_de_cada_muestra(muestras: Difusion) -> None:
    """Con los renglones de cada exporte se acota lo que su propio renglón de total declara."""
    casos = muestras.filas(
        """
        select total.alcance, max(parte.alcance), sum(parte.alcance), sum(parte.num_impresiones), total.num_impresiones
        from fct_alcance_observado as total
        inner join fct_alcance_observado as parte using (archivo_sha256)
        where total.tipo_renglon = 'total' and parte.tipo_renglon = 'detalle'
        group by all
        """
    )
    assert [c[0] for c in casos] == [199_781]
    for declarado, mayor, suma, impresiones, total in casos:
        assert impresiones == total
        assert mayor <= declarado <= min(suma, total)


def test_el_total_de_la_muestra_que_cubre_todo_es_el_alcance_acumulado(muestras: Difusion) -> None:
    fila = muestras.filas(
        "select alcance_minimo, alcance_maximo, metodo from mart_difusion__alcance where ambito = 'plataforma'"
        " and plataforma = 'Facebook' and tipo_periodo = 'acumulado' and periodo = '2025-06-01'"
    )
    assert fila == [(199_781, 199_781, "plataforma")]


def test_las_muestras_dan_las_cifras_publicadas(muestras: Difusion) -> None:
    filas = muestras.filas(
        "select plataforma, moneda, sum(num_impresiones)::bigint from fct_entregas group by all"
        " union all select plataforma, moneda, sum(num_impresiones)::bigint from fct_entregas_periodo group by all"
        " order by 2"
    )
    assert filas == [
        ("Google", "ARS", 10_046_623), ("Facebook", "COP", 156_352), ("Facebook", "EUR", 727_890),
        ("Google", "INR", 46_168), ("Google", "PEN", 6_216),
    ]  # fmt: skip


def test_otra_moneda_no_entra_a_las_cifras_en_pesos(muestras: Difusion) -> None:
    assert muestras.filas("select count(importe_gasto_mxn) from fct_entregas_mes") == [(0,)]
