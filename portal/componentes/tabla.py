"""Tablas: HTML accesible para leer, ag-grid para las largas. Datos → componente; no consultan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_ag_grid as dag
from dash import html

from portal.componentes.basicos import Contenido

Renglon = Mapping[str, Any]


_IDIOMA = {
    "page": "Página",
    "to": "a",
    "of": "de",
    "next": "Siguiente",
    "last": "Última",
    "first": "Primera",
    "previous": "Anterior",
    "loadingOoo": "Cargando…",
    "noRowsToShow": "Sin renglones que mostrar",
    "filterOoo": "Filtrar…",
    "equals": "Igual a",
    "notEqual": "Distinto de",
    "blank": "Vacío",
    "notBlank": "No vacío",
    "empty": "Elija una",
    "lessThan": "Menor que",
    "greaterThan": "Mayor que",
    "lessThanOrEqual": "Menor o igual",
    "greaterThanOrEqual": "Mayor o igual",
    "inRange": "Entre",
    "inRangeStart": "de",
    "inRangeEnd": "a",
    "contains": "Contiene",
    "notContains": "No contiene",
    "startsWith": "Empieza con",
    "endsWith": "Termina con",
    "andCondition": "y",
    "orCondition": "o",
    "applyFilter": "Aplicar",
    "resetFilter": "Restablecer",
    "clearFilter": "Quitar",
    "cancelFilter": "Cancelar",
    "pageSizeSelectorLabel": "Por página:",
    "ariaFilterMenuOpen": "Abrir filtro",
    "ariaFilterInput": "Texto del filtro",
    "ariaFilteringOperator": "Operador del filtro",
    "ariaColumnFiltered": "Con filtro",
    "ariaSortableColumn": "Intro para ordenar",
    "ariaLabelColumnFilter": "Filtro de columna",
    "ariaMenuColumn": "Flecha abajo abre el menú",
}


@dataclass(frozen=True)
class Columna:
    """Una columna: ``campo`` del renglón, encabezado, formato, alineación y si sobra en teléfono."""

    campo: str
    titulo: str
    formato: Callable[[Any], Contenido] | None = None
    numerica: bool = False
    solo_escritorio: bool = False
    clase: str = ""


def _clases(columna: Columna) -> str | None:
    partes = [
        "num" if columna.numerica else "",
        "solo-esc" if columna.solo_escritorio else "",
        columna.clase,
    ]
    return " ".join(parte for parte in partes if parte) or None


def tabla(
    columnas: Sequence[Columna],
    renglones: Sequence[Renglon],
    *,
    leyenda: str,
    clase_renglon: Callable[[Renglon], str | None] | None = None,
    grupo: Callable[[Renglon], str | None] | None = None,
) -> html.Div:
    """Tabla HTML: la primera columna es encabezado de su renglón.

    Args:
        columnas: en orden; ``formato`` recibe ``renglon[campo]`` (o el renglón completo si ``campo`` es "").
        renglones: datos.
        leyenda: qué muestra la tabla, para lectores de pantalla.
        clase_renglon: clase CSS opcional por renglón («yo» resalta).
        grupo: texto de grupo; al cambiar, se inserta una fila de grupo.
    """
    cabeza = html.Thead(html.Tr([html.Th(c.titulo, className=_clases(c), scope="col") for c in columnas]))
    filas: list[Any] = []
    anterior: str | None = None
    for renglon in renglones:
        actual = grupo(renglon) if grupo else None
        if actual and actual != anterior:
            filas.append(html.Tr(html.Td(actual, colSpan=len(columnas)), className="grupo"))
        anterior = actual
        clase = clase_renglon(renglon) if clase_renglon else None
        filas.append(html.Tr([_celda(c, renglon, i) for i, c in enumerate(columnas)], className=clase))
    cuerpo = html.Table([html.Caption(leyenda, className="oculto"), cabeza, html.Tbody(filas)])
    return html.Div(cuerpo, className="tw", tabIndex="0", role="region", **{"aria-label": leyenda})


def _celda(columna: Columna, renglon: Renglon, indice: int) -> Any:
    valor = renglon if columna.campo == "" else renglon.get(columna.campo)
    contenido = columna.formato(valor) if columna.formato else valor
    if contenido is None or contenido == "":
        contenido = html.Span("sin dato", className="sd")
    etiqueta = html.Th if indice == 0 else html.Td
    atributos = {"scope": "row"} if indice == 0 else {}
    return etiqueta(contenido, className=_clases(columna), **atributos)


def rejilla(
    ident: str,
    columnas: Sequence[dict[str, Any]],
    renglones: Sequence[Renglon],
    *,
    leyenda: str,
    alto: int | None = None,
    por_pagina: int | None = None,
) -> html.Div:
    """Tabla larga con dash-ag-grid: orden y filtro en el encabezado, primera columna fija.

    Args:
        ident: identificador único en la página.
        columnas: ``columnDefs`` de ag-grid; use ``numerica("campo", "Título")`` para números.
        renglones: datos serializables.
        leyenda: qué muestra.
        alto: en px; sin él, crece con sus renglones.
        por_pagina: pagina si se da.
    """
    definiciones = [{"pinned": "left", **columnas[0]}, *columnas[1:]] if columnas else []
    opciones: dict[str, Any] = {
        "rowHeight": 44,
        "headerHeight": 40,
        "enableCellTextSelection": True,
        "ensureDomOrder": True,
        "suppressMovableColumns": True,
        "suppressColumnVirtualisation": True,
        "animateRows": False,
        "theme": {"function": "temaMirador(themeQuartz)"},
        "localeText": _IDIOMA,
    }
    if alto is None:
        opciones["domLayout"] = "autoHeight"
    if por_pagina:
        opciones |= {"pagination": True, "paginationPageSize": por_pagina, "paginationPageSizeSelector": False}
    componente = dag.AgGrid(
        id=ident,
        columnDefs=definiciones,
        rowData=[dict(renglon) for renglon in renglones],
        defaultColDef={"sortable": True, "filter": True, "resizable": True, "minWidth": 120, "flex": 1},
        dashGridOptions=opciones,
        style={"height": alto, "width": "100%"} if alto else {"width": "100%", "height": None},
        className="mi-rejilla",
    )
    return html.Div(componente, role="region", **{"aria-label": leyenda})


def numerica(campo: str, titulo: str, decimales: int = 0, **propio: Any) -> dict[str, Any]:
    """Columna numérica de ``rejilla``: a la derecha, con coma de miles y «sin dato» si falta."""
    return {
        "field": campo,
        "headerName": titulo,
        "type": "rightAligned",
        "filter": "agNumberColumnFilter",
        "valueFormatter": {"function": f"numeroMirador(params.value, {int(decimales)})"},
        **propio,
    }
