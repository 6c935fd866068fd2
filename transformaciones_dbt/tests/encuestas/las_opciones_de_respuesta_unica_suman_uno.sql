-- NS/NC está en la base: las opciones de una pregunta de respuesta única completan el 100 %.
select
    estudio,
    pregunta,
    sum(proporcion) as suma
from {{ ref('mart_encuestas__resultados') }}
where
    tipo_pregunta = 'unica'
    and medida = 'proporcion'
    and corte = 'total'
group by
    estudio,
    pregunta
having
    count(*) filter (where es_suprimido) = 0
    and abs(sum(proporcion) - 1) > 0.000001
