-- De cada meta y mes capturados rige una versión, la última, y se numeran sin huecos.
select
    meta_clave,
    periodo,
    count(case when es_vigente then 1 end) as num_vigentes,
    max(version) as ultima_version,
    count(*) as num_versiones
from {{ ref('fct_capturas') }}
group by meta_clave, periodo
having
    count(case when es_vigente then 1 end) <> 1
    or max(version) <> count(*)
    or max(case when es_vigente then version end) <> max(version)
