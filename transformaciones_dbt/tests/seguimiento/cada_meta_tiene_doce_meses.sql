-- Un renglón por meta y por cada uno de los doce meses del ejercicio, haya o no captura.
select
    meta_clave,
    ejercicio,
    count(*) as num_meses
from {{ ref('mart_seguimiento__avance_mensual') }}
group by meta_clave, ejercicio
having count(*) <> 12
