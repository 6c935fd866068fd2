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
