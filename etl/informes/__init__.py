"""El informe mensual desde Dagster: un trabajo por mes y su horario."""
