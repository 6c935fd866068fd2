-- Solo si están las 89: con huecos, el mapa diría menos que el mosaico.
with poligonos as (
    select * from {{ ref('dim_poligono') }}
),

colonias as (
    select * from {{ ref('dim_colonia') }}
),

completo as (
    select count(distinct poligonos.colonia_clave) = count(distinct colonias.colonia_clave) as es_completo
    from colonias
    left join poligonos on colonias.colonia_clave = poligonos.colonia_clave
),

final as (
    select
        poligonos.colonia_clave,
        poligonos.trazo,
        poligonos.x,
        poligonos.y,
        poligonos.ancho,
        poligonos.alto
    from poligonos
    inner join colonias on poligonos.colonia_clave = colonias.colonia_clave
    cross join completo
    where completo.es_completo
)

select * from final
