{# Redondeo a dos decimales, mitad alejándose de cero. La guarda de 1e-9 absorbe el punto flotante:
   89.995 calculado como 89.99499999999999 es un empate y sube. Sumar 0.0 evita el cero negativo. #}
{% macro redondear_centesimas(expresion) -%}
(sign({{ expresion }}) * floor(abs({{ expresion }}) * 100 + 0.5 + 1e-9) / 100 + 0.0)
{%- endmacro %}

{# Un residuo de punto flotante alrededor de cero es cero: sin esto, 0.1 + 0.2 - 0.3 sería positivo. #}
{% macro sin_residuo(expresion) -%}
(case when abs({{ expresion }}) < 1e-9 then 0.0 else {{ expresion }} end)
{%- endmacro %}
