{# Los marts y dimensiones quedan en ``main``: un analista escribe el nombre de la tabla y nada más. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
