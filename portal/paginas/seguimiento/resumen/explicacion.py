"""Explica este color, para un agregado: escala → qué falta → la cuenta → la regla → las metas que entraron."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import direccion, formato
from portal.componentes.basicos import enlace
from portal.componentes.dibujo import dibujo
from portal.componentes.explicacion import cajon
from portal.componentes.semaforo import aspecto
from portal.componentes.tabla import Columna, tabla
from portal.paginas.seguimiento import trazos
from portal.paginas.seguimiento.redaccion import NOMBRE_CLASE
from portal.paginas.seguimiento.seleccion import clase_de, umbrales_de

Renglon = Mapping[str, Any]


def cajon_de_agregado(agregado: Renglon, metas: Sequence[Renglon]) -> html.Aside:
    """El cajón de una cifra que es promedio ponderado de metas."""
    valor = agregado["cumplimiento"]
    if valor is None:
        return cajon(
            "¿Por qué no hay cifra?", [(None, html.P("Ninguna meta de esta selección está evaluada en el periodo."))]
        )
    clase = clase_de(valor, agregado)
    partes: list[tuple[str | None, Any]] = [
        (None, dibujo(trazos.escala_de_color(valor, umbrales_de(agregado)))),
        (None, html.P(que_falta(agregado), className="avisos info")),
        ("La cuenta", _cuenta(valor, metas)),
        ("La regla", _regla(agregado, clase)),
        ("De dónde salió", _metas(metas)),
    ]
    return cajon(
        f"¿Por qué {formato.porcentaje(valor)} es {aspecto(clase).palabra}?",
        partes,
        html.P("Explica este color", className="peq mut"),
    )


def que_falta(agregado: Renglon) -> str:
    """Cuántos puntos separan al promedio de la clase que sigue, o cuánto le sobra si ya está en la mejor."""
    valor, limites = float(agregado["cumplimiento"]), umbrales_de(agregado)
    siguientes = [c for c in ("REGULAR", "BUEN_DESEMPENO", "CUMPLIDA") if limites.minimo(c) > valor]
    if not siguientes:
        return "Está en la mejor clase: toda meta evaluada llega al cien por ciento de lo programado."
    dichas = [f"{formato.numero(limites.minimo(c) - valor, 2)} puntos para {NOMBRE_CLASE[c]}" for c in siguientes[:2]]
    return f"Faltan {formato.lista(dichas)}."


def _cuenta(valor: float, metas: Sequence[Renglon]) -> list[Any]:
    evaluadas = [m for m in metas if m["cumplimiento_tope"] is not None]
    suma = sum(m["peso"] * m["cumplimiento_tope"] for m in evaluadas)
    pesos = sum(m["peso"] for m in evaluadas)
    arriba = f"{formato.numero(suma, 2)} suma de peso × cumplimiento"
    fraccion = html.Span([html.Span(arriba), html.Span(f"{formato.numero(pesos)} suma de pesos")], className="frac")
    texto = (
        f"{formato.cuenta(len(evaluadas), 'meta evaluada', 'metas evaluadas')}. "
        "Cada cumplimiento se topa en 100 antes de promediar; nunca es promedio de promedios."
    )
    return [
        html.Div([fraccion, html.B(f" = {formato.porcentaje(valor, 2)}")], className="formula"),
        html.P(texto, className="peq med nota"),
    ]


def _regla(agregado: Renglon, clase: str) -> html.P:
    limites = umbrales_de(agregado)
    texto = (
        f"{aspecto(clase).palabra}. Cumplida desde {formato.numero(limites.cumplida)}, buen desempeño desde "
        f"{formato.numero(limites.buen_desempeno)}, regular desde {formato.numero(limites.regular)}. "
        "Umbrales vigentes el último día del periodo; se redondea a dos decimales antes de clasificar."
    )
    return html.P(texto, className="peq med")


def _metas(metas: Sequence[Renglon]) -> html.Div:
    """Las metas que entraron, de la que más resta a la que menos; cada una abre su propia explicación."""
    evaluadas = sorted(
        (m for m in metas if m["cumplimiento_tope"] is not None),
        key=lambda m: (m["peso"] * (m["cumplimiento_tope"] - 100), m["meta_clave"]),
    )
    columnas = [
        Columna("", "Meta", lambda m: enlace(m["indicador_nombre"], _ruta(m["meta_clave"]))),
        Columna("peso", "Peso", formato.numero, numerica=True),
        Columna("cumplimiento_tope", "Con tope", lambda v: formato.porcentaje(v, 2), numerica=True),
    ]
    return tabla(columnas, evaluadas, leyenda="Metas que entraron a la cuenta, de la que más resta a la que menos")


def _ruta(clave: str) -> str:
    return direccion.hacia(f"/metas/{clave}", conservar=("periodo",), explica="cumplimiento")
