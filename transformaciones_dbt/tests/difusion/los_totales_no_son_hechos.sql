-- Ningún renglón guardado como total aparece también como entrega.
select
    totales.archivo_sha256,
    totales.fila
from {{ ref('fct_totales_reportados') }} as totales
inner join {{ ref('int_difusion__renglones') }} as renglones
    on totales.archivo_sha256 = renglones.archivo_sha256 and totales.fila = renglones.fila
