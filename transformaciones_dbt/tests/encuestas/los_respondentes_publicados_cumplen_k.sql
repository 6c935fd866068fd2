-- Compuerta de publicación: nadie queda en una combinación de (zona, sexo, grupo de edad) con menos de cinco personas.
select
    estudio,
    zona,
    sexo,
    grupo_edad,
    count(*) as num_personas
from {{ ref('mart_encuestas__respondentes') }}
where coalesce(zona, sexo, grupo_edad) is not null
group by estudio, zona, sexo, grupo_edad
having count(*) < 5
