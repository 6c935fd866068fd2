"""El SQL de /encuestas: estudios, resultados, tendencias, cobertura, muestra y grupos de enfoque."""

from __future__ import annotations

from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def estudios() -> list[Renglon]:
    """Fichas de todos los estudios, el más reciente primero; un renglón por estudio."""
    return consultar("select * from mart_encuestas__ficha order by fecha_fin desc, estudio")


def preguntas(estudio: str) -> list[Renglon]:
    """Preguntas de un estudio en el orden del cuestionario: clave, nombre, texto, tipo, tema y filtro."""
    return consultar(
        """
        select
            pregunta, orden, pregunta_nombre, pregunta_texto, tipo_pregunta, tema, filtro, saldo_etiqueta,
            neto_principal, neto_frase, tendencia, es_abierta, version_codigos
        from dim_pregunta
        where estudio = ?
        order by orden
        """,
        [estudio],
    )


def resultados(estudio: str, pregunta: str) -> list[Renglon]:
    """Todas las estimaciones de una pregunta, total y cortes, en orden de lectura; proporciones 0–1."""
    return consultar(
        """
        select *
        from mart_encuestas__resultados
        where estudio = ? and pregunta = ?
        order by
            case corte when 'total' then 0 when 'sexo' then 1 when 'grupo_edad' then 2 when 'zona' then 3 else 4 end,
            corte_valor,
            orden
        """,
        [estudio, pregunta],
    )


def tendencias(tendencia: str, opcion: str, medida: str) -> list[Renglon]:
    """La misma pregunta en todas las oleadas y modos; cada ``serie_clave`` es una línea aparte."""
    return consultar(
        """
        select *
        from mart_encuestas__tendencias
        where tendencia = ? and opcion = ? and medida = ?
        order by serie_clave, oleada, estudio
        """,
        [tendencia, opcion, medida],
    )


def cobertura(estudio: str) -> list[Renglon]:
    """Las 89 colonias con lo logrado y su casilla del mosaico; vacío si el estudio no la trae."""
    return consultar(
        "select * from mart_encuestas__cobertura where estudio = ? order by mosaico_fila, mosaico_columna", [estudio]
    )


def mapa() -> list[Renglon]:
    """Contorno de cada colonia, si se entregaron los polígonos de todas; si no, vacío."""
    return consultar("select colonia_clave, trazo, x, y, ancho, alto from mart_encuestas__mapa order by colonia_clave")


def entregables() -> list[Renglon]:
    """Entregables del contrato de encuestas por serie: previstos, entregados y el siguiente por vencer."""
    return consultar(
        """
        select
            contrato_clave,
            contrato_corto,
            serie,
            min(serie_orden) as serie_orden,
            count(*) as num_previstos,
            count(*) filter (where fecha_entrega is not null) as num_entregados,
            count(*) filter (where es_aceptado) as num_aceptados,
            min(fecha_comprometida) filter (where fecha_entrega is null) as fecha_siguiente,
            arg_min(estado, fecha_comprometida) filter (where fecha_entrega is null) as estado_siguiente
        from mart_contratos__entregables
        where tipo = 'estudio'
        group by contrato_clave, contrato_corto, serie
        order by contrato_clave, serie_orden
        """
    )


def entregable(clave: str) -> Renglon | None:
    """El entregable que cumple un estudio."""
    renglones = consultar(
        """
        select
            entregable_clave, contrato_clave, entregable_nombre, fecha_comprometida, fecha_entrega, fecha_aceptacion,
            estado, dias_atraso
        from mart_contratos__entregables
        where entregable_clave = ?
        """,
        [clave],
    )
    return renglones[0] if renglones else None


def calidad(estudio: str) -> list[Renglon]:
    """Indicadores de la muestra por aspecto."""
    return consultar(
        """
        select aspecto, indicador, orden, valor, texto
        from mart_encuestas__calidad_muestra
        where estudio = ?
        order by aspecto, orden, indicador
        """,
        [estudio],
    )


def grupo(estudio: str) -> Renglon | None:
    """La ficha de un grupo de enfoque."""
    renglones = consultar("select * from mart_encuestas__grupos where estudio = ?", [estudio])
    return renglones[0] if renglones else None


def hallazgos(estudio: str) -> list[Renglon]:
    """Hallazgos y citas de un grupo de enfoque, en orden."""
    return consultar("select * from mart_encuestas__hallazgos where estudio = ? order by orden, orden_cita", [estudio])


def evidencias(estudio: str) -> list[Renglon]:
    """Evidencias de un grupo de enfoque, por referencia."""
    return consultar("select * from mart_encuestas__evidencias where estudio = ? order by orden", [estudio])


def descargar_resultados(estudio: str | None = None) -> list[Renglon]:
    """Resultados de un estudio (o de todos) para Excel: una fila por pregunta, opción y grupo."""
    return consultar(
        """
        select
            estudio, estudio_nombre, modo, fecha_fin, pregunta, pregunta_texto, filtro, opcion_etiqueta, medida,
            corte_nombre as corte, corte_valor, estimacion, error_estandar, ic_inferior, ic_superior, num_base,
            n_efectiva, deff, precision, motivo_supresion, base_margen, supera_a
        from mart_encuestas__resultados
        where ? is null or estudio = ?
        order by estudio, pregunta_orden, corte, corte_valor, orden
        """,
        [estudio, estudio],
    )


def descargar_ficha(estudio: str | None = None) -> list[Renglon]:
    """Fichas metodológicas para Excel."""
    return consultar(
        "select * from mart_encuestas__ficha where ? is null or estudio = ? order by estudio", [estudio, estudio]
    )


def descargar_cobertura(estudio: str | None = None) -> list[Renglon]:
    """Cobertura por colonia para Excel; sin resultados."""
    return consultar(
        """
        select estudio, colonia_clave, colonia_nombre, zona, num_hechas, cuota, num_faltantes, nivel_cobertura
        from mart_encuestas__cobertura
        where ? is null or estudio = ?
        order by estudio, colonia_clave
        """,
        [estudio, estudio],
    )


def respondentes(estudio: str) -> list[Renglon]:
    """La base anónima de un estudio, con los nombres que espera el estimador."""
    return consultar(
        """
        select
            caso, sexo, grupo_edad, zona, escolaridad, factor_expansion as peso, unidad_muestreo as upm,
            estrato_muestreo as estrato
        from mart_encuestas__respondentes
        where estudio = ?
        order by caso
        """,
        [estudio],
    )


def contestaciones(estudio: str) -> list[Renglon]:
    """Lo que contestó cada caso de la base anónima."""
    return consultar(
        """
        select caso, pregunta, opcion, valor
        from mart_encuestas__contestaciones
        where estudio = ?
        order by caso, pregunta, num_mencion
        """,
        [estudio],
    )


def opciones(estudio: str) -> list[Renglon]:
    """Opciones y netos de un estudio, en orden."""
    return consultar("select * from dim_opcion where estudio = ? order by pregunta, orden", [estudio])


def variables_de_calibracion(estudio: str) -> list[str]:
    """Características cuyos márgenes cuadran los pesos."""
    renglones = consultar(
        """
        select distinct split_part(aspecto, ' ', 2) as variable
        from mart_encuestas__calidad_muestra
        where estudio = ? and aspecto like 'perfil %'
        order by variable
        """,
        [estudio],
    )
    return [r["variable"] for r in renglones]


def descargar_base_anonima(estudio: str | None = None) -> list[Renglon]:
    """Base anónima de un estudio a lo largo: un renglón por persona y respuesta, con su peso y su diseño.

    Sin estudio, el que abre la página.
    """
    fichas = [f for f in estudios() if f["tipo_estudio"] != "grupo"]
    omision = next((f for f in fichas if f["modo"] == "vivienda"), fichas[0]) if fichas else {"estudio": None}
    return consultar(
        """
        select
            personas.estudio, personas.caso, personas.zona, personas.sexo, personas.grupo_edad, personas.escolaridad,
            personas.factor_expansion, personas.unidad_muestreo, personas.estrato_muestreo, dichas.pregunta,
            dichas.num_mencion, dichas.opcion, opciones.opcion_etiqueta, dichas.valor
        from mart_encuestas__respondentes as personas
        inner join mart_encuestas__contestaciones as dichas
            on personas.estudio = dichas.estudio and personas.caso = dichas.caso
        left join dim_opcion as opciones
            on dichas.estudio = opciones.estudio and dichas.pregunta = opciones.pregunta
            and dichas.opcion = opciones.opcion
        where personas.estudio = ?
        order by personas.estudio, personas.caso, dichas.pregunta, dichas.num_mencion
        """,
        [estudio or omision["estudio"]],
    )
