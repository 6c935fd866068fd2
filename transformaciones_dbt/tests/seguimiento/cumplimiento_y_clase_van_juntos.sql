-- Hay cumplimiento si y solo si la clase es una de las cuatro; el topado queda en 0–100 y SIN_CAPTURA compite con 0.
select
    meta_clave,
    periodo,
    clase,
    cumplimiento,
    cumplimiento_tope,
    cumplimiento_ranking
from {{ ref('mart_seguimiento__avance_mensual') }}
where
    (clase in ('CUMPLIDA', 'BUEN_DESEMPENO', 'REGULAR', 'DEFICIENTE')) <> (cumplimiento is not null)
    or (cumplimiento is null) <> (cumplimiento_tope is null)
    or cumplimiento_tope not between 0 and 100
    or (clase = 'SIN_CAPTURA' and cumplimiento_ranking is distinct from 0)
    or (clase <> 'SIN_CAPTURA' and cumplimiento_ranking is distinct from cumplimiento_tope)
