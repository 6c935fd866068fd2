"""La clase mientras se escribe: las fórmulas de REGLAS §2–§4 como fórmulas de Excel, con lo ya capturado como números.

Es una ayuda para quien captura; quien califica es el flujo. Una prueba abre la plantilla en una hoja de cálculo real
y compara la clase que aparece con la que publica el mart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COLUMNA_ACUMULADO, COLUMNA_PROGRAMADO, COLUMNA_CUMPLIMIENTO, COLUMNA_CLASE = "O", "P", "Q", "R"
_POR_SENTIDO = {
    "ascendente": "directo",
    "descendente": "inverso",
    "constante": "tolerancia",
    "rango": "rango",
    "hito": "hito",
}


@dataclass(frozen=True)
class Mes:
    """Un mes anterior al capturado: lo programado, lo realizado y sus componentes."""

    estado: str
    programado: float | None = None
    realizado: float | None = None
    numerador: float | None = None
    denominador: float | None = None
    n: float | None = None


@dataclass(frozen=True)
class Formula:
    """Cómo se califica la meta (REGLAS §3)."""

    acumulacion: str
    sentido: str
    metodo: str | None = None
    linea_base: float | None = None
    tolerancia: float | None = None
    limite_inferior: float | None = None
    limite_superior: float | None = None

    @property
    def metodo_base(self) -> str:
        """El método escrito, o el de su sentido; la línea base no aplica a lo que se suma ni sin línea base."""
        propio = self.metodo or _POR_SENTIDO[self.sentido]
        if propio == "linea_base" and (self.acumulacion == "suma" or self.linea_base is None):
            return _POR_SENTIDO[self.sentido]
        return propio


@dataclass(frozen=True)
class Umbrales:
    """Cumplimiento mínimo de cada clase, el vigente el último día del mes."""

    cumplida: float
    buen_desempeno: float
    regular: float


def _n(valor: float) -> str:
    """Un número dentro de una fórmula: sin notación científica ni coma."""
    texto = f"{valor:.10f}".rstrip("0").rstrip(".")
    return f"({texto})" if texto.startswith("-") else texto or "0"


def acumulados(formula: Formula, anteriores: Sequence[Mes], programado: float, fila: int) -> tuple[str, str]:
    """(realizado acumulado, programado acumulado) al mes, como expresiones de Excel sobre las celdas del renglón."""
    exigibles = [m for m in anteriores if m.estado in ("CAPTURADA", "EXTEMPORANEA", "SIN_CAPTURA")]
    con_valor = [m for m in exigibles if m.estado != "SIN_CAPTURA"]
    e, f, g, h = (f"{letra}{fila}" for letra in "EFGH")
    if formula.acumulacion == "suma":
        previo = sum(m.realizado for m in anteriores if m.realizado is not None)
        return f"{_n(previo)}+{e}", _n(sum(m.programado or 0 for m in exigibles) + programado)
    if formula.acumulacion == "ultimo":
        return e, _n(programado)
    cuantos = len(con_valor) + 1
    simple_p = _n((sum(m.programado or 0 for m in con_valor) + programado) / cuantos)
    if formula.acumulacion == "promedio":
        simple = f"({_n(sum(m.realizado or 0 for m in con_valor))}+{e})/{cuantos}"
        if any(not m.n or m.n <= 0 for m in con_valor):
            return simple, simple_p
        peso = _n(sum(m.n or 0 for m in con_valor))
        v = _n(sum((m.realizado or 0) * (m.n or 0) for m in con_valor))
        p = _n(sum((m.programado or 0) * (m.n or 0) for m in con_valor))
        return (
            f"IF(N({h})>0,({v}+{e}*{h})/({peso}+{h}),{simple})",
            f"IF(N({h})>0,({p}+{_n(programado)}*{h})/({peso}+{h}),{simple_p})",
        )
    numerador = _n(sum(m.numerador or 0 for m in con_valor))
    denominador = _n(sum(m.denominador or 0 for m in con_valor))
    p = _n(sum((m.programado or 0) * (m.denominador or 0) for m in con_valor))
    total = f"({denominador}+{g})"
    return (
        f'IF({total}=0,"NE",100*({numerador}+{f})/{total})',
        f"IF({total}=0,{simple_p},({p}+{_n(programado)}*{g})/{total})",
    )


def _cumplimiento(formula: Formula, metodo: str, v: str, p: str) -> str:
    tolerancia = (formula.tolerancia or 0) / 100
    if metodo == "directo":
        return f'IF({p}>0,100*{v}/{p},IF(AND({p}=0,{v}=0),100,"NE"))'
    if metodo == "inverso":
        return f'IF(OR({v}<0,{p}<0),"NE",IF({v}=0,100,IF({p}>0,100*{p}/{v},0)))'
    if metodo == "lineal":
        return f'IF({p}<0,"NE",IF({p}=0,IF({v}<=0,100,0),MAX(0,100*(2-{v}/{p}))))'
    if metodo == "linea_base":
        lb = _n(formula.linea_base or 0)
        otro = _cumplimiento(formula, _POR_SENTIDO[formula.sentido], v, p)
        lado = {"ascendente": "<", "descendente": ">"}.get(formula.sentido)
        bruto = f"100*({v}-{lb})/({p}-{lb})"
        return f"IF({p}={lb},{otro},{f'IF({p}{lado}{lb},{chr(34)}NE{chr(34)},{bruto})' if lado else bruto})"
    if metodo == "tolerancia":
        d, b = f"ABS({v}-{p})", f"({_n(tolerancia)}*ABS({p}))"
        return f"IF({b}>0,IF({d}<={b},100,100*MAX(0,1-({d}-{b})/{b})),IF({d}=0,100,0))"
    if metodo == "rango":
        if formula.limite_inferior is None or formula.limite_superior is None:
            return '"NE"'
        inferior, superior = _n(formula.limite_inferior), _n(formula.limite_superior)
        distancia = f"MAX({inferior}-{v},{v}-{superior},0)"
        holgura = tolerancia * (formula.limite_superior - formula.limite_inferior)
        fuera = f"100*MAX(0,1-{distancia}/{_n(holgura)})" if holgura > 0 else "0"
        return f"IF({distancia}=0,100,{fuera})"
    return f"IF({v}>={p},100,0)"


def formulas(
    formula: Formula, anteriores: Sequence[Mes], programado: float, umbrales: Umbrales, fila: int
) -> dict[str, str]:
    """Columna → fórmula de Excel: acumulado, programado acumulado, cumplimiento y clase del renglón."""
    v, p = acumulados(formula, anteriores, programado, fila)
    es_razon = formula.acumulacion == "razon"
    escrito = f"AND(ISNUMBER(F{fila}),ISNUMBER(G{fila}))" if es_razon else f"ISNUMBER(E{fila})"
    celda_v, celda_p = f"{COLUMNA_ACUMULADO}{fila}", f"{COLUMNA_PROGRAMADO}{fila}"
    celda_c = f"{COLUMNA_CUMPLIMIENTO}{fila}"
    c = _cumplimiento(formula, formula.metodo_base, celda_v, celda_p)
    clase = (
        f'IF({celda_c}>={_n(umbrales.cumplida)},"Cumplida",IF({celda_c}>={_n(umbrales.buen_desempeno)},'
        f'"Buen desempeño",IF({celda_c}>={_n(umbrales.regular)},"Regular","Deficiente")))'
    )
    return {
        COLUMNA_ACUMULADO: f'=IF({escrito},{v},"")',
        COLUMNA_PROGRAMADO: f'=IF({escrito},{p},"")',
        COLUMNA_CUMPLIMIENTO: f'=IF({escrito},IF(ISNUMBER({celda_v}),IFERROR(ROUND({c},2),"NE"),"NE"),"")',
        COLUMNA_CLASE: f'=IF({celda_c}="","",IF({celda_c}="NE","No evaluable",{clase}))',
    }
