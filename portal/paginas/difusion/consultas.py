"""El SQL de difusión: solo marts, ya agregados."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def meses() -> list[Renglon]:
    """Meses con entrega, del más reciente al más antiguo: ``periodo``, ``es_concluido``."""
    return consultar(
        """
        select periodo, es_concluido
        from mart_difusion__resumen_mensual
        where num_campanas > 0
        order by periodo desc
        """
    )


def resumen(periodo: dt.date) -> Renglon:
    """Lo que contesta la primera pantalla en ese mes."""
    return consultar("select * from mart_difusion__resumen_mensual where periodo = $periodo", {"periodo": periodo})[0]


def alcances(periodo: dt.date) -> list[Renglon]:
    """Alcance de cada plataforma y de todas juntas, en el mes y acumulado en el ejercicio."""
    return consultar(
        """
        select *
        from mart_difusion__alcance
        where ambito in ('plataforma', 'todas') and periodo = $periodo
        order by tipo_periodo desc, ambito, plataforma
        """,
        {"periodo": periodo},
    )


def campanas(
    periodo: dt.date, plataforma: str | None = None, objetivo: str | None = None, publico: str | None = None
) -> list[Renglon]:
    """Campañas con entrega en el mes, por plataforma y gasto."""
    return consultar(
        """
        select *
        from mart_difusion__campana_mes
        where periodo = $periodo and num_impresiones > 0
            and ($plataforma is null or plataforma = $plataforma)
            and ($objetivo is null or objetivo = $objetivo)
            and ($publico is null or publico_clave = $publico)
        order by plataforma, es_contractual desc, importe_gasto_mxn desc nulls last, campana_clave
        """,
        {"periodo": periodo, "plataforma": plataforma, "objetivo": objetivo, "publico": publico},
    )


def bandas(periodo: dt.date) -> list[Renglon]:
    """Campañas con impresiones contra la banda del contrato."""
    return consultar(
        "select * from mart_difusion__bandas where periodo = $periodo order by plataforma", {"periodo": periodo}
    )


def presupuesto() -> list[Renglon]:
    """Los meses del contrato, con gasto, facturado, ritmo parejo y proyección."""
    return consultar("select * from mart_difusion__presupuesto order by periodo")


def solicitudes(periodo: dt.date) -> list[Renglon]:
    """Solicitudes del mes, primero las que salieron del plazo."""
    return consultar(
        """
        select solicitud_clave, campana_nombre, plataforma, tipo, solicitada_en, vence_en, atendida_en,
            minutos_plazo, minutos_atencion, minutos_exceso, estado, es_contenido_a_tiempo, minutos_anticipacion
        from mart_difusion__solicitudes
        where periodo = $periodo
        order by (estado = 'EN_PLAZO'), minutos_exceso desc, solicitada_en, solicitud_clave
        """,
        {"periodo": periodo},
    )


def testigos(periodo: dt.date) -> list[Renglon]:
    """Testigos del mes; primero lo que falta o se repite."""
    return consultar(
        """
        select testigo_clave, campana_clave, campana_nombre, plataforma, estado, capturado_en, descripcion, miniatura,
            original_campana_nombre, es_identica, importe_gasto_mxn
        from mart_difusion__testigos
        where periodo = $periodo
        order by
            case estado
                when 'falta' then 0
                when 'sin_imagen' then 1
                when 'repetido' then 2
                when 'fuera_de_entrega' then 3
                else 4
            end, plataforma, capturado_en, testigo_clave
        """,
        {"periodo": periodo},
    )


def conciliacion(periodo: dt.date) -> list[Renglon]:
    """Totales que declararon las exportaciones del mes contra la suma de sus renglones."""
    return consultar(
        """
        select plataforma, archivo, etiqueta, num_renglones, num_impresiones_total, num_impresiones_de_renglones,
            num_impresiones_diferencia, importe_total, importe_de_renglones, importe_diferencia, moneda, estado
        from mart_difusion__conciliacion
        where periodo_inicio <= last_day(cast($periodo as date)) and periodo_fin >= cast($periodo as date)
        order by estado desc, plataforma, archivo, etiqueta
        """,
        {"periodo": periodo},
    )


def historia_de_campana(clave: str) -> list[Renglon]:
    """Los meses de una campaña, del más reciente al más antiguo."""
    return consultar(
        "select * from mart_difusion__campana_mes where campana_clave = $clave order by periodo desc", {"clave": clave}
    )


def alcance_de_la_seleccion(
    periodo: dt.date, plataforma: str | None, objetivo: str | None, publico: str | None
) -> Renglon | None:
    """Alcance exacto o en intervalo de lo que los filtros eligen, con su penetración y denominador."""
    halladas = consultar(
        """
        select *
        from mart_difusion__alcance_seleccion
        where periodo = $periodo and tipo_periodo = 'mes'
            and plataforma is not distinct from $plataforma
            and tiene_objetivo = ($objetivo is not null) and objetivo is not distinct from $objetivo
            and tiene_publico = ($publico is not null) and publico_clave is not distinct from $publico
        """,
        {"periodo": periodo, "plataforma": plataforma, "objetivo": objetivo, "publico": publico},
    )
    return halladas[0] if halladas else None


def publicos(periodo: dt.date) -> list[Renglon]:
    """Cada público con entrega en el mes: alcance de sus campañas contra su población con internet."""
    return consultar(
        """
        select *
        from mart_difusion__alcance_seleccion
        where periodo = $periodo and tipo_periodo = 'mes' and plataforma is null
            and not tiene_objetivo and tiene_publico and publico_clave is not null
        order by num_impresiones desc, publico_clave
        """,
        {"periodo": periodo},
    )


def embudo_por_objetivo(periodo: dt.date, plataforma: str | None) -> list[Renglon]:
    """Del alcance al contacto en cada objetivo: el alcance es el de la selección; lo demás se suma."""
    return consultar(
        """
        select seleccion.objetivo, seleccion.tiene_alcance, seleccion.alcance_minimo, seleccion.alcance_maximo,
            pasos.*
        from mart_difusion__alcance_seleccion as seleccion
        inner join (
            select objetivo as del_objetivo, count(*) as num_campanas,
                cast(sum(num_impresiones) as bigint) as num_impresiones,
                cast(sum(num_interacciones) as bigint) as num_interacciones,
                cast(sum(num_clics) as bigint) as num_clics, cast(sum(num_visitas) as bigint) as num_visitas,
                cast(sum(num_contactos) as bigint) as num_contactos
            from mart_difusion__campana_mes
            where periodo = $periodo and num_impresiones > 0 and ($plataforma is null or plataforma = $plataforma)
            group by objetivo
        ) as pasos on seleccion.objetivo is not distinct from pasos.del_objetivo
        where seleccion.periodo = $periodo and seleccion.tipo_periodo = 'mes' and seleccion.tiene_objetivo
            and not seleccion.tiene_publico and seleccion.plataforma is not distinct from $plataforma
        order by pasos.num_impresiones desc, seleccion.objetivo
        """,
        {"periodo": periodo, "plataforma": plataforma},
    )


def penetracion_por_edad(periodo: dt.date, plataforma: str | None) -> list[Renglon]:
    """Alcance de cada grupo de edad y sexo contra su población con internet."""
    return consultar(
        """
        select *
        from mart_difusion__penetracion
        where periodo = $periodo and ($plataforma is null or plataforma = $plataforma)
        order by plataforma, case sexo when 'Todos' then 0 when 'Mujeres' then 1 else 2 end,
            case grupo_edad when 'Todas' then 0 else edad_minima end
        """,
        {"periodo": periodo, "plataforma": plataforma},
    )


_COSTOS = {
    "plataforma": "plataforma",
    "objetivo": "objetivo",
    "publico": "coalesce(publico_nombre, 'Sin público')",
    "formato": "coalesce(formato, 'Sin formato')",
}


def costos(periodo: dt.date, por: str, plataforma: str | None, objetivo: str | None,
           publico: str | None) -> list[Renglon]:  # fmt: skip
    """Sumas de la entrega del mes por una dimensión; las razones se obtienen de ellas."""
    return consultar(
        f"""
        select {_COSTOS[por]} as nombre, count(*) as num_campanas, sum(importe_gasto_mxn) as importe_gasto_mxn,
            cast(sum(num_impresiones) as bigint) as num_impresiones, cast(sum(num_clics) as bigint) as num_clics,
            cast(sum(num_contactos) as bigint) as num_contactos,
            sum(importe_gasto_mxn) filter (where num_contactos > 0) as importe_con_contactos_mxn
        from mart_difusion__campana_mes
        where periodo = $periodo and num_impresiones > 0
            and ($plataforma is null or plataforma = $plataforma)
            and ($objetivo is null or objetivo = $objetivo)
            and ($publico is null or publico_clave = $publico)
        group by all
        order by importe_gasto_mxn desc nulls last, nombre
        """,  # noqa: S608 (la expresión sale de una lista cerrada)
        {"periodo": periodo, "plataforma": plataforma, "objetivo": objetivo, "publico": publico},
    )


def costos_por_edad(periodo: dt.date, plataforma: str | None, objetivo: str | None,
                    publico: str | None) -> list[Renglon]:  # fmt: skip
    """Sumas por edad y sexo de las campañas que traen ese desglose."""
    return consultar(
        """
        select coalesce(edad, '') || case when edad is not null and sexo is not null then ' · ' else '' end
                || coalesce(sexo, '') as nombre,
            count(distinct campana_clave) as num_campanas, sum(importe_gasto_mxn) as importe_gasto_mxn,
            cast(sum(num_impresiones) as bigint) as num_impresiones, cast(sum(num_clics) as bigint) as num_clics,
            cast(sum(num_contactos) as bigint) as num_contactos,
            sum(importe_gasto_mxn) filter (where num_contactos > 0) as importe_con_contactos_mxn,
            min(proporcion_cubierta) as proporcion_cubierta
        from mart_difusion__desgloses
        where periodo = $periodo and desglose = 'edad+sexo'
            and ($plataforma is null or plataforma = $plataforma)
            and ($objetivo is null or objetivo = $objetivo)
            and ($publico is null or publico_clave = $publico)
        group by edad, sexo
        order by edad, sexo
        """,
        {"periodo": periodo, "plataforma": plataforma, "objetivo": objetivo, "publico": publico},
    )


def anomalias(periodo: dt.date) -> list[Renglon]:
    """Lo atípico del mes, lo más reciente primero."""
    return consultar(
        """
        select campana_clave, campana_nombre, plataforma, fecha, medida, base, valor, esperado, estado
        from mart_difusion__anomalias
        where periodo = $periodo and estado in ('arriba', 'abajo')
        order by fecha desc, campana_nombre, medida
        """,
        {"periodo": periodo},
    )


def sin_historia(periodo: dt.date) -> list[Renglon]:
    """Campañas del mes que ningún día pudieron compararse contra su historia."""
    return consultar(
        """
        select campana_nombre
        from mart_difusion__anomalias
        where periodo = $periodo and medida = 'gasto'
        group by campana_clave, campana_nombre
        having bool_and(estado = 'sin_historia')
        order by campana_nombre
        """,
        {"periodo": periodo},
    )


def reexpresiones(periodo: dt.date) -> Renglon:
    """Días ya cerrados que un archivo posterior cambió."""
    return consultar(
        """
        select count(distinct (entidad_clave, fecha)) as num_cambios,
            count(distinct (entidad_clave, fecha)) filter (where es_mayor_de_uno_por_ciento) as num_mayores,
            cast(sum(num_clics_ahora - num_clics_antes) as bigint) as clics_de_diferencia
        from mart_difusion__reexpresiones
        where periodo = $periodo and es_dia_cerrado
        """,
        {"periodo": periodo},
    )[0]


def detalle_de_reexpresiones(periodo: dt.date) -> list[Renglon]:
    """Antes y ahora de cada día cerrado que cambió, con los dos archivos."""
    return consultar(
        """
        select plataforma, campana_nombre, nivel, fecha, es_dia_cerrado, importe_antes, importe_ahora,
            num_impresiones_antes, num_impresiones_ahora, num_clics_antes, num_clics_ahora, archivo_antes, archivo
        from mart_difusion__reexpresiones
        where periodo = $periodo
        order by fecha, campana_nombre, archivo_antes
        """,
        {"periodo": periodo},
    )


def precios(periodo: dt.date) -> list[Renglon]:
    """Lo facturado del mes contra el catálogo, lo entregado y el gasto de la plataforma."""
    return consultar(
        "select * from mart_difusion__precios where periodo = $periodo order by estado = 'coincide', precio_clave",
        {"periodo": periodo},
    )


def calendario(anio: int, tema: str | None = None) -> list[Renglon]:
    """Cada mes con entrega de cada campaña del año, de su primer día a su último."""
    return consultar(
        """
        select campana_clave, campana_nombre, plataforma, tema, periodo, primera_entrega, ultima_entrega,
            importe_gasto_mxn
        from mart_difusion__campana_mes
        where year(periodo) = $anio and num_impresiones > 0 and ($tema is null or tema = $tema)
        order by plataforma, campana_nombre, periodo
        """,
        {"anio": anio, "tema": tema},
    )


def metas_de_los_temas(anio: int) -> list[Renglon]:
    """Las metas que comparten tema con una campaña, con su clase en cada mes vencido."""
    return consultar(
        """
        select temas.tema, avance.meta_clave, avance.indicador_nombre, avance.periodo, avance.clase,
            avance.cumplimiento
        from mart_difusion__temas as temas
        inner join mart_seguimiento__avance_mensual as avance on temas.relacionado_clave = avance.meta_clave
        where temas.tipo_relacion = 'meta' and year(avance.periodo) = $anio and avance.es_vencido
        order by temas.tema, avance.meta_clave, avance.periodo
        """,
        {"anio": anio},
    )


def encuestas_de_los_temas(anio: int) -> list[Renglon]:
    """Las olas de encuesta que preguntan por el tema de una campaña."""
    return consultar(
        """
        select temas.tema, ficha.estudio, ficha.estudio_corto, ficha.fecha_inicio, ficha.fecha_fin
        from mart_difusion__temas as temas
        inner join mart_encuestas__ficha as ficha on temas.relacionado_clave in (ficha.serie, ficha.estudio)
        where temas.tipo_relacion = 'encuesta' and year(ficha.fecha_inicio) = $anio
        order by ficha.fecha_inicio, ficha.estudio, temas.tema
        """,
        {"anio": anio},
    )


def informe_mensual(periodo: dt.date) -> list[Renglon]:
    """El entregable mensual del contrato, campaña por campaña."""
    return consultar(
        """
        select plataforma, campana_nombre, material, objetivo, primera_entrega, ultima_entrega, alcance_minimo,
            alcance_maximo, metodo_escrito, num_impresiones, importe_gasto_mxn, estado_testigo, imagen, capturado_en
        from mart_difusion__informe_mensual
        where periodo = $periodo
        order by plataforma, campana_nombre
        """,
        {"periodo": periodo},
    )


def metricas() -> list[Renglon]:
    """El catálogo de métricas: cuáles se suman, cuáles son razones y cuáles no se suman."""
    return consultar("select * from dim_metrica order by aditividad desc, metrica_nombre")
