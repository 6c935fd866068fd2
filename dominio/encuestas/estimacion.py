"""Único módulo que usa svy: estimaciones con diseño muestral, iguales a las de R ``survey``.

Error estándar linealizado (Taylor), intervalo Korn-Graubard al 95 %, efecto de diseño contra
muestreo simple con reemplazo (no depende de que los pesos sumen la población). Los pesos
calibrados llevan su efecto en el error (rastrillado de R ``rake``). Se entra y se sale con
estructuras simples: nadie fuera de aquí conoce svy.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl
import svy

from dominio.encuestas.calibracion import MuestraInvalida, preparar_calibracion, suma_de
from dominio.encuestas.intervalos import ALFA, CASI_CERO, korn_graubard
from dominio.encuestas.precision import Dictamen, dictaminar

# svy anota celda por celda lo que no pudo calcular: es ruido, y dice más de lo que se publica.
logging.getLogger("svy").setLevel(logging.ERROR)
Fila = dict[str, Any]


@dataclass(frozen=True)
class Resultado:
    """Una estimación: de quién, cuánto, con qué error y si se puede publicar.

    ``estimacion`` y el intervalo son proporciones 0–1, salvo medias y saldos (unidades de la variable).
    """

    opcion: str
    corte_valor: str
    estimacion: float | None
    error_estandar: float | None
    ic_inferior: float | None
    ic_superior: float | None
    num_base: int
    n_efectiva: float | None
    deff: float | None
    grados_libertad: int | None
    dictamen: Dictamen = field(default=Dictamen("confiable"))
    num_personas: int | None = None
    """Cuántas personas de la base dieron esta respuesta, sin ponderar; nulo en medias y saldos. No se publica."""


@dataclass(frozen=True)
class Prueba:
    """Independencia entre la pregunta y el corte (Rao-Scott de segundo orden, forma F)."""

    estadistico: float
    gl_numerador: float
    gl_denominador: float
    valor_p: float


def _finito(valor: float | None) -> float | None:
    return None if valor is None or not math.isfinite(valor) else float(valor)


def kish(pesos: Sequence[float]) -> float:
    """Entrevistas efectivas por la sola desigualdad de los pesos: (Σw)² / Σw²."""
    cuadrados = math.fsum(p * p for p in pesos)
    return math.fsum(pesos) ** 2 / cuadrados if cuadrados else 0.0


class Muestra:
    """Entrevistas con su diseño, listas para estimar.

    Args:
        datos: una fila por entrevista, con ``peso``, ``upm`` y ``estrato`` si existen, cortes y preguntas.
        tiene_upm: usa la columna ``upm``; sin ella el margen es solo por pesos.
        tiene_estrato: usa la columna ``estrato``.
        es_probabilistica: si es falso no se calcula ningún error.
        poblacion: columna con el tamaño del estrato, para corrección por población finita (opcional).

    Raises:
        MuestraInvalida: pesos nulos, cero o negativos; diseño con nulos; sin entrevistas.
    """

    def __init__(
        self,
        datos: pl.DataFrame,
        *,
        tiene_upm: bool = True,
        tiene_estrato: bool = True,
        es_probabilistica: bool = True,
        poblacion: str | None = None,
    ) -> None:
        self.es_probabilistica = es_probabilistica
        self.tiene_upm, self.tiene_estrato = tiene_upm, tiene_estrato
        _revisar(datos, tiene_upm, tiene_estrato)
        # svy tipa sus respuestas como unión de uno o varios; aquí siempre se pide una variable.
        self._muestra: Any = svy.Sample(
            datos,
            svy.Design(
                wgt="peso",
                psu="upm" if tiene_upm else None,
                stratum="estrato" if tiene_estrato else None,
                pop_size=poblacion,
                singleton="center" if tiene_estrato else None,
            ),
        )
        self._columna_peso = "peso"
        self._donde: pl.Expr | None = None
        self._datos: pl.DataFrame | None = None
        self._entrevistas: pl.DataFrame | None = None

    @property
    def datos(self) -> pl.DataFrame:
        """La tabla con la que se estima (incluye el peso calibrado si lo hay)."""
        if self._datos is None:
            self._datos = self._muestra.data
        return self._datos

    @property
    def pesos(self) -> list[float]:
        """Pesos vigentes, en el orden de las entrevistas."""
        return [float(p) for p in self.datos[self._columna_peso].to_list()]

    @property
    def base_margen(self) -> str:
        """De dónde sale el margen: ``diseno``, ``solo_pesos`` o ``sin_margen``."""
        if not self.es_probabilistica:
            return "sin_margen"
        return "diseno" if self.tiene_upm else "solo_pesos"

    @property
    def num_upm(self) -> int:
        """Puntos de muestreo distintos; sin UPM, entrevistas."""
        return self.datos["upm"].n_unique() if self.tiene_upm else self.datos.height

    @property
    def num_estratos(self) -> int:
        """Estratos distintos; sin estrato, uno."""
        return self.datos["estrato"].n_unique() if self.tiene_estrato else 1

    def calibrar(self, margenes: Mapping[str, Mapping[str, float]]) -> Muestra:
        """Rastrilla los pesos a márgenes de población; el error lo toma en cuenta, como ``rake`` de R.

        Quien no tiene dato en la variable conserva su proporción ponderada.

        Raises:
            MuestraInvalida: hay categorías sin margen o márgenes sin entrevistas, o no converge.
        """
        if not margenes:
            return self
        datos, controles = preparar_calibracion(self._muestra.data, margenes)
        nueva: Muestra = object.__new__(Muestra)
        nueva.__dict__.update(self.__dict__)
        try:
            base: Any = svy.Sample(datos, self._muestra.design)
            nueva._muestra = base.weighting.rake(controls=controles, wgt_name="peso_calibrado", tol=1e-12, max_iter=500)
        except svy.SvyError as error:
            raise MuestraInvalida("Los márgenes de calibración no convergen o no cuadran con la muestra.") from error
        nueva._columna_peso = "peso_calibrado"
        nueva._datos = nueva._entrevistas = None
        return nueva

    def ya_calibrada(self, variables: Sequence[str]) -> Muestra:
        """La misma muestra, sabiendo que sus pesos ya cuadran con los márgenes de esas variables.

        Los pesos no se mueven: el margen de cada categoría es lo que los pesos ya suman, y el error lo
        descuenta igual que si se acabara de rastrillar. Sirve para estimar sobre lo publicado, donde
        alguna categoría puede venir en blanco.
        """
        datos = self.datos
        margenes = {
            variable: {
                str(clave[0]): suma_de(parte, "peso")
                for clave, parte in datos.drop_nulls([variable]).group_by([variable])
            }
            for variable in variables
        }
        total = suma_de(datos, "peso")
        completos = {
            variable: {c: v * total / math.fsum(margen.values()) for c, v in margen.items()}
            for variable, margen in margenes.items()
            if margen
        }
        return self.calibrar(completos)

    def filtrar(self, condicion: Mapping[str, str]) -> Muestra:
        """Un dominio (mujeres de Polanco): estima solo a quienes lo cumplen, con el diseño de toda la muestra.

        Args:
            condicion: columna → valor; vacía quita el filtro.
        """
        nueva: Muestra = object.__new__(Muestra)
        nueva.__dict__.update(self.__dict__)
        nueva._donde = nueva._entrevistas = None
        for columna, valor in condicion.items():
            igual = (pl.col(columna) == valor).fill_null(value=False)
            nueva._donde = igual if nueva._donde is None else nueva._donde & igual
        return nueva

    @property
    def es_dominio(self) -> bool:
        """Hay un filtro: se estima a una parte de la muestra."""
        return self._donde is not None

    @property
    def entrevistas(self) -> pl.DataFrame:
        """Las entrevistas del dominio (todas si no hay filtro)."""
        if self._entrevistas is None:
            self._entrevistas = self.datos if self._donde is None else self.datos.filter(self._donde)
        return self._entrevistas

    def proporciones(
        self,
        variable: str,
        niveles: Sequence[Any],
        corte: str | None = None,
        netos: Mapping[str, Sequence[Any]] | None = None,
    ) -> list[Resultado]:
        """Proporción de cada nivel, en total o por grupo de ``corte``. Los nulos salen de la base.

        Args:
            variable: columna de respuesta única.
            niveles: códigos, en el orden en que se devuelven.
            corte: columna de grupos.
            netos: clave → niveles que suma; su error sale de la covarianza entre niveles, no de sumar márgenes.
        """
        netos = netos or {}
        presentes = self.entrevistas.drop_nulls([variable] + ([corte] if corte else []))
        if presentes.is_empty():
            return []
        personas = _personas(presentes, variable, niveles, corte, netos)
        if not self.es_probabilistica:
            sin_margen = _sin_margen(presentes, variable, niveles, corte, self._columna_peso, netos)
            return [replace(r, num_personas=personas.get((r.corte_valor, r.opcion), 0)) for r in sin_margen]
        # svy calcula el intervalo fila por fila con scipy.stats; aquí se pide el barato y se rehace junto.
        estimado = self._con_deff(self._muestra.estimation.prop, variable, corte, ci_method="logit")
        filas = estimado.to_dicts()
        halladas = {(_grupo(f), f["y_level"]): f for f in filas}
        bases = {_grupo(f): (int(f["n"]), int(f["df"])) for f in filas}
        pedidas = [
            _celda(str(nivel), grupo, bases[grupo], halladas.get((grupo, nivel)))
            for grupo in bases
            for nivel in niveles
        ]
        if netos:
            suma = _sumador(estimado, filas)
            pedidas += [suma(clave, grupo, bases[grupo], partes) for grupo in bases for clave, partes in netos.items()]
        frontera = {c.grupo for c in pedidas if c.es_frontera}
        efectivas = _kish_por_grupo(presentes, corte, self._columna_peso) if frontera else {}
        intervalos = korn_graubard(*zip(*((c.p, c.error, c.base, c.grados) for c in pedidas), strict=True))
        return [
            replace(_de_celda(c, ic, efectivas.get(c.grupo, 0.0)), num_personas=personas.get((c.grupo, c.nivel), 0))
            for c, ic in zip(pedidas, intervalos, strict=True)
        ]

    def medias(self, variable: str, nombre: str, corte: str | None = None) -> list[Resultado]:
        """Media de una variable numérica (un saldo es la media de +1, 0, −1), con intervalo t."""
        presentes = self.entrevistas.drop_nulls([variable] + ([corte] if corte else []))
        if presentes.is_empty():
            return []
        efectivas = _kish_por_grupo(presentes, corte, self._columna_peso)
        filas = self._con_deff(self._muestra.estimation.mean, variable, corte).to_dicts()
        return [self._de_media(f, nombre, efectivas[_grupo(f)]) for f in filas]

    def _con_deff(self, metodo: Any, variable: str, corte: str | None, **opciones: Any) -> Any:
        """Estima con su efecto de diseño; en un dominio tan chico que no se puede calcular, sin él."""
        comunes = {"by": corte, "where": self._donde, "alpha": ALFA, "drop_nulls": True, **opciones}
        try:
            return metodo(variable, deff="wr", **comunes)
        except svy.SvyError:
            return metodo(variable, **comunes)

    def _de_media(self, fila: Fila, nombre: str, kish_grupo: float) -> Resultado:
        base, deff = int(fila["n"]), _finito(fila.get("deff"))
        efectiva = min(base, base / deff) if deff and deff > 1e-9 else min(base, kish_grupo)
        resultado = Resultado(
            nombre, _grupo(fila), _finito(fila["est"]), _finito(fila["se"]), _finito(fila["lci"]),
            _finito(fila["uci"]), base, efectiva, deff, int(fila["df"]),
        )  # fmt: skip
        dictamen = dictaminar(
            num_base=base, n_efectiva=efectiva, grados_libertad=int(fila["df"]), ancho=None,
            es_probabilistica=self.es_probabilistica, es_proporcion=False,
        )  # fmt: skip
        if not self.es_probabilistica:
            resultado = replace(resultado, error_estandar=None, ic_inferior=None, ic_superior=None, deff=None)
        return replace(resultado, dictamen=dictamen)

    def total(self, variable: str) -> tuple[float, float]:
        """Total expandido y su error estándar."""
        fila = self._muestra.estimation.total(variable, where=self._donde, drop_nulls=True).to_dicts()[0]
        return float(fila["est"]), float(fila["se"])

    def razon(self, numerador: str, denominador: str) -> tuple[float, float]:
        """Razón de totales y su error estándar."""
        fila = self._muestra.estimation.ratio(numerador, denominador, where=self._donde, drop_nulls=True).to_dicts()[0]
        return float(fila["est"]), float(fila["se"])

    def independencia(self, variable: str, corte: str) -> Prueba | None:
        """Prueba Rao-Scott de la pregunta contra el corte; ``None`` si no se puede calcular."""
        presentes = self.entrevistas.drop_nulls([variable, corte])
        if not self.es_probabilistica or presentes[variable].n_unique() < 2 or presentes[corte].n_unique() < 2:
            return None
        try:
            efe = self._muestra.categorical.tabulate(variable, corte, where=self._donde, drop_nulls=True).stats.f
        except (svy.SvyError, ArithmeticError, ValueError):
            return None
        valores = [_finito(v) for v in (efe.value, efe.df_num, efe.df_den, efe.p_value)]
        return None if None in valores or not efe.df_den else Prueba(*(float(v) for v in valores if v is not None))

    def letras(
        self,
        variable: str,
        niveles: Sequence[Any],
        corte: str,
        netos: Mapping[str, Sequence[Any]] | None = None,
        *,
        fdr: bool = False,
    ) -> dict[tuple[str, Any], tuple[str, ...]]:
        """Grupos a los que cada celda supera (t de la diferencia con covarianza del diseño, 95 %).

        Args:
            variable: columna de respuesta única.
            niveles: códigos que se comparan.
            corte: columna de grupos.
            netos: clave → niveles que suma; se comparan como una respuesta más.
            fdr: corrige por comparar muchos pares a la vez (Benjamini-Hochberg).

        Returns:
            (grupo, nivel) → grupos superados. Comparar por pares exige haber pasado antes la prueba conjunta.
        """
        contrastes = self.contrastes(variable, niveles, corte, netos)
        tope = _tope_de_fdr([p for _, p in contrastes.values()]) if fdr else ALFA
        superados: dict[tuple[str, Any], tuple[str, ...]] = {}
        for (a, b, nivel), (diferencia, valor_p) in contrastes.items():
            if valor_p is None or valor_p >= ALFA or valor_p > tope:
                continue
            mayor, menor = (a, b) if diferencia > 0 else (b, a)
            superados[mayor, nivel] = (*superados.get((mayor, nivel), ()), menor)
        return superados

    def contrastes(
        self, variable: str, niveles: Sequence[Any], corte: str, netos: Mapping[str, Sequence[Any]] | None = None
    ) -> dict[tuple[str, str, Any], tuple[float, float | None]]:
        """(grupo, otro grupo, nivel o neto) → diferencia y su valor p, con la covarianza del diseño."""
        resultado = self._muestra.estimation.prop(
            variable, by=corte, where=self._donde, ci_method="logit", drop_nulls=True
        )
        llaves = set(resultado.keys())
        grupos = sorted({g for g, _ in llaves})
        partes: dict[Any, Sequence[Any]] = {nivel: (nivel,) for nivel in niveles} | dict(netos or {})
        por_texto = {str(clave): clave for clave in partes}
        pares: dict[str, dict[tuple[str, Any], float]] = {}
        for clave, suyos in partes.items():
            for i, a in enumerate(grupos):
                for b in grupos[i + 1 :]:
                    pesos = {(a, n): 1.0 for n in suyos if (a, n) in llaves}
                    pesos |= {(b, n): -1.0 for n in suyos if (b, n) in llaves}
                    # Un nivel solo se compara si está en los dos grupos; un neto, si algo suyo está en cada uno.
                    if {g for g, _ in pesos} == {a, b}:
                        pares[f"{a}\x1f{b}\x1f{clave}"] = pesos
        if not pares:
            return {}
        salida: dict[tuple[str, str, Any], tuple[float, float | None]] = {}
        for fila in resultado.contrast(pares).to_polars().to_dicts():
            a, b, clave = str(fila["contrast"]).split("\x1f")
            salida[a, b, por_texto[clave]] = (float(fila["est"]), _finito(fila["p_value"]))
        return salida


def _tope_de_fdr(valores: Sequence[float | None]) -> float:
    """El mayor valor p que se acepta al controlar los descubrimientos falsos al 5 % (Benjamini-Hochberg)."""
    ordenados = sorted(v for v in (_finito(v) for v in valores) if v is not None)
    pasan = [v for i, v in enumerate(ordenados, start=1) if v <= ALFA * i / len(ordenados)]
    return max(pasan, default=0.0)


def _revisar(datos: pl.DataFrame, tiene_upm: bool, tiene_estrato: bool) -> None:
    if datos.is_empty():
        raise MuestraInvalida("No hay entrevistas.")
    pesos = datos["peso"]
    if pesos.null_count() or not pesos.is_finite().all() or not (pesos > 0).all():
        raise MuestraInvalida("Hay entrevistas con peso faltante, cero o negativo.")
    for columna, se_usa in (("upm", tiene_upm), ("estrato", tiene_estrato)):
        if se_usa and columna not in datos.columns:
            raise MuestraInvalida(f"La muestra no trae la columna {columna}, que pide su diseño.")
        if se_usa and datos[columna].null_count():
            raise MuestraInvalida(f"Hay entrevistas sin {columna}.")


def _grupo(fila: Fila) -> str:
    return str(fila["by_level"][0]) if fila.get("by_level") else "Total"


def _kish_por_grupo(datos: pl.DataFrame, corte: str | None, peso: str) -> dict[str, float]:
    if corte is None:
        return {"Total": kish(datos[peso].to_list())}
    return {str(clave[0]): kish(parte[peso].to_list()) for clave, parte in datos.group_by([corte])}


def _personas(
    datos: pl.DataFrame, variable: str, niveles: Sequence[Any], corte: str | None, netos: Mapping[str, Sequence[Any]]
) -> dict[tuple[str, str], int]:
    """(grupo, nivel o neto) → entrevistas sin ponderar."""
    columnas = [corte, variable] if corte else [variable]
    cuenta: dict[tuple[str, Any], int] = {}
    for *grupo, nivel, n in datos.group_by(columnas).len().rows():
        cuenta[str(grupo[0]) if grupo else "Total", nivel] = n
    grupos = {g for g, _ in cuenta}
    salida = {(g, str(nivel)): cuenta.get((g, nivel), 0) for g in grupos for nivel in niveles}
    return salida | {(g, c): sum(cuenta.get((g, n), 0) for n in partes) for g in grupos for c, partes in netos.items()}


@dataclass(frozen=True)
class _Celda:
    """Una proporción por calificar."""

    nivel: str
    grupo: str
    base: int
    grados: int
    p: float
    error: float
    deff: float | None

    @property
    def es_frontera(self) -> bool:
        """0, 1 o sin varianza: el error es cero por construcción y no mide nada."""
        return self.p < CASI_CERO or self.p > 1 - CASI_CERO or self.error < CASI_CERO


def _celda(nivel: str, grupo: str, base: tuple[int, int], fila: Fila | None) -> _Celda:
    """Un nivel que nadie escogió (sin fila) vale 0, con su intervalo de un lado."""
    if fila is None:
        return _Celda(nivel, grupo, *base, p=0.0, error=0.0, deff=None)
    return _Celda(nivel, grupo, *base, p=float(fila["est"]), error=float(fila["se"]), deff=_finito(fila.get("deff")))


def _sumador(estimado: Any, filas: Sequence[Fila]) -> Callable[[str, str, tuple[int, int], Sequence[Any]], _Celda]:
    """Suma niveles de una misma estimación con su covarianza; el efecto de diseño es contra p(1−p)/(n−1)."""
    lugar = {(_grupo(f), f["y_level"]): i for i, f in enumerate(filas)}
    covarianza = np.asarray(estimado.covariance, dtype=float)

    def sumar(clave: str, grupo: str, base: tuple[int, int], niveles: Sequence[Any]) -> _Celda:
        indices = [lugar[grupo, nivel] for nivel in niveles if (grupo, nivel) in lugar]
        p = math.fsum(float(filas[i]["est"]) for i in indices)
        varianza = max(float(covarianza[np.ix_(indices, indices)].sum()), 0.0) if indices else 0.0
        simple = p * (1 - p) / (base[0] - 1) if base[0] > 1 else 0.0
        deff = varianza / simple if simple > CASI_CERO else None
        return _Celda(clave, grupo, *base, p=p, error=math.sqrt(varianza), deff=deff)

    return sumar


def _de_celda(celda: _Celda, intervalo: tuple[float | None, float | None], kish_grupo: float) -> Resultado:
    inferior, superior = intervalo
    if celda.es_frontera:
        efectiva, deff = min(float(celda.base), kish_grupo), None
    else:
        efectiva, deff = min(float(celda.base), celda.p * (1 - celda.p) / celda.error**2), celda.deff
    dictamen = dictaminar(
        num_base=celda.base,
        n_efectiva=efectiva,
        grados_libertad=celda.grados,
        ancho=None if inferior is None or superior is None else superior - inferior,
    )
    return Resultado(
        celda.nivel, celda.grupo, celda.p, celda.error, inferior, superior, celda.base, efectiva, deff,
        celda.grados, dictamen,
    )  # fmt: skip


def _sin_margen(
    datos: pl.DataFrame,
    variable: str,
    niveles: Sequence[Any],
    corte: str | None,
    peso: str,
    netos: Mapping[str, Sequence[Any]],
) -> list[Resultado]:
    """Proporciones ponderadas sin error: muestra no probabilística."""
    pedidas = [(str(nivel), [nivel]) for nivel in niveles] + [(clave, list(partes)) for clave, partes in netos.items()]
    salida = []
    partes = [("Total", datos)] if corte is None else [(str(c[0]), d) for c, d in datos.group_by([corte])]
    for grupo, parte in sorted(partes, key=lambda par: par[0]):
        total, efectiva = suma_de(parte, peso), kish(parte[peso].to_list())
        for nombre, suyos in pedidas:
            p = suma_de(parte.filter(pl.col(variable).is_in(suyos)), peso) / total
            dictamen = dictaminar(
                num_base=parte.height, n_efectiva=efectiva, grados_libertad=None, ancho=None, es_probabilistica=False
            )
            salida.append(Resultado(nombre, grupo, p, None, None, None, parte.height, efectiva, None, None, dictamen))
    return salida
