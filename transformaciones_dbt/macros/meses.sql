{# Número de mes (1–12) de una abreviatura. #}
{% macro numero_de_mes(columna) -%}
case {{ columna }}
    {%- for mes in ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'] %}
    when '{{ mes }}' then {{ loop.index }}
    {%- endfor %}
end
{%- endmacro %}

{# Valor de la columna del mes: de doce columnas a una, con el número de mes dado. #}
{% macro valor_del_mes(relacion, numero) -%}
case {{ numero }}
    {%- for mes in ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'] %}
    when {{ loop.index }} then {{ relacion }}.{{ mes }}
    {%- endfor %}
end
{%- endmacro %}

{# Nombre del mes en español, en minúsculas. #}
{% macro nombre_de_mes(numero) -%}
case {{ numero }}
    {%- for mes in [
        'enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio',
        'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'
    ] %}
    when {{ loop.index }} then '{{ mes }}'
    {%- endfor %}
end
{%- endmacro %}
