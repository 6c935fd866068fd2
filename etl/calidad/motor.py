"""Único lugar que importa Great Expectations: evalúa una suite sobre una tabla de pandas."""

from __future__ import annotations

import os
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import great_expectations.expectations as catalogo
import pandas as pd

from etl.calidad.expectativas import Expectativa, Suite
from etl.calidad.resultado import PruebaDeCalidad

_MUESTRAS = 20


class Motor:
    """Un contexto efímero: nada queda en disco ni sale a la red."""

    def __init__(self) -> None:
        self._contexto = gx.get_context(mode="ephemeral")
        self._contexto.variables.progress_bars = {"globally": False, "metric_calculations": False}  # type: ignore[assignment]
        self._tablas = self._contexto.data_sources.add_pandas("mirador")

    def evaluar(self, suite: Suite, tabla: pd.DataFrame, columnas: tuple[str, ...]) -> list[PruebaDeCalidad]:
        """Evalúa todas las expectativas; una que no se pudo evaluar no detiene a las demás.

        Args:
            columnas: las que el contrato del objeto dice que debe traer.
        """
        expectativas = suite.completa(columnas)
        lote = self._tablas.add_dataframe_asset(suite.clave).add_batch_definition_whole_dataframe("todo")
        llaves = [c for c in suite.llaves if c in tabla.columns]
        validado = lote.get_batch(batch_parameters={"dataframe": tabla}).validate(
            gx.ExpectationSuite(name=suite.clave, expectations=[_traducir(i, e) for i, e in enumerate(expectativas)]),
            result_format={"result_format": "COMPLETE", "unexpected_index_column_names": llaves},
        )
        hallados = {r.expectation_config.meta["orden"]: r for r in validado.results if r.expectation_config}
        return [_prueba(suite, orden, e, hallados.get(orden)) for orden, e in enumerate(expectativas)]


def _traducir(orden: int, expectativa: Expectativa) -> Any:
    return getattr(catalogo, expectativa.clase)(**expectativa.argumentos, meta={"orden": orden})


def _no_se_evaluo(resultado: Any) -> str | None:
    """Mensaje si la expectativa lanzó un error en vez de decir sí o no."""
    informe = resultado.exception_info or {}
    casos = [informe] if "raised_exception" in informe else list(informe.values())
    for caso in casos:
        if isinstance(caso, dict) and caso.get("raised_exception", True):
            return str(caso.get("exception_message") or "error de la herramienta").splitlines()[0][:300]
    return None


def _detalle(expectativa: Expectativa, observado: Any) -> str:
    if expectativa.clase == "ExpectTableColumnsToMatchSet":
        faltan = sorted(set(expectativa.argumentos["column_set"]) - set(observado or ()))
        sobran = sorted(set(observado or ()) - set(expectativa.argumentos["column_set"]))
        return f"faltan {', '.join(faltan) or 'ninguna'}; sobran {', '.join(sobran) or 'ninguna'}"
    return f"se encontró {observado}" if observado is not None else ""


def _prueba(suite: Suite, orden: int, expectativa: Expectativa, resultado: Any) -> PruebaDeCalidad:
    base: dict[str, Any] = {
        "prueba": f"{suite.clave}.{orden:02d}", "suite": suite.nombre, "frontera": suite.frontera,
        "asunto": suite.asunto, "objeto": suite.objeto, "descripcion": expectativa.descripcion,
    }  # fmt: skip
    error = "la herramienta no devolvió resultado" if resultado is None else _no_se_evaluo(resultado)
    if error is not None:
        return PruebaDeCalidad(**base, estado="no_evaluada", detalle=error)
    if resultado.success:
        return PruebaDeCalidad(**base, estado="aprobada")
    datos = resultado.result
    muestras = tuple(
        {c: (v.item() if hasattr(v, "item") else v) for c, v in renglon.items()}
        for renglon in (datos.get("unexpected_index_list") or [])[:_MUESTRAS]
        if isinstance(renglon, dict)
    )
    return PruebaDeCalidad(
        **base, estado="fallida" if expectativa.bloquea else "aviso",
        num_fallas=int(datos.get("unexpected_count") or 0) or 1, muestras=muestras,
        detalle=_detalle(expectativa, datos.get("observed_value")),
    )  # fmt: skip
