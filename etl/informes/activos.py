"""Trabajo partido por mes que genera el informe de evaluación y lo envía; corre el día comprometido."""

from pathlib import Path

import dagster as dg

from dominio.configuracion import cargar
from etl.informes.entrega import entregar, mes_que_vence

meses = dg.MonthlyPartitionsDefinition(start_date="2026-01-01", timezone="America/Mexico_City", end_offset=1)


@dg.op(description="Genera PDF, Word y Excel del mes y los envía si el correo está configurado.")
def evaluacion_del_mes(context: dg.OpExecutionContext) -> list[str]:
    """Archivos generados, por su ruta."""
    rutas: list[Path] = entregar(cargar(), context.partition_key[:7], context.log.info)
    return [str(ruta) for ruta in rutas]


@dg.job(partitions_def=meses, description="Informe mensual de evaluación de un mes.")
def informe_mensual() -> None:
    """Un solo paso: la lógica vive en ``entrega``."""
    evaluacion_del_mes()


@dg.schedule(
    job=informe_mensual,
    cron_schedule="0 8 * * *",
    execution_timezone="America/Mexico_City",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="A las 8:00 del día comprometido de cada informe mensual.",
)
def informe_del_dia() -> dg.RunRequest | dg.SkipReason:
    """Pide el mes cuyo informe vence hoy, si alguno."""
    periodo = mes_que_vence(cargar())
    if periodo is None:
        return dg.SkipReason("Hoy no vence ningún informe mensual.")
    return dg.RunRequest(partition_key=f"{periodo}-01", run_key=f"evaluacion-{periodo}")
