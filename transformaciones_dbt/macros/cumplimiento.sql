{# REGLAS §3. Las macros suponen en el renglón: sentido, acumulacion, metodo_cumplimiento, metodo_del_sentido,
   linea_base, limite_inferior, limite_superior y tolerancia. Las comparaciones que saltan (≥, =) llevan la misma
   guarda de 1e-9 que el redondeo: sin ella, 0.7 + 0.1 no alcanzaría una meta de 0.8. #}

{# linea_base sin línea, o con la meta igual a la línea: no hay brecha que cerrar. #}
{% macro es_sin_brecha(programado) -%}
(
    metodo_cumplimiento = 'linea_base'
    and acumulacion <> 'suma'
    and (linea_base is null or abs({{ programado }} - linea_base) < 1e-9)
)
{%- endmacro %}

{# La meta queda del lado equivocado de su línea base: el sentido y los números se contradicen. #}
{% macro es_lb_incoherente(programado) -%}
(
    metodo_cumplimiento = 'linea_base'
    and acumulacion <> 'suma'
    and (
        (sentido = 'ascendente' and {{ programado }} < linea_base - 1e-9)
        or (sentido = 'descendente' and {{ programado }} > linea_base + 1e-9)
    )
)
{%- endmacro %}

{# El método que de verdad se aplica con ese programado. #}
{% macro metodo_efectivo(programado) -%}
case
    when metodo_cumplimiento = 'linea_base' and acumulacion = 'suma' then metodo_del_sentido
    when {{ es_sin_brecha(programado) }} then metodo_del_sentido
    else metodo_cumplimiento
end
{%- endmacro %}

{# Cumplimiento sin redondear; nulo si no se puede calcular. #}
{% macro cumplimiento_crudo(metodo, realizado, programado) -%}
case {{ metodo }}
    when 'directo' then case
        when {{ programado }} > 0 then 100 * {{ realizado }} / {{ programado }}
        when {{ programado }} = 0 and {{ realizado }} = 0 then 100
    end
    when 'inverso' then case
        when {{ realizado }} < 0 or {{ programado }} < 0 then null
        when {{ realizado }} = 0 then 100
        when {{ programado }} > 0 then 100 * {{ programado }} / {{ realizado }}
        when {{ programado }} = 0 then 0
    end
    when 'lineal' then case
        when {{ programado }} > 0 then greatest(0, 100 * (2 - {{ realizado }} / {{ programado }}))
        when {{ programado }} = 0 then case when {{ realizado }} <= 0 then 100 else 0 end
    end
    when 'linea_base' then 100 * ({{ realizado }} - linea_base) / ({{ programado }} - linea_base)
    when 'tolerancia' then {{ cumplimiento_con_holgura(
        'abs(' ~ realizado ~ ' - ' ~ programado ~ ')', 'coalesce(tolerancia, 0) / 100 * abs(' ~ programado ~ ')', true
    ) }}
    when 'rango' then case
        when limite_inferior is not null and limite_superior is not null then {{ cumplimiento_con_holgura(
            'greatest(limite_inferior - ' ~ realizado ~ ', ' ~ realizado ~ ' - limite_superior, 0)',
            'coalesce(tolerancia, 0) / 100 * (limite_superior - limite_inferior)', false
        ) }}
    end
    when 'hito' then case when {{ realizado }} >= {{ programado }} - 1e-9 then 100 else 0 end
end
{%- endmacro %}

{# 100 sin distancia (o dentro de la holgura, si se perdona); de ahí baja en línea recta hasta 0 en una holgura más. #}
{% macro cumplimiento_con_holgura(distancia, holgura, se_perdona) -%}
case
    when {{ distancia }} < 1e-9 then 100
    when {{ holgura }} <= 0 then 0
    {%- if se_perdona %}
    when {{ distancia }} <= {{ holgura }} then 100
    else 100 * greatest(0, 1 - ({{ distancia }} - {{ holgura }}) / ({{ holgura }}))
    {%- else %}
    else 100 * greatest(0, 1 - {{ distancia }} / ({{ holgura }}))
    {%- endif %}
end
{%- endmacro %}
