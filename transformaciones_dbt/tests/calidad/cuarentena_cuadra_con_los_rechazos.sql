-- El conteo de cuarentena de cada archivo leído es el de sus renglones señalados, uno por uno.
with

senalados as (
    select
        fuente,
        archivo_sha256,
        count(distinct coalesce(hoja, '') || '!' || coalesce(fila, 0)) as num_senalados
    from {{ ref('fct_rechazos') }}
    where gravedad = 'rechazo'
    group by fuente, archivo_sha256
)

select
    archivos.fuente,
    archivos.archivo,
    archivos.num_rechazados,
    coalesce(senalados.num_senalados, 0) as num_senalados
from {{ ref('fct_archivos') }} as archivos
left join senalados
    on
        archivos.fuente = senalados.fuente
        and archivos.archivo_sha256 = senalados.archivo_sha256
where
    archivos.estado != 'rechazado'
    and archivos.num_rechazados != coalesce(senalados.num_senalados, 0)
