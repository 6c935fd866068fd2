"""Difusión entre dos fechas: indicadores, alcance con su método, embudo y campañas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dominio.difusion.rangos import Intervalo, juntar
from portal import direccion, formato
from portal.componentes.basicos import Contenido, enlace, fila, seccion, titular
from portal.componentes.tabla import Columna, tabla
from portal.componentes.tarjeta import kpi, kpis
from portal.componentes.vacio import vacio
from portal.paginas.difusion import graficas, secciones
from portal.paginas.difusion.control import penetracion
from portal.paginas.difusion.rango import alcances, consultas
from portal.paginas.difusion.rango.fechas import Rango

Renglon = Mapping[str, Any]
Elegido = tuple[str | None, str | None, str | None]
TRAMOS = {
    "acumulado": ("acumulado", "acumulados"),
    "mes": ("mes", "meses"),
    "ventana": ("ventana exportada", "ventanas exportadas"),
    "campana": ("campaña", "campañas"),
    "informe": ("total de informe", "totales de informe"),
}


def contenido(rango: Rango, elegido: Elegido) -> list[Component]:
    """La pantalla de un rango, de arriba abajo."""
    campanas = consultas.campanas(*rango, *elegido)
    if not campanas:
        falta = vacio("Ninguna campaña entregó entre esas fechas con esos filtros.", enlazar=False)
        return [titular(f"Sin entrega {_escrito(rango)}"), fila(falta)]
    por_ambito = alcances.por_ambito(*rango, consultas.dias(*rango), consultas.ventanas(*rango))
    plataformas = alcances.de_la_seleccion(por_ambito, campanas, not (elegido[1] or elegido[2]))
    todas = juntar(list(plataformas.values()))
    return [
        titular(_hallazgo(rango, todas, campanas)),
        _indicadores(todas, campanas, consultas.poblacion(elegido[2])),
        fila((7, _alcance(rango, plataformas, todas, campanas)), (5, _embudo(rango, campanas, todas))),
        fila(_campanas(rango, campanas, por_ambito, todas)),
    ]


def _escrito(rango: Rango) -> str:
    return f"del {formato.fecha(rango[0])} al {formato.fecha(rango[1])}"


def escrito(rango: Rango) -> str:
    """El rango para el encabezado y las descargas."""
    return f"{formato.fecha(rango[0])} a {formato.fecha(rango[1])}"


def _suma(campanas: Sequence[Renglon], medida: str) -> Any:
    valores = [c[medida] for c in campanas if c[medida] is not None]
    return sum(valores) if valores else None


def personas(intervalo: Intervalo) -> str:
    """«128,400 a 238,100», «62,000 o más», «hasta 25,400» o «—»."""
    if intervalo.minimo is None:
        tope = graficas.redondo(intervalo.maximo)
        return formato.GUION if tope is None else f"hasta {formato.numero(tope, 0)}"
    if intervalo.maximo is None:
        return f"{formato.numero(graficas.redondo(intervalo.minimo), 0)} o más"
    return graficas.alcance_escrito(intervalo.minimo, intervalo.maximo)


def metodo(intervalo: Intervalo, plataforma: str | None = None) -> str:
    """Cómo se sabe: «según Meta», o con qué tramos se acotó."""
    if intervalo.metodo == "plataforma":
        return f"según {'Google' if plataforma == 'Google' else 'Meta'}, justo estas fechas"
    if intervalo.metodo == "cotas_iguales":
        return "exacto: solo cabe un valor"
    if intervalo.metodo == "solo_piso":
        return "solo piso: falta detalle diario"
    if intervalo.metodo == "sin_observacion":
        return "ningún archivo trae alcance"
    if set(intervalo.tramos) == {"impresiones"}:
        return "intervalo: acotado por sus impresiones"
    if intervalo.metodo == "solo_tope":
        return "solo tope: nadie midió un tramo dentro del rango"
    if "plataforma" in intervalo.tramos:
        return "intervalo: acotado por su plataforma"
    partes = [formato.cuenta(n, *TRAMOS[origen]) for origen, n in sorted(intervalo.tramos.items()) if origen in TRAMOS]
    partes += ["días sueltos"] if "dia" in intervalo.tramos else []
    return f"intervalo: {formato.lista(partes)}" if partes else "intervalo"


def _hallazgo(rango: Rango, todas: Intervalo, campanas: Sequence[Renglon]) -> str:
    cuando = f"{_escrito(rango)[0].upper()}{_escrito(rango)[1:]}"
    if todas.minimo is None:
        return (
            f"{cuando} hubo {formato.numero(_suma(campanas, 'num_impresiones'), 0)} impresiones, sin alcance reportado"
        )
    return f"{cuando} se alcanzó a {personas(todas)} personas"


def _indicadores(todas: Intervalo, campanas: Sequence[Renglon], publico: Renglon | None) -> html.Div:
    gasto, impresiones = _suma(campanas, "importe_gasto_mxn"), _suma(campanas, "num_impresiones")
    frecuencia = todas.frecuencia()
    cpm = 1000 * float(gasto) / impresiones if gasto is not None and impresiones else None
    veces = formato.intervalo(round(frecuencia[0], 1), round(frecuencia[1], 1), 1) if frecuencia else formato.GUION
    return kpis([
        kpi("Alcance, personas", personas(todas), _penetracion(todas, publico)),
        kpi("Frecuencia", veces, "impresiones con alcance entre personas"),
        kpi("Impresiones", formato.numero(impresiones, 0), f"{formato.cuenta(len(campanas), 'campaña', 'campañas')}"),
        kpi("Gasto, pesos", formato.importe(gasto), f"{formato.numero(cpm, 2)} por mil impresiones"),
    ])  # fmt: skip


def _penetracion(todas: Intervalo, publico: Renglon | None) -> str:
    poblacion = publico["num_poblacion_con_internet"] if publico else None
    if not publico or not poblacion or todas.minimo is None:
        return "sin población de referencia en el contrato"
    quienes = str(publico["publico_nombre"])
    maxima = None if todas.maximo is None else todas.maximo / poblacion
    parte = penetracion(todas.minimo / poblacion, maxima if maxima is not None else todas.minimo / poblacion)
    de = f"de {formato.numero(poblacion, 0)}: {quienes[0].lower()}{quienes[1:]} con internet"
    aviso = "; pasa de 100: hay visitantes y cuentas repetidas" if maxima is not None and maxima > 1 else ""
    return f"{parte}{'' if maxima is not None else ' o más'} {de}{aviso}"


def _alcance(
    rango: Rango, plataformas: Mapping[str, Intervalo], todas: Intervalo, campanas: Sequence[Renglon]
) -> html.Section:
    titulo, sub = "Alcance sin doble conteo", f"personas, {_escrito(rango)}"
    nombres = {"Google": "Google, video"}
    renglones = [_renglon(nombres.get(p, p), i, metodo(i, p)) for p, i in plataformas.items() if i.minimo is not None]
    if len(renglones) > 1 and todas.minimo is not None:
        renglones.append(_renglon(" y ".join(plataformas), todas, "intervalo entre plataformas"))
    if not renglones:
        return seccion(titulo, vacio("Ninguna exportación trae alcance en esas fechas.", enlazar=False), sub=sub)
    hallazgo = "; ".join(f"{r['nombre']} {personas(r['intervalo'])}" for r in renglones)
    dibujables = [r for r in renglones if r["alcance_maximo"] is not None]
    dibujos: list[Any] = [graficas.alcance(dibujables, hallazgo), graficas.alcance(dibujables, hallazgo, telefono=True)]
    nota = "El alcance no se suma: se acota con los tramos más cortos que cubren el rango."
    if any(not c["tiene_alcance"] for c in campanas):
        nota += " La búsqueda de Google no tiene alcance."
    if any(c["es_parcial"] for c in campanas):
        nota += " Hay meses sin detalle diario: lo suyo no se parte."
    return seccion(titulo, dibujos if dibujables else html.P(hallazgo), sub=sub, nota=nota)


def _renglon(nombre: str, intervalo: Intervalo, como: str) -> dict[str, Any]:
    return {"nombre": nombre, "intervalo": intervalo, "metodo_escrito": como,
            "alcance_minimo": intervalo.minimo, "alcance_maximo": intervalo.maximo}  # fmt: skip


def _embudo(rango: Rango, campanas: Sequence[Renglon], todas: Intervalo) -> html.Section:
    alcanzadas = None if todas.metodo == "sin_observacion" else personas(todas)
    return secciones.embudo(campanas, rango[1], cuando=_escrito(rango), personas=alcanzadas)


def _campanas(
    rango: Rango, campanas: Sequence[Renglon], por_ambito: Mapping[alcances.Ambito, Intervalo], todas: Intervalo
) -> html.Section:
    def de(c: Renglon) -> Intervalo:
        return por_ambito.get((str(c["plataforma"]), str(c["campana_clave"])), alcances.SIN_OBSERVACION)

    def alcance(c: Renglon) -> Contenido:
        if not c["tiene_alcance"]:
            return html.Span("no existe en búsqueda", className="sd", style={"fontWeight": 400})
        return personas(de(c))

    def frecuencia(c: Renglon) -> str:
        veces = de(c).frecuencia() if c["tiene_alcance"] else None
        return formato.intervalo(round(veces[0], 1), round(veces[1], 1), 1) if veces else formato.GUION

    def cpm(c: Renglon) -> str:
        gasto, impresiones = c["importe_gasto_mxn"], c["num_impresiones"]
        return (
            formato.numero(1000 * float(gasto) / impresiones, 0) if gasto is not None and impresiones else formato.GUION
        )

    def nombre(c: Renglon) -> Contenido:
        return enlace(c["campana_nombre"], direccion.hacia(f"/difusion/{c['campana_clave']}"))

    columnas = [
        Columna("", "Campaña", nombre),
        Columna("objetivo", "Objetivo", lambda v: html.Span(v or formato.SIN_DATO, className="med"),
                solo_escritorio=True),
        Columna("", "Alcance, personas", alcance, numerica=True, clase="fuerte"),
        Columna("", "Cómo se sabe", lambda c: html.Span(metodo(de(c), c["plataforma"]) if c["tiene_alcance"] else "",
                                                        className="mic mut"), solo_escritorio=True),
        Columna("num_impresiones", "Impresiones", lambda v: formato.numero(v, 0), numerica=True, solo_escritorio=True),
        Columna("", "Frecuencia", frecuencia, numerica=True, solo_escritorio=True),
        Columna("importe_gasto_mxn", "Gasto, pesos", formato.importe, numerica=True),
        Columna("", "CPM, pesos", cpm, numerica=True, solo_escritorio=True),
    ]  # fmt: skip
    cuadro = tabla(columnas, campanas, leyenda=f"Campañas con entrega {_escrito(rango)}",
                   grupo=lambda c: str(c["plataforma"]))  # fmt: skip
    nota = f"Todas juntas: {personas(todas)} personas; no es suma."
    return seccion("Campañas del rango", cuadro, sub=f"{len(campanas)} con entrega", nota=nota)


def descarga(rango: Rango, elegido: Elegido) -> list[dict[str, Any]]:
    """Las campañas del rango con su alcance y cómo se sabe."""
    campanas = consultas.campanas(*rango, *elegido)
    por_ambito = alcances.por_ambito(*rango, consultas.dias(*rango), consultas.ventanas(*rango))
    renglones = []
    for c in campanas:
        propio = por_ambito.get((str(c["plataforma"]), str(c["campana_clave"])), alcances.SIN_OBSERVACION)
        renglones.append({
            "desde": rango[0], "hasta": rango[1], "plataforma": c["plataforma"], "campana": c["campana_nombre"],
            "objetivo": c["objetivo"], "alcance_minimo": propio.minimo, "alcance_maximo": propio.maximo,
            "como_se_sabe": metodo(propio, c["plataforma"]) if c["tiene_alcance"] else "la búsqueda no tiene alcance",
            "impresiones": c["num_impresiones"], "clics": c["num_clics"], "visitas": c["num_visitas"],
            "contactos": c["num_contactos"], "gasto_pesos": c["importe_gasto_mxn"],
        })  # fmt: skip
    return renglones
