"""Cada tabla de cada informe, contra su mart leído aparte: todas las cifras, no una muestra.

Que el PDF, el Word y el Excel digan estas mismas celdas lo prueba ``test_informes``.
"""

from __future__ import annotations

import decimal

import duckdb
import pytest

from dominio.informes import formato
from dominio.informes.modelo import Formula

MES = "periodo = '2026-10-01'"
CONTEOS = "num_cumplida, num_buen_desempeno, num_regular, num_deficiente, num_sin_captura"
_NIVEL = (
    "select clave, num_metas, cumplimiento, cobertura, num_regular, num_deficiente, num_sin_captura"
    f" from mart_seguimiento__agregados where {MES} and nivel = "
)
_ALERTAS = (
    f"select regla, desde_periodo from mart_seguimiento__alertas where {MES} and estado = '{{}}' order by"
    " case severidad when 'critica' then 0 when 'alta' then 1 when 'media' then 2 else 3 end, alerta_clave"
)
_TRIMESTRE = """
    select 2026, date '2026-10-01', date '2026-12-31', avance.indicador_nombre
    from mart_seguimiento__avance_mensual as avance where periodo = '2026-10-01' order by area_clave, meta_clave
"""
_DE_TRIMESTRE = """
    with ajustes as (
        select meta_clave, bool_or(es_ajustada) as es from mart_seguimiento__avance_mensual
        where periodo between '2026-10-01' and '2026-12-31' group by meta_clave
    )
    select meta.linea_base, meta.meta_anual, case when ajustes.es then avance.meta_anual end, realizado_acumulado
    from mart_seguimiento__avance_mensual as avance join ajustes using (meta_clave)
    join dim_meta as meta using (meta_clave)
    where periodo = '2026-10-01' order by avance.area_clave, meta_clave
"""
# (informe, tabla, columnas que se comparan, consulta independiente)
CASOS = [
    ("evaluacion", "ficha", ("lugar", "meta", "cumplimiento", "movimiento"),
     f"select lugar, meta_clave, cumplimiento_ranking, movimiento from mart_seguimiento__ranking_metas where {MES}"
     " and lugar is not null order by lugar, orden, meta_clave"),
    ("evaluacion", "cuadro", ("programado", "realizado", "diferencia", "cumplimiento", "cambio", "anual",
                              "avance_anual"),
     "select programado_acumulado, realizado_acumulado, diferencia, cumplimiento,"
     " round(cumplimiento - cumplimiento_anterior, 2), meta_anual, avance_anual"
     f" from mart_seguimiento__avance_mensual where {MES} order by area_clave, meta_clave"),
    ("evaluacion", "reglas", ("valor", "desde"),
     "select valor, vigente_desde from mart_seguimiento__reglas order by vigente_desde, regla_clave"),
    ("evaluacion", "nivel_eje", ("clave", "metas", "cumplimiento", "cobertura", "rezago", "deficiente", "sin"),
     f"{_NIVEL} 'eje' order by clave"),
    ("evaluacion", "nivel_objetivo", ("clave", "metas", "cumplimiento", "cobertura", "rezago", "deficiente", "sin"),
     f"{_NIVEL} 'objetivo' order by clave"),
    ("evaluacion", "nivel_estrategia", ("clave", "metas", "cumplimiento", "cobertura", "rezago", "deficiente", "sin"),
     f"{_NIVEL} 'estrategia' order by clave"),
    ("evaluacion", "nivel_linea", ("clave", "metas", "cumplimiento", "cobertura", "rezago", "deficiente", "sin"),
     f"{_NIVEL} 'linea' order by clave"),
    ("evaluacion", "alertas_NUEVA", ("regla", "desde"), _ALERTAS.format("NUEVA")),
    ("evaluacion", "alertas_SE_MANTIENE", ("regla", "desde"), _ALERTAS.format("SE_MANTIENE")),
    ("evaluacion", "alertas_RESUELTA", ("regla", "desde"), _ALERTAS.format("RESUELTA")),
    ("evaluacion", "captura", ("esperadas", "capturadas", "extemporaneas", "sin", "pendientes", "dias"),
     "select num_esperadas, num_capturadas, num_extemporaneas, num_sin_captura, num_pendientes, dias_atraso"
     f" from mart_seguimiento__captura where {MES} order by area_clave"),
    ("evaluacion", "ajustadas", ("meta", "original", "vigente"),
     f"select meta_clave, programado_original, programado from mart_seguimiento__avance_mensual where {MES}"
     " and es_ajustada order by area_clave, meta_clave"),
    ("evaluacion", "tecnicas", ("meta", "base", "anual"),
     "select meta_clave, linea_base, meta_anual from dim_meta order by meta_clave"),
    ("ejecutivo", "areas", ("lugar", "cumplimiento", "cobertura", "deficiente", "sin"),
     "select lugar, cumplimiento_ranking, cobertura, num_deficiente, num_sin_captura"
     f" from mart_seguimiento__ranking_areas where {MES} order by lugar nulls last, orden"),
    ("difusion", "gasto", ("num_campanas", "importe_gasto_mxn", "importe_acumulado_mxn", "num_impresiones",
                           "num_interacciones", "num_clics"),
     "select num_campanas, importe_gasto_mxn, importe_acumulado_mxn, num_impresiones, num_interacciones, num_clics"
     f" from mart_difusion__resumen_mensual where {MES}"),
    ("difusion", "alcance", ("alcance_minimo", "alcance_maximo", "num_poblacion", "proporcion_penetracion_minima"),
     "select alcance_minimo, alcance_maximo, num_poblacion, proporcion_penetracion_minima"
     f" from mart_difusion__resumen_mensual where {MES}"),
    ("difusion", "campanas", ("importe_gasto_mxn", "num_impresiones", "alcance_minimo", "alcance_maximo", "num_clics"),
     "select importe_gasto_mxn, num_impresiones, alcance_minimo, alcance_maximo, num_clics"
     f" from mart_difusion__campana_mes where {MES} order by plataforma, campana_clave"),
    ("difusion", "conciliacion", ("importe_total", "importe_de_renglones", "importe_diferencia"),
     "select importe_total, importe_de_renglones, importe_diferencia from mart_difusion__conciliacion"
     " where periodo_inicio <= '2026-10-01' and periodo_fin >= '2026-10-01' order by plataforma, archivo, fila"),
    ("difusion", "solicitudes", ("solicitud_clave", "minutos_plazo", "minutos_atencion", "minutos_exceso"),
     "select solicitud_clave, minutos_plazo, minutos_atencion, minutos_exceso from mart_difusion__solicitudes"
     f" where {MES} order by solicitud_clave"),
    ("transparencia", "indicadores", ("ejercicio", "inicio", "fin", "nombre"), _TRIMESTRE),
    ("transparencia", "hoja", ("base", "programada", "ajustada", "avance"), _DE_TRIMESTRE),
    ("transparencia", "indicadores_2", ("base", "programada", "ajustada", "avance"), _DE_TRIMESTRE),
]  # fmt: skip


@pytest.fixture(scope="module")
def mart(publicado):
    with duckdb.connect(str(publicado), read_only=True, config={"threads": 1}) as conexion:
        yield lambda sql: conexion.execute(sql).fetchall()


def _celdas(documento, clave, columnas):
    tabla = next(t for t in documento.tablas if t.clave == clave)
    indices = [[c.clave for c in tabla.columnas].index(nombre) for nombre in columnas]
    return [tuple(_valor(renglon[i]) for i in indices) for renglon in tabla.renglones]


def _valor(celda):
    return celda.valor if isinstance(celda, Formula) else celda


@pytest.mark.parametrize(("informe", "tabla", "columnas", "sql"), CASOS, ids=[f"{i}-{t}" for i, t, *_ in CASOS])
def test_cada_cifra_es_la_del_mart(documentos, mart, informe, tabla, columnas, sql):
    esperado = mart(sql)
    assert _celdas(documentos[informe], tabla, columnas) == esperado
    assert esperado or tabla == "alertas_RESUELTA"


def test_el_tablero_y_las_cifras_de_cada_area(documentos, mart):
    areas = mart("select distinct area_clave from dim_meta order by area_clave")
    assert len(areas) == 13
    for (area,) in areas:
        assert _celdas(
            documentos["evaluacion"],
            f"area_{area}",
            ("meta", "programado", "realizado", "cumplimiento", "peso", "tope"),
        ) == mart(
            "select meta_clave, programado_acumulado, realizado_acumulado, cumplimiento, coalesce(peso, 1),"
            f" cumplimiento_tope from mart_seguimiento__avance_mensual where {MES} and area_clave = '{area}'"
            " order by meta_clave"
        )
        columnas = ("lugar", "cumplimiento", "ranking", "cobertura", "metas", "cumplida", "buen", "regular",
                    "deficiente", "sin_captura")  # fmt: skip
        assert _celdas(documentos["evaluacion"], f"cifras_area_{area}", columnas) == mart(
            f"select lugar, cumplimiento, cumplimiento_ranking, cobertura, num_metas, {CONTEOS}"
            f" from mart_seguimiento__ranking_areas where {MES} and area_clave = '{area}'"
        )


def test_las_clases_del_resumen_y_su_cambio(documentos, mart):
    sql = (
        f"select {CONTEOS}, num_no_evaluable, num_no_programada, num_no_aplica, num_pendiente"
        " from mart_seguimiento__agregados where nivel = 'alcaldia' and periodo = '2026-{}-01'"
    )
    ahora, antes = mart(sql.format("10"))[0], mart(sql.format("09"))[0]
    assert _celdas(documentos["evaluacion"], "conteos", ("metas", "antes", "cambio")) == [
        (a, b, a - b) for a, b in zip(ahora, antes, strict=True)
    ]


def test_lo_programado_de_cada_area_mes_a_mes(documentos, mart):
    renglones = 0
    for (area,) in mart("select distinct area_clave from dim_meta"):
        meses = tuple(f"m{n}" for n in range(1, 13))
        hechas = _celdas(documentos["area"], f"meses_{area}", ("meta", *meses))
        esperadas = mart(
            "select meta_clave, list(programado order by periodo) from mart_seguimiento__avance_mensual"
            f" where area_clave = '{area}' group by meta_clave order by meta_clave"
        )
        assert hechas == [(meta, *valores) for meta, valores in esperadas]
        assert _celdas(documentos["area"], f"metas_{area}", ("meta", "base", "anual")) == mart(
            f"select meta_clave, linea_base, meta_anual from dim_meta where area_clave = '{area}' order by meta_clave"
        )
        renglones += len(hechas)
    assert renglones == 72


def test_la_matriz_trae_cada_meta_con_su_peso(documentos, mart):
    hechas = [
        celda
        for tabla in documentos["alineacion"].tablas
        for celda in _celdas(documentos["alineacion"], tabla.clave, ("meta", "peso"))
    ]
    esperadas = mart(
        "select coalesce(meta_clave, 'sin meta'), peso from mart_seguimiento__alineacion"
        " order by eje_clave, objetivo_clave, estrategia_clave, linea_clave, meta_clave"
    )
    assert hechas == esperadas


def test_cada_estimacion_de_cada_estudio(documentos, mart):
    estudios = mart("select estudio from mart_encuestas__ficha order by fecha_fin, estudio")
    total = 0
    for (estudio,) in estudios:
        columnas = ("estimacion", "ic_inferior", "ic_superior", "num_base")
        hechas = _celdas(documentos["encuestas"], f"resultados_{estudio}", columnas)
        assert hechas == mart(
            f"select estimacion, ic_inferior, ic_superior, num_base from mart_encuestas__resultados"
            f" where estudio = '{estudio}' and corte = 'total' order by pregunta_orden, orden, opcion, medida"
        )
        columnas = ("num_entrevistas", "n_efectiva_diseno", "tasa_respuesta", "margen_maximo", "fecha_limite_entrega")
        assert _celdas(documentos["encuestas"], f"numeros_{estudio}", columnas) == mart(
            f"select {', '.join(columnas)} from mart_encuestas__ficha where estudio = '{estudio}'"
        )
        total += len(hechas)
    assert total == mart("select count(*) from mart_encuestas__resultados where corte = 'total'")[0][0] > 100


def test_las_cinco_frases_dicen_las_cifras_del_mart(documentos, mart):
    dichas = [b.texto for b in documentos["evaluacion"].secciones[0].bloques[:5]]
    [(cumplimiento, ranking, anterior, metas, cobertura, evaluables, exigibles)] = mart(
        "select cumplimiento, cumplimiento_ranking, cumplimiento_anterior, num_metas, cobertura, num_evaluables,"
        f" num_exigibles from mart_seguimiento__agregados where nivel = 'alcaldia' and {MES}"
    )
    cambio = formato.numero(decimal.Decimal(str(cumplimiento)) - decimal.Decimal(str(anterior)), 1, signo=True)
    assert dichas[0] == (
        f"Cumplimiento acumulado a octubre de 2026 (Alcaldía): {formato.porcentaje(cumplimiento)}, {cambio} puntos"
        f" contra el mes anterior; contando en cero lo que no se capturó, {formato.porcentaje(ranking)}."
    )
    assert dichas[1].startswith(f"De {metas} metas, ")
    assert dichas[2] == (
        f"La cobertura es {formato.porcentaje(cobertura * 100)}: {evaluables} evaluables de {exigibles} exigibles."
    )
    [(altas, nuevas)] = mart(
        "select count(*) filter (where estado <> 'RESUELTA' and severidad in ('alta', 'critica')),"
        f" count(*) filter (where estado = 'NUEVA') from mart_seguimiento__alertas where {MES}"
    )
    assert dichas[4] == (
        f"Hay {altas} alertas vivas de severidad alta o crítica; {nuevas} alertas son nuevas este mes."
    )
