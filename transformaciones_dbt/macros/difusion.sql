{# Texto para comparar nombres: sin acentos, mayúsculas, guiones bajos ni espacios repetidos. #}
{% macro forma_comparable(texto) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('forma_comparable', 'mirador')(texto) }}
{%- else -%}
    {{ default__forma_comparable(texto) }}
{%- endif -%}
{%- endmacro %}

{% macro default__forma_comparable(texto) -%}
trim(lower(strip_accents(regexp_replace(replace({{ texto }}, '_', ' '), '\s+', ' ', 'g'))))
{%- endmacro %}

{# Cota superior de un alcance: la suma de las partes de una cobertura completa.
   Es el ÚNICO lugar donde el alcance se suma, y lo que da nunca es un resultado por sí mismo. #}
{% macro cota_superior(parte) -%}
sum({{ parte }})
{%- endmacro %}

{# Bits en los que difieren dos huellas de 256 bits escritas con 64 hexadecimales. #}
{% macro distancia_de_huellas(una, otra) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('distancia_de_huellas', 'mirador')(una, otra) }}
{%- else -%}
    {{ default__distancia_de_huellas(una, otra) }}
{%- endif -%}
{%- endmacro %}

{% macro default__distancia_de_huellas(una, otra) -%}
(
    {%- for inicio in [1, 17, 33, 49] %}
    bit_count(xor(
        cast('0x' || substr({{ una }}, {{ inicio }}, 16) as ubigint),
        cast('0x' || substr({{ otra }}, {{ inicio }}, 16) as ubigint)
    )){{ ' +' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{# Segundos entre dos momentos. #}
{% macro segundos_entre(desde, hasta) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('segundos_entre', 'mirador')(desde, hasta) }}
{%- else -%}
    {{ default__segundos_entre(desde, hasta) }}
{%- endif -%}
{%- endmacro %}

{% macro default__segundos_entre(desde, hasta) -%}
date_diff('second', {{ desde }}, {{ hasta }})
{%- endmacro %}

{# Momento que resulta de sumar segundos. #}
{% macro sumar_segundos(momento, segundos) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('sumar_segundos', 'mirador')(momento, segundos) }}
{%- else -%}
    {{ default__sumar_segundos(momento, segundos) }}
{%- endif -%}
{%- endmacro %}

{% macro default__sumar_segundos(momento, segundos) -%}
{{ momento }} + to_seconds({{ segundos }})
{%- endmacro %}

{# Último día del mes de una fecha. #}
{% macro fin_de_mes(fecha) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('fin_de_mes', 'mirador')(fecha) }}
{%- else -%}
    {{ default__fin_de_mes(fecha) }}
{%- endif -%}
{%- endmacro %}

{% macro default__fin_de_mes(fecha) -%}
last_day({{ fecha }})
{%- endmacro %}

{# Número de día de la semana: 1 = lunes, 7 = domingo. #}
{% macro dia_de_la_semana(fecha) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('dia_de_la_semana', 'mirador')(fecha) }}
{%- else -%}
    {{ default__dia_de_la_semana(fecha) }}
{%- endif -%}
{%- endmacro %}

{% macro default__dia_de_la_semana(fecha) -%}
isodow({{ fecha }})
{%- endmacro %}

{# Lugar de una palabra en una lista escrita con separador: 0 si no está. #}
{% macro posicion_en_lista(lista, separador, palabra) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('posicion_en_lista', 'mirador')(lista, separador, palabra) }}
{%- else -%}
    {{ default__posicion_en_lista(lista, separador, palabra) }}
{%- endif -%}
{%- endmacro %}

{% macro default__posicion_en_lista(lista, separador, palabra) -%}
coalesce(list_position(string_split({{ lista }}, '{{ separador }}'), '{{ palabra }}'), 0)
{%- endmacro %}

{# La parte en ese lugar de una lista escrita con separador; nula si el lugar es 0 o está vacía. #}
{% macro parte_de_lista(lista, separador, lugar) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('parte_de_lista', 'mirador')(lista, separador, lugar) }}
{%- else -%}
    {{ default__parte_de_lista(lista, separador, lugar) }}
{%- endif -%}
{%- endmacro %}

{% macro default__parte_de_lista(lista, separador, lugar) -%}
nullif(list_extract(string_split({{ lista }}, '{{ separador }}'), {{ lugar }}), '')
{%- endmacro %}

{# El día que sigue. #}
{% macro dia_siguiente(fecha) -%}
{%- if adapter is defined -%}
    {{ adapter.dispatch('dia_siguiente', 'mirador')(fecha) }}
{%- else -%}
    {{ default__dia_siguiente(fecha) }}
{%- endif -%}
{%- endmacro %}

{% macro default__dia_siguiente(fecha) -%}
({{ fecha }} + 1)
{%- endmacro %}
