"""Ordenar y modelar: corre ``dbt build`` en un subproceso sobre un DuckDB privado de la corrida.

``dbt build`` no es atómico: si una prueba falla, la tabla mala ya está escrita. Por eso el
archivo de construcción nunca se publica tal cual y cualquier falla detiene la corrida.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dominio.subprocesos import Limites, entorno_minimo, preparar
from etl import fallas
from etl.errores import ConstruccionFallida
from etl.publicacion.pruebas import Prueba
from etl.transformacion import pruebas_guardadas

_MALOS = frozenset({"error", "fail", "runtime error"})
_AVANCE = re.compile(r"(\d+) of (\d+) (?:OK|PASS|START|ERROR|FAIL|WARN|SKIP)")
_TIPO = {"model": "el modelo", "test": "la prueba", "seed": "la semilla", "snapshot": "la instantánea"}


@dataclass(frozen=True)
class Resultado:
    """Un nodo de dbt y cómo le fue."""

    nombre: str
    tipo: str
    estado: str
    num_fallas: int
    mensaje: str
    descripcion: str
    asunto: str
    segundos: float


def _asunto(nodo: dict[str, Any]) -> str:
    """Carpeta del asunto: ``marts/seguimiento/…`` → ``seguimiento``."""
    partes = Path(nodo.get("original_file_path", "")).parts
    return partes[2] if len(partes) > 3 and partes[0] == "models" else (partes[1] if len(partes) > 2 else "general")


def leer_resultados(carpeta_target: Path) -> list[Resultado]:
    """Lee ``run_results.json`` y ``manifest.json`` de la última corrida de dbt."""
    corrida = json.loads((carpeta_target / "run_results.json").read_text(encoding="utf-8"))
    nodos = json.loads((carpeta_target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    return [
        Resultado(
            nombre=(nodo := nodos.get(r["unique_id"], {})).get("name", r["unique_id"]),
            tipo=nodo.get("resource_type", r["unique_id"].split(".")[0]),
            estado=r["status"], num_fallas=int(r.get("failures") or 0), mensaje=(r.get("message") or "").strip(),
            descripcion=nodo.get("description", ""), asunto=_asunto(nodo), segundos=float(r.get("execution_time") or 0),
        )
        for r in corrida["results"]
    ]  # fmt: skip


def _que_fallo(resultados: list[Resultado]) -> str:
    malos = [r for r in resultados if r.estado in _MALOS]
    lineas = []
    for malo in malos:
        que = _TIPO.get(malo.tipo, malo.tipo)
        cuenta = f" ({malo.num_fallas:,} renglones)" if malo.num_fallas else ""
        detalle = " ".join(malo.mensaje.split())[:300]
        lineas.append(f"  ✗ {que} {malo.nombre}{cuenta}: {malo.descripcion or detalle}")
    return "\n".join(lineas)


def _linea_de_avance(linea: str, ultimo: int) -> tuple[int, str | None]:
    """Cada décima parte del avance se dice una vez."""
    hallado = _AVANCE.search(linea)
    if not hallado or "START" in linea:
        return ultimo, None
    hechos, total = int(hallado.group(1)), int(hallado.group(2))
    decima = hechos * 10 // total
    return (decima, f"  modelos y pruebas: {hechos} de {total}") if decima > ultimo else (ultimo, None)


def _ejecutar(orden: list[str], entorno: dict[str, str], cwd: Path) -> Iterator[str]:
    """Corre la orden y entrega sus líneas; termina con ``codigo=N``."""
    proceso = subprocess.Popen(
        orden, cwd=cwd, env=entorno, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, preexec_fn=preparar(Limites()),
    )  # fmt: skip
    try:
        yield from proceso.stdout or ()
        yield f"codigo={proceso.wait()}"
    finally:
        if proceso.poll() is None:
            proceso.kill()
            proceso.wait()


def _camino_fijo(enlace: Path, carpeta: Path) -> str:
    """La carpeta de esta corrida, por un nombre relativo que no cambia de una corrida (o instalación) a otra.

    Con un camino distinto, dbt cree que cambió su perfil y vuelve a analizar el proyecto entero.
    """
    enlace.unlink(missing_ok=True)
    enlace.symlink_to(carpeta.resolve(), target_is_directory=True)
    return enlace.name


def _correr_dbt(
    proyecto: Path,
    insumos: Path,
    construccion: Path,
    carpeta_dbt: Path,
    avisar: Callable[[str], None],
    opciones: tuple[str, ...],
) -> list[Resultado]:
    target = carpeta_dbt / "target"
    (target / "run_results.json").unlink(missing_ok=True)
    orden = [
        sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build",
        "--project-dir", str(proyecto), "--profiles-dir", str(proyecto),
        "--target-path", str(target), "--log-path", str(carpeta_dbt / "logs"), "--log-level-file", "none", *opciones,
    ]  # fmt: skip
    entorno = entorno_minimo(
        MIRADOR_INSUMOS=_camino_fijo(carpeta_dbt / "insumos", insumos),
        MIRADOR_CONSTRUCCION=f"{_camino_fijo(carpeta_dbt / 'construccion', construccion.parent)}/{construccion.name}",
        HOME=str(carpeta_dbt),
    )
    decima, salida = 0, []
    for linea in _ejecutar(orden, entorno, carpeta_dbt):
        salida.append(linea.rstrip())
        decima, mensaje = _linea_de_avance(linea, decima)
        if mensaje:
            avisar(mensaje)
            fallas.punto("en_dbt")
    (carpeta_dbt / "ultima_salida.txt").write_text("\n".join(salida), encoding="utf-8")
    if not (target / "run_results.json").exists():
        final = "\n".join(f"  {renglon}" for renglon in salida[-15:-1])
        raise ConstruccionFallida(f"dbt no pudo empezar a construir. Lo último que dijo:\n{final}")
    resultados = leer_resultados(target)
    if salida[-1] != "codigo=0":
        raise ConstruccionFallida(f"La construcción falló y no se publica nada:\n{_que_fallo(resultados)}")
    return resultados


def _correr_pruebas(
    pruebas: list[pruebas_guardadas.PruebaGuardada], construccion: Path, carpeta_dbt: Path
) -> list[Resultado]:
    """Las pruebas ya traducidas, directamente en DuckDB, con los mismos veredictos que daría dbt."""
    resultados = [
        Resultado(
            v.prueba.nombre, "test", v.estado, v.num_fallas, v.mensaje, v.prueba.descripcion, v.prueba.asunto, 0.0
        )
        for v in pruebas_guardadas.correr(pruebas, construccion, carpeta_dbt)
    ]
    if any(r.estado in _MALOS for r in resultados):
        raise ConstruccionFallida(f"Las pruebas fallaron y no se publica nada:\n{_que_fallo(resultados)}")
    return resultados


def construir(
    proyecto: Path,
    insumos: Path,
    construccion: Path,
    carpeta_dbt: Path,
    avisar: Callable[[str], None] = lambda _: None,
) -> list[Resultado]:
    """Construye ``construccion`` a partir de ``insumos`` y corre todas las pruebas de dbt.

    Args:
        proyecto: carpeta del proyecto dbt.
        insumos: carpeta de insumos de la corrida.
        construccion: archivo DuckDB nuevo; no debe existir.
        carpeta_dbt: donde dbt guarda su análisis del proyecto, para no repetirlo.

    Raises:
        ConstruccionFallida: el mensaje nombra los modelos y pruebas que fallaron.
    """
    carpeta_dbt.mkdir(parents=True, exist_ok=True)
    archivo = pruebas_guardadas.archivo_de_pruebas(proyecto, carpeta_dbt)
    if guardadas := pruebas_guardadas.cargar(archivo):
        sin_pruebas = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
        modelos = _correr_dbt(proyecto, insumos, construccion, carpeta_dbt, avisar, sin_pruebas)
        avisar(f"  ejecutando {len(guardadas)} pruebas")
        return modelos + _correr_pruebas(guardadas, construccion, carpeta_dbt)
    resultados = _correr_dbt(proyecto, insumos, construccion, carpeta_dbt, avisar, ())
    manifiesto = json.loads((carpeta_dbt / "target" / "manifest.json").read_text(encoding="utf-8"))
    asuntos = {r.nombre: r.asunto for r in resultados}
    pruebas_guardadas.guardar(manifiesto, proyecto, archivo, asuntos)
    return resultados


def pruebas_de(resultados: list[Resultado]) -> list[Prueba]:
    """Las pruebas de dbt como renglones de ``mart_calidad__pruebas``."""
    estados = {"pass": "aprobada", "success": "aprobada", "warn": "aviso"}
    return [
        Prueba(r.nombre, "dbt", r.asunto, estados.get(r.estado, "fallida"), r.num_fallas, r.descripcion)
        for r in resultados
        if r.tipo == "test"
    ]
