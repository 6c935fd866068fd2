with

revisadas as (
    select * from {{ ref('int_seguimiento__capturas_revisadas') }}
    where regla_rechazo is null
),

-- Orden de las versiones: fecha de captura; a igualdad, recepción; a igualdad, nombre del archivo.
numeradas as (
    select
        *,
        row_number() over orden_de_llegada as version,
        row_number() over (
            partition by meta_clave, periodo
            order by fecha_captura desc, recibido_en desc, archivo desc, archivo_sha256 desc
        ) as version_desde_el_final,
        min(case when tiene_valor and not es_no_aplica then fecha_captura end) over (
            partition by meta_clave, periodo
        ) as fecha_primer_valor,
        max(case when tiene_valor or es_no_aplica then 1 else 0 end) over (
            orden_de_llegada rows between unbounded preceding and 1 preceding
        ) as tenia_dato
    from revisadas
    window
        orden_de_llegada as (
            partition by meta_clave, periodo
            order by fecha_captura, recibido_en, archivo, archivo_sha256
        )
),

versiones as (
    select
        *,
        version_desde_el_final = 1 as es_vigente,
        not tiene_valor and not es_no_aplica and coalesce(tenia_dato, 0) = 1 as es_retiro
    from numeradas
)

select * from versiones
