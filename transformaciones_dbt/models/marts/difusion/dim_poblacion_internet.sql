-- Población de la demarcación que usa internet, por edad y sexo: censo × ENDUTIH. Los grupos de las dos fuentes no
-- coinciden y a uno le falta dato: el denominador es un intervalo, no una interpolación. Se publican los grupos en los
-- que caben enteros los de las plataformas (18-24, 25-34, 35-44, 45-54, 55-64 y 65+).
with

habitantes as (
    select
        case sexo when 'Total' then 'Todos' else sexo end as sexo,
        cast({{ parte_de_lista("replace(grupo_edad, '+', '-130')", '-', 1) }} as integer) as edad_minima,
        cast({{ parte_de_lista("replace(grupo_edad, '+', '-130')", '-', 2) }} as integer) as edad_maxima,
        anio as anio_poblacion,
        cast(valor as bigint) as num_habitantes
    from {{ ref('poblacion') }}
    where tabla = 'raking_18mas_2020' and grupo_edad <> '18+'
),

con_internet as (
    select
        habitantes.sexo,
        habitantes.edad_minima,
        habitantes.edad_maxima,
        habitantes.anio_poblacion,
        habitantes.num_habitantes,
        min(uso.proporcion_minima) as proporcion_minima,
        max(uso.proporcion_maxima) as proporcion_maxima,
        max(uso.anio) as anio_internet
    from habitantes
    inner join {{ ref('uso_de_internet') }} as uso
        on habitantes.edad_minima <= uso.edad_maxima and habitantes.edad_maxima >= uso.edad_minima
    group by
        habitantes.sexo, habitantes.edad_minima, habitantes.edad_maxima, habitantes.anio_poblacion,
        habitantes.num_habitantes
),

grupos as (
    select
        'Todas' as grupo_edad,
        18 as grupo_minima,
        130 as grupo_maxima
    union all
    select
        '18 a 44' as grupo_edad,
        18 as grupo_minima,
        44 as grupo_maxima
    union all
    select
        '45 a 64' as grupo_edad,
        45 as grupo_minima,
        64 as grupo_maxima
    union all
    select
        '65 y más' as grupo_edad,
        65 as grupo_minima,
        130 as grupo_maxima
),

sumados as (
    select
        con_internet.sexo,
        grupos.grupo_edad,
        grupos.grupo_minima as edad_minima,
        grupos.grupo_maxima as edad_maxima,
        cast(sum(con_internet.num_habitantes) as bigint) as num_habitantes,
        cast(round(sum(con_internet.num_habitantes * con_internet.proporcion_minima)) as bigint)
            as num_con_internet_minimo,
        cast(round(sum(con_internet.num_habitantes * con_internet.proporcion_maxima)) as bigint)
            as num_con_internet_maximo,
        max(con_internet.anio_poblacion) as anio_poblacion,
        max(con_internet.anio_internet) as anio_internet
    from grupos
    inner join con_internet
        on grupos.grupo_minima <= con_internet.edad_minima and grupos.grupo_maxima >= con_internet.edad_maxima
    group by con_internet.sexo, grupos.grupo_edad, grupos.grupo_minima, grupos.grupo_maxima
),

con_clave as (
    select
        sexo || '|' || grupo_edad as poblacion_clave,
        sexo,
        grupo_edad,
        edad_minima,
        edad_maxima,
        num_habitantes,
        num_con_internet_minimo,
        num_con_internet_maximo,
        cast(anio_poblacion as integer) as anio_poblacion,
        cast(anio_internet as integer) as anio_internet,
        'INEGI, Censo 2020 (edad y sexo estimados) y ENDUTIH 2024 (uso de internet por edad, nacional)'
            as fuente_poblacion
    from sumados
)

select * from con_clave
