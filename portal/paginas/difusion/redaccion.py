"""Frases de difusión: plantillas que se llenan con el mart. Datos → texto; no consultan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal import formato
from portal.paginas.difusion.graficas import alcance_escrito, redondo

Renglon = Mapping[str, Any]

METODO = {
    "plataforma": "exacto, lo reportó la plataforma",
    "cotas_iguales": "exacto, solo cabe un valor",
    "intervalo": "intervalo: sin total de la plataforma",
    "sin_observacion": "ningún archivo trae alcance",
    "sin_alcance": "la búsqueda no tiene alcance",
}


def en_miles(minimo: float | None, maximo: float | None) -> str | None:
    """«128 y 238 mil» para el titular; ``None`` sin datos."""
    if minimo is None or maximo is None:
        return None
    if maximo < 10_000:
        return alcance_escrito(minimo, maximo)
    bajo, alto = round(minimo / 1000), round(maximo / 1000)
    return f"{bajo} mil" if bajo == alto else f"entre {bajo} y {alto} mil"


def titular(resumen: Renglon) -> str:
    """El hallazgo del mes: personas alcanzadas y cómo va el gasto contra el ritmo parejo."""
    mes = formato.mes(resumen["periodo"]).capitalize()
    personas = en_miles(resumen["alcance_minimo"], resumen["alcance_maximo"])
    if personas is None:
        inicio = f"{mes} sumó {formato.numero(resumen['num_impresiones'], 0)} impresiones, sin alcance reportado"
    else:
        inicio = f"{mes} alcanzó {'' if personas.startswith('entre') else 'a '}{personas} personas"
    return f"{inicio}; {ritmo(resumen)}"


def ritmo(resumen: Renglon) -> str:
    """«el gasto va 0.50 millones debajo del ritmo»."""
    acumulado, parejo = resumen["importe_acumulado_mxn"], resumen["importe_parejo_mxn"]
    if acumulado is None or parejo is None:
        return "no hay suficiencia registrada contra la cual medir el gasto"
    millones = (float(acumulado) - float(parejo)) / 1e6
    if abs(millones) < 0.01:
        return "el gasto va al ritmo del contrato"
    return f"el gasto va {abs(millones):.2f} millones {'arriba' if millones > 0 else 'debajo'} del ritmo"


def penetracion(resumen: Renglon) -> str:
    """«44 a 67 % de 294 mil personas de 18 años y más que usan internet»."""
    if resumen["num_poblacion"] is None or resumen["proporcion_penetracion_minima"] is None:
        return "sin población de referencia en el contrato"
    bajo = formato.numero(100 * resumen["proporcion_penetracion_minima"], 0)
    alto = formato.numero(100 * resumen["proporcion_penetracion_maxima"], 0)
    rango = bajo if bajo == alto else f"{bajo} a {alto}"
    quienes = resumen["poblacion_nombre"].replace("Población", "personas")
    nota = "" if resumen["proporcion_penetracion_maxima"] <= 1 else "; pasa de 100: hay visitantes y cuentas repetidas"
    miles = formato.numero(resumen["num_poblacion"] / 1000, 0)
    return f"{rango}{formato.DURO}% de {miles} mil {quienes} que usan internet{nota}"


def plataformas_con_alcance(renglones: Sequence[Renglon]) -> list[dict[str, Any]]:
    """Renglones de la gráfica: cada plataforma y, si son varias, todas juntas."""
    nombres = {"Facebook": "Facebook", "Google": "Google, video"}
    propias = [
        dict(r, nombre=nombres.get(r["plataforma"], r["plataforma"]), metodo_escrito=METODO[r["metodo"]])
        for r in renglones
        if r["ambito"] == "plataforma" and r["tiene_alcance"]
    ]
    todas = [
        dict(r, nombre=" y ".join(str(p["plataforma"]) for p in propias), metodo_escrito="intervalo entre plataformas")
        for r in renglones
        if r["ambito"] == "todas" and len(propias) > 1
    ]
    return propias + todas


def hallazgo_de_alcance(renglones: Sequence[Renglon], periodo: Any) -> str:
    """El hallazgo en palabras, para quien no ve la gráfica."""
    partes = [f"{r['nombre']} {alcance_escrito(r['alcance_minimo'], r['alcance_maximo'])}" for r in renglones]
    return f"Alcance de {formato.mes(periodo)}: {'; '.join(partes)}"


def nota_de_alcance(renglones: Sequence[Renglon], hay_busqueda: bool) -> str:
    """Cuánto se inflaría si se sumara, y lo que no tiene alcance."""
    frases: list[str] = []
    for r in renglones:
        suma, maximo = r.get("suma_de_partes"), r["alcance_maximo"]
        if r["ambito"] == "plataforma" and r["es_exacto"] and r["num_partes"] and r["num_partes"] > 1 and suma > maximo:
            cuantas = formato.en_palabras(int(r["num_partes"]))
            veces = formato.numero(suma / maximo, 1)
            frases.append(
                f"Sumar las {cuantas} campañas de {r['plataforma']} daría {formato.numero(redondo(suma), 0)}: "
                f"{veces} veces lo que la plataforma reporta."
            )
    frases.append("El alcance no se suma.")
    if hay_busqueda:
        frases.append("La búsqueda de Google no tiene alcance.")
    return " ".join(frases)


def minutos(valores: Sequence[float]) -> str:
    """«12 y 35 minutos»."""
    return f"{formato.lista([formato.numero(v, 0) for v in sorted(valores)])} minutos"


def cierre_del_contrato(meses: Sequence[Renglon]) -> str:
    """Cómo cierra el contrato al ritmo reciente."""
    ultimo = meses[-1]
    if ultimo["importe_proyectado_mxn"] is None:
        return "Todavía no hay meses concluidos para proyectar."
    cuantos = ultimo["num_meses_ritmo"]
    base = "del último mes" if cuantos == 1 else f"de los últimos {formato.en_palabras(cuantos)} meses"
    millones = f"{float(ultimo['importe_proyectado_mxn']) / 1e6:.2f}"
    inicio = f"Al ritmo {base} el contrato cierra en {millones} millones"
    if ultimo["es_agotado_proyectado"]:
        mes = next(m for m in meses if m["es_agotado_proyectado"])
        return f"{inicio}; la suficiencia se agota en {formato.mes(mes['periodo'])}."
    return f"{inicio}; la suficiencia no se agota."


def estado_de_solicitud(s: Renglon) -> str:
    """«fuera por 35 minutos», «abierta», «en plazo»."""
    if s["estado"] == "EN_PLAZO":
        return f"{formato.numero(s['minutos_atencion'], 0)} min"
    if s["estado"] == "FUERA_DE_PLAZO":
        return f"fuera por {formato.numero(s['minutos_exceso'], 0)} min"
    if s["estado"] == "NO_IMPUTABLE":
        return "tarde, con contenido tardío"
    return "abierta y vencida" if s["estado"] == "ABIERTA_VENCIDA" else "abierta"


def hallazgo_del_calendario(
    campanas: Sequence[Renglon], metas: Sequence[Renglon], olas: Sequence[Renglon], anio: int
) -> str:
    """El calendario en palabras, para quien no lo ve."""
    cuantas = len({c["campana_clave"] for c in campanas})
    de_metas = len({m["meta_clave"] for m in metas})
    de_olas = len({o["estudio"] for o in olas})
    return (
        f"Calendario {anio}: {formato.cuenta(cuantas, 'campaña', 'campañas')} con entrega, "
        f"{formato.cuenta(de_metas, 'meta', 'metas')} del mismo tema y "
        f"{formato.cuenta(de_olas, 'ola', 'olas')} de encuesta; es coincidencia en el tiempo, no causa"
    )
