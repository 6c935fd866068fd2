{# Lo que cada motor escribe a su manera: otro motor agrega su <motor>__<macro> y las vistas no cambian.
   Fuera de dbt (al revisar el estilo) no hay «adapter»: se usa la forma de DuckDB. #}

{# Un renglón por día entre dos fechas, ambas incluidas. #}
{% macro serie_de_dias(desde, hasta) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('serie_de_dias', 'mirador')(desde, hasta) }}
{%- else -%}
    {{ default__serie_de_dias(desde, hasta) }}
{%- endif -%}
{%- endmacro %}

{% macro default__serie_de_dias(desde, hasta) -%}
select cast(dia as date) as fecha from generate_series({{ desde }}, {{ hasta }}, interval '1 day') as serie (dia)
{%- endmacro %}

{# Días naturales entre dos fechas: negativo si la segunda es anterior. #}
{% macro dias_entre(desde, hasta) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('dias_entre', 'mirador')(desde, hasta) }}
{%- else -%}
    {{ default__dias_entre(desde, hasta) }}
{%- endif -%}
{%- endmacro %}

{% macro default__dias_entre(desde, hasta) -%}
date_diff('day', {{ desde }}, {{ hasta }})
{%- endmacro %}

{# Mediana, también como función de ventana. #}
{% macro mediana(expresion) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('mediana', 'mirador')(expresion) }}
{%- else -%}
    {{ default__mediana(expresion) }}
{%- endif -%}
{%- endmacro %}

{% macro default__mediana(expresion) -%}
median({{ expresion }})
{%- endmacro %}

{# Mediana de las desviaciones absolutas (MAD), también como función de ventana. #}
{% macro desviacion_mediana(expresion) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('desviacion_mediana', 'mirador')(expresion) }}
{%- else -%}
    {{ default__desviacion_mediana(expresion) }}
{%- endif -%}
{%- endmacro %}

{% macro default__desviacion_mediana(expresion) -%}
mad({{ expresion }})
{%- endmacro %}

{# Un número para leerse: miles con coma, dos decimales como mucho y sin ceros de relleno. #}
{% macro numero_legible(expresion) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('numero_legible', 'mirador')(expresion) }}
{%- else -%}
    {{ default__numero_legible(expresion) }}
{%- endif -%}
{%- endmacro %}

{% macro default__numero_legible(expresion) -%}
regexp_replace(format('{:,.2f}', cast({{ expresion }} as double)), '\.?0+$', '')
{%- endmacro %}
