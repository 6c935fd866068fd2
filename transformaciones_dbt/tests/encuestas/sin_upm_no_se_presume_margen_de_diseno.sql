select
    estudio,
    base_margen
from {{ ref('mart_encuestas__ficha') }}
where
    tipo_estudio = 'encuesta'
    and (
        (not es_probabilistica and (base_margen <> 'sin_margen' or margen_maximo is not null))
        or (es_probabilistica and not tiene_upm and base_margen <> 'solo_pesos')
    )
