-- El lugar es uno más cuántas tienen mayor cumplimiento: 1, 1, 3.
with

contados as (
    select
        periodo,
        meta_clave,
        lugar,
        cumplimiento_ranking,
        count(*) over (
            partition by periodo
            order by cumplimiento_ranking desc
            range between unbounded preceding and current row
        ) - count(*) over (partition by periodo, cumplimiento_ranking) + 1 as lugar_esperado
    from {{ ref('mart_seguimiento__ranking_metas') }}
    where cumplimiento_ranking is not null
)

select * from contados
where lugar is distinct from lugar_esperado
