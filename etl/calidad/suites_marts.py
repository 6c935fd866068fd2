"""Frontera de publicación: lo que debe ser cierto de los marts para que alguien los vea.

Las suites sobre un mart completo revisan sus columnas contra el contrato de dbt; las que
resumen con una consulta dicen una regla que cruza renglones.
"""

from __future__ import annotations

from etl.calidad.expectativas import Expectativa, Suite, advierte, al_menos, en_catalogo, entre, lleno, sin_repetir

_CLASES = (
    "CUMPLIDA", "BUEN_DESEMPENO", "REGULAR", "DEFICIENTE",
    "SIN_CAPTURA", "NO_EVALUABLE", "NO_PROGRAMADA", "NO_APLICA", "PENDIENTE",
)  # fmt: skip
_ESTADOS_DE_CAPTURA = ("NO_PROGRAMADA", "NO_APLICA", "CAPTURADA", "EXTEMPORANEA", "PENDIENTE", "SIN_CAPTURA")
_NIVELES = ("alcaldia", "eje", "objetivo", "estrategia", "linea", "area")
_DEL_PROGRAMA = ("programa",)


def _asunto(objeto: str) -> str:
    return objeto.split("__")[0].removeprefix("mart_")


def _mart(objeto: str, nombre: str, llaves: tuple[str, ...], requiere: tuple[str, ...], *reglas: Expectativa,
          puede_ir_vacia: bool = False) -> Suite:  # fmt: skip
    """Suite sobre un mart completo."""
    return Suite(
        clave=objeto, nombre=nombre, frontera="marts", asunto=_asunto(objeto), objeto=objeto,
        llaves=llaves, reglas=reglas, requiere=requiere, puede_ir_vacia=puede_ir_vacia,
    )  # fmt: skip


def _resumen(clave: str, objeto: str, nombre: str, consulta: str, columnas: tuple[str, ...], llaves: tuple[str, ...],
             requiere: tuple[str, ...], *reglas: Expectativa, puede_ir_vacia: bool = False) -> Suite:  # fmt: skip
    """Suite sobre una consulta que resume un mart."""
    return Suite(
        clave=f"{objeto}_{clave}", nombre=nombre, frontera="marts", asunto=_asunto(objeto),
        objeto=objeto, consulta=consulta, columnas=columnas, llaves=llaves, reglas=reglas, requiere=requiere,
        puede_ir_vacia=puede_ir_vacia,
    )  # fmt: skip


_SEGUIMIENTO = (
    _mart(
        "mart_seguimiento__avance_mensual", "Avance mensual de las metas", ("meta_clave", "periodo"), _DEL_PROGRAMA,
        lleno("meta_clave", "Todo renglón nombra su meta"),
        lleno("periodo", "Todo renglón dice de qué mes es"),
        lleno("clase", "Todo renglón tiene clase"),
        en_catalogo("clase", _CLASES, "La clase está en el catálogo"),
        lleno("estado_captura", "Todo renglón tiene estado de captura"),
        en_catalogo("estado_captura", _ESTADOS_DE_CAPTURA, "El estado de captura está en el catálogo"),
        entre("cumplimiento_tope", 0, 100, "El cumplimiento topado está entre 0 y 100"),
        entre("cumplimiento_ranking", 0, 100, "El cumplimiento para el ranking está entre 0 y 100"),
        entre("num_meses_omitidos", 0, 12, "Los meses omitidos van de 0 a 12"),
        lleno("es_excedida", "La bandera de excedida nunca va vacía"),
        lleno("es_concluida", "La bandera de concluida nunca va vacía"),
        lleno("es_ajustada", "La bandera de ajustada nunca va vacía"),
        lleno("es_sin_brecha", "La bandera de sin brecha nunca va vacía"),
        lleno("es_lb_incoherente", "La bandera de línea base incoherente nunca va vacía"),
    ),
    _resumen(
        "doce_meses", "mart_seguimiento__avance_mensual", "Doce meses por meta",
        "select meta_clave, ejercicio, count(*) as num_renglones, count(distinct periodo) as num_periodos,"
        " min(month(periodo)) as primer_mes, max(month(periodo)) as ultimo_mes"
        " from mart_seguimiento__avance_mensual group by meta_clave, ejercicio",
        ("meta_clave", "ejercicio", "num_renglones", "num_periodos", "primer_mes", "ultimo_mes"),
        ("meta_clave", "ejercicio"), _DEL_PROGRAMA,
        entre("num_renglones", 12, 12, "Cada meta tiene doce renglones por ejercicio"),
        entre("num_periodos", 12, 12, "Los doce renglones son de doce meses distintos"),
        entre("primer_mes", 1, 1, "El primer mes es enero"),
        entre("ultimo_mes", 12, 12, "El último mes es diciembre"),
    ),
    _resumen(
        "coherencia", "mart_seguimiento__avance_mensual", "Clase y cifra dicen lo mismo",
        "select meta_clave, periodo, clase, cumplimiento,"
        " (clase in ('CUMPLIDA', 'BUEN_DESEMPENO', 'REGULAR', 'DEFICIENTE')) = (cumplimiento is not null)"
        " as es_coherente,"
        " clase <> 'CUMPLIDA' or cumplimiento >= umbral_cumplida as es_cumplida_de_verdad,"
        " clase <> 'DEFICIENTE' or cumplimiento < umbral_regular as es_deficiente_de_verdad,"
        " clase <> 'SIN_CAPTURA' or cumplimiento_ranking = 0 as es_omision_en_cero"
        " from mart_seguimiento__avance_mensual",
        ("meta_clave", "periodo", "clase", "cumplimiento", "es_coherente", "es_cumplida_de_verdad",
         "es_deficiente_de_verdad", "es_omision_en_cero"),
        ("meta_clave", "periodo"), _DEL_PROGRAMA,
        en_catalogo("es_coherente", (True,), "Hay cumplimiento si, y solo si, la clase es de las cuatro evaluables"),
        en_catalogo("es_cumplida_de_verdad", (True,), "Una meta CUMPLIDA alcanza su umbral"),
        en_catalogo("es_deficiente_de_verdad", (True,), "Una meta DEFICIENTE no alcanza el umbral de regular"),
        en_catalogo("es_omision_en_cero", (True,), "Sin captura cuenta como cero en el ranking"),
    ),
    _mart(
        "mart_seguimiento__agregados", "Agregados por nivel", ("nivel", "clave", "periodo"), _DEL_PROGRAMA,
        en_catalogo("nivel", _NIVELES, "El nivel está en el catálogo"),
        sin_repetir(("nivel", "clave", "periodo"), "Un solo renglón por nivel, clave y periodo"),
    ),
    _resumen(
        "conteos", "mart_seguimiento__agregados", "Los agregados cuadran",
        "select nivel, clave, periodo, num_metas - (num_cumplida + num_buen_desempeno + num_regular + num_deficiente"
        " + num_sin_captura + num_no_evaluable + num_no_programada + num_no_aplica + num_pendiente) as diferencia,"
        " round(cumplimiento, 6) as cumplimiento, round(cobertura, 6) as cobertura,"
        " round(cumplimiento - cumplimiento_ranking, 2) as margen"
        " from mart_seguimiento__agregados",
        ("nivel", "clave", "periodo", "diferencia", "cumplimiento", "cobertura", "margen"),
        ("nivel", "clave", "periodo"), _DEL_PROGRAMA,
        entre("cumplimiento", 0, 100, "El cumplimiento agregado está entre 0 y 100: se topa antes de promediar"),
        entre("cobertura", 0, 1, "La cobertura es una proporción entre 0 y 1"),
        entre("margen", 0, None, "Omitir capturas nunca mejora el cumplimiento"),
        entre("diferencia", 0, 0, "La suma de las nueve clases es el total de metas"),
    ),
    _mart(
        "mart_seguimiento__ranking_areas", "Ranking de áreas", ("periodo", "area_clave"), _DEL_PROGRAMA,
        entre("lugar", 1, None, "Los lugares empiezan en 1"),
        entre("cumplimiento_ranking", 0, 100, "El cumplimiento para el ranking está entre 0 y 100"),
        entre("cobertura", 0, 1, "La cobertura es una proporción entre 0 y 1"),
        sin_repetir(("periodo", "area_clave"), "Cada área aparece una vez por periodo"),
        # Antes del primer corte nadie tiene lugar y el mart puede no llevar renglones.
        puede_ir_vacia=True,
    ),
    _mart(
        "mart_seguimiento__ranking_metas", "Ranking de metas", ("periodo", "meta_clave"), _DEL_PROGRAMA,
        entre("lugar", 1, None, "Los lugares empiezan en 1"),
        entre("cumplimiento_ranking", 0, 100, "El cumplimiento para el ranking está entre 0 y 100"),
        sin_repetir(("periodo", "meta_clave"), "Cada meta aparece una vez por periodo"),
        puede_ir_vacia=True,
    ),
    _mart(
        "mart_seguimiento__alertas", "Alertas tempranas", ("alerta_clave", "periodo"), _DEL_PROGRAMA,
        en_catalogo("regla", tuple(f"A{n}" for n in range(1, 9)), "La regla es una de A1 a A8"),
        en_catalogo("severidad", ("baja", "media", "alta", "critica"), "La severidad está en el catálogo"),
        en_catalogo("estado", ("NUEVA", "SE_MANTIENE", "RESUELTA"), "El estado está en el catálogo"),
        lleno("mensaje", "Toda alerta explica qué pasó"),
        puede_ir_vacia=True,
    ),
)  # fmt: skip

_DE_PLATAFORMAS = ("meta_ads", "google_ads")
_DIFUSION = (
    _mart(
        "mart_difusion__campana_mes", "Campañas por mes", ("campana_clave", "periodo"), _DE_PLATAFORMAS,
        lleno("campana_clave", "Todo renglón nombra su campaña"),
        sin_repetir(("campana_clave", "periodo"), "Un renglón por campaña y mes"),
        entre("importe_gasto_mxn", 0, None, "El gasto no es negativo"),
        entre("num_impresiones", 0, None, "Las impresiones no son negativas"),
        entre("alcance_minimo", 0, None, "El alcance no es negativo"),
        al_menos("alcance_maximo", "alcance_minimo", "El alcance máximo no es menor que el mínimo"),
        # Un informe que solo trae días sin renglones de campaña deja el mart vacío, y eso ya se ve en la fuente.
        puede_ir_vacia=True,
    ),
    _resumen(
        "intervalo", "mart_difusion__alcance", "El alcance es un intervalo honesto",
        "select alcance_clave, alcance_minimo, alcance_maximo, suma_de_partes,"
        " not es_exacto or alcance_minimo = alcance_maximo as es_exacto_de_verdad,"
        " round(proporcion_penetracion_minima, 9) as penetracion_minima"
        " from mart_difusion__alcance where not es_inconsistente",
        ("alcance_clave", "alcance_minimo", "alcance_maximo", "suma_de_partes", "es_exacto_de_verdad",
         "penetracion_minima"),
        ("alcance_clave",), _DE_PLATAFORMAS,
        al_menos("alcance_maximo", "alcance_minimo", "El alcance máximo no es menor que el mínimo"),
        en_catalogo("es_exacto_de_verdad", (True,), "Un alcance exacto tiene mínimo y máximo iguales"),
        advierte(entre("penetracion_minima", 0, 1, "La penetración mínima está entre 0 y 1")),
        puede_ir_vacia=True,
    ),
    _mart(
        "mart_difusion__presupuesto", "Presupuesto de difusión", ("periodo",), ("pauta",),
        sin_repetir(("periodo",), "Un renglón por mes"),
        entre("importe_suficiencia_mxn", 0, None, "La suficiencia no es negativa"),
        entre("proporcion_gasto", 0, None, "La proporción gastada no es negativa"),
        puede_ir_vacia=True,
    ),
)  # fmt: skip

_ENCUESTAS = (
    _resumen(
        "intervalos", "mart_encuestas__resultados", "Toda estimación viene con su intervalo",
        "select estudio, pregunta, opcion, corte, corte_valor, num_base, n_efectiva, es_suprimido,"
        " round(proporcion, 9) as proporcion, round(estimacion, 9) as estimacion, error_estandar,"
        " round(ic_inferior, 9) as ic_inferior, round(ic_superior, 9) as ic_superior,"
        " not (es_suprimido and estimacion is not null) as es_suprimido_de_verdad"
        " from mart_encuestas__resultados",
        ("estudio", "pregunta", "opcion", "corte", "corte_valor", "num_base", "n_efectiva", "es_suprimido",
         "proporcion", "estimacion", "error_estandar", "ic_inferior", "ic_superior", "es_suprimido_de_verdad"),
        ("estudio", "pregunta", "opcion", "corte", "corte_valor"), ("encuestas",),
        entre("proporcion", 0, 1, "La proporción está entre 0 y 1"),
        entre("error_estandar", 0, None, "El error estándar no es negativo"),
        entre("num_base", 0, None, "La base no es negativa"),
        al_menos("estimacion", "ic_inferior", "El intervalo empieza en la estimación o antes"),
        al_menos("ic_superior", "estimacion", "El intervalo termina en la estimación o después"),
        en_catalogo("es_suprimido_de_verdad", (True,), "Lo suprimido no enseña su cifra"),
        # Un estudio que es solo grupo de enfoque no tiene estimaciones.
        puede_ir_vacia=True,
    ),
    _mart(
        "mart_encuestas__cobertura", "Cobertura por colonia", ("estudio", "colonia_clave"), ("encuestas",),
        sin_repetir(("estudio", "colonia_clave"), "Un renglón por estudio y colonia"),
        entre("num_hechas", 0, None, "Las entrevistas logradas no son negativas"),
        puede_ir_vacia=True,
    ),
    _mart(
        "mart_encuestas__ficha", "Fichas metodológicas", ("estudio",), ("encuestas",),
        sin_repetir(("estudio",), "Una ficha por estudio"),
        lleno("modo", "Toda ficha dice cómo se levantó"),
        advierte(al_menos("fecha_fin", "fecha_inicio", "El levantamiento no termina antes de empezar")),
    ),
)  # fmt: skip

_CONTRATOS = (
    _mart(
        "mart_contratos__entregables", "Entregables de contratos", ("entregable_clave",), ("contratos",),
        lleno("entregable_clave", "Todo entregable tiene clave"),
        sin_repetir(("entregable_clave",), "Un renglón por entregable"),
        entre("dias_atraso", 0, None, "Los días de atraso no son negativos"),
        entre("proporcion_prestada", 0, 1, "La proporción prestada está entre 0 y 1"),
        entre("importe_penalizacion_mxn", 0, None, "La pena estimada no es negativa"),
        puede_ir_vacia=True,
    ),
    _mart(
        "mart_contratos__contratos", "Contratos", ("contrato_clave",), ("contratos",),
        sin_repetir(("contrato_clave",), "Un renglón por contrato"),
        al_menos("importe_tope_mxn", "importe_penalizacion_mxn", "La pena estimada no pasa de su tope"),
        al_menos("fecha_fin", "fecha_inicio", "El contrato no termina antes de empezar"),
        puede_ir_vacia=True,
    ),
)  # fmt: skip

_CALIDAD = (
    _mart(
        "mart_calidad__archivos", "Archivos recibidos", ("fuente", "archivo"), (),
        entre("num_rechazados", 0, None, "La cuarentena no es negativa"),
        sin_repetir(("fuente", "sha256"), "Un renglón por archivo"),
    ),
    _mart(
        "mart_calidad__rechazos", "Renglones señalados", ("archivo", "hoja", "fila"), (),
        lleno("motivo", "Todo rechazo dice qué está mal"),
        lleno("remedio", "Todo rechazo dice qué hacer"),
        puede_ir_vacia=True,
    ),
    _mart(
        "mart_calidad__fuentes", "Fuentes esperadas", ("fuente",), (),
        lleno("entrega", "Toda fuente dice quién entrega"),
    ),
)  # fmt: skip

SUITES: tuple[Suite, ...] = (*_SEGUIMIENTO, *_DIFUSION, *_ENCUESTAS, *_CONTRATOS, *_CALIDAD)
