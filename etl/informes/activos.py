"""Trabajo partido por mes que genera el informe de evaluación y lo envía; corre el día comprometido."""

from pathlib import Path

import dagster as dg

from dominio.configuracion import cargar, cargar_correo
from etl.informes import recordatorios
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


@dg.op(description="Envía a cada área lo que debe, hasta cuándo y qué se le devolvió.")
def recordatorios_de_captura(context: dg.OpExecutionContext) -> int:
    """Cuántos se enviaron."""
    return recordatorios.enviar(cargar(), context.log.info)


@dg.job(description="Recordatorios de captura por correo.")
def recordatorios_del_dia() -> None:
    """Un solo paso: la lógica vive en ``recordatorios``."""
    recordatorios_de_captura()


@dg.schedule(
    job=recordatorios_del_dia,
    cron_schedule="0 9 * * *",
    execution_timezone="America/Mexico_City",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="A las 9:00, si el correo está configurado y a alguien le toca aviso.",
)
def recordatorio_diario() -> dg.RunRequest | dg.SkipReason:
    """Pide la corrida solo si hay a quién avisar."""
    cfg = cargar()
    if cargar_correo() is None:
        return dg.SkipReason(recordatorios.SIN_CORREO)
    if not recordatorios.del_dia(cfg):
        return dg.SkipReason("Hoy no toca recordar ninguna captura.")
    return dg.RunRequest(run_key=f"recordatorios-{cfg.hoy.isoformat()}")
