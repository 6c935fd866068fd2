select
    cobertura.estudio,
    sum(cobertura.num_hechas) as hechas,
    min(ficha.num_entrevistas) as entrevistas
from {{ ref('mart_encuestas__cobertura') }} as cobertura
inner join {{ ref('mart_encuestas__ficha') }} as ficha on cobertura.estudio = ficha.estudio
group by cobertura.estudio
having sum(cobertura.num_hechas) > min(ficha.num_entrevistas)
