"""El flujo: recibir → leer → reunir insumos → estimar → construir → validar → publicar.

Cada estación es una función que recibe la ``Corrida``; la línea de órdenes y Dagster usan las
mismas. Al cargar no importa dbt, Great Expectations, Dagster ni pandas: saber que no hay nada
nuevo debe costar segundos.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dominio.configuracion import RAIZ, Configuracion
from dominio.subprocesos import Limites, entorno_minimo, preparar
from etl import fallas, operacion
from etl.bitacora import Lectura, Publicacion
from etl.calidad import validacion
from etl.corrida import PROYECTO_DBT, Corrida, abrir_corrida, empezar, terminar
from etl.crudo import leer_pendientes, pendientes
from etl.errores import CalidadFallida, ErrorDelFlujo
from etl.huellas_de_codigo import huella_de, huella_del_flujo, huella_del_lector
from etl.informes import registrados
from etl.publicacion import cierres, versiones
from etl.publicacion.pruebas import Prueba
from etl.recepcion import Barrido, barrer
from etl.vigencia import ArchivoRecibido, Recibidos

if TYPE_CHECKING:
    from etl.transformacion.construccion import Resultado

_DETALLADOS = 40
_ESTIMACION = RAIZ / "etl" / "fuentes" / "encuestas" / "estimacion.py"


@dataclass(frozen=True)
class ResultadoDelFlujo:
    """Cómo terminó: versión vigente, si se publicó, y lo recibido."""

    version: str | None
    publico: bool
    leidos: list[Lectura] = field(default_factory=list)
    archivos: list[ArchivoRecibido] = field(default_factory=list)
    segundos: dict[str, float] = field(default_factory=dict)


# -- estaciones ---------------------------------------------------------------------------------


def recibir(corrida: Corrida) -> Barrido:
    """Estación 1: guarda los originales y anota lo que llegó.

    Raises:
        ErrorDelFlujo: a esta carpeta nunca ha llegado un archivo.
    """
    corrida.barrido = barrer(corrida.cfg, corrida.bitacora, corrida.avisar)
    fallas.punto("tras_recibir")
    recibidos = _recibidos(corrida)
    corrida.pendientes = pendientes(corrida.cfg, corrida.bitacora, corrida.esquemas, recibidos)
    _poner_al_dia(corrida, recibidos)
    if not corrida.archivos and not corrida.pendientes:
        raise ErrorDelFlujo(_nada_recibido(corrida.cfg.datos_crudos))
    return corrida.barrido


def _nada_recibido(carpeta: Path) -> str:
    """Nunca ha llegado un archivo a esta carpeta: se dice antes de construir un almacén vacío."""
    if not carpeta.exists():
        return (
            f"No existe la carpeta de recepción {carpeta}. Créela o corrija MIRADOR_DATOS_CRUDOS; no se publica nada."
        )
    if not carpeta.is_dir():
        return f"{carpeta} no es una carpeta. Corrija MIRADOR_DATOS_CRUDOS; no se publica nada."
    return (
        f"No hay archivos recibidos en {carpeta} y no se publica nada. "
        "Ponga cada archivo en la carpeta de su fuente (programa/, capturas/…)."
    )


def leer(corrida: Corrida, fuente: str | None = None) -> list[Lectura]:
    """Estación 2: lee lo pendiente en subprocesos acotados; lo leído queda aunque la corrida muera.

    Args:
        fuente: solo los archivos de esa fuente; sin ella, los de todas.
    """
    por_leer = [p for p in corrida.pendientes if fuente in (None, p.fuente)]
    hechas = leer_pendientes(
        corrida.cfg, corrida.bitacora, corrida.esquemas, por_leer, corrida.carpeta / "lectura" / (fuente or "todas"),
        corrida.avisar,
    )  # fmt: skip
    corrida.leidos = [*corrida.leidos, *hechas]
    corrida.pendientes = [p for p in corrida.pendientes if fuente not in (None, p.fuente)]
    _poner_al_dia(corrida, _recibidos(corrida))
    fallas.punto("tras_leer")
    return hechas


def reunir(corrida: Corrida) -> Path:
    """Arma la carpeta de insumos con lo vigente."""
    from etl.insumos import armar

    armar(corrida.cfg, corrida.esquemas, corrida.archivos, corrida.insumos, corrida.avisar)
    return corrida.insumos


def estimar(corrida: Corrida) -> Path:
    """Estimaciones de encuestas con diseño muestral; se reutilizan si no cambió ni la base ni el código."""
    from etl.insumos import poner_estimaciones

    huella = _huella_de_estimaciones(corrida)
    reservadas = corrida.cfg.almacen / "estimaciones" / "conjunto" / huella
    destino = corrida.insumos / "estimaciones"
    if _ESTIMACION.is_file() and not reservadas.is_dir():
        por_base = corrida.cfg.almacen / "estimaciones" / "bases"
        rutas = [str(ruta) for ruta in (corrida.insumos, destino, por_base)]
        _subproceso("etl.fuentes.encuestas.estimacion", "estimar", rutas, "Las estimaciones de encuestas fallaron")
    poner_estimaciones(destino, reservadas)
    return destino


def empezar_a_validar(corrida: Corrida) -> None:
    """Lanza la validación del crudo para que corra mientras dbt construye; ``validar`` la termina."""
    corrida.validacion = validacion.iniciar(corrida.insumos, corrida.carpeta / "calidad" / "resultado.json")


def construir(corrida: Corrida) -> list[Resultado]:
    """Estaciones 3 y 4: dbt construye y prueba en un archivo privado.

    Raises:
        ConstruccionFallida: el mensaje nombra los modelos y pruebas que fallaron.
    """
    from etl.transformacion.construccion import construir as construir_dbt
    from etl.transformacion.construccion import pruebas_de

    resultados = construir_dbt(
        corrida.proyecto_dbt, corrida.insumos, corrida.construccion, corrida.cfg.trabajo / "dbt", corrida.avisar
    )
    corrida.pruebas += pruebas_de(resultados)
    fallas.punto("tras_dbt")
    return resultados


def validar(corrida: Corrida) -> list[Prueba]:
    """Compuerta de calidad: expectativas sobre el crudo y sobre los marts.

    Raises:
        CalidadFallida: el mensaje dice qué se esperaba, cuántos renglones no cumplen y un ejemplo.
    """
    if corrida.validacion is None:
        empezar_a_validar(corrida)
    en_curso, corrida.validacion = corrida.validacion, None
    resultado = en_curso.terminar(corrida.construccion) if en_curso is not None else None
    corrida.calidad = resultado
    if resultado is None or not resultado.aprobado:
        detalle = resultado.mensaje() if resultado else "  ✗ La validación no corrió."
        raise CalidadFallida(f"La calidad no se cumple y no se publica nada:\n{detalle}")
    pruebas = [Prueba(p.prueba, "gx", p.asunto, p.estado, p.num_fallas, p.descripcion) for p in resultado.pruebas]
    corrida.pruebas += pruebas
    fallas.punto("tras_calidad")
    return pruebas


def publicar(corrida: Corrida) -> str:
    """Estación 5: copia, audita y mueve el apuntador; devuelve la versión."""
    from etl.publicacion.publicar import publicar as publicar_almacen

    corrida.version = publicar_almacen(
        corrida.cfg, corrida.bitacora, corrida.construccion, ficha=corrida.ficha, huella_insumos=corrida.huella_insumos,
        archivos=corrida.archivos, pruebas=corrida.pruebas, avisar=corrida.avisar,
    )  # fmt: skip
    return corrida.version


# -- ¿hay algo nuevo? ---------------------------------------------------------------------------


def _recibidos(corrida: Corrida) -> Recibidos:
    raiz = str(corrida.cfg.datos_crudos.resolve())
    return Recibidos(corrida.bitacora.recepciones(raiz), corrida.esquemas)


def _poner_al_dia(corrida: Corrida, recibidos: Recibidos) -> None:
    corrida.archivos = recibidos.archivos(corrida.bitacora.lecturas(), corrida.bitacora.tamanos())
    corrida.huella_insumos = huella_de_insumos(corrida)


def huella_de_insumos(corrida: Corrida) -> str:
    """Todo lo que puede cambiar el resultado: archivos y su orden de llegada, cierres, actos, informes, código y fecha.

    De los momentos de recepción cuenta el orden, no la hora: dos instalaciones con lo mismo dan la misma huella.
    """
    orden = {momento: n for n, momento in enumerate(sorted({a.recibido_en for a in corrida.archivos}))}
    renglones = [
        [a.fuente, a.sha256, a.archivo, orden[a.recibido_en], a.fecha_recepcion, a.estado, a.lectura.motivo,
         a.lectura.acompanante, a.origen]
        for a in corrida.archivos
    ]  # fmt: skip
    contenido = [
        corrida.cfg.hoy.isoformat(),
        corrida.cfg.es_demostracion,
        huella_del_flujo(corrida.proyecto_dbt),
        renglones,
        cierres.huellas(corrida.cfg),
        operacion.huella(corrida.cfg),
        registrados.huella(corrida.cfg),
    ]
    return hashlib.sha256(json.dumps(contenido).encode()).hexdigest()


def vigente_si_nada_cambio(corrida: Corrida) -> str | None:
    """Versión vigente si lo último publicado salió de estos mismos insumos; ``None`` si hay que construir.

    Tras una reversión manda quien revirtió: mientras no haya algo nuevo, no se vuelve a publicar.
    """
    if corrida.pendientes:
        return None
    apuntador = versiones.leer_apuntador(corrida.cfg)
    if apuntador is None or not versiones.esta_sana(corrida.cfg, apuntador):
        return None
    _completar_registro(corrida, apuntador)
    publicadas = corrida.bitacora.publicaciones(corrida.almacen)
    if not publicadas or publicadas[-1].huella_insumos != corrida.huella_insumos:
        return None
    versiones.enlazar(corrida.cfg, str(apuntador["archivo"]))
    return str(apuntador["version"])


def _completar_registro(corrida: Corrida, apuntador: dict[str, object]) -> None:
    """Si la corrida murió entre mover el apuntador y anotarlo, se anota ahora."""
    ficha = int(str(apuntador.get("ficha") or 0))
    if any(p.ficha >= ficha for p in corrida.bitacora.publicaciones(corrida.almacen)):
        return
    corrida.bitacora.registrar_publicacion(
        Publicacion(str(apuntador["version"]), str(apuntador["archivo"]), str(apuntador["sha256"]), ficha,
                    str(apuntador["huella_insumos"])), corrida.almacen,
    )  # fmt: skip


def _huella_de_estimaciones(corrida: Corrida) -> str:
    bases = [[a.sha256, a.lectura.acompanante, a.lectura.nombre] for a in corrida.archivos
             if a.fuente == "encuestas" and a.es_vigente]  # fmt: skip
    codigo = huella_de([_ESTIMACION]) if _ESTIMACION.is_file() else ""
    contenido = [bases, codigo, huella_del_lector("encuestas")]
    return hashlib.sha256(json.dumps(contenido).encode()).hexdigest()[:24]


def _subproceso(modulo: str, funcion: str, argumentos: list[str], titulo: str) -> None:
    codigo = (
        "import sys, importlib; from pathlib import Path; "
        f"getattr(importlib.import_module({modulo!r}), {funcion!r})(*[Path(a) for a in sys.argv[1:]])"
    )
    hecho = subprocess.run(
        [sys.executable, "-c", codigo, *argumentos], cwd=RAIZ, env=entorno_minimo(), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, preexec_fn=preparar(Limites()),
    )  # fmt: skip
    if hecho.returncode:
        ultimas = "\n".join(f"  {linea}" for linea in (hecho.stdout + hecho.stderr).strip().splitlines()[-8:])
        raise ErrorDelFlujo(f"{titulo} y no se publica nada:\n{ultimas}")


# -- orquestación -------------------------------------------------------------------------------

_ESTACIONES: tuple[tuple[str, Callable[[Corrida], object]], ...] = (
    ("Reuniendo insumos", reunir),
    ("Estimando encuestas", estimar),
    ("Validando el crudo mientras se construye", empezar_a_validar),
    ("Construyendo y probando el almacén", construir),
    ("Validando la calidad", validar),
    ("Publicando", publicar),
)


def _medir(corrida: Corrida, nombre: str, estacion: Callable[[Corrida], object]) -> None:
    inicio = time.monotonic()
    estacion(corrida)
    corrida.segundos[nombre] = round(time.monotonic() - inicio, 2)


def _resultado(corrida: Corrida, version: str | None, *, publico: bool) -> ResultadoDelFlujo:
    return ResultadoDelFlujo(version, publico, corrida.leidos, corrida.archivos, corrida.segundos)


def correr(
    cfg: Configuracion, avisar: Callable[[str], None] = lambda _: None, proyecto_dbt: Path = PROYECTO_DBT
) -> ResultadoDelFlujo:
    """Corre el flujo una vez.

    Args:
        cfg: instalación.
        avisar: recibe los mensajes para la persona.
        proyecto_dbt: proyecto dbt por construir (las pruebas usan copias).

    Raises:
        ErrorDelFlujo: nada se publicó; lo anterior sigue vigente.
    """
    with abrir_corrida(cfg, avisar, proyecto_dbt) as corrida:
        _medir(corrida, "recibir", recibir)
        decir_recibidos(corrida)
        if (version := vigente_si_nada_cambio(corrida)) is not None:
            avisar(f"Nada nuevo; sigue vigente la versión {version}.")
            return _resultado(corrida, version, publico=False)
        empezar(corrida)
        avisar(f"Leyendo {_cuantos(len(corrida.pendientes), 'archivo')}…" if corrida.pendientes else "Nada por leer.")
        _medir(corrida, "leer", leer)
        decir_leidos(corrida)
        if (version := vigente_si_nada_cambio(corrida)) is not None:
            terminar(corrida, "sin_cambios")
            avisar(f"Lo leído no cambia nada; sigue vigente la versión {version}.")
            return _resultado(corrida, version, publico=False)
        for mensaje, estacion in _ESTACIONES:
            avisar(f"{mensaje}…")
            _medir(corrida, estacion.__name__, estacion)
        terminar(corrida, "publicada", corrida.version)
        decir_publicado(corrida)
        return _resultado(corrida, corrida.version, publico=True)


# -- lo que se le dice a la persona -------------------------------------------------------------


def _cuantos(numero: int, singular: str) -> str:
    """``1 archivo``, ``2 archivos``."""
    return f"{numero:,} {singular}{'' if numero == 1 else 's'}"


def decir_recibidos(corrida: Corrida) -> None:
    """Lo que llegó en este barrido, y los avisos."""
    barrido = corrida.barrido
    if barrido is None:
        return
    corrida.avisar(f"Recepción: {_cuantos(barrido.num_vistos, 'archivo')} en {corrida.cfg.datos_crudos.name}/, "
                   f"{_cuantos(len(barrido.nuevos), 'nuevo')}.")  # fmt: skip
    for evento in [e for e in barrido.nuevos if e.clase in ("copia", "renombre")][:20]:
        corrida.avisar(f"  = {evento.fuente}/{evento.ruta}: ya se había recibido con otro nombre; no cambia nada.")
    for aviso in barrido.avisos[:20]:
        corrida.avisar(f"  ! {aviso}")


def decir_leidos(corrida: Corrida) -> None:
    """Leídos y rechazados, con motivo y remedio."""
    nombres = {(a.fuente, a.sha256): a.archivo for a in corrida.archivos}
    buenos = [x for x in corrida.leidos if x.estado == "leido"]
    malos = [x for x in corrida.leidos if x.estado == "rechazado"]
    apartados = sum(x.num_rechazados for x in buenos)
    corrida.avisar(
        f"Leídos: {_cuantos(len(buenos), 'archivo')}; renglones aceptados: {sum(x.num_aceptados for x in buenos):,}; "
        f"apartados: {apartados:,}. Rechazados: {_cuantos(len(malos), 'archivo')}."
    )
    for lectura in malos[:_DETALLADOS]:
        corrida.avisar(f"  ✗ {nombres.get((lectura.fuente, lectura.sha256), lectura.nombre)}: {lectura.motivo}")
        corrida.avisar(f"    → {lectura.remedio}")
    if len(malos) > _DETALLADOS:
        corrida.avisar(f"  … y {_cuantos(len(malos) - _DETALLADOS, 'rechazado')} más; están todos en /datos.")


def decir_publicado(corrida: Corrida) -> None:
    """Versión publicada y tiempo por estación."""
    tiempos = " · ".join(f"{nombre} {segundos:.1f} s" for nombre, segundos in corrida.segundos.items())
    corrida.avisar(f"Publicada la versión {corrida.version} ({tiempos}).")
