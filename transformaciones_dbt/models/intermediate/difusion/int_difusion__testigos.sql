-- Cada testigo declarado con su imagen. La ruta recibida dice qué huella tiene; dos nombres con los
-- mismos bytes comparten huella y así se descubren.
with

declarados as (
    select * from {{ ref('stg_pauta__testigos') }}
),

recibidos as (
    select
        nombres.archivo,
        max(archivos.archivo_sha256) as imagen_sha256
    from {{ ref('stg_bitacora__nombres') }} as nombres
    inner join {{ ref('stg_bitacora__archivos') }} as archivos
        on nombres.fuente = archivos.fuente and nombres.archivo_sha256 = archivos.archivo_sha256
    where archivos.fuente = 'pauta' and archivos.estado = 'leido'
    group by nombres.archivo
),

imagenes as (
    select
        archivo_sha256,
        min(imagen) as imagen,
        min(formato) as formato,
        min(ancho) as ancho,
        min(alto) as alto,
        min(huella_perceptual) as huella_perceptual,
        min(miniatura) as miniatura
    from {{ ref('stg_pauta__imagenes') }}
    group by archivo_sha256
),

por_nombre as (
    select
        imagen,
        min(archivo_sha256) as archivo_sha256
    from imagenes
    group by imagen
),

unidos as (
    select
        declarados.campana_clave || '|' || declarados.imagen as clave_base,
        declarados.campana_clave,
        declarados.imagen,
        declarados.capturado_en,
        cast(date_trunc('month', declarados.capturado_en) as date) as periodo,
        declarados.direccion,
        declarados.descripcion,
        declarados.entrego,
        declarados.archivo_sha256,
        declarados.hoja,
        declarados.fila,
        imagenes.archivo_sha256 as imagen_sha256,
        imagenes.formato,
        imagenes.ancho,
        imagenes.alto,
        imagenes.huella_perceptual,
        imagenes.miniatura
    from declarados
    left join recibidos on recibidos.archivo = 'pauta/testigos/' || declarados.imagen
    left join por_nombre on declarados.imagen = por_nombre.imagen
    left join imagenes
        on coalesce(recibidos.imagen_sha256, por_nombre.archivo_sha256) = imagenes.archivo_sha256
),

numerados as (
    select
        *,
        row_number() over (partition by clave_base order by capturado_en, fila) as ocurrencia,
        row_number() over (order by capturado_en, campana_clave, imagen, fila) as orden
    from unidos
),

con_clave as (
    select
        *,
        clave_base || case when ocurrencia > 1 then '|' || ocurrencia else '' end as testigo_clave
    from numerados
)

select * from con_clave
