"""Un programa con un escenario por meta: cada renglón de REGLAS que vale la pena ver con sus números.

Fecha de referencia: 15 de julio de 2026. Corte: junio (su límite, domingo 5 de julio, pasa al lunes 6).
El límite de enero sería el 5 de febrero, que se declara inhábil: pasa al viernes 6.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.transformaciones.libros import (
    ENCABEZADOS_META,
    MESES,
    escribir_captura,
    escribir_programa,
    reglas_de,
)

HOY = date(2026, 7, 15)
A_TIEMPO = None
Renglon = Mapping[str, Any]

metas: list[dict[str, Any]] = []
calendario: dict[str, Sequence[float | None]] = {}
ajustes: list[dict[str, Any]] = []
entregas: dict[tuple[str, int, Any, str], list[Renglon]] = defaultdict(list)


def fecha_a_tiempo(mes: int) -> date:
    """El día 3 del mes siguiente."""
    return date(2026, mes + 1, 3)


def entregar(area: str, mes: int, renglon: Renglon, fecha: Any = A_TIEMPO, nombre: str = "") -> None:
    """Agrega un renglón al archivo del área, mes y fecha; ``fecha='sin'`` deja B3 vacía."""
    cuando = fecha_a_tiempo(mes) if fecha is None else (None if fecha == "sin" else fecha)
    entregas[area, mes, cuando, nombre or f"{area}_{cuando or 'sin_fecha'}"].append(renglon)


def meta(
    clave: str,
    sentido: str = "ascendente",
    acumulacion: str = "suma",
    programado: float | Sequence[float | None] | None = 10,
    valores: Mapping[int, Any] | Sequence[Any] = (),
    area: str = "ESC",
    **otros: Any,
) -> None:
    """Da de alta una meta y entrega sus valores a tiempo, enero en adelante.

    Un valor puede ser un número, una pareja (numerador, denominador) o un renglón completo.
    """
    metas.append(
        dict.fromkeys(ENCABEZADOS_META)
        | {"clave": clave, "linea": "L1", "area": area, "meta": clave, "indicador": f"Indicador {clave}",
           "unidad": "acción", "sentido": sentido, "acumulacion": acumulacion, "meta_anual": 120}
        | otros
    )  # fmt: skip
    fila = list(programado) if isinstance(programado, Sequence) else [programado] * 12
    calendario[clave] = [*fila, *[None] * (12 - len(fila))]
    pares = valores.items() if isinstance(valores, Mapping) else enumerate(valores, start=1)
    for mes, valor in pares:
        if isinstance(valor, Mapping):
            renglon = dict(valor)
        elif isinstance(valor, tuple):
            renglon = {"numerador": valor[0], "denominador": valor[1]}
        else:
            renglon = {"realizado": valor}
        entregar(area, mes, {"clave": clave} | renglon)


def ajuste(clave: str, desde: str, fecha: date, programado: float | None, **otros: Any) -> None:
    """Agrega un renglón a la hoja ajustes, con el mismo programado en los doce meses."""
    ajustes.append({"meta": clave, "desde": desde, "fecha": fecha} | dict.fromkeys(MESES, programado) | otros)


# -- §1 captura ---------------------------------------------------------------------------------
meta("CERO", valores=[0])
meta("VACIA", valores={1: 10, 2: {"observaciones": "sin dato"}})
meta("PROGRAMADO_CERO", programado=[0, None, 10], valores=[0])
meta("NO_APLICA", valores=[{"no_aplica": "si", "justificacion": "Veda"}, 10])
meta("NA_SIN_JUSTIFICAR", valores=[{"no_aplica": "si"}])
meta("NA_CON_VALOR", valores=[{"no_aplica": "si", "justificacion": "Veda", "realizado": 3}])
meta("LIMITE_JUSTO")
entregar("ESC", 1, {"clave": "LIMITE_JUSTO", "realizado": 10}, date(2026, 2, 6))
meta("LIMITE_PASADO")
entregar("ESC", 1, {"clave": "LIMITE_PASADO", "realizado": 10}, date(2026, 2, 7))
meta("SIN_B3")
entregar("ESC", 1, {"clave": "SIN_B3", "realizado": 10}, "sin")
meta("CORREGIDA", valores=[10])
entregar("ESC", 1, {"clave": "CORREGIDA", "realizado": 8}, date(2026, 3, 20))
meta("RETIRADA", valores=[10])
entregar("ESC", 1, {"clave": "RETIRADA"}, date(2026, 3, 20))
meta("RETIRADA_Y_REPUESTA", valores=[10])
entregar("ESC", 1, {"clave": "RETIRADA_Y_REPUESTA"}, date(2026, 3, 20))
entregar("ESC", 1, {"clave": "RETIRADA_Y_REPUESTA", "realizado": 7}, date(2026, 4, 20))
meta("PRIMERO_VACIA", valores=[{}])
entregar("ESC", 1, {"clave": "PRIMERO_VACIA", "realizado": 9}, date(2026, 3, 20))
meta("RECHAZO_CONSERVA", valores=[10])
entregar("ESC", 1, {"clave": "RECHAZO_CONSERVA", "realizado": "diez"}, date(2026, 3, 20))
meta("RECHAZO_NO_FIJA")
entregar("ESC", 1, {"clave": "RECHAZO_NO_FIJA", "realizado": "diez"}, fecha_a_tiempo(1))
entregar("ESC", 1, {"clave": "RECHAZO_NO_FIJA", "realizado": 10}, date(2026, 3, 20))
meta("MISMA_FECHA")
entregar("ESC", 1, {"clave": "MISMA_FECHA", "realizado": 1}, nombre="b_primero")
entregar("ESC", 1, {"clave": "MISMA_FECHA", "realizado": 2}, nombre="c_despues")
meta("NA_Y_LUEGO_VALOR", valores=[{"no_aplica": "si", "justificacion": "Veda"}])
entregar("ESC", 1, {"clave": "NA_Y_LUEGO_VALOR", "realizado": 10}, date(2026, 3, 20))
meta("AJENA", area="OTRA", valores=[10])
entregar("ESC", 1, {"clave": "AJENA", "realizado": 99}, date(2026, 3, 20))
meta("REPETIDA")
entregar("ESC", 1, {"clave": "REPETIDA", "realizado": 1})
entregar("ESC", 1, {"clave": "REPETIDA", "realizado": 1})
meta("FUTURA")
entregar("ESC", 1, {"clave": "FUTURA", "realizado": 10}, date(2026, 7, 16))
meta("ADELANTADA", valores={1: 10})
entregar("ESC", 7, {"clave": "ADELANTADA", "realizado": 40}, date(2026, 7, 14))
meta("SUMA_NO_PROGRAMADA", programado=[10, None, 10], valores=[10, 5])
meta("OTRO_PROGRAMADO", valores=[{"realizado": 10, "programado": 11}])
entregar("ESC", 1, {"clave": "INEXISTENTE", "realizado": 1})
meta("AREA_EN_MINUSCULAS")
entregar("esc", 1, {"clave": "AREA_EN_MINUSCULAS", "realizado": 10}, nombre="area_en_minusculas")
entregar("NADIE", 1, {"clave": "CERO", "realizado": 5})

# -- §2 acumulación -----------------------------------------------------------------------------
meta("SUMA_OMITIDA", valores={1: 10, 3: 10})
meta("ULTIMO", acumulacion="ultimo", programado=[10, 20, 30], valores=[9, 18])
meta("ULTIMO_NO_PROGRAMADO", acumulacion="ultimo", programado=[10, None, 30], valores=[9, 99])
meta("PROMEDIO_SIMPLE", acumulacion="promedio", programado=[10, 20, 30], valores=[10, 16])
meta("PROMEDIO_PESADO", acumulacion="promedio", programado=[10, 20],
     valores=[{"realizado": 10, "n": 1}, {"realizado": 16, "n": 3}])  # fmt: skip
meta("PROMEDIO_N_CERO", acumulacion="promedio", programado=[10, 20],
     valores=[{"realizado": 10, "n": 0}, {"realizado": 16, "n": 3}])  # fmt: skip
meta("PROMEDIO_VACIO", acumulacion="promedio", programado=[10, 20])
meta("RAZON", acumulacion="razon", programado=[50, 80], valores=[(10, 100), (1, 1)])
meta("RAZON_SIN_BASE", acumulacion="razon", programado=[50, 80], valores=[(0, 0), (5, 0)])
meta("RAZON_INCOMPLETA", acumulacion="razon", programado=50, valores=[{"numerador": 4}])
meta("RAZON_CERO", acumulacion="razon", programado=50, valores=[(0, 10)])
meta("AJUSTADA", valores=[10, 10, 10, 5])
ajuste("AJUSTADA", "mar", date(2026, 3, 10), 20, meta_anual_ajustada=200)
ajuste("AJUSTADA", "abr", date(2026, 4, 10), 5)
ajuste("AJUSTADA", "may", date(2026, 5, 2), 7)
ajuste("AJUSTADA", "may", date(2026, 5, 2), None)
ajuste("AJUSTADA", "ago", date(2026, 7, 16), 99)
meta("RETROACTIVA", valores=[10])
ajuste("RETROACTIVA", "ene", date(2026, 2, 1), 1)


# -- §3 métodos (un mes programado: c se lee en enero) --------------------------------------------
def _metodo(clave: str, sentido: str, programado: float, valor: float, **otros: Any) -> None:
    meta(clave, sentido, "ultimo", [programado], [valor], **otros)


_metodo("DIRECTO", "ascendente", 8, 7)
_metodo("DIRECTO_0_0", "ascendente", 0, 0)
_metodo("DIRECTO_0_V", "ascendente", 0, 3)
_metodo("DIRECTO_NEGATIVO", "ascendente", -4, 3)
_metodo("DIRECTO_V_NEGATIVO", "ascendente", 10, -3)
_metodo("INVERSO", "descendente", 10, 15)
_metodo("INVERSO_V_0", "descendente", 10, 0)
_metodo("INVERSO_P_0", "descendente", 0, 3)
_metodo("INVERSO_0_0", "descendente", 0, 0)
_metodo("INVERSO_NEGATIVO", "descendente", 10, -1)
_metodo("INVERSO_EXCEDIDO", "descendente", 10, 5)
_metodo("LINEAL", "descendente", 10, 15, metodo_cumplimiento="lineal")
_metodo("LINEAL_PISO", "descendente", 10, 40, metodo_cumplimiento="lineal")
_metodo("LINEAL_0", "descendente", 0, 0, metodo_cumplimiento="lineal")
_metodo("LINEAL_0_V", "descendente", 0, 1, metodo_cumplimiento="lineal")
_metodo("LB", "descendente", 10, 12, metodo_cumplimiento="linea_base", linea_base=20)
_metodo("LB_NULA", "ascendente", 10, 5, metodo_cumplimiento="linea_base")
_metodo("LB_IGUAL", "ascendente", 10, 5, metodo_cumplimiento="linea_base", linea_base=10)
_metodo("LB_AL_REVES", "ascendente", 10, 5, metodo_cumplimiento="linea_base", linea_base=12)
meta("LB_SUMA", programado=[10], valores=[5], metodo_cumplimiento="linea_base", linea_base=10)
_metodo("TOLERANCIA_DENTRO", "constante", 100, 108, tolerancia=10)
_metodo("TOLERANCIA_FUERA", "constante", 100, 115, tolerancia=10)
_metodo("TOLERANCIA_VACIA", "constante", 100, 100.5)
_metodo("RANGO_DENTRO", "rango", 1, 20, limite_inferior=10, limite_superior=20)
_metodo("RANGO_FUERA", "rango", 1, 21, limite_inferior=10, limite_superior=20, tolerancia=20)
_metodo("RANGO_SIN_TOLERANCIA", "rango", 1, 20.1, limite_inferior=10, limite_superior=20)
_metodo("RANGO_INCOMPLETO", "rango", 1, 15, limite_inferior=10)
_metodo("HITO", "hito", 1, 1, meta_anual=1)
_metodo("HITO_NO", "hito", 1, 0, meta_anual=1)
meta("HITO_POR_PARTES", "hito", "suma", [0.8, 0], [0.7, 0.1], meta_anual=0.8)
_metodo("EMPATE_ARRIBA", "ascendente", 200, 179.99)
_metodo("EMPATE_ABAJO", "ascendente", 1000, 899.94)
_metodo("EMPATE_NEGATIVO", "ascendente", 200, -0.01)

# -- §4 orden y banderas --------------------------------------------------------------------------
meta("ULTIMO_OMITIDO", acumulacion="ultimo", programado=[10, 10], valores=[10])
meta("TODO_NO_APLICA", programado=[10], valores=[{"no_aplica": "si", "justificacion": "Veda"}])
meta("EXCEDIDA_JUSTO", programado=[10], valores=[11])
meta("EXCEDIDA", programado=[10], valores=[11.01])
meta("EXCEDIDA_TOLERANCIA", "constante", "ultimo", [10], [11.5], tolerancia=50)
meta("CONCLUIDA", programado=[10, 10], valores=[120])
meta("UMBRAL_NUEVO", programado=[10, 0, 0, 0], valores=[6.5, 0, 0, 0])

# -- §5 agregados y ranking -----------------------------------------------------------------------
for area_empatada in ("T1", "T2"):
    meta(f"{area_empatada}_A", programado=[10], valores=[9.5], area=area_empatada)
meta("T3_A", programado=[10], area="T3", valores=[24.15])
meta("T3_B", programado=[10], area="T3", valores=[0])
meta("T4_A", programado=[10], area="T4", valores=[10], peso=3)
meta("T4_B", programado=[10], area="T4", peso=1)
meta("T4_C", programado=[0], area="T4", valores=[5], peso=4)
meta("T5_A", area="T5", programado=[10, 10], valores=[5, 15])
entregar("T2", 1, {"clave": "T2_TARDE", "realizado": 9.5}, date(2026, 3, 20))
meta("T2_TARDE", programado=[10], area="T2")

# -- §6 alertas -----------------------------------------------------------------------------------
meta("A1_SI", programado=10, valores=[1, 1, 1, 1, 1, 1])
meta("A1_UNA", programado=[10, 10], valores=[10, 0])
meta("A1_TRIMESTRAL", programado=[None, None, 10, None, None, 10], valores={3: 1, 6: 1})
meta("A2_SI", valores=[8, 8, 8, 8, 8, 8])
meta("A2_NO", valores=[9, 9, 9, 9, 9, 9])
meta("A2_POCOS_MESES", programado=[None, None, None, None, 10, 10, 10], valores={5: 8, 6: 8})
meta("A3_SI", valores=[2, 2, 2, 2, 2, 2], critica="si")
meta("A3_NO", valores=[10, 10, 10, 10, 10, 10])
meta("A4_RECIENTE", valores=[10, 10, 10, 10, 10])
meta("A4_VIEJA", valores={1: 10, 2: 10, 3: 10, 4: 10, 6: 10})
meta("A4_CRITICA", acumulacion="ultimo", programado=[None, None, 10], critica="si")
meta("A5_SI", valores=[10, 11, 9, 10, 11, 90])
meta("A5_SIN_DISPERSION", valores=[10, 10, 10, 10, 10, 90])
meta("A6_SI", programado=[10], valores=[20])
meta("A6_JUSTIFICADA", programado=[10], valores=[{"realizado": 20, "justificacion": "Convenio"}])
meta("A7_RAZON", acumulacion="razon", programado=[50, 50], valores=[(5, 4), (4, 5)])
meta("A7_SUMA", programado=[10], valores=[-1])
meta("A7_NO", acumulacion="ultimo", programado=[10], valores=[-1])
meta("A8_SI", acumulacion="ultimo", programado=[10, 10, 10], valores=[10, 7, 7])
meta("A8_NO", acumulacion="ultimo", programado=[10, 10, 10], valores=[10, 9, 8])


def escribir(
    carpeta: Path, mas_ajustes: Sequence[Renglon] = (), mas_reglas: Sequence[tuple[date, str, float]] = ()
) -> None:
    """Escribe el programa y las capturas de todos los escenarios, con los ajustes y reglas de más que se pidan."""
    reglas = [*reglas_de(date(2026, 1, 1)), *reglas_de(date(2026, 4, 30), regular=60, excedida=105), *mas_reglas]
    areas = sorted({m["area"] for m in metas})
    escribir_programa(
        carpeta,
        metas,
        calendario,
        reglas=reglas,
        areas=areas,
        ajustes=[*ajustes, *mas_ajustes],
        inhabiles=[date(2026, 2, 5)],
    )
    for (area, mes, fecha, nombre), renglones in entregas.items():
        escribir_captura(carpeta, area, mes, renglones, fecha, nombre=nombre)
