"""Recordatorios de captura por correo: qué debe cada área, hasta cuándo, y qué se le devolvió y por qué.

Se avisa cinco y dos días antes, el último día, al siguiente y a la semana; solo a quien debe algo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dominio.configuracion import Correo
from dominio.informes.consulta import Publicacion, Renglon
from dominio.informes.correo import Texto

DIAS_ANTES = (5, 2, 0, -1, -7)
_MESES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip
_MAXIMO_DEVUELTO = 15


@dataclass(frozen=True)
class Recordatorio:
    """Lo que un área debe de un mes."""

    area: str
    area_corta: str
    periodo: date
    fecha_limite: date
    esperadas: int
    faltan: tuple[str, ...]
    devuelto: tuple[str, ...]

    @property
    def mes(self) -> str:
        """«octubre»."""
        return _MESES[self.periodo.month - 1]


def por_enviar(publicacion: Publicacion, hoy: date) -> list[Recordatorio]:
    """Un recordatorio por área que debe algo de un mes cuyo plazo toca avisar hoy."""
    if "mart_seguimiento__captura" not in publicacion.tablas:
        return []
    deben = publicacion.filas(
        "select * from mart_seguimiento__captura where not es_completa and num_sin_captura + num_pendientes > 0 "
        "order by periodo, area_clave"
    )
    return [_uno(publicacion, d) for d in deben if (d["fecha_limite"] - hoy).days in DIAS_ANTES]


def _uno(publicacion: Publicacion, debe: Renglon) -> Recordatorio:
    faltan = publicacion.filas(
        "select meta_clave, indicador_nombre from mart_seguimiento__avance_mensual "
        "where area_clave = ? and periodo = ? and estado_captura in ('PENDIENTE', 'SIN_CAPTURA') order by meta_clave",
        [debe["area_clave"], debe["periodo"]],
    )
    devueltos = publicacion.filas(
        "select celda, motivo, remedio from mart_calidad__rechazos where fuente = 'capturas' and gravedad = 'rechazo' "
        "and not esta_reemplazado "
        "and regexp_matches(archivo, '^capturas/' || ? || '/' || regexp_escape(?) || '([_.]|$)') "
        "order by archivo, fila, celda limit ?",
        [f"{debe['periodo']:%Y-%m}", debe["area_clave"], _MAXIMO_DEVUELTO],
    )
    return Recordatorio(
        debe["area_clave"], debe["area_corta"] or debe["area_clave"], debe["periodo"], debe["fecha_limite"],
        debe["num_esperadas"], tuple(f"{m['meta_clave']} {m['indicador_nombre'] or ''}".strip() for m in faltan),
        tuple(f"{r['celda'] or 'archivo'}: {r['motivo']} {r['remedio']}" for r in devueltos),
    )  # fmt: skip


def _plazo(limite: date, hoy: date) -> str:
    dias = (limite - hoy).days
    cuando = f"{limite.day} de {_MESES[limite.month - 1]} de {limite.year}"
    if dias > 0:
        quedan = "queda 1 día" if dias == 1 else f"quedan {dias} días"
        return f"La fecha límite es el {cuando}: {quedan}."
    if dias == 0:
        return f"La fecha límite es hoy, {cuando}."
    return f"La fecha límite fue el {cuando}. Lo que se entregue ahora cuenta, y queda como extemporáneo."


def cuerpo(r: Recordatorio, hoy: date) -> str:
    """El texto para el área."""
    metas = "meta" if r.esperadas == 1 else "metas"
    partes = [f"{r.area_corta} debe {len(r.faltan)} de {r.esperadas} {metas} de {r.mes}. {_plazo(r.fecha_limite, hoy)}",
              "", "Falta:", *(f"  - {meta}" for meta in r.faltan)]  # fmt: skip
    if r.devuelto:
        partes += ["", "Se devolvió:", *(f"  - {falla}" for falla in r.devuelto)]
    return "\n".join([*partes, "", "Descargue la plantilla y entréguela en Mirador, en la página Captura."])


def textos(correo: Correo, recordatorios: Sequence[Recordatorio], hoy: date) -> list[Texto]:
    """A cada destinatario, lo de su alcance: a un área, lo suyo; a quien ve todo, un resumen en un solo mensaje."""
    hechos: list[Texto] = []
    for alcance, direccion in correo.destinatarios:
        propios = [r for r in recordatorios if alcance in ("todo", r.area)]
        if alcance == "todo" and propios:
            asunto = f"Captura pendiente: {len(propios)} {'área' if len(propios) == 1 else 'áreas'}"
            hechos.append(Texto(direccion, asunto, "\n\n".join(cuerpo(r, hoy) for r in propios)))
        elif alcance != "todo":
            hechos += [Texto(direccion, f"Captura de {r.mes}: {r.area_corta}", cuerpo(r, hoy)) for r in propios]
    return hechos
