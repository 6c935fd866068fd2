"""Explica este color: escala → qué falta para cambiar de clase → la cuenta → la regla → archivo, hoja y celda.

Las frases salen de los renglones del mart; cuánto falta lo contesta `dominio.seguimiento.cambio_de_clase`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dominio.seguimiento.cambio_de_clase import CLASES, Frontera, fronteras, intervalo_que_alcanza, margen
from portal import direccion, formato
from portal.componentes.basicos import boton_enlace, ficha
from portal.componentes.dibujo import dibujo
from portal.componentes.explicacion import cajon
from portal.componentes.semaforo import aspecto
from portal.componentes.tabla import Columna, tabla
from portal.paginas.seguimiento import trazos
from portal.paginas.seguimiento.metas.cuenta import formula, pasos
from portal.paginas.seguimiento.metas.graficas import situacion
from portal.paginas.seguimiento.redaccion import METODO, NOMBRE_CLASE, cantidad, es_porcentaje, plural
from portal.paginas.seguimiento.seleccion import umbrales_de

Renglon = Mapping[str, Any]
_MESES_A_LA_VISTA = 4


def cajon_de_meta(fila: Renglon, meses: Sequence[Renglon]) -> html.Aside:
    """El cajón de la meta en el periodo de `fila`; `meses`, sus doce renglones."""
    palabra = aspecto(fila["clase"]).palabra
    cumplimiento = fila["cumplimiento"]
    titulo = (
        f"¿Por qué está en {palabra}?"
        if cumplimiento is None
        else f"¿Por qué {formato.porcentaje(cumplimiento)} es {palabra}?"
    )
    partes: list[tuple[str | None, Any]] = []
    if cumplimiento is not None:
        partes.append((None, dibujo(trazos.escala_de_color(cumplimiento, umbrales_de(fila)))))
    partes.append((None, html.P(que_falta(fila), className="avisos info")))
    if fila["metodo_efectivo"]:
        partes.append(
            (
                "La cuenta",
                [
                    html.Div(formula(fila), className="formula"),
                    *[html.P(p, className="peq med nota") for p in pasos(fila, meses)],
                ],
            )
        )
    partes.append(("La regla", html.P(regla(fila), className="peq med")))
    partes.append(("De dónde salió cada número", _procedencia(fila, meses)))
    return cajon(
        titulo, partes, html.P(f"Explica este color · {formato.periodo(fila['periodo'])}", className="peq mut")
    )


def que_falta(fila: Renglon) -> str:
    """«Faltan 393 baches para pasar a Buen desempeño (14,742) y 2,031 para Cumplida (16,380)», según el método."""
    if fila["clase"] == "SIN_CAPTURA":
        return _si_se_capturara(fila)
    if fila["cumplimiento"] is None:
        return _por_que_no_hay(fila)
    donde, limites, paso = situacion(fila), umbrales_de(fila), paso_de(fila)
    subidas = fronteras(donde, limites, paso)
    if subidas:
        return _frase_de_subida(fila, subidas) + _en_numerador(fila, subidas[0])
    bajada = margen(donde, limites, paso)
    if bajada is None:
        return "Está en la mejor clase."
    return (
        f"Está en la mejor clase. Con {_valor(bajada.valor, fila)} bajaría a {NOMBRE_CLASE[bajada.clase]}: "
        f"su margen es de {_con_unidad(abs(bajada.diferencia), fila)}."
    )


def paso_de(fila: Renglon) -> float:
    """Unidad mínima de captura que sugieren los propios datos: 1 si todo es entero, si no 0.1, o 0.01 bajo 1."""
    valores = [fila[c] for c in ("realizado_acumulado", "programado_acumulado", "realizado") if fila.get(c) is not None]
    if all(float(v).is_integer() for v in valores) and not es_porcentaje(fila["unidad"]):
        return 1.0
    return 0.01 if max((abs(v) for v in valores), default=1.0) < 1 else 0.1


def regla(fila: Renglon) -> str:
    """Qué intervalo le toca a su clase, con qué reglas y desde cuándo rigen."""
    limites = umbrales_de(fila)
    tramos = {
        "CUMPLIDA": f"de {formato.numero(limites.cumplida)} en adelante",
        "BUEN_DESEMPENO": f"de {formato.numero(limites.buen_desempeno)} a menos de {formato.numero(limites.cumplida)}",
        "REGULAR": f"de {formato.numero(limites.regular)} a menos de {formato.numero(limites.buen_desempeno)}",
        "DEFICIENTE": f"menos de {formato.numero(limites.regular)}",
    }
    dichas = [f"{NOMBRE_CLASE[c]}: {tramos[c]}." for c in ([fila["clase"]] if fila["clase"] in tramos else CLASES)]
    version = fila["regla_version"]
    vigencia = (
        f" Reglas {formato.periodo_clave(version)}, vigentes desde el {formato.fecha(version)}." if version else ""
    )
    return f"{' '.join(dichas)}{vigencia} Se redondea a dos decimales antes de clasificar."


def _frase_de_subida(fila: Renglon, subidas: Sequence[Frontera]) -> str:
    """La clase que sigue y, si es otra, la mejor."""
    vistas = [subidas[0], subidas[-1]] if len(subidas) > 1 else list(subidas)
    partes = []
    for i, frontera in enumerate(vistas):
        cuanto = _con_unidad(abs(frontera.diferencia), fila) if i == 0 else cantidad(abs(frontera.diferencia))
        hasta = f"{NOMBRE_CLASE[frontera.clase]} ({_valor(frontera.valor, fila)}{_tope(frontera)})"
        destino = f"pasar a {hasta}" if i == 0 else hasta
        partes.append(f"{cuanto} para {destino}")
    uno = abs(vistas[0].diferencia) == 1
    verbo = ("Falta" if uno else "Faltan") if vistas[0].diferencia > 0 else ("Sobra" if uno else "Sobran")
    return f"{verbo} {formato.lista(partes)}."


def _tope(frontera: Frontera) -> str:
    return " o menos" if frontera.diferencia < 0 else ""


def _en_numerador(fila: Renglon, frontera: Frontera) -> str:
    """En una razón, los mismos puntos en casos: cuántos numeradores más con el denominador de hoy."""
    numerador, denominador = fila.get("numerador_acumulado"), fila.get("denominador_acumulado")
    if fila["acumulacion"] != "razon" or not denominador or numerador is None:
        return ""
    exacto = frontera.valor * denominador / 100
    nuevo = math.ceil(exacto - 1e-9) if frontera.diferencia > 0 else math.floor(exacto + 1e-9)
    casos = abs(nuevo - numerador)
    sentido = "más" if frontera.diferencia > 0 else "menos"
    return f" Con el mismo denominador ({cantidad(denominador)}), son {cantidad(casos)} {sentido} en el numerador."


def _si_se_capturara(fila: Renglon) -> str:
    intervalo = (
        intervalo_que_alcanza(situacion(fila, realizado=0.0), umbrales_de(fila).minimo("CUMPLIDA"))
        if fila["metodo_efectivo"]
        else None
    )
    vencio = f"Falta la captura del área; venció el {formato.fecha(fila['fecha_limite'])}."
    texto = f"{vencio} Mientras no llegue cuenta como cero en el ranking."
    if intervalo is None:
        return texto
    paso = paso_de(fila)
    desde, hasta = _hacia_arriba(intervalo[0], paso), -_hacia_arriba(-intervalo[1], paso)
    if math.isinf(hasta):
        return f"{texto} Quedaría en Cumplida con un acumulado de {_valor(desde, fila)} o más."
    if math.isinf(desde) or desde == 0:
        return f"{texto} Quedaría en Cumplida con {_valor(hasta, fila)} o menos."
    return f"{texto} Quedaría en Cumplida entre {_valor(desde, fila)} y {_valor(hasta, fila)}."


def _hacia_arriba(valor: float, paso: float) -> float:
    return valor if math.isinf(valor) else round(math.ceil(valor / paso - 1e-9) * paso, 6)


def _por_que_no_hay(fila: Renglon) -> str:
    motivos = {
        "PENDIENTE": f"El periodo todavía no vence: se captura hasta el {formato.fecha(fila['fecha_limite'])}.",
        "NO_PROGRAMADA": "No hay nada programado hasta este mes: no hay contra qué medir.",
        "NO_APLICA": "El área declaró que no aplica, con su justificación.",
        "NO_EVALUABLE": "Con estos valores la fórmula no se puede calcular.",
    }
    return motivos.get(fila["clase"], "No hay cumplimiento que explicar en este periodo.")


def _valor(valor: float, fila: Renglon) -> str:
    return f"{cantidad(valor)}{formato.DURO}%" if es_porcentaje(fila["unidad"]) else cantidad(valor)


def _con_unidad(valor: float, fila: Renglon) -> str:
    if es_porcentaje(fila["unidad"]):
        return f"{cantidad(valor)} {'punto' if valor == 1 else 'puntos'}"
    return f"{cantidad(valor)} {plural(fila['unidad'], valor)}"


def _procedencia(fila: Renglon, meses: Sequence[Renglon]) -> list[Any]:
    """Mes, valor, celda y archivo de cada captura que entró, la más reciente primero."""
    capturas = [m for m in reversed(meses) if m["periodo"] <= fila["periodo"] and m["archivo"]]
    if not capturas:
        return [html.P("Ningún archivo trae valor para esta meta todavía.", className="peq med")]
    vista, resto = capturas[:_MESES_A_LA_VISTA], capturas[_MESES_A_LA_VISTA:]
    piezas: list[Any] = [_tabla_de_celdas(vista)]
    if resto:
        rotulo = f"Ver {formato.cuenta(len(resto), 'mes anterior', 'meses anteriores')}"
        piezas.append(html.Details([html.Summary(rotulo), _tabla_de_celdas(resto)], className="mi-datos"))
    ultima = capturas[0]
    pares = [
        ("Hoja", [html.Span(ultima["hoja"], className="celda"), f", fila {ultima['fila']}"]),
        ("Quién", f"Enlace de captura, {fila['area_clave']}"),
        ("Método", METODO.get(fila["metodo_efectivo"], fila["metodo_efectivo"] or formato.SIN_DATO)),
        (
            "Huella",
            html.Span(
                f"sha256 {ultima['archivo_sha256'][:4]}…{ultima['archivo_sha256'][-4:]}", title=ultima["archivo_sha256"]
            ),
        ),
    ]
    piezas += [
        ficha(pares),
        boton_enlace("Ver archivos recibidos", direccion.hacia("/datos", conservar=()), "file-earmark-text"),
    ]
    return piezas


def _tabla_de_celdas(capturas: Sequence[Renglon]) -> html.Div:
    columnas = [
        Columna("periodo", "Mes", formato.mes_corto),
        Columna("realizado", "Valor", lambda v: html.B(cantidad(v)), numerica=True),
        Columna(
            "",
            "Celda y archivo",
            lambda m: [html.Span(m["celda"] or "—", className="celda"), f" {m['archivo'].split('/', 1)[-1]}"],
        ),
        Columna("fecha_captura", "Capturado", lambda f: formato.fecha_sin_anio(f) if f else None, numerica=True),
    ]
    return tabla(columnas, capturas, leyenda="Archivo y celda de cada mes")
