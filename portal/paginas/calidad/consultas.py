"""Lo que la página de salud de los datos consulta: fuentes, archivos, cuarentena, pruebas y diccionario."""

from __future__ import annotations

from typing import Any

from portal.almacen import consultar, consultar_en, existe

Renglon = dict[str, Any]


def fuentes() -> list[Renglon]:
    """Un renglón por fuente esperada, en orden; vacío si la publicación no trae calidad."""
    if not existe("mart_calidad__fuentes"):
        return []
    return consultar("select * from mart_calidad__fuentes order by orden, fuente")


def archivos(fuente: str | None = None, estado: str | None = None) -> list[Renglon]:
    """Un renglón por archivo recibido: primero los rechazados, luego los más recientes."""
    if not existe("mart_calidad__archivos"):
        return []
    return consultar(
        """
        select
            fuente, fuente_nombre, archivo, sha256, recibido_en, tamano_bytes, estado, es_vigente,
            num_renglones, num_aceptados, num_rechazados, num_avisos, motivo, remedio
        from mart_calidad__archivos
        where ($fuente is null or fuente = $fuente) and ($estado is null or estado = $estado)
        order by estado <> 'rechazado', num_rechazados = 0, recibido_en desc, archivo
        """,
        {"fuente": fuente, "estado": estado},
    )


def conteo_de_archivos() -> Renglon:
    """Cuántos archivos y renglones se recibieron, se leyeron y quedaron fuera, sin filtros."""
    vacio: Renglon = {"num_archivos": 0, "num_leidos": 0, "num_rechazados": 0, "num_sustituidos": 0}
    vacio |= {"renglones": 0, "aceptados": 0, "en_cuarentena": 0, "avisos": 0, "ultimo": None}
    if not existe("mart_calidad__archivos"):
        return vacio
    return consultar(
        """
        select
            count(*) as num_archivos,
            count(*) filter (where estado = 'leido') as num_leidos,
            count(*) filter (where estado = 'rechazado' and not esta_reemplazado) as num_rechazados,
            count(*) filter (where estado = 'sustituido') as num_sustituidos,
            coalesce(sum(num_renglones), 0)::bigint as renglones,
            coalesce(sum(num_aceptados), 0)::bigint as aceptados,
            coalesce(sum(num_rechazados) filter (where not esta_reemplazado), 0)::bigint as en_cuarentena,
            coalesce(sum(num_avisos) filter (where not esta_reemplazado), 0)::bigint as avisos,
            max(recibido_en) as ultimo
        from mart_calidad__archivos
        """
    )[0]


def rechazos(fuente: str | None = None, gravedad: str | None = None) -> list[Renglon]:
    """Un renglón por falla o aviso que espera corrección, con archivo, hoja, celda, valor, regla y qué hacer."""
    if not existe("mart_calidad__rechazos"):
        return []
    return consultar(
        """
        select fuente, archivo, hoja, fila, celda, columna, valor, regla, motivo, remedio, gravedad, es_vigente
        from mart_calidad__rechazos
        where
            not esta_reemplazado
            and ($fuente is null or fuente = $fuente) and ($gravedad is null or gravedad = $gravedad)
        order by gravedad <> 'rechazo', archivo, hoja, fila, columna
        """,
        {"fuente": fuente, "gravedad": gravedad},
    )


def pruebas() -> list[Renglon]:
    """Un renglón por prueba corrida antes de publicar: primero las que fallaron."""
    if not existe("mart_calidad__pruebas"):
        return []
    return consultar(
        """
        select prueba, tipo, asunto, estado, num_fallas, descripcion
        from mart_calidad__pruebas
        order by coalesce(num_fallas, 0) desc, tipo, asunto, prueba
        """
    )


def tablas() -> list[Renglon]:
    """Un renglón por tabla publicada: nombre, comentario, renglones y columnas."""
    return consultar(
        """
        select
            tablas.table_name as tabla, tablas.comment as descripcion,
            tablas.estimated_size as num_renglones, tablas.column_count as num_columnas
        from duckdb_tables() as tablas
        where tablas.schema_name = 'main' and not tablas.internal
        order by tablas.table_name
        """
    )


def columnas(tabla: str) -> list[Renglon]:
    """Columnas de una tabla con su tipo y su comentario, en su orden."""
    return consultar(
        """
        select column_name as columna, data_type as tipo, comment as descripcion
        from duckdb_columns()
        where schema_name = 'main' and table_name = $tabla
        order by column_index
        """,
        {"tabla": tabla},
    )


def diccionario() -> list[Renglon]:
    """Todas las columnas publicadas con su tipo y su comentario (para descargar)."""
    return consultar(
        """
        select table_name as tabla, column_name as columna, data_type as tipo, comment as descripcion
        from duckdb_columns()
        where schema_name = 'main' and not internal
        order by table_name, column_index
        """
    )


def linaje() -> list[Renglon]:
    """De qué se construye cada tabla; vacío en una versión anterior a que se publicara."""
    if not existe("mart_calidad__linaje"):
        return []
    return consultar("select tabla, capa, usa, es_insumo from mart_calidad__linaje order by tabla, usa")


def avances_de(version: str) -> list[Renglon]:
    """Cada meta y mes ya vencido en una versión conservada: lo que se compara entre dos."""
    return consultar_en(
        version,
        """
        select
            meta_clave, periodo, indicador_nombre, area_corta, programado_acumulado, realizado_acumulado,
            cumplimiento, clase
        from mart_seguimiento__avance_mensual
        where es_vencido
        order by periodo, meta_clave
        """,
    )
