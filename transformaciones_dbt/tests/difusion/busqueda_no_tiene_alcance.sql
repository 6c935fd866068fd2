-- Una campaña a la que la plataforma no le mide alcance se queda sin alcance, no en cero.
select
    campana_clave,
    periodo
from {{ ref('mart_difusion__campana_mes') }}
where not tiene_alcance and (alcance_minimo is not null or alcance_maximo is not null or frecuencia_minima is not null)
