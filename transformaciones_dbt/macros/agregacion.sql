{# REGLAS §5: media ponderada de los cumplimientos topados, redondeada antes de ordenar o clasificar.
   Σ peso = 0 no tiene media. #}
{% macro media_ponderada(valor) -%}
{{ redondear_centesimas(
    'sum(case when ' ~ valor ~ ' is not null then peso * ' ~ valor ~ ' end)'
    ~ ' / nullif(sum(case when ' ~ valor ~ ' is not null then peso end), 0)'
) }}
{%- endmacro %}

{# Los conteos que acompañan siempre a una media. #}
{% macro conteos_por_clase() -%}
count(*) as num_metas,
{% for clase in [
    'cumplida', 'buen_desempeno', 'regular', 'deficiente', 'sin_captura',
    'no_evaluable', 'no_programada', 'no_aplica', 'pendiente'
] -%}
count(case when clase = '{{ clase | upper }}' then 1 end) as num_{{ clase }},
{% endfor -%}
count(cumplimiento_tope) as num_evaluables,
count(case when cumplimiento_tope is not null or clase in ('SIN_CAPTURA', 'NO_EVALUABLE') then 1 end)
    as num_exigibles,
cast(sum(num_meses_omitidos) as bigint) as num_meses_omitidos,
cast(sum(num_extemporaneas) as bigint) as num_extemporaneas,
count(case when es_excedida then 1 end) as num_excedidas
{%- endmacro %}

{# Proporción (0–1) del peso exigible que se pudo evaluar. #}
{% macro cobertura() -%}
coalesce(sum(case when cumplimiento_tope is not null then peso end), 0)
/ nullif(
    sum(case when cumplimiento_tope is not null or clase in ('SIN_CAPTURA', 'NO_EVALUABLE') then peso end), 0
)
{%- endmacro %}
