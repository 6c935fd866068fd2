-- Sin respuesta no hay minutos; con respuesta nunca son negativos, y el plazo siempre vence en servicio.
select
    solicitud_clave,
    estado,
    minutos_atencion
from {{ ref('mart_difusion__solicitudes') }}
where
    (atendida_en is null) <> (minutos_atencion is null)
    or minutos_atencion < 0
    or vence_en is null
    or {{ dia_de_la_semana('vence_en') }} > 5
