with

programas as (
    select * from {{ ref('int_seguimiento__programas') }}
),

lineas as (
    select * from {{ ref('stg_programa__lineas') }}
),

estrategias as (
    select * from {{ ref('stg_programa__estrategias') }}
),

objetivos as (
    select * from {{ ref('stg_programa__objetivos') }}
),

ejes as (
    select * from {{ ref('stg_programa__ejes') }}
),

arbol as (
    select
        lineas.linea_clave,
        lineas.linea_nombre,
        lineas.estrategia_clave,
        estrategias.estrategia_nombre,
        estrategias.objetivo_clave,
        objetivos.objetivo_nombre,
        objetivos.eje_clave,
        ejes.eje_nombre,
        row_number() over (partition by lineas.linea_clave order by programas.ejercicio desc) as orden
    from lineas
    inner join programas on lineas.archivo_sha256 = programas.archivo_sha256
    left join estrategias
        on
            lineas.archivo_sha256 = estrategias.archivo_sha256
            and lineas.estrategia_clave = estrategias.estrategia_clave
    left join objetivos
        on
            estrategias.archivo_sha256 = objetivos.archivo_sha256
            and estrategias.objetivo_clave = objetivos.objetivo_clave
    left join ejes
        on objetivos.archivo_sha256 = ejes.archivo_sha256 and objetivos.eje_clave = ejes.eje_clave
),

finales as (
    select * exclude (orden) from arbol
    where orden = 1
)

select * from finales
