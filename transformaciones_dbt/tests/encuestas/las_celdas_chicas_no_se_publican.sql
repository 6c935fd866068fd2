-- Ninguna cifra por escolaridad habla de una a cuatro personas, contadas en la base anónima que la acompaña.
-- Se revisa en escolaridad porque nunca se deja en blanco: ahí la cuenta es exacta.
with personas as (
    select
        estudio,
        caso,
        escolaridad
    from {{ ref('mart_encuestas__respondentes') }}
    where escolaridad is not null
),

cuentas as (
    select
        dichas.estudio,
        dichas.pregunta,
        dichas.opcion,
        personas.escolaridad,
        count(distinct dichas.caso) as num_personas
    from {{ ref('mart_encuestas__contestaciones') }} as dichas
    inner join personas on dichas.estudio = personas.estudio and dichas.caso = personas.caso
    where dichas.opcion is not null
    group by dichas.estudio, dichas.pregunta, dichas.opcion, personas.escolaridad
)

select
    resultados.estudio,
    resultados.pregunta,
    resultados.opcion,
    resultados.corte_valor
from {{ ref('mart_encuestas__resultados') }} as resultados
inner join cuentas
    on
        resultados.estudio = cuentas.estudio
        and resultados.pregunta = cuentas.pregunta
        and resultados.opcion = cuentas.opcion
        and resultados.corte_valor = cuentas.escolaridad
where
    resultados.corte = 'escolaridad'
    and resultados.medida = 'proporcion'
    and not resultados.es_suprimido
    and cuentas.num_personas between 1 and 4
