select
    diferencias.estudio,
    diferencias.estudio_anterior
from {{ ref('fct_diferencias_oleadas') }} as diferencias
inner join {{ ref('dim_estudio') }} as actual on diferencias.estudio = actual.estudio
inner join {{ ref('dim_estudio') }} as anterior on diferencias.estudio_anterior = anterior.estudio
where
    actual.modo <> anterior.modo
    or actual.serie <> anterior.serie
    or actual.oleada <= anterior.oleada
