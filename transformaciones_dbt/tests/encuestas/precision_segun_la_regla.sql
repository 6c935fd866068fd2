-- REGLAS §9: se suprime con n efectiva < 30, gl < 8 o intervalo de 30 puntos o más; base pequeña de 30 a 99.
select
    estudio,
    pregunta,
    opcion,
    corte_valor,
    precision
from {{ ref('mart_encuestas__resultados') }}
where
    not es_suprimido
    and (
        n_efectiva < 30
        or grados_libertad < 8
        or (medida in ('proporcion', 'neto') and ic_superior - ic_inferior >= 0.30)
        or (precision = 'confiable' and num_base < 100)
        or (precision = 'base_pequena' and num_base >= 100)
    )
