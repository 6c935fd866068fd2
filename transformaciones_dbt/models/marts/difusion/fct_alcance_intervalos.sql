with

cotas as (
    select * from {{ ref('int_difusion__alcance_cotas') }}
),

intervalos as (
    select
        tipo_periodo || '|' || ambito || '|' || coalesce(plataforma, '') || '|' || coalesce(campana_clave, '')
        || '|' || periodo as alcance_clave,
        tipo_periodo,
        ambito,
        plataforma,
        campana_clave,
        periodo,
        periodo_inicio,
        cast({{ fin_de_mes('periodo') }} as date) as periodo_fin,
        tiene_alcance,
        cast(alcance_minimo as bigint) as alcance_minimo,
        -- si los archivos se contradicen, el intervalo no se cruza: manda lo observado
        cast(
            case when alcance_minimo is not null then greatest(alcance_minimo, alcance_maximo) end as bigint
        ) as alcance_maximo,
        coalesce(
            alcance_maximo is not null and alcance_minimo = greatest(alcance_minimo, alcance_maximo), false
        ) as es_exacto,
        coalesce(alcance_maximo < alcance_minimo, false) as es_inconsistente,
        case
            when not tiene_alcance then 'sin_alcance'
            when alcance_minimo is null then 'sin_observacion'
            when es_propio then 'plataforma'
            when alcance_minimo = alcance_maximo then 'cotas_iguales'
            else 'intervalo'
        end as metodo,
        num_impresiones,
        num_impresiones_con_alcance,
        num_partes,
        cast(suma_de_partes as bigint) as suma_de_partes
    from cotas
)

select * from intervalos
