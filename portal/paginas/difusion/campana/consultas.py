"""El SQL de la página de una campaña: solo marts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def meses(clave: str) -> list[Renglon]:
    """Los meses con entrega de la campaña, del más reciente al más antiguo."""
    return consultar(
        """
        select *
        from mart_difusion__campana_mes
        where campana_clave = $clave and num_impresiones > 0
        order by periodo desc
        """,
        {"clave": clave},
    )


def ficha(clave: str) -> Renglon | None:
    """Lo que el contrato dice de la campaña."""
    halladas = consultar("select * from dim_campana where campana_clave = $clave", {"clave": clave})
    return halladas[0] if halladas else None


def acumulado(clave: str, periodo: dt.date) -> Renglon | None:
    """Alcance de la campaña desde el primer mes del ejercicio."""
    halladas = consultar(
        """
        select *
        from mart_difusion__alcance
        where ambito = 'campana' and tipo_periodo = 'acumulado' and campana_clave = $clave and periodo = $periodo
        """,
        {"clave": clave, "periodo": periodo},
    )
    return halladas[0] if halladas else None


def publico(clave: str) -> Renglon | None:
    """El público de la campaña, con su población."""
    halladas = consultar(
        """
        select publicos.*
        from dim_campana as campanas
        inner join dim_publico as publicos on campanas.publico_clave = publicos.publico_clave
        where campanas.campana_clave = $clave
        """,
        {"clave": clave},
    )
    return halladas[0] if halladas else None


def dias(clave: str, periodo: dt.date) -> list[Renglon]:
    """Gasto e impresiones de cada día del mes; vacío si la exportación no es diaria."""
    return consultar(
        """
        select fecha, importe_gasto_mxn, num_impresiones, num_clics
        from mart_difusion__diario
        where campana_clave = $clave and periodo = $periodo
        order by fecha
        """,
        {"clave": clave, "periodo": periodo},
    )


def anomalias(clave: str, periodo: dt.date) -> list[Renglon]:
    """Cada juicio del mes sobre sus días, también los normales y los que no tienen historia."""
    return consultar(
        """
        select fecha, medida, base, valor, esperado, estado
        from mart_difusion__anomalias
        where campana_clave = $clave and periodo = $periodo
        order by fecha, medida
        """,
        {"clave": clave, "periodo": periodo},
    )


def desglose(clave: str, periodo: dt.date) -> list[Renglon]:
    """Las celdas de cada desglose del mes."""
    return consultar(
        """
        select desglose, desglose_valor, edad, sexo, importe_gasto_mxn, num_impresiones, num_clics,
            alcance_observado, proporcion_cubierta
        from mart_difusion__desgloses
        where campana_clave = $clave and periodo = $periodo
        order by desglose, edad, sexo, desglose_valor
        """,
        {"clave": clave, "periodo": periodo},
    )


def testigos(clave: str) -> list[Renglon]:
    """Todas las capturas de la campaña, de la más reciente a la más antigua."""
    return consultar(
        """
        select testigo_clave, campana_clave, campana_nombre, plataforma, estado, capturado_en, descripcion,
            miniatura, original_campana_nombre, es_identica, importe_gasto_mxn
        from mart_difusion__testigos
        where campana_clave = $clave
        order by periodo desc, capturado_en desc, testigo_clave
        """,
        {"clave": clave},
    )


def solicitudes(clave: str) -> list[Renglon]:
    """Las solicitudes de la campaña al proveedor."""
    return consultar(
        """
        select solicitud_clave, tipo, solicitada_en, vence_en, atendida_en, minutos_atencion, minutos_exceso, estado,
            minutos_anticipacion
        from mart_difusion__solicitudes
        where campana_clave = $clave
        order by solicitada_en desc, solicitud_clave
        """,
        {"clave": clave},
    )


def relacionados(tema: str | None) -> list[Renglon]:
    """Metas y encuestas que comparten tema."""
    return consultar(
        "select tipo_relacion, relacionado_clave from mart_difusion__temas where tema = $tema order by 1 desc, 2",
        {"tema": tema},
    )
