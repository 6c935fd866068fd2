{# Redondeo a dos decimales, mitad alejándose de cero. La guarda de 1e-9 absorbe el punto flotante:
   89.995 calculado como 89.99499999999999 es un empate y sube. Sumar 0.0 evita el cero negativo. #}
{% macro redondear_centesimas(expresion) -%}
(sign({{ expresion }}) * floor(abs({{ expresion }}) * 100 + 0.5 + 1e-9) / 100 + 0.0)
{%- endmacro %}

{# Una suma de números escritos con pocos decimales, sin el residuo del punto flotante: 0.7 + 0.1 es 0.8, y
   0.1 + 0.2 - 0.3 es cero y no algo positivo. Las medias y razones dividen sumas ya limpias. #}
{% macro suma_limpia(expresion) -%}
(round(sum({{ expresion }}) over hasta_el_corte, 9) + 0.0)
{%- endmacro %}
