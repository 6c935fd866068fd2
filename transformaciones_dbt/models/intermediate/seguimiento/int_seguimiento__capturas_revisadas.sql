with

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

renglones as (
    select * from {{ ref('stg_capturas__renglones') }}
),

archivos as (
    select * from {{ ref('stg_bitacora__archivos') }}
    where fuente = 'capturas'
),

programas as (
    select * from {{ ref('int_seguimiento__programas') }}
),

areas as (
    select distinct
        programas.ejercicio,
        areas.area_clave
    from {{ ref('stg_programa__areas') }} as areas
    inner join programas on areas.archivo_sha256 = programas.archivo_sha256
),

-- «dgo» es DGO, mientras no haya otra área que se escriba igual.
areas_sin_mayusculas as (
    select
        ejercicio,
        upper(area_clave) as area_mayusculas,
        max(area_clave) as area_clave
    from areas
    group by ejercicio, upper(area_clave)
    having count(*) = 1
),

metas as (
    select * from {{ ref('int_seguimiento__metas') }}
),

programacion as (
    select * from {{ ref('int_seguimiento__programacion') }}
),

contexto as (
    select
        renglones.* exclude (area_clave, fecha_captura),
        coalesce(areas.area_clave, areas_sin_mayusculas.area_clave, renglones.area_clave) as area_clave,
        renglones.fecha_captura as fecha_captura_escrita,
        -- Lo entregado por el portal lleva recibo: su fecha es la de recepción, diga lo que diga B3.
        case
            when archivos.origen = 'portal' then archivos.fecha_recepcion
            else coalesce(renglones.fecha_captura, archivos.fecha_recepcion)
        end as fecha_captura,
        archivos.archivo,
        archivos.recibido_en,
        programas.ejercicio,
        coalesce(areas.area_clave, areas_sin_mayusculas.area_clave) as area_conocida,
        metas.meta_clave as meta_conocida,
        metas.area_clave as area_de_la_meta,
        metas.acumulacion,
        programacion.programado as programado_calendario,
        corrida.hoy
    from renglones
    cross join corrida
    left join archivos on renglones.archivo_sha256 = archivos.archivo_sha256
    left join programas on year(renglones.periodo) = programas.ejercicio
    left join areas on programas.ejercicio = areas.ejercicio and renglones.area_clave = areas.area_clave
    left join areas_sin_mayusculas
        on
            programas.ejercicio = areas_sin_mayusculas.ejercicio
            and upper(renglones.area_clave) = areas_sin_mayusculas.area_mayusculas
    left join metas on programas.ejercicio = metas.ejercicio and renglones.meta_clave = metas.meta_clave
    left join programacion
        on renglones.meta_clave = programacion.meta_clave and renglones.periodo = programacion.periodo
),

-- Primero lo que invalida el archivo entero; después, lo del renglón.
con_regla as (
    select
        *,
        case
            when fecha_captura_escrita > hoy then 'fecha_futura'
            when ejercicio is null then 'periodo_fuera_de_ejercicio'
            when area_conocida is null then 'area_desconocida'
            when meta_conocida is null then 'clave_inexistente'
            when area_de_la_meta <> area_clave then 'clave_ajena'
            when acumulacion = 'razon' and (numerador is null) <> (denominador is null) then 'razon_incompleta'
        end as regla_rechazo
    from contexto
),

con_valor as (
    select
        * exclude (area_conocida, meta_conocida, hoy, realizado, numerador, denominador, n),
        case
            when acumulacion = 'razon'
                then case when denominador <> 0 then 100 * numerador / denominador end
            else realizado
        end as realizado,
        realizado as realizado_escrito,
        numerador,
        denominador,
        n,
        case
            when acumulacion = 'razon' then numerador is not null and denominador is not null
            else realizado is not null
        end as tiene_valor,
        coalesce(
            programado is not null
            and (programado_calendario is null or abs(programado - programado_calendario) > 1e-9),
            false
        ) as es_programado_distinto
    from con_regla
)

select * from con_valor
