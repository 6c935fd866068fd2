{# Distintos contando los nulos: dos nulos son iguales; un nulo y un valor, no. #}
{% macro es_distinto(uno, otro) -%}
coalesce({{ uno }} <> {{ otro }}, ({{ uno }} is null) <> ({{ otro }} is null))
{%- endmacro %}
