"""Cableado de Dagster: reúne activos, comprobaciones, horarios y sensores. Aquí no se piensa."""

import dagster as dg

from etl.calidad.activos import calidad
from etl.fuentes.activos import activos_de_insumos, recepcion
from etl.fuentes.capturas.activos import crudo as crudo_capturas
from etl.fuentes.contratos.activos import crudo as crudo_contratos
from etl.fuentes.encuestas.activos import crudo as crudo_encuestas
from etl.fuentes.encuestas.activos import estimaciones
from etl.fuentes.geografia.activos import crudo as crudo_geografia
from etl.fuentes.google_ads.activos import crudo as crudo_google_ads
from etl.fuentes.meta_ads.activos import crudo as crudo_meta_ads
from etl.fuentes.pauta.activos import crudo as crudo_pauta
from etl.fuentes.programa.activos import crudo as crudo_programa
from etl.informes.activos import informe_del_dia, informe_mensual, recordatorio_diario, recordatorios_del_dia
from etl.programacion import carpetas_de_recepcion, cierre, diario, flujo_completo, mensual
from etl.publicacion.activos import almacen_publicado, cierre_mensual
from etl.recursos import corrida
from etl.transformacion.activos import modelos

FUENTES = ("programa", "capturas", "meta_ads", "google_ads", "pauta", "encuestas", "contratos", "geografia")

definiciones = dg.Definitions(
    assets=[
        recepcion,
        crudo_programa,
        crudo_capturas,
        crudo_meta_ads,
        crudo_google_ads,
        crudo_pauta,
        crudo_encuestas,
        crudo_contratos,
        crudo_geografia,
        activos_de_insumos(FUENTES),
        estimaciones,
        modelos,
        almacen_publicado,
        cierre_mensual,
    ],
    asset_checks=[calidad],
    jobs=[flujo_completo, cierre, informe_mensual, recordatorios_del_dia],
    schedules=[diario, mensual, informe_del_dia, recordatorio_diario],
    sensors=[carpetas_de_recepcion],
    resources={"corrida": corrida},
    # Un proceso por paso reimportaría todo cada vez, y partiría el candado de la corrida.
    executor=dg.in_process_executor,
)
