"""Guía (``/guia``): cómo se lee el semáforo, cómo se calcula, cómo se captura y qué significa cada palabra."""

from __future__ import annotations

from typing import Any

from dash import html

from portal import formato
from portal.componentes.banderas import bandera, critica
from portal.componentes.basicos import enlace, fila, icono, seccion, titular
from portal.componentes.semaforo import chip, cuadro
from portal.componentes.tabla import Columna, tabla
from portal.paginas.guia import consultas, textos

INDICE = (
    ("empezar", "Empezar"),
    ("semaforo", "El semáforo"),
    ("calculo", "Cómo se calcula"),
    ("alertas", "Alertas"),
    ("captura", "Cómo capturar"),
    ("glosario", "Glosario"),
)


def disposicion() -> html.Div:
    """La guía completa, con los umbrales vigentes."""
    umbrales, son_del_programa = consultas.umbrales()
    navegacion = html.Nav(
        [html.A(texto, href=f"#{ancla}") for ancla, texto in INDICE],
        className="guia-indice",
        **{"aria-label": "En esta guía"},
    )
    entrada = (
        "Cada cifra dice su corte y se puede seguir hasta la celda de Excel de donde salió. El color nunca va solo: "
        "siempre lleva forma y palabra."
    )
    return html.Div(
        [
            titular("Una meta se lee en tres pasos: qué se programó, qué se hizo y qué falta", entrada),
            navegacion,
            fila((7, [_empezar()]), (5, [_ejemplo()])),
            fila((7, [_semaforo(umbrales, son_del_programa)]), (5, [_banderas(), _lectura()])),
            fila((7, [_calculo(umbrales)]), (5, [_acumulacion(), _agregados()])),
            fila((7, [_alertas()]), (5, [_captura(umbrales)])),
            fila((12, _glosario())),
        ],
        className="guia",
    )


def _empezar() -> html.Section:
    recorrido = html.Button(
        [icono("eye"), "Ver el recorrido"], type="button", className="boton lleno", **{"data-recorrido": "empezar"}
    )
    renglones = [pieza for quien, que in textos.PRIMEROS_PASOS for pieza in (html.Dt(quien), html.Dd(que))]
    practica = enlace("Practique sin entregar nada", "/captura?practica=1")
    practicar: list[Any] = ["¿Va a capturar por primera vez? ", practica, ": se revisa igual y no se guarda."]
    cuerpo = [html.P(recorrido), html.Dl(renglones, className="ficha")]
    return seccion("Empezar", cuerpo, sub="un minuto, según a qué venga", nota=practicar, ident="empezar")


def _ejemplo() -> html.Section:
    pasos = html.Ol([html.Li(paso) for paso in textos.EJEMPLO])
    return seccion("Un semáforo, leído", [html.P(chip("REGULAR")), pasos], sub="de la cifra a lo que se hace")


def _semaforo(umbrales: dict[str, float], son_del_programa: bool) -> html.Section:
    cumplida, buen, regular = (formato.numero(umbrales[clave]) for clave in ("cumplida", "buen_desempeno", "regular"))
    cuando = (
        ("CUMPLIDA", f"{cumplida} % o más"),
        ("BUEN_DESEMPENO", f"De {buen} a menos de {cumplida}"),
        ("REGULAR", f"De {regular} a menos de {buen}"),
        ("DEFICIENTE", f"Menos de {regular}"),
        ("PENDIENTE", "Aún en plazo de captura, o posterior al corte: se ve, no se califica"),
        ("SIN_CAPTURA", "Venció el plazo y no llegó; cuenta como 0 en el ranking"),
        ("NO_PROGRAMADA", "El calendario del mes está vacío"),
        ("NO_APLICA", "El área justificó que el mes no aplica"),
        ("NO_EVALUABLE", "La fórmula no aplica con esos valores"),
    )
    renglones = [{"clase": clase, "cuando": texto} for clase, texto in cuando]
    columnas = [
        Columna("clase", "Clase o estado", chip),
        Columna("clase", "Relleno", cuadro, solo_escritorio=True),
        Columna("cuando", "Cuándo"),
    ]
    origen = "Son los umbrales vigentes al corte." if son_del_programa else "Sin programa cargado: umbrales de ejemplo."
    nota = f"{origen} Se fijan en la hoja «reglas» del programa, con fecha de vigencia; nunca en el código."
    cuerpo = tabla(columnas, renglones, leyenda="Clases del semáforo")
    ver = enlace("Probar otros umbrales", "/umbrales")
    return seccion("El semáforo", cuerpo, sub="cuatro clases, cinco estados", nota=nota, ver=ver, ident="semaforo")


def _banderas() -> html.Section:
    piezas: list[Any] = []
    for nombre, texto in textos.BANDERAS:
        piezas += [html.Dt(bandera(nombre)), html.Dd(texto)]
    piezas += [html.Dt(critica()), html.Dd("Meta crítica: sus alertas suben un nivel.")]
    return seccion("Banderas", html.Dl(piezas, className="ficha"), sub="acompañan a la clase, nunca la cambian")


def _lectura() -> html.Section:
    puntos = (
        "«sin dato» es que no llegó. 0 es que se capturó cero. «—» es que no existe o se suprimió.",
        "Programado, realizado, diferencia y cumplimiento van siempre juntos.",
        "Un clic en una cifra abre su explicación: la cuenta, la regla y el archivo, hoja y celda.",
        "Los filtros viven en la dirección: copie el enlace y la otra persona verá lo mismo.",
    )
    return seccion("Cómo leer una pantalla", html.Ul([html.Li(punto) for punto in puntos], className="puntos"))


def _calculo(umbrales: dict[str, float]) -> html.Section:
    renglones = [{"metodo": m, "cuando": c, "formula": f} for m, c, f in textos.METODOS]
    columnas = [Columna("metodo", "Método"), Columna("cuando", "Para qué"), Columna("formula", "Cumplimiento")]
    excedida = formato.numero(umbrales["excedida"])
    nota = (
        "Se redondea a dos decimales antes de clasificar. Si la cuenta no tiene sentido (dividir entre 0, por caso), "
        f"la meta es No evaluable; no se inventa un número. Excedida: más de {excedida} %."
    )
    cuerpo = tabla(columnas, renglones, leyenda="Métodos de cumplimiento")
    return seccion(
        "Cómo se calcula",
        cuerpo,
        sub="lo realizado contra lo programado, de enero al corte",
        nota=nota,
        ident="calculo",
    )


def _acumulacion() -> html.Section:
    piezas = [pieza for nombre, texto in textos.ACUMULACIONES for pieza in (html.Dt(nombre), html.Dd(texto))]
    return seccion("Cómo se acumulan los meses", html.Dl(piezas, className="ficha"))


def _agregados() -> html.Section:
    parrafos = [
        html.P(
            "El cumplimiento de un área o un eje es el promedio de sus metas evaluables, ponderado por su peso. Antes "
            "de promediar, cada meta se topa entre 0 y 100: hacer de más en una no tapa lo que falta en otra."
        ),
        html.P(
            "Ejemplo: 241.5 y 0 promedian 50, no 120.75. En el ranking, lo que quedó sin captura cuenta como 0; la "
            "vista «si nadie omitiera» lo deja fuera. La cobertura dice qué parte del peso se pudo evaluar."
        ),
    ]
    return seccion("Áreas, ejes y ranking", parrafos)


def _alertas() -> html.Section:
    renglones = [{"regla": r, "dispara": d, "severidad": s} for r, d, s in textos.ALERTAS]
    columnas = [Columna("regla", "Regla"), Columna("dispara", "Dispara cuando"), Columna("severidad", "Severidad")]
    cuerpo = tabla(columnas, renglones, leyenda="Reglas de alerta temprana")
    nota = "En una meta crítica la severidad sube un nivel. Solo se miran periodos cuyo plazo ya venció."
    return seccion("Alertas tempranas", cuerpo, nota=nota, ident="alertas")


def _captura(umbrales: dict[str, float]) -> html.Section:
    dia = formato.numero(umbrales["dia_limite_captura"], 0)
    nota: list[Any] = [
        f"El plazo vence el día {dia} del mes siguiente; si no es hábil, el hábil que sigue. ",
        enlace("Ver qué se recibió", "/datos?seccion=archivos"),
    ]
    pasos = html.Ol([html.Li(paso) for paso in textos.CAPTURA])
    return seccion("Cómo capturar", pasos, sub="en el Excel de su área", nota=nota, ident="captura")


def _glosario() -> html.Section:
    piezas = [pieza for palabra, texto in textos.GLOSARIO for pieza in (html.Dt(palabra), html.Dd(texto))]
    return seccion("Glosario", html.Dl(piezas, className="glosario"), ident="glosario")
