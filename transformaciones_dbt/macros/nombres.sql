{# «Dirección General de Obras» → «Obras»: el nombre corto que cabe en una tabla. Lo que va entre paréntesis se quita. #}
{% macro sin_tipo_de_unidad(nombre) -%}
trim(regexp_replace(
    regexp_replace(
        {{ nombre }},
        '^(Dirección|Subdirección|Coordinación|Comisión|Jefatura|Unidad)( General| Ejecutiva)? de (la |las |los )?', ''
    ),
    '\s*\([^)]*\)\s*$', ''
))
{%- endmacro %}

{# La clase, como la lee una persona. #}
{% macro clase_legible(clase) -%}
case {{ clase }}
    when 'CUMPLIDA' then 'cumplida'
    when 'BUEN_DESEMPENO' then 'buen desempeño'
    when 'REGULAR' then 'regular'
    when 'DEFICIENTE' then 'deficiente'
end
{%- endmacro %}

{# Una cantidad en una frase: desde cien, sin decimales; antes, uno cuando mucho. #}
{% macro cantidad_legible(expresion) -%}
case
    when abs({{ expresion }}) >= 100 then {{ numero_legible('round(' ~ expresion ~ ')') }}
    else {{ numero_legible('round(' ~ expresion ~ ', 1)') }}
end
{%- endmacro %}

{# Un porcentaje con un decimal, como en pantalla; con dos cuando uno lo confundiría con el umbral que no alcanza. #}
{% macro porcentaje_legible(expresion, umbral) -%}
case
    when round({{ expresion }}, 1) = {{ umbral }} then {{ numero_legible(expresion) }}
    else {{ numero_legible('round(' ~ expresion ~ ', 1)') }}
end
{%- endmacro %}

{# «5 nov»: el día como se dice en el portal. #}
{% macro dia_legible(fecha) -%}
extract(day from {{ fecha }}) || ' ' || case extract(month from {{ fecha }})
    {%- for mes in ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'] %}
    when {{ loop.index }} then '{{ mes }}'
    {%- endfor %}
end
{%- endmacro %}
