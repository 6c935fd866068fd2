"""El SQL de difusión: solo marts, ya agregados."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def meses() -> list[Renglon]:
    """Meses con entrega, del más reciente al más antiguo: ``periodo``, ``es_concluido``."""
    return consultar(
        """
        select periodo, es_concluido
        from mart_difusion__resumen_mensual
        where num_campanas > 0
        order by periodo desc
        """
    )


def resumen(periodo: dt.date) -> Renglon:
    """Lo que contesta la primera pantalla en ese mes."""
    return consultar("select * from mart_difusion__resumen_mensual where periodo = $periodo", {"periodo": periodo})[0]


def alcances(periodo: dt.date) -> list[Renglon]:
    """Alcance de cada plataforma y de todas juntas, en el mes y acumulado en el ejercicio."""
    return consultar(
        """
        select *
        from mart_difusion__alcance
        where ambito in ('plataforma', 'todas') and periodo = $periodo
        order by tipo_periodo desc, ambito, plataforma
        """,
        {"periodo": periodo},
    )


def campanas(
    periodo: dt.date, plataforma: str | None = None, objetivo: str | None = None, publico: str | None = None
) -> list[Renglon]:
    """Campañas con entrega en el mes, por plataforma y gasto."""
    return consultar(
        """
        select *
        from mart_difusion__campana_mes
        where periodo = $periodo and num_impresiones > 0
            and ($plataforma is null or plataforma = $plataforma)
            and ($objetivo is null or objetivo = $objetivo)
            and ($publico is null or publico_clave = $publico)
        order by plataforma, es_contractual desc, importe_gasto_mxn desc nulls last, campana_clave
        """,
        {"periodo": periodo, "plataforma": plataforma, "objetivo": objetivo, "publico": publico},
    )


def bandas(periodo: dt.date) -> list[Renglon]:
    """Campañas con impresiones contra la banda del contrato."""
    return consultar(
        "select * from mart_difusion__bandas where periodo = $periodo order by plataforma", {"periodo": periodo}
    )


def presupuesto() -> list[Renglon]:
    """Los meses del contrato, con gasto, facturado, ritmo parejo y proyección."""
    return consultar("select * from mart_difusion__presupuesto order by periodo")


def solicitudes(periodo: dt.date) -> list[Renglon]:
    """Solicitudes del mes, primero las que salieron del plazo."""
    return consultar(
        """
        select solicitud_clave, campana_nombre, plataforma, tipo, solicitada_en, vence_en, atendida_en,
            minutos_plazo, minutos_atencion, minutos_exceso, estado, es_contenido_a_tiempo, minutos_anticipacion
        from mart_difusion__solicitudes
        where periodo = $periodo
        order by (estado = 'EN_PLAZO'), minutos_exceso desc, solicitada_en, solicitud_clave
        """,
        {"periodo": periodo},
    )


def testigos(periodo: dt.date) -> list[Renglon]:
    """Testigos del mes; primero lo que falta o se repite."""
    return consultar(
        """
        select testigo_clave, campana_clave, campana_nombre, plataforma, estado, capturado_en, descripcion, miniatura,
            original_campana_nombre, es_identica, importe_gasto_mxn
        from mart_difusion__testigos
        where periodo = $periodo
        order by
            case estado
                when 'falta' then 0
                when 'sin_imagen' then 1
                when 'repetido' then 2
                when 'fuera_de_entrega' then 3
                else 4
            end, plataforma, capturado_en, testigo_clave
        """,
        {"periodo": periodo},
    )


def conciliacion(periodo: dt.date) -> list[Renglon]:
    """Totales que declararon las exportaciones del mes contra la suma de sus renglones."""
    return consultar(
        """
        select plataforma, archivo, etiqueta, num_renglones, num_impresiones_total, num_impresiones_de_renglones,
            num_impresiones_diferencia, importe_total, importe_de_renglones, importe_diferencia, moneda, estado
        from mart_difusion__conciliacion
        where periodo_inicio <= last_day(cast($periodo as date)) and periodo_fin >= cast($periodo as date)
        order by estado desc, plataforma, archivo, etiqueta
        """,
        {"periodo": periodo},
    )


def historia_de_campana(clave: str) -> list[Renglon]:
    """Los meses de una campaña, del más reciente al más antiguo."""
    return consultar(
        "select * from mart_difusion__campana_mes where campana_clave = $clave order by periodo desc", {"clave": clave}
    )
