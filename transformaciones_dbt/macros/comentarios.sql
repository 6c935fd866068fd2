{#- Las descripciones, como comentarios de tablas y columnas, de una sola vez al terminar.
    ``persist_docs`` lo hace modelo por modelo, consultando las columnas de cada uno: cinco segundos por corrida. -#}
{%- macro comentar_todo(resultados) -%}
    {%- if execute and resultados -%}
        {%- set construidos = [] -%}
        {%- for resultado in resultados if resultado.node.resource_type in ("model", "seed") and resultado.status == "success" -%}
            {%- do construidos.append(resultado.node) -%}
        {%- endfor -%}
        {%- if construidos -%}
            {%- set existentes = {} -%}
            {%- for esquema, tabla, columna in run_query(
                "select schema_name, table_name, column_name from duckdb_columns() where not internal"
            ).rows -%}
                {%- do existentes.update({esquema ~ "." ~ tabla ~ "." ~ columna: true}) -%}
            {%- endfor -%}
            {%- set ordenes = [] -%}
            {%- for nodo in construidos -%}
                {%- set relacion = '"' ~ nodo.schema ~ '"."' ~ (nodo.alias or nodo.name) ~ '"' -%}
                {%- set clase = "view" if nodo.config.materialized == "view" else "table" -%}
                {%- if nodo.description -%}
                    {%- do ordenes.append("comment on " ~ clase ~ " " ~ relacion ~ " is " ~ duckdb_escape_comment(nodo.description)) -%}
                {%- endif -%}
                {%- for nombre, columna in nodo.columns.items()
                    if columna.description and existentes.get(nodo.schema ~ "." ~ (nodo.alias or nodo.name) ~ "." ~ nombre) -%}
                    {%- do ordenes.append("comment on column " ~ relacion ~ '."' ~ nombre ~ '" is ' ~ duckdb_escape_comment(columna.description)) -%}
                {%- endfor -%}
            {%- endfor -%}
            {%- if ordenes -%}{%- do run_query(ordenes | join("; ")) -%}{%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
