"""Frontera del crudo: lo que debe ser cierto de lo recién leído, antes de modelarlo.

Cada suite mira una tabla de una fuente. Solo se exige a las fuentes que entregaron renglones.
La procedencia, las columnas y el cuadre con la bitácora bloquean: si fallan, el flujo está mal.
Lo que depende de quien capturó advierte: los modelos y sus pruebas deciden qué hacer con eso.
"""

from __future__ import annotations

from etl.calidad.expectativas import Expectativa, Suite, advierte, al_menos, en_catalogo, entre, lleno, sin_repetir

_SENTIDOS = ("ascendente", "descendente", "constante", "rango", "hito")
_PROCEDENCIA = ("archivo_sha256", "hoja", "fila")


def _tabla(fuente: str, tabla: str, nombre: str, asunto: str, *reglas: Expectativa, opcional: bool = False,
           con_fila: bool = True) -> Suite:  # fmt: skip
    """Suite sobre una tabla de la fuente.

    ``opcional``: puede venir en otro de sus archivos. ``con_fila``: sus renglones salen de filas, no de una ficha.
    """
    return Suite(
        clave=f"crudo_{fuente}_{tabla}", nombre=nombre, frontera="crudo", asunto=asunto, objeto=fuente,
        consulta=f"select * from \"{fuente}\" where tabla = '{tabla}'",  # noqa: S608
        llaves=_PROCEDENCIA, requiere=(fuente,), puede_ir_vacia=opcional,
        reglas=(
            lleno("archivo_sha256", "Todo renglón dice de qué archivo viene"),
            *([lleno("fila", "Todo renglón dice en qué fila estaba")] if con_fila else []),
            *(advierte(regla) for regla in reglas),
        ),
    )  # fmt: skip


_RECEPCION = Suite(
    clave="crudo_recepcion",
    nombre="Archivos recibidos",
    frontera="crudo",
    asunto="calidad",
    objeto="bitacora",
    consulta=(
        "select fuente, archivo, estado, motivo, num_renglones, num_aceptados, num_rechazados,"
        " num_renglones - num_aceptados - num_rechazados as diferencia,"
        " estado <> 'rechazado' or (motivo is not null and remedio is not null) as tiene_explicacion"
        " from bitacora_archivos"
    ),
    columnas=("fuente", "archivo", "estado", "motivo", "num_renglones", "num_aceptados", "num_rechazados",
              "diferencia", "tiene_explicacion"),
    llaves=("fuente", "archivo"),
    requiere=(),
    reglas=(
        en_catalogo("estado", ("leido", "rechazado", "sustituido"), "El estado del archivo está en el catálogo"),
        entre("num_aceptados", 0, None, "Los renglones aceptados no son negativos"),
        entre("num_rechazados", 0, None, "Los renglones en cuarentena no son negativos"),
        entre("diferencia", 0, 0, "Por archivo, recibido es igual a aceptado más cuarentena"),
        en_catalogo("tiene_explicacion", (True,), "Todo archivo rechazado dice por qué y qué hacer"),
    ),
)  # fmt: skip

_CONCILIACION = Suite(
    clave="crudo_conciliacion",
    nombre="El crudo cuadra con la bitácora",
    frontera="crudo",
    asunto="calidad",
    objeto="bitacora",
    consulta=(
        "with leidos as ("
        " select 'programa' as fuente, archivo_sha256, count(*) as num_leidos from programa group by all"
        " union all"
        " select 'capturas' as fuente, archivo_sha256, count(*) as num_leidos from capturas group by all)"
        " select archivos.fuente, archivos.archivo, archivos.num_aceptados,"
        " coalesce(leidos.num_leidos, 0) - archivos.num_aceptados as diferencia"
        " from bitacora_archivos as archivos"
        " left join leidos on archivos.fuente = leidos.fuente and archivos.archivo_sha256 = leidos.archivo_sha256"
        " where archivos.es_vigente and archivos.fuente in ('programa', 'capturas')"
    ),
    columnas=("fuente", "archivo", "num_aceptados", "diferencia"),
    llaves=("fuente", "archivo"),
    requiere=("programa", "capturas"),
    reglas=(entre("diferencia", 0, 0, "Cada archivo vigente tiene en el crudo los renglones que la bitácora dice"),),
)

_PROGRAMA = (
    _tabla(
        "programa", "metas", "Metas del programa", "seguimiento",
        lleno("clave", "Toda meta tiene clave"),
        lleno("area", "Toda meta tiene un área responsable"),
        sin_repetir(("archivo_sha256", "clave"), "La clave de meta no se repite en el mismo programa"),
        en_catalogo("sentido", _SENTIDOS, "El sentido está en el catálogo"),
        en_catalogo("acumulacion", ("suma", "ultimo", "promedio", "razon"), "La acumulación está en el catálogo"),
        entre("peso", 0, None, "El peso no es negativo"),
        entre("tolerancia", 0, None, "La tolerancia no es negativa"),
        al_menos("limite_superior", "limite_inferior", "El límite superior no es menor que el inferior"),
    ),
    _tabla(
        "programa", "calendario", "Calendario del programa", "seguimiento",
        lleno("meta", "Todo renglón del calendario nombra su meta"),
        sin_repetir(("archivo_sha256", "meta"), "Cada meta tiene un solo calendario"),
    ),
    _tabla(
        "programa", "reglas", "Umbrales y reglas vigentes", "seguimiento",
        lleno("vigente_desde", "Todo umbral dice desde cuándo rige"),
        lleno("valor", "Todo umbral tiene valor"),
        entre("valor", 0, 200, "Umbrales entre 0 y 200; día límite entre 1 y 31"),
    ),
)  # fmt: skip

_CAPTURAS = (
    _tabla(
        "capturas", "captura", "Capturas mensuales", "seguimiento",
        lleno("clave", "Todo renglón de captura nombra su meta"),
        lleno("area", "Toda captura dice de qué área es"),
        lleno("periodo", "Toda captura dice de qué periodo es"),
        sin_repetir(("archivo_sha256", "clave"), "En un mismo archivo la meta aparece una sola vez"),
        entre("n", 0, None, "El tamaño de muestra n no es negativo"),
    ),
)  # fmt: skip


def _exportacion(fuente: str, nombre: str) -> Suite:
    return _tabla(
        fuente, "renglones", nombre, "difusion",
        lleno("periodo_inicio", "Todo renglón tiene periodo"),
        al_menos("periodo_fin", "periodo_inicio", "El periodo no termina antes de empezar"),
        entre("gasto", 0, None, "El gasto no es negativo"),
        entre("impresiones", 0, None, "Las impresiones no son negativas"),
        entre("clics", 0, None, "Los clics no son negativos"),
        entre("alcance", 0, None, "El alcance no es negativo"),
        al_menos("impresiones", "alcance", "El alcance no supera a las impresiones"),
    )  # fmt: skip


_DIFUSION = (
    _exportacion("meta_ads", "Exportaciones de Meta"),
    _exportacion("google_ads", "Exportaciones de Google Ads"),
    _tabla(
        "pauta", "presupuesto", "Suficiencia presupuestal", "difusion",
        entre("importe", 0, None, "El importe no es negativo"),
        al_menos("vigente_hasta", "vigente_desde", "La vigencia no termina antes de empezar"),
        opcional=True,
    ),
    _tabla(
        "pauta", "campanas", "Campañas contratadas", "difusion",
        lleno("clave", "Toda campaña tiene clave"),
        sin_repetir(("archivo_sha256", "clave"), "La clave de campaña no se repite"),
        al_menos("fecha_fin", "fecha_inicio", "La campaña no termina antes de empezar"),
        entre("importe_planeado", 0, None, "El importe planeado no es negativo"),
        opcional=True,
    ),
    _tabla(
        "pauta", "precios", "Catálogo de precios", "difusion",
        entre("precio_unitario", 0, None, "El precio unitario no es negativo"),
        opcional=True,
    ),
    _tabla(
        "pauta", "publicos", "Públicos objetivo", "difusion",
        entre("proporcion_internet", 0, 1, "La proporción con internet está entre 0 y 1"),
        entre("poblacion", 0, None, "La población no es negativa"),
        al_menos("edad_maxima", "edad_minima", "La edad máxima no es menor que la mínima"),
        opcional=True,
    ),
)  # fmt: skip

_ENCUESTAS = (
    _tabla(
        "encuestas", "estudios", "Fichas de estudio", "encuestas",
        lleno("estudio", "Todo estudio tiene clave"),
        lleno("modo", "Todo estudio dice cómo se levantó"),
        entre("tasa_respuesta", 0, 1, "La tasa de respuesta está entre 0 y 1"),
        al_menos("fecha_fin", "fecha_inicio", "El levantamiento no termina antes de empezar"),
        con_fila=False,
    ),
    _tabla(
        "encuestas", "entrevistas", "Entrevistas", "encuestas",
        lleno("estudio", "Toda entrevista nombra su estudio"),
        entre("peso", 0, None, "El peso muestral no es negativo"),
        sin_repetir(("archivo_sha256", "estudio", "respondente"), "Cada entrevista cuenta una sola vez"),
        opcional=True,
        con_fila=False,
    ),
)  # fmt: skip

_GEOGRAFIA = (
    _tabla(
        "geografia", "poligonos", "Polígonos de colonias", "encuestas",
        lleno("trazo", "Toda colonia entregada trae su contorno"),
        sin_repetir(("archivo_sha256", "colonia"), "Cada colonia se dibuja una sola vez"),
        opcional=True,
        con_fila=False,
    ),
)  # fmt: skip

_CONTRATOS = (
    _tabla(
        "contratos", "contratos", "Contratos", "contratos",
        lleno("clave", "Todo contrato tiene clave"),
        al_menos("fecha_fin", "fecha_inicio", "El contrato no termina antes de empezar"),
        entre("porcentaje_diario", 0, 100, "El porcentaje diario de pena está entre 0 y 100"),
        opcional=True,
        con_fila=False,
    ),
    _tabla(
        "contratos", "entregables", "Entregables", "contratos",
        lleno("contrato", "Todo entregable nombra su contrato"),
        sin_repetir(("archivo_sha256", "clave"), "La clave de entregable no se repite"),
        entre("importe", 0, None, "El importe no es negativo"),
        opcional=True,
    ),
    _tabla(
        "contratos", "eventos", "Eventos de entregables", "contratos",
        entre("proporcion_prestada", 0, 1, "La proporción prestada está entre 0 y 1"),
        opcional=True,
    ),
)  # fmt: skip

SUITES: tuple[Suite, ...] = (
    _RECEPCION, _CONCILIACION, *_PROGRAMA, *_CAPTURAS, *_DIFUSION, *_ENCUESTAS, *_GEOGRAFIA, *_CONTRATOS,
)  # fmt: skip
