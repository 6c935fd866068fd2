with

revisadas as (
    select * from {{ ref('int_seguimiento__capturas_revisadas') }}
),

rechazos as (
    select
        archivo_sha256,
        hoja,
        fila,
        case regla_rechazo
            when 'fecha_futura' then 'B3'
            when 'periodo_fuera_de_ejercicio' then 'B2'
            when 'area_desconocida' then 'B1'
            when 'razon_incompleta' then case when numerador is null then celda_numerador else celda_denominador end
            else 'A' || fila
        end as celda,
        case regla_rechazo
            when 'fecha_futura' then 'fecha_captura'
            when 'periodo_fuera_de_ejercicio' then 'periodo'
            when 'area_desconocida' then 'area'
            when 'razon_incompleta' then case when numerador is null then 'numerador' else 'denominador' end
            else 'clave'
        end as columna,
        case regla_rechazo
            when 'fecha_futura' then cast(fecha_captura_escrita as varchar)
            when 'periodo_fuera_de_ejercicio' then cast(periodo as varchar)
            when 'area_desconocida' then area_clave
            when 'razon_incompleta' then null
            else meta_clave
        end as valor,
        regla_rechazo as regla,
        case regla_rechazo
            when 'fecha_futura' then 'La fecha de captura es posterior a la fecha de referencia: el archivo no cuenta.'
            when 'periodo_fuera_de_ejercicio' then 'No hay programa para el año del periodo.'
            when 'area_desconocida' then 'El área no está en el programa.'
            when 'clave_inexistente' then 'La meta no está en el programa.'
            when 'clave_ajena' then 'La meta es de otra área (' || area_de_la_meta || ').'
            else 'En una razón van juntos numerador y denominador; falta uno.'
        end as motivo,
        case regla_rechazo
            when 'fecha_futura' then 'Corrija la fecha en B3 y entregue el archivo otra vez.'
            when 'periodo_fuera_de_ejercicio' then 'Corrija el periodo en B2, como AAAA-MM.'
            when 'area_desconocida' then 'Escriba en B1 la clave del área como aparece en el programa.'
            when 'clave_inexistente' then 'Corrija la clave con la de la plantilla.'
            when 'clave_ajena' then 'Quite el renglón: la captura la entrega el área responsable.'
            else 'Escriba el dato que falta, o deje vacíos los dos.'
        end as remedio,
        'rechazo' as gravedad
    from revisadas
    where regla_rechazo is not null
),

avisos as (
    select
        archivo_sha256,
        hoja,
        fila,
        'D' || fila as celda,
        'programado' as columna,
        cast(programado as varchar) as valor,
        'programado_distinto' as regla,
        'El programado no es el del calendario vigente ('
        || coalesce({{ numero_legible('programado_calendario') }}, 'no programado')
        || '); manda el calendario.' as motivo,
        'Use la plantilla prellenada; si el calendario cambió, tramite el ajuste.' as remedio,
        'aviso' as gravedad
    from revisadas
    where regla_rechazo is null and es_programado_distinto
),

todos as (
    select * from rechazos
    union all
    select * from avisos
),

con_fuente as (
    select
        'capturas' as fuente,
        archivo_sha256,
        'captura' as tabla,
        hoja,
        fila,
        celda,
        columna,
        valor,
        regla,
        motivo,
        remedio,
        gravedad
    from todos
)

select * from con_fuente
