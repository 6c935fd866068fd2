-- Consultas de ejemplo para analistas. Cada una se copia tal cual; las pruebas las corren sobre lo publicado.

-- ## ¿Cómo va cada área al corte?
select area_corta, round(cumplimiento, 1) as cumplimiento, round(cobertura * 100, 1) as cobertura_pct, num_deficiente
from mart_seguimiento__ranking_areas
where es_corte_vigente
order by orden;

-- ## ¿Qué metas críticas van deficientes, y de qué celda sale su último valor?
select meta_clave, indicador_nombre, area_corta, round(cumplimiento, 1) as cumplimiento, archivo, hoja, celda
from mart_seguimiento__avance_mensual
where es_corte_vigente and es_critica and clase = 'DEFICIENTE'
order by cumplimiento;

-- ## ¿Cuántas metas de cada clase ha habido mes con mes?
pivot (
    select periodo, clase
    from mart_seguimiento__avance_mensual
    where es_vencido
)
on clase
using count(*)
group by periodo
order by periodo;

-- ## ¿Quién capturó tarde y cuánto le falta?
select area_corta, num_esperadas, num_capturadas, num_sin_captura, num_extemporaneas
from mart_seguimiento__captura
where periodo = (select corte_periodo from mart_seguimiento__corte)
order by num_sin_captura desc, num_extemporaneas desc, area_corta;

-- ## ¿Cuánto se ha gastado en difusión contra el ritmo parejo del año?
select periodo, importe_gasto_mxn, importe_acumulado_mxn, importe_parejo_mxn, importe_suficiencia_mxn
from mart_difusion__resumen_mensual
order by periodo;

-- ## ¿Qué respondió la gente, con su margen?
select pregunta_nombre, opcion_etiqueta, round(proporcion * 100, 1) as porcentaje, round(margen * 100, 1) as margen
from mart_encuestas__resultados
where corte = 'total' and es_principal and not es_suprimido
order by estudio, pregunta_orden, orden
limit 20;

-- ## ¿Qué pena convencional lleva cada contrato?
select contrato_corto, dias_atraso_total, importe_sin_tope_mxn, importe_penalizacion_mxn, es_topada
from mart_contratos__contratos
order by importe_penalizacion_mxn desc nulls last;

-- ## ¿Qué se devolvió y cómo se corrige?
select archivo, celda, motivo, remedio
from mart_calidad__rechazos
where gravedad = 'rechazo' and not esta_reemplazado
order by archivo, fila
limit 50;

-- ## ¿De qué está hecha una tabla, hasta la carpeta de recepción?
with recursive cadena as (
    select tabla, usa, es_insumo, 1 as paso
    from mart_calidad__linaje
    where tabla = 'mart_seguimiento__avance_mensual'
    union
    select arriba.tabla, arriba.usa, arriba.es_insumo, cadena.paso + 1
    from mart_calidad__linaje as arriba
    inner join cadena on arriba.tabla = cadena.usa
)

select usa as carpeta, min(paso) as pasos
from cadena
where es_insumo
group by usa
order by usa;

-- ## ¿Qué significa cada columna?
select table_name as tabla, column_name as columna, comment as que_es
from duckdb_columns()
where table_name = 'mart_seguimiento__avance_mensual'
order by column_index;
