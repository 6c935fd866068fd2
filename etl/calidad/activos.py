"""La compuerta de calidad: cada suite, como comprobación del insumo o mart que revisa.

Great Expectations no se importa aquí: corre en el subproceso que lanzó la construcción.
"""

from collections.abc import Iterator

import dagster as dg

from etl import flujo
from etl.calidad.expectativas import Suite
from etl.calidad.resultado import PruebaDeCalidad
from etl.calidad.suites_crudo import SUITES as SUITES_CRUDO
from etl.calidad.suites_marts import SUITES as SUITES_MARTS
from etl.errores import CalidadFallida
from etl.fuentes.activos import llave_insumo, tabla_md
from etl.recursos import RECURSOS, en_curso
from etl.transformacion.activos import hojas, llave_modelo, marts

_MARTS = frozenset(marts())
_HOJAS = frozenset(hojas())
_SUITES: tuple[Suite, ...] = (*SUITES_CRUDO, *(s for s in SUITES_MARTS if s.objeto in _MARTS))


def _llave(suite: Suite) -> dg.AssetKey:
    return llave_insumo(suite.objeto) if suite.frontera == "crudo" else llave_modelo(suite.objeto)


def _comprobacion(suite: Suite) -> dg.AssetCheckSpec:
    reglas = "\n".join(f"- {r.descripcion}" for r in suite.completa(()))
    # Publicar espera a las que bloquean; solo pueden serlo las de un mart del que no cuelga otro modelo:
    # los demás se construyen en el mismo paso, que no puede esperar a lo que va después de él.
    bloquea = suite.frontera == "marts" and suite.objeto in _HOJAS
    return dg.AssetCheckSpec(
        suite.clave, asset=_llave(suite), description=f"{suite.nombre}\n\n{reglas}", blocking=bloquea
    )


def _resultado(suite: Suite, pruebas: list[PruebaDeCalidad]) -> dg.AssetCheckResult:
    malas = [p for p in pruebas if p.estado not in ("aprobada", "sin_datos")]
    bloquea = any(p.estado != "aviso" for p in malas) or not pruebas
    renglones = [[p.descripcion, p.estado, p.num_fallas, p.explicacion.strip()] for p in malas]
    return dg.AssetCheckResult(
        asset_key=_llave(suite), check_name=suite.clave, passed=bool(pruebas) and not malas,
        severity=dg.AssetCheckSeverity.ERROR if bloquea else dg.AssetCheckSeverity.WARN,
        metadata={
            "expectativas": len(pruebas),
            "sin_datos": any(p.estado == "sin_datos" for p in pruebas),
            "no_se_cumplen": tabla_md(["regla", "estado", "renglones", "detalle"], renglones),
        },
    )  # fmt: skip


@dg.multi_asset_check(
    name="validar_calidad",
    specs=[_comprobacion(s) for s in _SUITES],
    required_resource_keys=RECURSOS,
)
def calidad(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
    """Termina la validación, informa cada suite y deja pasar, o no."""
    actual = en_curso(context)
    falla: CalidadFallida | None = None
    try:
        flujo.validar(actual.corrida)
    except CalidadFallida as error:
        falla = error
    resultado = actual.corrida.calidad
    pruebas = resultado.pruebas if resultado else []
    for suite in _SUITES:
        yield _resultado(suite, [p for p in pruebas if p.prueba.rpartition(".")[0] == suite.clave])
    if falla is not None:
        raise falla
