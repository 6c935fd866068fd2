with

metas as (
    select * from {{ ref('stg_programa__metas') }}
),

archivos as (
    select * from {{ ref('stg_bitacora__archivos') }}
    where fuente = 'programa'
),

candidatos as (
    select
        metas.ejercicio,
        metas.archivo_sha256,
        max(archivos.recibido_en) as recibido_en,
        max(archivos.archivo) as archivo
    from metas
    left join archivos on metas.archivo_sha256 = archivos.archivo_sha256
    group by metas.ejercicio, metas.archivo_sha256
),

-- Dos archivos con el programa del mismo año: rige el que se recibió al último.
numerados as (
    select
        *,
        row_number() over (
            partition by ejercicio
            order by recibido_en desc nulls last, archivo desc nulls last, archivo_sha256 desc
        ) as orden
    from candidatos
),

vigentes as (
    select
        ejercicio,
        archivo_sha256
    from numerados
    where orden = 1
)

select * from vigentes
