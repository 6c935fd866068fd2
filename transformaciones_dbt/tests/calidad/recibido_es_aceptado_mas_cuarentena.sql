-- Por archivo, nada se pierde: lo recibido es lo que entró más lo que quedó en cuarentena,
-- contando lo que rechazaron las reglas que miran otros archivos.
select
    fuente,
    archivo,
    num_renglones,
    num_aceptados,
    num_rechazados
from {{ ref('fct_archivos') }}
where
    num_renglones != num_aceptados + num_rechazados
    or num_aceptados < 0
    or num_rechazados < 0
