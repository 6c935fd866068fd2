-- Después del corte todo es PENDIENTE; hasta el corte, nada lo es.
select
    meta_clave,
    periodo,
    clase
from {{ ref('mart_seguimiento__avance_mensual') }}
where es_vencido = (clase = 'PENDIENTE')
