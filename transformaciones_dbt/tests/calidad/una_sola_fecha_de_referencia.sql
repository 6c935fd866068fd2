-- La corrida trae una fecha de referencia y solo una: dos harían ambigua toda regla de oportunidad.
select count(*) as num_renglones
from {{ ref('stg_bitacora__corrida') }}
having count(*) != 1
