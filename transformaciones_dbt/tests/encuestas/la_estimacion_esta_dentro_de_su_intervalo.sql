select
    estudio,
    pregunta,
    opcion,
    corte_valor,
    estimacion,
    ic_inferior,
    ic_superior
from {{ ref('mart_encuestas__resultados') }}
where
    estimacion < ic_inferior - 0.000000001
    or estimacion > ic_superior + 0.000000001
    or proporcion not between 0 and 1
