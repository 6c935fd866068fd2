"""Lo que pregunta la captura a los marts: qué se debe, con qué se llena la plantilla y qué se devolvió."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar, existe

Renglon = dict[str, Any]


def areas() -> list[Renglon]:
    """Áreas del programa: ``area_clave``, ``area_nombre``, ``area_corta``."""
    return consultar("select area_clave, area_nombre, area_corta from dim_area order by area_corta, area_clave")


def periodos() -> list[Renglon]:
    """Meses de los ejercicios con programa: ``periodo``, ``fecha_limite``, ``es_vencido``, umbrales y ``hoy``."""
    return consultar("select * from dim_periodo order by periodo")


def captura(periodo: dt.date) -> list[Renglon]:
    """Qué se esperaba de cada área en el mes y qué llegó."""
    return consultar(
        "select * from mart_seguimiento__captura where periodo = $periodo order by area_corta, area_clave",
        {"periodo": periodo},
    )


def avances(periodo: dt.date, area: str | None = None) -> list[Renglon]:
    """Metas del área (o de todas) de enero al mes, un renglón por mes, con lo que califica y lo capturado."""
    return consultar(
        """
        select
            meta_clave, area_clave, area_nombre, periodo, indicador_nombre, unidad, programado, realizado, numerador,
            denominador, n, acumulacion, sentido, metodo_cumplimiento, linea_base, tolerancia, limite_inferior,
            limite_superior, estado_captura, umbral_cumplida, umbral_buen_desempeno, umbral_regular, fecha_limite,
            observaciones, evidencia, justificacion
        from mart_seguimiento__avance_mensual
        where year(periodo) = year($periodo) and periodo <= $periodo and ($area is null or area_clave = $area)
        order by area_clave, meta_clave, periodo
        """,
        {"periodo": periodo, "area": area},
    )


def metas(periodo: dt.date) -> list[Renglon]:
    """Todas las metas en el mes, también las no programadas: lo que las reglas de la captura necesitan."""
    return consultar(
        """
        select meta_clave, area_clave, acumulacion, programado, realizado
        from mart_seguimiento__avance_mensual
        where periodo = $periodo
        """,
        {"periodo": periodo},
    )


def devueltos(area: str, periodo: dt.date) -> list[Renglon]:
    """Renglones de los archivos del área en el mes que no entraron, o entraron con aviso, y qué hacer.

    El archivo se reconoce por su carpeta y su nombre, que es lo único seguro si ni siquiera se pudo abrir.
    """
    return consultar(
        """
        with del_area as (
            select archivo_sha256 from mart_seguimiento__procedencia
            where area_clave = $area and periodo = $periodo
            union
            select sha256 from mart_calidad__archivos
            where
                fuente = 'capturas'
                and regexp_matches(archivo, '^capturas/' || $mes || '/' || regexp_escape($area) || '([_.]|$)')
        )
        select rechazos.*
        from mart_calidad__rechazos as rechazos
        inner join del_area on rechazos.archivo_sha256 = del_area.archivo_sha256
        where rechazos.fuente = 'capturas' and not rechazos.esta_reemplazado
        order by rechazos.gravedad desc, rechazos.recibido_en desc, rechazos.archivo, rechazos.fila, rechazos.celda
        """,
        {"area": area, "periodo": periodo, "mes": f"{periodo:%Y-%m}"},
    )


def archivos_rechazados(area: str, periodo: dt.date) -> list[Renglon]:
    """Archivos del área en el mes de los que nada entró y nadie ha repuesto."""
    return consultar(
        """
        select archivo, recibido_en, motivo, remedio
        from mart_calidad__archivos
        where
            fuente = 'capturas' and estado = 'rechazado' and not esta_reemplazado
            and regexp_matches(archivo, '^capturas/' || $mes || '/' || regexp_escape($area) || '([_.]|$)')
        order by recibido_en desc
        """,
        {"area": area, "mes": f"{periodo:%Y-%m}"},
    )


def cierre(periodo: dt.date) -> Renglon | None:
    """El cierre vigente del mes, o ``None`` si sigue abierto: ``numero`` y ``cerrado_en``."""
    if not existe("mart_seguimiento__cierres"):
        return None
    renglones = consultar(
        "select numero, cerrado_en from mart_seguimiento__cierres where periodo = $periodo and es_vigente",
        {"periodo": periodo},
    )
    return renglones[0] if renglones else None


def publicado(sha256: str) -> Renglon | None:
    """Lo que el almacén sabe de un archivo por su huella, o ``None`` si aún no se publica."""
    renglones = consultar(
        """
        select archivo, recibido_en, estado, num_aceptados, num_rechazados
        from mart_calidad__archivos
        where fuente = 'capturas' and sha256 = $sha256
        """,
        {"sha256": sha256},
    )
    return renglones[0] if renglones else None


def publicados(huellas: list[str]) -> set[str]:
    """De esas huellas, las que ya están en la versión publicada."""
    renglones = consultar(
        "select sha256 from mart_calidad__archivos where fuente = 'capturas' and list_contains($huellas, sha256)",
        {"huellas": huellas},
    )
    return {renglon["sha256"] for renglon in renglones}
