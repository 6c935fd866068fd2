{% set numericos = [
    ('realizado', 'mes'), ('numerador', 'mes'), ('denominador', 'mes'), ('programado', 'programa'),
    ('meta_anual', 'programa'), ('programado_acumulado', 'acumulado'), ('realizado_acumulado', 'acumulado'),
    ('cumplimiento', 'acumulado'), ('num_meses_omitidos', 'acumulado')
] %}
{% set textos = [('estado_captura', 'mes'), ('clase', 'acumulado')] %}
with

cierres as (
    select * from {{ ref('fct_cierres') }}
    where es_vigente
),

cerrados as (
    select avances.*
    from {{ ref('fct_avances_cerrados') }} as avances
    inner join cierres on avances.cierre_clave = cierres.cierre_clave and avances.periodo = cierres.periodo
),

periodos as (
    select * from {{ ref('dim_periodo') }}
),

actuales as (
    select
        cierres.cierre_clave,
        periodos.umbral_cumplida,
        periodos.umbral_buen_desempeno,
        periodos.umbral_regular,
        avances.*
    from {{ ref('fct_avances') }} as avances
    inner join cierres on avances.periodo = cierres.periodo
    inner join periodos on avances.periodo = periodos.periodo
),

pares as (
    select
        {% for campo, _ in numericos + textos -%}
            cerrados.{{ campo }} as {{ campo }}_antes,
            actuales.{{ campo }} as {{ campo }}_ahora,
        {% endfor -%}
        coalesce(cerrados.cierre_clave, actuales.cierre_clave) as cierre_clave,
        coalesce(cerrados.periodo, actuales.periodo) as periodo,
        coalesce(cerrados.meta_clave, actuales.meta_clave) as meta_clave,
        {{ es_distinto('actuales.programado_acumulado', 'cerrados.programado_acumulado') }} as es_otro_programa,
        coalesce(actuales.es_ajustada and not cerrados.es_ajustada, false) as es_ajuste_nuevo,
        (
            {{ es_distinto('actuales.umbral_cumplida', 'cerrados.umbral_cumplida') }}
            or {{ es_distinto('actuales.umbral_buen_desempeno', 'cerrados.umbral_buen_desempeno') }}
            or {{ es_distinto('actuales.umbral_regular', 'cerrados.umbral_regular') }}
        ) as son_otras_reglas,
        cerrados.meta_clave is not null as estaba,
        actuales.meta_clave is not null as esta
    from cerrados
    full outer join actuales
        on cerrados.cierre_clave = actuales.cierre_clave and cerrados.meta_clave = actuales.meta_clave
),

por_campo as (
    {% for campo, ambito in numericos -%}
        select
            *,
            '{{ campo }}' as campo,
            '{{ ambito }}' as ambito,
            cast({{ campo }}_antes as double) as valor_antes,
            cast({{ campo }}_ahora as double) as valor_ahora,
            cast(null as varchar) as texto_antes,
            cast(null as varchar) as texto_ahora
        from pares
        where
            estaba and esta and {{ es_distinto(campo ~ '_antes', campo ~ '_ahora') }}
            and coalesce(abs({{ campo }}_antes - {{ campo }}_ahora) > 1e-9, true)
        union all
    {% endfor -%}
    {% for campo, ambito in textos -%}
        select
            *,
            '{{ campo }}' as campo,
            '{{ ambito }}' as ambito,
            cast(null as double) as valor_antes,
            cast(null as double) as valor_ahora,
            {{ campo }}_antes as texto_antes,
            {{ campo }}_ahora as texto_ahora
        from pares
        where estaba and esta and {{ es_distinto(campo ~ '_antes', campo ~ '_ahora') }}
        union all
    {% endfor -%}
    -- La meta entera entró al programa, o salió de él, después del cierre.
    select
        *,
        'meta' as campo,
        'programa' as ambito,
        cast(null as double) as valor_antes,
        cast(null as double) as valor_ahora,
        case when estaba then 'En el programa' else 'No estaba' end as texto_antes,
        case when esta then 'En el programa' else 'Ya no está' end as texto_ahora
    from pares
    where estaba <> esta
),

finales as (
    select
        cierre_clave,
        periodo,
        meta_clave,
        campo,
        ambito,
        valor_antes,
        valor_ahora,
        texto_antes,
        texto_ahora,
        clase_antes,
        clase_ahora,
        es_otro_programa,
        es_ajuste_nuevo,
        son_otras_reglas
    from por_campo
)

select * from finales
