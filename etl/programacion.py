"""Cuándo corre el flujo: horarios en hora de la Ciudad de México y un sensor sobre las carpetas de recepción.

Qué ya se recibió lo sabe la bitácora, no Dagster: una ``run_key`` deduplica para siempre, así que
lleva la huella de lo que llegó y el número de intento.
"""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from dagster import DagsterRunStatus

from dominio.configuracion import Configuracion, cargar
from etl.bitacora import Bitacora
from etl.publicacion import cierres, versiones
from etl.publicacion.activos import CIERRE
from etl.recepcion import ArchivoEnDisco, archivos_en_disco

ZONA = "America/Mexico_City"
INTENTOS = 3
SEGUNDOS_DE_REPOSO = 5
_HUELLA = "mirador/huella"
_EN_CURSO = [
    DagsterRunStatus.QUEUED, DagsterRunStatus.NOT_STARTED, DagsterRunStatus.STARTING, DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
]  # fmt: skip

flujo_completo = dg.define_asset_job(
    "flujo",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(CIERRE),
    description="De los archivos recibidos a una versión publicada. Si no hay nada nuevo, no publica nada.",
    # La corrida es una sola unidad (candado, ficha, carpeta): tras una caída se repite completa.
    tags={"almacen": "mirador", "dagster/retry_strategy": "ALL_STEPS"},
)

cierre = dg.define_asset_job(
    "cierre",
    selection=dg.AssetSelection.assets(CIERRE),
    description="Congela lo reportado de un mes. Se corre a mano, por partición; el sensor pide después el flujo.",
)

diario = dg.ScheduleDefinition(
    name="diario",
    job=flujo_completo,
    cron_schedule="0 6 * * *",
    execution_timezone=ZONA,
    tags={"motivo": "diario"},
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Todos los días a las 6:00: la fecha de referencia avanza y con ella alertas, atrasos y corte.",
)

mensual = dg.ScheduleDefinition(
    name="cierre_de_mes",
    job=flujo_completo,
    cron_schedule="30 6 1 * *",
    execution_timezone=ZONA,
    tags={"motivo": "cierre de mes"},
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="El primer día de cada mes a las 6:30: deja publicado el mes que terminó, con lo entregado hasta ahí.",
)


@dataclass(frozen=True)
class Novedad:
    """Lo que espera ser procesado: su huella y por qué."""

    huella: str
    motivo: str
    esta_quieta: bool
    """Nadie ha tocado los archivos en los últimos segundos."""


def hay_novedad(cfg: Configuracion) -> Novedad | None:
    """Archivos que la bitácora no conoce, o una corrida que se cortó a la mitad; ``None`` si nada espera.

    No copia ni registra nada: solo compara la firma de los archivos con la bitácora.
    """
    if not cfg.bitacora.is_file():
        return _de_archivos(archivos_en_disco(cfg))
    bitacora = Bitacora(cfg.bitacora)
    try:
        conocidas = bitacora.huellas_de_ruta(str(cfg.datos_crudos.resolve()))
        ultima = bitacora.ultima_corrida(str(cfg.almacen.resolve()))
    finally:
        bitacora.cerrar()
    nuevos = [a for a in archivos_en_disco(cfg) if conocidas.get((a.fuente, a.ruta), ("", ""))[0] != a.firma]
    return _de_archivos(nuevos) or _de_interrupcion(ultima) or _de_cierres(cfg)


def _de_archivos(nuevos: list[ArchivoEnDisco]) -> Novedad | None:
    if not nuevos:
        return None
    suma = hashlib.sha256(repr(sorted((a.fuente, a.ruta, a.firma) for a in nuevos)).encode()).hexdigest()[:24]
    de_fuentes = ", ".join(sorted({a.fuente for a in nuevos}))
    esta_quieto = time.time() - max(a.cambiado_en for a in nuevos) > SEGUNDOS_DE_REPOSO
    return Novedad(suma, f"{len(nuevos)} archivos por recibir: {de_fuentes}", esta_quieto)


def _de_interrupcion(ultima: tuple[int, str, int] | None) -> Novedad | None:
    if ultima is None:
        return None
    ficha, estado, pid = ultima
    if estado == "interrumpida" or (estado == "en_curso" and not Path(f"/proc/{pid}").exists()):
        return Novedad(f"interrumpida-{ficha}", f"la corrida {ficha} se interrumpió", esta_quieta=True)
    return None


def _de_cierres(cfg: Configuracion) -> Novedad | None:
    """Un cierre guardado después de lo último que se publicó, aunque se haya revertido a algo anterior."""
    publicadas = versiones.existentes(cfg)
    ultima = versiones.ficha_de(cfg, publicadas[-1]) if publicadas else None
    if ultima is None:
        return None
    nuevos = [c for c in cierres.existentes(cfg) if str(c.ficha["cerrado_en"]) >= str(ultima["publicado_en"])]
    if not nuevos:
        return None
    claves = ", ".join(c.clave for c in nuevos)
    return Novedad(f"cierre-{nuevos[-1].huella[:24]}", f"cierre por publicar: {claves}", esta_quieta=True)


def _intento(instancia: dg.DagsterInstance, huella: str) -> int | None:
    """Número del siguiente intento; ``None`` si ya hay uno en curso."""
    previas = instancia.get_runs(dg.RunsFilter(tags={_HUELLA: huella}), limit=INTENTOS + 1)
    return None if any(r.status in _EN_CURSO for r in previas) else len(previas)


@dg.sensor(
    name="carpetas_de_recepcion",
    job=flujo_completo,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Pide una corrida cuando llega un archivo que la bitácora no conoce, o si la última se cortó.",
)
def carpetas_de_recepcion(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Una corrida por conjunto de archivos nuevos, con hasta tres intentos."""
    novedad = hay_novedad(cargar())
    if novedad is None:
        return dg.SkipReason("Nada nuevo en las carpetas de recepción.")
    if not novedad.esta_quieta:
        return dg.SkipReason(f"{novedad.motivo}; se espera a que terminen de copiarse.")
    intento = _intento(context.instance, novedad.huella)
    if intento is None:
        return dg.SkipReason(f"{novedad.motivo}; ya hay una corrida en curso.")
    if intento >= INTENTOS:
        return dg.SkipReason(f"{novedad.motivo}; ya se intentó {INTENTOS} veces. Revise la última corrida.")
    return dg.RunRequest(
        run_key=f"{novedad.huella}:{intento}", tags={_HUELLA: novedad.huella, "motivo": novedad.motivo}
    )
