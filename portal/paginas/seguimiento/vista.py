"""Las dos vistas de un mes cerrado: «como se reportó» y «como se sabe hoy» (REGLAS §7).

Se elige una vez por petición, antes de dibujar: las consultas de la página no cambian y ninguna mezcla las dos.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import direccion, formato
from portal.componentes import filtros
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import enlace, icono
from portal.componentes.semaforo import chip
from portal.componentes.vacio import aviso
from portal.paginas.seguimiento import consultas, piezas
from portal.paginas.seguimiento import consultas_de_cierres as cerrados
from portal.paginas.seguimiento.redaccion import cantidad
from portal.paginas.seguimiento.seleccion import leer

Renglon = Mapping[str, Any]
CON_VISTA = frozenset(f"seguimiento.{pagina}" for pagina in ("resumen", "tableros", "ranking", "metas"))
CAMPO = {
    "realizado": "Realizado del mes",
    "numerador": "Numerador del mes",
    "denominador": "Denominador del mes",
    "programado": "Programado del mes",
    "meta_anual": "Meta anual",
    "programado_acumulado": "Programado acumulado",
    "realizado_acumulado": "Realizado acumulado",
    "cumplimiento": "Cumplimiento",
    "num_meses_omitidos": "Meses omitidos",
    "estado_captura": "Estado de la captura",
    "clase": "Clase",
    "meta": "La meta",
}
_ESTADO = {
    "CAPTURADA": "Capturada", "EXTEMPORANEA": "Extemporánea", "SIN_CAPTURA": "Sin captura", "PENDIENTE": "Pendiente",
    "NO_PROGRAMADA": "No programada", "NO_APLICA": "No aplica",
}  # fmt: skip
_SOLO_DE_HOY = frozenset({"seguimiento.alertas", "seguimiento.alineacion"})
_SIGUEN_SIENDO_DE_HOY = "El historial de capturas, las alertas y lo que falta por capturar son los de hoy."


@dataclasses.dataclass(frozen=True)
class Vista:
    """Cómo se mira el mes elegido."""

    periodo: dt.date | None
    """El mes; ``None`` en una página que solo se ve como se sabe hoy."""
    cierre: Renglon | None
    se_pidio: bool

    @property
    def es_reportado(self) -> bool:
        """Si lo que se dibuja es lo que se reportó."""
        return self.se_pidio and self.cierre is not None

    @property
    def leyenda(self) -> str:
        """«como se reportó al cierre de septiembre 2026», para una descarga; vacía en la vista de hoy."""
        return f"como se reportó al cierre de {formato.periodo(self.periodo).lower()}" if self.es_reportado else ""


def elegir(modulo: str, parametros: Mapping[str, str]) -> Vista | None:
    """La vista que pide la dirección, ya puesta en la petición; ``None`` si aquí no hay nada que elegir."""
    se_pidio = parametros.get("vista") == cerrados.REPORTADO
    if modulo in _SOLO_DE_HOY and se_pidio:
        return Vista(None, None, se_pidio)
    if modulo not in CON_VISTA or not (se_pidio or cerrados.hay_cierres()):
        return None
    corte = consultas.corte()
    if corte is None:
        return None
    periodo = leer(corte, parametros.get("periodo")).periodo
    vista = Vista(periodo, cerrados.cierre_de(periodo), se_pidio)
    if vista.es_reportado and vista.cierre is not None:
        cerrados.mirar_como_se_reporto(vista.cierre["cierre_clave"])
    return vista


def vestir(pantalla: Pantalla, vista: Vista | None, meta: str | None = None) -> Pantalla:
    """La pantalla con su interruptor y su aviso; sin cierre en el mes, tal cual."""
    if vista is None:
        return pantalla
    avisos = _avisos(vista, meta)
    contenido = pantalla.contenido if isinstance(pantalla.contenido, list | tuple) else [pantalla.contenido]
    derecha = pantalla.derecha
    if vista.cierre is not None:
        propio = _interruptor(vista)
        derecha = propio if derecha is None else html.Div([derecha, propio], className="derecha-doble")
    escrito = pantalla.escrito
    if escrito and vista.es_reportado:
        escrito = f"{escrito} {vista.leyenda[0].upper()}{vista.leyenda[1:]}."
    return dataclasses.replace(pantalla, contenido=[*avisos, *contenido], derecha=derecha, escrito=escrito)


def _interruptor(vista: Vista) -> html.Div:
    opciones = [("", "Como se sabe hoy"), (cerrados.REPORTADO, "Como se reportó")]
    return filtros.segmentos("vista", "Cómo se mira el mes", opciones, cerrados.REPORTADO if vista.es_reportado else "")


def _avisos(vista: Vista, meta: str | None) -> list[Component]:
    if vista.periodo is None:
        return [_recuadro("Esta página solo se ve como se sabe hoy.", "El resumen, los tableros y el ranking sí se "
                          "pueden ver como se reportaron.")]  # fmt: skip
    mes = formato.periodo(vista.periodo)
    if vista.cierre is None:
        if not vista.se_pidio:
            return []
        return [_recuadro(f"{mes} no se ha cerrado.", "Se muestra como se sabe hoy.")]
    cambios = cerrados.reexpresiones(vista.periodo, meta=meta)
    if vista.es_reportado:
        titulo = f"Como se reportó al cierre de {mes.lower()} (versión {vista.cierre['version']})."
        return [_recuadro(titulo, [*_cuantos_cambios(vista, cambios, meta), " ", _SIGUEN_SIENDO_DE_HOY])]
    if meta is not None and cambios:
        return [_recuadro(f"Lo reportado de {mes.lower()} cambió después del cierre.", de_una_meta(cambios))]
    return []


def _recuadro(titulo: str, detalle: Any) -> html.Div:
    return html.Div(aviso(titulo, detalle, informativo=True), className="mi-aviso-version")


def _cuantos_cambios(vista: Vista, cambios: Sequence[Renglon], meta: str | None) -> list[Any]:
    if not cambios:
        return ["Nada de lo reportado ha cambiado desde entonces."]
    if meta is not None:
        return de_una_meta(cambios)
    metas = len({c["meta_clave"] for c in cambios})
    texto = f"Desde entonces {formato.cuenta(metas, 'meta cambió', 'metas cambiaron')}: "
    return [texto, enlace("ver las reexpresiones", ruta(vista.periodo)), "."]


def de_una_meta(cambios: Sequence[Renglon]) -> list[Any]:
    """«Cumplimiento: 90.0 % reportado, 82.0 % hoy», con su enlace."""
    principal = next((c for c in cambios if c["campo"] == "cumplimiento"), cambios[0])
    antes, ahora = valor_de(principal, "antes"), valor_de(principal, "ahora")
    destino = ruta(principal["periodo"], meta=principal["meta_clave"])
    return [
        f"{CAMPO[principal['campo']]}: {antes} reportado, {ahora} hoy. ",
        enlace("Ver qué lo cambió", destino),
        ".",
    ]


def ruta(periodo: dt.date | None, **cambios: str | None) -> str:
    """La página de reexpresiones, de un mes cerrado."""
    mes = None if periodo is None else formato.periodo_clave(periodo)
    return direccion.hacia("/reexpresiones", conservar=("eje", "area", "criticas"), cierre=mes, vista=None, **cambios)


def valor_de(cambio: Renglon, momento: str) -> str:
    """Lo reportado («antes») o lo que hoy se sabe («ahora»), escrito como se lee en las páginas."""
    texto, valor = cambio[f"texto_{momento}"], cambio[f"valor_{momento}"]
    if cambio["campo"] == "estado_captura":
        return _ESTADO.get(str(texto), str(texto))
    if texto is not None:
        return str(texto)
    if valor is None:
        return "sin dato"
    return formato.porcentaje(valor, 2) if cambio["campo"] == "cumplimiento" else cantidad(valor)


def en_que_cambio(periodo: dt.date, eje: str | None, area: str | None, criticas: bool) -> list[Component]:
    """Para «Qué cambió» del resumen: lo que ya no es como se reportó en ese mes o en los anteriores del año."""
    cambios = [c for c in cerrados.reexpresiones(None, eje, area, criticas) if c["periodo"] <= periodo]
    metas = {(c["periodo"], c["meta_clave"]): c for c in reversed(cambios)}
    if not metas:
        return []
    de_clase = [c for c in metas.values() if c["cambia_clase"]]
    cuantas = formato.cuenta(len(metas), "valor reexpresado", "valores reexpresados")
    texto: list[Any] = [icono("clock-history"), " ", html.B(cuantas), " después del cierre"]
    for c in de_clase[:2]:
        nombre = enlace(c["indicador_nombre"], piezas.ruta_de_meta(c["meta_clave"]))
        texto += ["; ", nombre, f", {formato.mes(c['periodo'])}: ", chip(c["clase_antes"], plano=True), " a ",
                  chip(c["clase_ahora"], plano=True)]  # fmt: skip
    return [html.P([*texto, ". ", enlace("Ver todas", ruta(None))], className="peq med correcciones")]
