{# La combinación de columnas no se repite ni trae nulos: lo que diría una llave primaria, como prueba. #}
{% test llave_unica(model, columnas) %}
    select
        {{ columnas | join(', ') }},
        count(*) as num_veces
    from {{ model }}
    group by {{ columnas | join(', ') }}
    having
        count(*) > 1
        {% for columna in columnas %}
            or {{ columna }} is null
        {% endfor %}
{% endtest %}
