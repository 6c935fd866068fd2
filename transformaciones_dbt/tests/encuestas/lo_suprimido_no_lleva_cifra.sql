-- Lo que la regla suprime no se puede leer tampoco en el almacén, y siempre dice su causa.
select
    estudio,
    pregunta,
    opcion,
    corte_valor
from {{ ref('mart_encuestas__resultados') }}
where
    es_suprimido
    and (
        estimacion is not null
        or ic_inferior is not null
        or error_estandar is not null
        or motivo_supresion is null
    )
