"""Secciones de /encuestas: datos ya consultados → componentes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import descargas, direccion, formato
from portal.componentes.basicos import enlace, seccion
from portal.componentes.basicos import ficha as lista_de_ficha
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import vacio
from portal.paginas.encuestas import graficas, redaccion

Renglon = Mapping[str, Any]
_NIVELES = (
    ("completa", "3", "cuota completa"),
    ("parcial", "2", "más de la mitad"),
    ("baja", "1", "la mitad o menos"),
    ("sin_entrevistas", "0", "sin entrevistas"),
)
_VARIABLES = {
    "sexo": "Sexo",
    "grupo_edad": "Edad",
    "zona": "Zona",
    "sexo_edad": "Sexo y edad",
    "escolaridad": "Escolaridad",
}


def opciones(
    pregunta: Renglon, totales: Sequence[Renglon], codificacion: Mapping[str, float] | None = None
) -> Component:
    """Respuestas con intervalo, en el orden del cuestionario (las múltiples, de más a menos)."""
    medida = totales[0]["medida"] if pregunta["tipo_pregunta"] == "numero" else "proporcion"
    filas = [r for r in totales if r["medida"] == medida]
    if pregunta["tipo_pregunta"] == "multiple":
        filas = sorted(filas, key=lambda r: (r["es_ns_nc"], -(r["estimacion"] or 0), r["orden"]))
    saldo = next((r for r in totales if r["medida"] == "saldo"), None)
    eje = graficas.escala(filas, medida)
    dibujos = graficas.puntos(
        [(r["opcion_etiqueta"], r) for r in filas],
        eje,
        f"{pregunta['pregunta_nombre']}: estimaciones con intervalo de 95 %",
    )
    notas = []
    if pregunta["tipo_pregunta"] == "multiple":
        notas.append("Respuesta múltiple: suma más de 100 %.")
    if saldo is not None and saldo["estimacion"] is not None:
        notas.append(f"Saldo ({_minuscula(pregunta['saldo_etiqueta'])}): {graficas.valor_escrito(saldo)} puntos.")
    if pregunta["es_abierta"]:
        notas.append(redaccion.abierta(pregunta, codificacion))
    if pregunta["filtro"]:
        notas.append(f"{pregunta['filtro']}: {filas[0]['num_base']} entrevistas.")
    notas.append("No sabe y no contestó siguen en la base.")
    unidad = "promedio" if medida == "media" else "% de 18 años y más"
    return seccion(
        pregunta["pregunta_nombre"],
        [html.P(f"«{pregunta['pregunta_texto']}»", className="fraseo"), *dibujos, _tabla_de_datos(filas)],
        sub=f"{unidad}; punto: estimación, barra: intervalo del 95{formato.DURO}%",
        nota=" ".join(notas),
    )


def _minuscula(etiqueta: str | None) -> str:
    return (etiqueta or "")[:1].lower() + (etiqueta or "")[1:]


def cortes(principal: Renglon, renglones: Sequence[Renglon], destino: str) -> Component:
    """La respuesta principal por grupo; lo suprimido se dice con su causa."""
    filas: list[graficas.Fila] = []
    anterior = ""
    for renglon in renglones:
        if renglon["corte_nombre"] != anterior:
            anterior = renglon["corte_nombre"]
            filas.append((anterior, None))
        filas.append((renglon["corte_valor"], renglon))
    eje = graficas.escala(renglones, principal["medida"])
    titulo = f"{principal['opcion_etiqueta']}, por grupo"
    return seccion(
        titulo,
        [
            *graficas.puntos(filas, eje, f"{titulo}: estimaciones con intervalo de 95 %", con_base=True),
            _tabla_de_datos(renglones, con_grupo=True),
        ],
        sub="mismo intervalo; n: entrevistas sin ponderar",
        ver=html.A("Excel", href=destino),
        nota=redaccion.nota_de_cortes(renglones),
    )  # fmt: skip


def letras(grupos: Sequence[str]) -> dict[str, str]:
    """Grupo → letra de su columna: A, B, C…"""
    return {grupo: chr(ord("A") + i) for i, grupo in enumerate(grupos)}


def celda_con_letras(renglon: Renglon | None, letra: Mapping[str, str]) -> str:
    """«58.4 % A, C»: la cifra y las columnas a las que supera; «—» si se suprime."""
    if renglon is None or renglon["es_suprimido"] or renglon["estimacion"] is None:
        return formato.GUION
    vencidas = sorted(letra[g] for g in (renglon["supera_a"] or "").split(" | ") if g in letra)
    cifra = formato.proporcion(renglon["estimacion"])
    return f"{cifra} {', '.join(vencidas)}" if vencidas else cifra


def cuadro(renglones: Sequence[Renglon], *, fdr: bool) -> Component:
    """Respuestas por grupo con su base y las letras de las columnas a las que cada celda supera."""
    grupos = list(dict.fromkeys(r["corte_valor"] for r in renglones))
    letra = letras(grupos)
    celdas = {(r["opcion"], r["corte_valor"]): r for r in renglones}
    bases = {g: next(r for r in renglones if r["corte_valor"] == g) for g in grupos}
    filas: list[dict[str, Any]] = [
        {"que": "Base (n)", **{g: formato.numero(b["num_base"], 0) for g, b in bases.items()}},
    ]
    for opcion, medida, etiqueta in dict.fromkeys((r["opcion"], r["medida"], r["opcion_etiqueta"]) for r in renglones):
        valores = {g: celda_con_letras(celdas.get((opcion, g)), letra) for g in grupos}
        filas.append({"que": f"Neto: {_minuscula(etiqueta)}" if medida == "neto" else etiqueta, **valores})
    columnas = [Columna("que", "Respuesta")]
    columnas += [Columna(g, f"{g} ({letra[g]})", numerica=True) for g in grupos]
    correccion = " con corrección por comparaciones múltiples" if fdr else ""
    return seccion(
        f"Cuadro por {_minuscula(renglones[0]['corte_nombre'])}",
        tabla(columnas, filas, leyenda="Respuestas por grupo con letras de significancia"),
        sub="% de cada columna; la letra dice a qué columna supera",
        nota=(
            "Letras al 95 % por la diferencia con el diseño muestral"
            f"{correccion}; solo si la prueba conjunta (Rao-Scott) distingue los grupos. {redaccion.REGLA_SUPRESION}"
        ),
    )


def _tabla_de_datos(renglones: Sequence[Renglon], *, con_grupo: bool = False) -> html.Details:
    filas = [
        {
            "que": r["corte_valor"] if con_grupo else r["opcion_etiqueta"],
            "valor": formato.GUION if r["es_suprimido"] else graficas.valor_escrito(r),
            "n": formato.numero(r["num_base"], 0),
            "efectiva": formato.numero(r["n_efectiva"], 0),
            "deff": formato.numero(r["deff"], 2) if r["deff"] is not None else formato.GUION,
            "precision": r["motivo_supresion"] or {"confiable": "confiable", "base_pequena": "base pequeña",
                                                   "sin_margen": "sin margen"}.get(r["precision"], ""),
        }
        for r in renglones
    ]  # fmt: skip
    columnas = [
        Columna("que", "Grupo" if con_grupo else "Respuesta"),
        Columna("valor", "Estimación", numerica=True),
        Columna("n", "n", numerica=True),
        Columna("efectiva", "n efectiva", numerica=True, solo_escritorio=True),
        Columna("deff", "Efecto de diseño", numerica=True, solo_escritorio=True),
        Columna("precision", "Precisión"),
    ]
    leyenda = "Estimaciones con base, efecto de diseño y precisión"
    return html.Details([html.Summary("Ver la tabla"), tabla(columnas, filas, leyenda=leyenda)], className="datos")


def ficha(datos: Renglon, principal: Renglon | None) -> Component:
    """La vitrina resumida que acompaña a todo resultado, y completa a un clic."""
    pares: list[tuple[str, Any]] = [
        ("Población", datos["poblacion"]),
        ("Levantamiento", f"{redaccion.levantamiento(datos)}, {_minuscula(datos['recoleccion'])}"),
        ("Muestra", _muestra(datos)),
        ("Diseño", redaccion.diseno(datos)),
        ("Ponderación", _ponderacion(datos)),
        ("Margen", _margen(datos, principal)),
    ]
    if datos["tasa_respuesta"] is not None:
        pares.append(("Tasa de respuesta", f"{formato.proporcion(datos['tasa_respuesta'])} (AAPOR RR3)"))
    pares.append(("Realizó", datos["realizador"]))
    completa = html.Details([html.Summary("Ficha completa"), lista_de_ficha(_ficha_completa(datos))], className="datos")
    return seccion("Ficha metodológica", [lista_de_ficha(pares), completa], sub="va con todo resultado")


def _muestra(datos: Renglon) -> str:
    partes = [formato.cuenta(datos["num_entrevistas"], "entrevista", "entrevistas")]
    if datos["n_efectiva_diseno"] is not None:
        partes.append(f"n efectiva {formato.numero(datos['n_efectiva_diseno'], 0)}")
    if datos["deff_mediano"] is not None:
        partes.append(f"efecto de diseño {formato.numero(datos['deff_mediano'], 2)}")
    return "; ".join(partes)


def _ponderacion(datos: Renglon) -> str:
    if not datos["es_calibrada"]:
        return datos["ponderacion"]
    return (
        f"{datos['ponderacion']} ({datos['fuente_calibracion']})"
        if datos["fuente_calibracion"]
        else datos["ponderacion"]
    )


def _margen(datos: Renglon, principal: Renglon | None) -> str:
    if not datos["es_probabilistica"]:
        return datos["nota_margen"]
    partes = [f"±{formato.DURO}{formato.numero(datos['margen_maximo'] * 100, 1)} puntos al 95 % para una cifra de 50 %"]
    if principal is not None and redaccion.margen(principal) and principal["medida"] != "media":
        partes.append(f"{redaccion.margen(principal)} para {redaccion.cifra(principal)}")
    if datos["base_margen"] == "solo_pesos":
        partes.append("solo por pesos")
    return "; ".join(partes)


def _ficha_completa(datos: Renglon) -> list[tuple[str, Any]]:
    campos = (
        ("Objetivo", "objetivo"), ("Patrocinó", "patrocinador"), ("Difunde", "difusor"), ("Exclusiones", "exclusiones"),
        ("Marco muestral", "marco"), ("Selección", "muestreo"), ("Cuestionario", "cuestionario"),
        ("Procesamiento", "procesamiento"), ("Control de calidad", "control_calidad"), ("Limitaciones", "limitaciones"),
        ("Margen", "nota_margen"), ("Aviso", "nota_estimacion"),
    )  # fmt: skip
    pares: list[tuple[str, Any]] = [(rotulo, datos[campo]) for rotulo, campo in campos if datos[campo]]
    if datos["tasa_rechazo"] is not None:
        pares.append(("Tasa de rechazo", formato.proporcion(datos["tasa_rechazo"])))
    pares.append(("Pesos", f"de {formato.numero(datos['peso_minimo'], 1)} a {formato.numero(datos['peso_maximo'], 1)}; "
                           f"efecto por pesos {formato.numero(datos['deff_pesos'], 2)} (Kish)"))  # fmt: skip
    pares.append(("Cuarentena", formato.cuenta(datos["num_rechazadas"], "entrevista", "entrevistas")))
    pares.append(("Entrega", f"a más tardar el {formato.fecha(datos['fecha_limite_entrega'])}"))
    return pares


def tendencias(series: Sequence[Sequence[Renglon]], modo: str, cortes_de_serie: Sequence[str] = ()) -> list[Component]:
    """Una sección por modo con dos oleadas o más; nunca dos modos en la misma línea, ni dos redacciones."""
    piezas: list[Component] = []
    if cortes_de_serie:
        piezas.append(seccion("Tendencia interrumpida", [html.P(texto, className="peq") for texto in cortes_de_serie]))
    for oleadas in series:
        es_telefono = oleadas[0]["modo"] == "telefono"
        nombre = "Telefónica, por ola" if es_telefono else "En vivienda, por ronda"
        aparte = (
            "" if oleadas[0]["modo"] == modo else f"; no se une con {'vivienda' if es_telefono else 'la telefónica'}"
        )
        unidad = "promedio" if oleadas[0]["medida"] == "media" else f"% {_minuscula(oleadas[0]['opcion_etiqueta'])}"
        sub = f"{unidad}{aparte}"
        ultimo = oleadas[-1]
        nota = redaccion.cambio(ultimo) if ultimo["diferencia"] is not None else None
        valores = formato.lista([redaccion.cifra(o) for o in oleadas])
        piezas.append(seccion(nombre, graficas.tendencia(oleadas, f"{nombre}: {valores}"), sub=sub, nota=nota))
    return piezas


def estudios(fichas: Sequence[Renglon], actual: str) -> Component:
    """Estudios recibidos, del más reciente al más viejo."""

    def nombre(renglon: Renglon) -> Component:
        atributos = {"aria-current": "true"} if renglon["estudio"] == actual else {}
        clase = "fuerte" if renglon["estudio"] == actual else ""
        return enlace(
            renglon["estudio_corto"], direccion.armar("/encuestas", {"estudio": renglon["estudio"]}), clase, **atributos
        )

    columnas = [
        Columna("", "Estudio", nombre),
        Columna("num_entrevistas", "n", lambda n: formato.numero(n, 0), numerica=True),
        Columna("", "Campo", redaccion.levantamiento, clase="nb"),
    ]
    conteo = formato.cuenta(len(fichas), "recibido", "recibidos")
    return seccion("Estudios", tabla(columnas, fichas, leyenda="Estudios recibidos"), sub=conteo)


def cobertura(colonias: Sequence[Renglon], ficha_actual: Renglon, trazos: Sequence[Renglon] = ()) -> Component:
    """Mapa de las 89 colonias (polígonos si se entregaron, mosaico si no): cobertura, nunca resultados."""
    conteo = {clave: sum(c["nivel_cobertura"] == clave for c in colonias) for clave, _, _ in _NIVELES}
    leyenda = html.Div(
        [
            html.Span([html.I(className=f"cuadro bm{nivel}"), f"{texto} ({conteo[clave]})"])
            for clave, nivel, texto in _NIVELES
            if conteo[clave]
        ],
        className="leyenda",
        style={"marginBottom": "12px"},
    )
    promedio = ficha_actual["num_entrevistas"] / len(colonias)
    que = "Mapa" if trazos else "Mosaico"
    etiqueta = (
        f"{que} de las {len(colonias)} colonias: {conteo['completa']} con cuota completa, "
        f"{conteo['sin_entrevistas']} sin entrevistas"
    )
    return seccion(
        "Cobertura por colonia",
        [leyenda, *([graficas.mapa(colonias, trazos, etiqueta)] if trazos else graficas.mosaico(colonias, etiqueta))],
        sub=f"entrevistas logradas; cuota de {_cuotas(colonias)} por colonia",
        ver=html.A("Excel", href=descargas.destino("encuestas", "cobertura")),
        nota=(
            f"{'' if trazos else 'Mosaico esquemático: cada cuadro es una colonia, cerca de su lugar real. '}"
            "Solo cobertura: con unas "
            f"{formato.numero(promedio, 0)} entrevistas por colonia el margen pasaría de "
            f"±{formato.DURO}{formato.numero(98 / promedio**0.5, 0)} puntos, así que no se publica "
            "ningún resultado por colonia."
        ),
    )  # fmt: skip


def _cuotas(colonias: Sequence[Renglon]) -> str:
    cuotas = sorted({c["cuota"] for c in colonias if c["cuota"] is not None})
    if not cuotas:
        return "sin fijar"
    return str(cuotas[0]) if len(cuotas) == 1 else f"{cuotas[0]} a {cuotas[-1]}"


def pendientes(colonias: Sequence[Renglon]) -> Component:
    """Las colonias con la mitad de su cuota o menos."""
    bajas = [c for c in colonias if c["nivel_cobertura"] in ("baja", "sin_entrevistas")]
    bajas.sort(key=lambda c: (c["num_hechas"], -c["num_faltantes"], c["colonia_nombre"]))
    columnas = [
        Columna("colonia_nombre", "Colonia"),
        Columna("num_hechas", "Logradas", lambda n: html.B(formato.numero(n, 0)), numerica=True),
        Columna("num_faltantes", "Faltan", lambda n: formato.numero(n, 0), numerica=True),
    ]
    contenido: Component = (
        tabla(columnas, bajas[:12], leyenda="Colonias con la mitad de su cuota o menos")
        if bajas
        else html.P("Todas las colonias pasaron de la mitad de su cuota.", className="peq med")
    )
    return seccion(
        "Colonias por completar",
        contenido,
        sub=f"{len(bajas)} con la mitad de su cuota o menos",
        nota="La cobertura no cambia los pesos: la calibración es por sexo, edad y zona.",
    )


def muestra(indicadores: Sequence[Renglon]) -> list[Component]:
    """Perfil de la muestra contra la población, antes y después de ponderar."""
    variables: dict[str, dict[str, dict[str, float]]] = {}
    for renglon in indicadores:
        partes = renglon["aspecto"].split(" ")
        if partes[0] == "perfil":
            variables.setdefault(partes[1], {}).setdefault(renglon["indicador"], {})[partes[2]] = renglon["valor"]
    piezas: list[Component] = []
    for variable, categorias in variables.items():
        filas = [
            (categoria.replace("|", ", "), valores["muestra"], valores["ponderada"], valores["poblacion"])
            for categoria, valores in categorias.items()
        ]
        piezas.append(html.H3(_VARIABLES.get(variable, variable), style={"margin": "14px 0 4px"}))
        piezas += graficas.perfil(filas, f"Muestra y población por {_VARIABLES.get(variable, variable).lower()}")
    return piezas


def calidad(indicadores: Sequence[Renglon]) -> Component:
    """Contactos, duraciones y privacidad."""
    pares: list[tuple[str, Any]] = [
        (r["indicador"].capitalize(), formato.numero(r["valor"], 0))
        for r in indicadores
        if r["aspecto"] == "disposicion"
    ]
    duracion = {r["indicador"]: r["valor"] for r in indicadores if r["aspecto"] == "duracion"}
    if duracion:
        pares.append(("Duración mediana", f"{formato.numero(duracion['mediana'], 0)} minutos"))
        pares.append(
            ("Muy cortas o largas", f"{formato.numero(duracion['muy cortas'] + duracion['muy largas'], 0)} entrevistas")
        )
    dias = [r for r in indicadores if r["aspecto"] == "dia"]
    if dias:
        pares.append(("Días de campo", formato.numero(len(dias), 0)))
    descartadas = [
        r for r in indicadores if r["aspecto"] == "columna descartada" and "identifica" in (r["texto"] or "")
    ]
    nota = None
    if descartadas:
        cuantas = formato.cuenta(len(descartadas), "columna que identifica", "columnas que identifican")
        nombres = formato.lista([str(r["indicador"]).replace("_", " ") for r in descartadas])
        nota = f"Se descartaron antes de guardar {cuantas} a personas: {nombres}."
    return seccion("Contactos y levantamiento", lista_de_ficha(pares), sub="códigos de AAPOR", nota=nota)


_ESTADOS = {
    "ACEPTADO": "aceptado", "ACEPTADO_CON_OBSERVACIONES": "aceptado con observaciones", "ENTREGADO": "por aceptar",
    "CON_ATRASO": "con atraso", "POR_VENCER": "por vencer", "POR_VENIR": "en tiempo",
}  # fmt: skip


def entregables(series: Sequence[Renglon], propio: Renglon | None) -> list[Component]:
    """Lo que el contrato pide y lo entregado, por serie, con la fecha del que sigue; enlaza a Contratos."""
    if not series:
        return []

    def _siguiente(renglon: Renglon) -> str:
        if renglon["fecha_siguiente"] is None:
            return "completa"
        estado = _ESTADOS.get(renglon["estado_siguiente"], "")
        return f"{formato.fecha(renglon['fecha_siguiente'])}{f', {estado}' if estado else ''}"

    columnas = [
        Columna("serie", "Serie"),
        Columna("", "Entregados", lambda r: f"{r['num_entregados']} de {r['num_previstos']}", numerica=True),
        Columna("", "Sigue", _siguiente),
    ]
    nota = None
    if propio is not None:
        partes = [f"Este estudio: se comprometió para el {formato.fecha(propio['fecha_comprometida'])}"]
        if propio["fecha_entrega"] is not None:
            partes.append(f"se entregó el {formato.fecha(propio['fecha_entrega'])}")
        if propio["dias_atraso"]:
            partes.append(formato.cuenta(propio["dias_atraso"], "día de atraso", "días de atraso"))
        partes.append(_ESTADOS.get(propio["estado"], ""))
        nota = f"{'; '.join(p for p in partes if p)}."
    return [
        seccion(
            "Entregables del contrato",
            tabla(columnas, series, leyenda="Entregables por serie"),
            sub="a 15 días de terminar cada levantamiento",
            ver=html.A("Contratos", href=direccion.armar("/contratos", {"contrato": series[0]["contrato_clave"]})),
            nota=nota,
        )
    ]


def hallazgos(renglones: Sequence[Renglon]) -> Component:
    """Hallazgos de un grupo de enfoque con sus citas, por seudónimo y sin porcentajes."""
    por_orden: dict[int, list[Renglon]] = {}
    for renglon in renglones:
        por_orden.setdefault(renglon["orden"], []).append(renglon)
    bloques = []
    for filas in por_orden.values():
        citas = [html.Blockquote([f"«{f['cita']}»", html.Cite(f["quien"])]) for f in filas if f["cita"]]
        bloques.append(
            html.Div(
                [html.H3(filas[0]["tema"]), html.P(filas[0]["hallazgo"]), html.Div(citas, className="citas")],
                className="hallazgo",
            )
        )
    return seccion("Hallazgos", bloques, sub="por tema; citas por seudónimo, sin porcentajes",
                   nota="Un grupo de enfoque explica razones; no mide cuántos piensan así.")  # fmt: skip


def ficha_de_grupo(grupo: Renglon) -> Component:
    """Cómo se hizo el grupo (COREQ reducido)."""
    asistencia = f"{grupo['num_asistentes']} de {grupo['num_invitados']} invitados"
    if not grupo["es_asistencia_valida"]:
        asistencia += "; el contrato pide de 8 a 10"
    duracion = f"{grupo['duracion_minutos']} minutos"
    if not grupo["es_duracion_valida"]:
        duracion += "; el máximo es 120"
    pares = [
        ("Fecha", formato.fecha(grupo["fecha_realizado"])), ("Asistencia", asistencia), ("Duración", duracion),
        ("Plataforma", grupo["plataforma"]), ("Segmento", grupo["segmento"]), ("Reclutamiento", grupo["reclutamiento"]),
        ("Moderación", grupo["moderacion"]), ("Observadores", formato.numero(grupo["num_observadores"], 0)),
        ("Guía", grupo["guia"]), ("Análisis", grupo["analisis"]), ("Limitaciones", grupo["limitaciones"]),
    ]  # fmt: skip
    return seccion("Cómo se hizo", lista_de_ficha(pares), sub="va con todo hallazgo")


def evidencias(renglones: Sequence[Renglon]) -> Component:
    """La evidencia por referencia y custodia; la grabación no entra al portal."""
    if not renglones:
        return seccion(
            "Evidencia", vacio("Sin evidencia registrada.", "Va en grupo.yml, por referencia.", enlazar=False)
        )
    columnas = [
        Columna("evidencia_tipo", "Evidencia"),
        Columna("referencia", "Dónde está"),
        Columna("custodia", "Quién la resguarda", solo_escritorio=True),
        Columna("fecha_conservacion", "Hasta", lambda f: formato.fecha(f) if f else formato.GUION, clase="nb"),
    ]
    return seccion(
        "Evidencia", tabla(columnas, renglones, leyenda="Evidencia del grupo"), sub="por referencia; nunca el archivo"
    )
