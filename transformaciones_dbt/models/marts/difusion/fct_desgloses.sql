-- La entrega partida por edad, sexo, ubicación, dispositivo, pieza…, tomada de UN solo nivel y grano por campaña, mes
-- y desglose. Nunca se mezcla con los renglones llanos: dice qué parte de la entrega del mes alcanza a explicar.
with

renglones as (
    select
        *,
        cast(date_trunc('month', periodo_inicio) as date) as periodo,
        case when grano in ('dia', 'semana') then periodo_inicio end as tramo
    from {{ ref('int_difusion__renglones') }}
    where
        version_desde_la_vigente = 1 and desglose <> '' and campana_plataforma_clave is not null
        and date_trunc('month', periodo_inicio) = date_trunc('month', periodo_fin)
),

mas_largos as (
    -- de las ventanas acumuladas del mes, solo la más larga
    select
        *,
        rank() over (
            partition by plataforma, nivel, grano, entidad_clave, desglose, periodo, tramo
            order by {{ dias_entre('periodo_inicio', 'periodo_fin') }} desc, periodo_fin desc
        ) as lugar
    from renglones
),

sumados as (
    select
        plataforma,
        campana_plataforma_clave,
        periodo,
        desglose,
        nivel,
        grano,
        desglose_valor,
        cast(sum(importe_gasto) filter (where moneda = 'MXN') as decimal(18, 2)) as importe_gasto_mxn,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_clics) as bigint) as num_clics,
        cast(sum(num_interacciones) as bigint) as num_interacciones,
        cast(sum(num_contactos) as bigint) as num_contactos,
        -- una sola observación de la celda; de varias no se sabe
        case when count(*) = 1 then max(alcance) end as alcance_observado,
        max(archivo_sha256) as archivo_sha256
    from mas_largos
    where lugar = 1
    group by plataforma, campana_plataforma_clave, periodo, desglose, nivel, grano, desglose_valor
),

medidos as (
    select
        *,
        sum(num_impresiones) over (
            partition by plataforma, campana_plataforma_clave, periodo, desglose, nivel, grano
        ) as impresiones_del_desglose
    from sumados
),

elegidos as (
    select
        *,
        dense_rank() over (
            partition by plataforma, campana_plataforma_clave, periodo, desglose
            order by
                impresiones_del_desglose desc nulls last,
                case nivel when 'campana' then 1 when 'conjunto' then 2 else 3 end,
                case grano when 'mes' then 1 when 'periodo' then 2 when 'semana' then 3 else 4 end
        ) as lugar
    from medidos
),

nombres as (
    select * from {{ ref('valores_de_desglose') }}
),

partidos as (
    select
        elegidos.plataforma,
        entregas.campana_clave,
        elegidos.campana_plataforma_clave,
        elegidos.periodo,
        elegidos.desglose,
        elegidos.desglose_valor,
        {{ parte_de_lista('elegidos.desglose_valor', '|', posicion_en_lista('elegidos.desglose', '+', 'edad')) }}
            as edad_escrita,
        {{ parte_de_lista('elegidos.desglose_valor', '|', posicion_en_lista('elegidos.desglose', '+', 'sexo')) }}
            as sexo_escrito,
        elegidos.importe_gasto_mxn,
        elegidos.num_impresiones,
        elegidos.num_clics,
        elegidos.num_interacciones,
        elegidos.num_contactos,
        elegidos.alcance_observado,
        cast(elegidos.impresiones_del_desglose as double) / nullif(entregas.num_impresiones, 0)
            as proporcion_cubierta,
        elegidos.archivo_sha256
    from elegidos
    left join {{ ref('fct_entregas_mes') }} as entregas
        on
            elegidos.plataforma = entregas.plataforma
            and elegidos.campana_plataforma_clave = entregas.campana_plataforma_clave
            and elegidos.periodo = entregas.periodo
    where elegidos.lugar = 1
),

nombrados as (
    select
        partidos.plataforma,
        partidos.campana_clave,
        partidos.campana_plataforma_clave,
        partidos.periodo,
        partidos.desglose,
        partidos.desglose_valor,
        coalesce(edades.nombre, replace(partidos.edad_escrita, '–', '-')) as edad,
        coalesce(sexos.nombre, partidos.sexo_escrito) as sexo,
        partidos.importe_gasto_mxn,
        partidos.num_impresiones,
        partidos.num_clics,
        partidos.num_interacciones,
        partidos.num_contactos,
        partidos.alcance_observado,
        partidos.proporcion_cubierta,
        partidos.archivo_sha256
    from partidos
    left join nombres as edades on edades.columna = 'edad' and lower(partidos.edad_escrita) = edades.escrito
    left join nombres as sexos on sexos.columna = 'sexo' and lower(partidos.sexo_escrito) = sexos.escrito
)

select * from nombrados
