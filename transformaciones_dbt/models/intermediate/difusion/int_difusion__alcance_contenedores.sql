-- Ventanas de más de un mes que la plataforma reportó sin duplicar (por ejemplo, contrato a la fecha).
with

contenedores as (
    -- observaciones que contienen al mes: más largas que él, de la cuenta o de la misma campaña
    select
        observado.plataforma,
        campanas.campana_clave,
        observado.periodo_inicio,
        observado.periodo_fin,
        observado.ambito = 'informe' as es_informe,
        observado.num_impresiones,
        min(observado.alcance) as alcance_contenedor
    from {{ ref('int_difusion__alcance_observado') }} as observado
    left join {{ ref('int_difusion__campanas_plataforma') }} as campanas
        on
            observado.plataforma = campanas.plataforma
            and observado.campana_plataforma_clave = campanas.campana_plataforma_clave
    where
        observado.desglose = '' and observado.alcance > 0
        and (
            observado.ambito in ('cuenta', 'informe')
            or (observado.ambito = 'campana' and campanas.num_hermanas = 1)
        )
        and date_trunc('month', observado.periodo_inicio) <> date_trunc('month', observado.periodo_fin)
    group by
        observado.plataforma, campanas.campana_clave, observado.periodo_inicio, observado.periodo_fin,
        observado.ambito, observado.num_impresiones
)

select * from contenedores
