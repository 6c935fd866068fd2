with

reexpresiones as (
    select * from {{ ref('fct_reexpresiones') }}
),

cierres as (
    select * from {{ ref('fct_cierres') }}
    where es_vigente
),

cerrados as (
    select avances.*
    from {{ ref('fct_avances_cerrados') }} as avances
    inner join cierres on avances.cierre_clave = cierres.cierre_clave and avances.periodo <= cierres.periodo
),

avances as (
    select * from {{ ref('mart_seguimiento__avance_mensual') }}
),

archivos as (
    select
        fuente,
        archivo,
        archivo_sha256 as sha256,
        recibido_en,
        es_vigente
    from {{ ref('fct_archivos') }}
),

programa as (
    select
        max_by(archivo, recibido_en) as archivo,
        max_by(sha256, recibido_en) as archivo_sha256
    from archivos
    where fuente = 'programa' and es_vigente
),

-- Meses, hasta el del cierre, cuya captura dice hoy otra cosa que al cerrar.
capturas_cambiadas as (
    select
        cerrados.cierre_clave,
        avances.meta_clave,
        avances.periodo,
        avances.archivo_sha256,
        avances.archivo,
        avances.hoja,
        avances.celda,
        avances.fecha_captura,
        row_number() over (
            partition by cerrados.cierre_clave, avances.meta_clave
            order by avances.fecha_captura desc nulls last, avances.periodo desc
        ) as orden
    from avances
    inner join cerrados on avances.meta_clave = cerrados.meta_clave and avances.periodo = cerrados.periodo
    where
        {{ es_distinto('avances.realizado', 'cerrados.realizado') }}
        or {{ es_distinto('avances.numerador', 'cerrados.numerador') }}
        or {{ es_distinto('avances.denominador', 'cerrados.denominador') }}
        or {{ es_distinto('avances.n', 'cerrados.n') }}
        or {{ es_distinto('avances.estado_captura', 'cerrados.estado_captura') }}
),

-- Lo del mes lo explica la captura de ese mes; lo acumulado, la más reciente de las que cambiaron.
con_causa as (
    select
        reexpresiones.*,
        capturas_cambiadas.periodo as periodo_captura,
        capturas_cambiadas.archivo as archivo_captura,
        capturas_cambiadas.archivo_sha256 as sha_captura,
        capturas_cambiadas.hoja as hoja_captura,
        capturas_cambiadas.celda,
        capturas_cambiadas.fecha_captura,
        case
            when reexpresiones.ambito = 'programa' then 'programa'
            when capturas_cambiadas.periodo is not null then 'captura'
            when reexpresiones.ambito = 'acumulado' and reexpresiones.es_otro_programa then 'programa'
            when reexpresiones.campo = 'clase' and reexpresiones.son_otras_reglas then 'reglas'
            else 'calculo'
        end as causa
    from reexpresiones
    left join capturas_cambiadas
        on
            reexpresiones.cierre_clave = capturas_cambiadas.cierre_clave
            and reexpresiones.meta_clave = capturas_cambiadas.meta_clave
            and (
                (reexpresiones.ambito = 'mes' and reexpresiones.periodo = capturas_cambiadas.periodo)
                or (reexpresiones.ambito = 'acumulado' and capturas_cambiadas.orden = 1)
            )
),

con_archivo as (
    select
        con_causa.*,
        case
            when con_causa.causa = 'captura' then con_causa.archivo_captura
            when con_causa.causa in ('programa', 'reglas') then programa.archivo
        end as archivo,
        case
            when con_causa.causa = 'captura' then con_causa.sha_captura
            when con_causa.causa in ('programa', 'reglas') then programa.archivo_sha256
        end as archivo_sha256,
        case
            when con_causa.causa = 'captura' then con_causa.hoja_captura
            when con_causa.causa = 'reglas' then 'reglas'
            when con_causa.causa = 'calculo' then null
            when con_causa.campo = 'meta' then 'metas'
            when con_causa.es_ajuste_nuevo then 'ajustes'
            else 'calendario'
        end as hoja
    from con_causa
    cross join programa
),

finales as (
    select
        con_archivo.cierre_clave,
        con_archivo.periodo,
        con_archivo.meta_clave,
        coalesce(avances.indicador_nombre, cerrados.indicador_nombre) as indicador_nombre,
        coalesce(avances.unidad, cerrados.unidad) as unidad,
        coalesce(avances.area_clave, cerrados.area_clave) as area_clave,
        coalesce(avances.area_corta, cerrados.area_corta) as area_corta,
        coalesce(avances.eje_clave, cerrados.eje_clave) as eje_clave,
        coalesce(avances.es_critica, cerrados.es_critica) as es_critica,
        con_archivo.campo,
        con_archivo.valor_antes,
        con_archivo.valor_ahora,
        con_archivo.texto_antes,
        con_archivo.texto_ahora,
        con_archivo.clase_antes,
        con_archivo.clase_ahora,
        {{ es_distinto('con_archivo.clase_antes', 'con_archivo.clase_ahora') }} as cambia_clase,
        con_archivo.causa,
        con_archivo.periodo_captura,
        con_archivo.archivo,
        con_archivo.hoja,
        con_archivo.celda,
        con_archivo.fecha_captura,
        archivos.recibido_en,
        cierres.version,
        cierres.cerrado_en
    from con_archivo
    inner join cierres on con_archivo.cierre_clave = cierres.cierre_clave
    left join avances on con_archivo.meta_clave = avances.meta_clave and con_archivo.periodo = avances.periodo
    left join cerrados
        on
            con_archivo.cierre_clave = cerrados.cierre_clave
            and con_archivo.meta_clave = cerrados.meta_clave
            and con_archivo.periodo = cerrados.periodo
    left join archivos
        on
            con_archivo.archivo_sha256 = archivos.sha256
            and archivos.fuente = case when con_archivo.causa = 'captura' then 'capturas' else 'programa' end
)

select * from finales
