-- La cota inferior nunca cruza a la superior, y ninguna pasa de las impresiones.
select
    alcance_clave,
    alcance_minimo,
    alcance_maximo
from {{ ref('mart_difusion__alcance') }}
where
    alcance_minimo > alcance_maximo
    or (metodo = 'intervalo' and alcance_maximo > num_impresiones_con_alcance and not es_inconsistente)
    or (alcance_minimo is null) <> (alcance_maximo is null)
