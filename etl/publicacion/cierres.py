"""Cierre mensual: lo que se reportó de un mes, congelado en ``estado/cierres/<AAAA-MM>/<número>/``.

Un cierre copia de la versión vigente los avances de todas las metas y los lugares de las áreas, con las reglas
usadas, la versión y su huella. Nunca se reescribe: volver a cerrar un mes agrega un cierre numerado y conserva el
anterior. El flujo lo lee como una fuente más y de ahí salen las reexpresiones (REGLAS §7).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dominio import configuracion
from dominio.configuracion import Configuracion
from etl.corrida import candado
from etl.errores import ErrorDelFlujo
from etl.publicacion import versiones
from etl.recepcion import sincronizar_carpeta

if TYPE_CHECKING:
    import duckdb

FICHA = "cierre.json"
_MES = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_CONGELADAS = {
    "avances.parquet": """
        select avance.*, lugares.lugar, lugares.orden, lugares.cobertura, lugares.lugar_anterior, lugares.movimiento
        from mart_seguimiento__avance_mensual as avance
        left join mart_seguimiento__ranking_metas as lugares using (meta_clave, periodo)
        where avance.ejercicio = year($mes)
        order by avance.meta_clave, avance.periodo
    """,
    "areas.parquet": """
        select * from mart_seguimiento__ranking_areas
        where year(periodo) = year($mes) and periodo <= $mes
        order by periodo, orden
    """,
}


class CierreImposible(ErrorDelFlujo):
    """El mes no se puede cerrar, o un cierre guardado ya no es el que se guardó."""


@dataclass(frozen=True)
class Cierre:
    """Un cierre guardado: su carpeta y lo que dice su ficha."""

    carpeta: Path
    ficha: dict[str, Any]

    @property
    def clave(self) -> str:
        """``2026-09.1``: el mes y el número de cierre."""
        return str(self.ficha["clave"])

    @property
    def huella(self) -> str:
        """Huella de la ficha completa, que incluye la de cada archivo congelado."""
        return str(self.ficha["huella"])


def interpretar_mes(texto: str) -> date:
    """``2026-09`` → primer día del mes.

    Raises:
        CierreImposible: no es un mes AAAA-MM.
    """
    if not _MES.fullmatch(texto.strip()):
        raise CierreImposible(f"«{texto}» no es un mes. Escríbalo como AAAA-MM, por ejemplo 2026-09.")
    return date.fromisoformat(f"{texto.strip()}-01")


def _huella_de_ficha(ficha: dict[str, Any]) -> str:
    contenido = {clave: valor for clave, valor in ficha.items() if clave != "huella"}
    return hashlib.sha256(json.dumps(contenido, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def carpeta_de_cierres(cfg: Configuracion) -> Path:
    """Donde viven los cierres; parte del estado: no se reconstruye de nada."""
    return cfg.estado / "cierres"


def existentes(cfg: Configuracion) -> list[Cierre]:
    """Los cierres guardados, por mes y número; revisa que cada ficha sea la que se guardó.

    Raises:
        CierreImposible: una ficha falta o fue alterada.
    """
    hallados = [ruta for ruta in carpeta_de_cierres(cfg).glob("*/*") if ruta.is_dir() and ruta.name.isdigit()]
    cierres = [Cierre(ruta, _leer_ficha(ruta)) for ruta in hallados]
    return sorted(cierres, key=lambda c: (c.ficha["mes"], int(c.ficha["numero"])))


def _leer_ficha(carpeta: Path) -> dict[str, Any]:
    try:
        ficha = json.loads((carpeta / FICHA).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        ficha = {}
    if not isinstance(ficha, dict) or ficha.get("huella") != _huella_de_ficha(ficha):
        raise CierreImposible(_alterado(carpeta, FICHA))
    return ficha


def _alterado(carpeta: Path, archivo: str) -> str:
    return (
        f"El cierre {carpeta.parent.name}, número {carpeta.name}, ya no es el que se guardó ({archivo} falta o fue "
        "alterado) y no se publica nada. Reponga la carpeta desde el respaldo del estado."
    )


def exigir_intacto(cierre: Cierre) -> None:
    """Los archivos congelados deben ser, byte por byte, los que se guardaron.

    Raises:
        CierreImposible: alguno falta o cambió.
    """
    for nombre, esperada in cierre.ficha["archivos"].items():
        ruta = cierre.carpeta / nombre
        if not ruta.is_file() or versiones.sha256_de(ruta) != esperada:
            raise CierreImposible(_alterado(cierre.carpeta, nombre))


def huellas(cfg: Configuracion) -> list[list[str]]:
    """Clave y huella de cada cierre: un cierre nuevo es algo nuevo por publicar."""
    return [[c.clave, c.huella] for c in existentes(cfg)]


def cerrar(
    cfg: Configuracion, mes: date, *, motivo: str | None = None, avisar: Callable[[str], None] = lambda _: None
) -> Cierre:
    """Congela lo reportado de un mes según la versión vigente.

    Args:
        mes: primer día del mes.
        motivo: por qué se vuelve a cerrar; obligatorio si el mes ya tiene cierre, y solo entonces.

    Raises:
        CierreImposible: no hay versión sana, el mes es posterior al corte, o ya está cerrado y no se dio motivo.
        CandadoOcupado: hay una corrida en curso.
    """
    with candado(cfg, avisar):
        vigente = versiones.leer_apuntador(cfg)
        if vigente is None or not versiones.esta_sana(cfg, vigente):
            raise CierreImposible("No hay una versión publicada en buen estado. Corra el flujo y vuelva a cerrar.")
        previos = [c for c in existentes(cfg) if c.ficha["mes"] == f"{mes:%Y-%m}"]
        _exigir_motivo(mes, previos, motivo)
        return _guardar(cfg, mes, vigente, numero=len(previos) + 1, motivo=(motivo or "").strip() or None)


def _exigir_motivo(mes: date, previos: list[Cierre], motivo: str | None) -> None:
    if previos and not (motivo or "").strip():
        ultimo = previos[-1].ficha
        raise CierreImposible(
            f"{mes:%Y-%m} ya se cerró con la versión {ultimo['version']}. Si debe volver a cerrarse, diga el motivo "
            '(make cierre MES=… MOTIVO="…"); el cierre anterior se conserva.'
        )
    if motivo and not previos:
        raise CierreImposible(f"{mes:%Y-%m} no tiene cierre: ciérrelo sin motivo de recierre.")


def _exigir_calificado(conexion: duckdb.DuckDBPyConnection, mes: date) -> None:
    from etl.publicacion import auditoria  # solo al cerrar: un flujo sin cambios no carga DuckDB

    tablas = auditoria.tablas(conexion)
    fila = conexion.execute("select corte_periodo from mart_seguimiento__corte").fetchone() if (
        "mart_seguimiento__corte" in tablas) else None  # fmt: skip
    corte = fila[0] if fila else None
    if corte is None:
        raise CierreImposible("La versión publicada no tiene programa de metas: no hay qué cerrar.")
    if mes > corte or mes.year != corte.year:
        raise CierreImposible(
            f"{mes:%Y-%m} no se puede cerrar: el corte vigente es {corte:%Y-%m}. "
            "Solo se cierran meses del ejercicio cuya fecha límite de captura ya pasó."
        )


def _guardar(cfg: Configuracion, mes: date, vigente: dict[str, Any], *, numero: int, motivo: str | None) -> Cierre:
    """Escribe todo aparte y lo pone en su lugar de una sola vez."""
    from etl.publicacion import auditoria

    del_mes = carpeta_de_cierres(cfg) / f"{mes:%Y-%m}"
    temporal, destino = del_mes / f".tmp_{os.getpid()}", del_mes / str(numero)
    shutil.rmtree(temporal, ignore_errors=True)
    temporal.mkdir(parents=True)
    try:
        with auditoria.abrir(cfg.publicado / Path(str(vigente["archivo"])).name) as conexion:
            _exigir_calificado(conexion, mes)
            archivos = {nombre: _congelar(conexion, temporal / nombre, mes) for nombre in _CONGELADAS}
            ficha = _ficha(conexion, mes, vigente, numero, motivo) | {"archivos": archivos}
        ficha["huella"] = _huella_de_ficha(ficha)
        versiones.escribir_durable(temporal / FICHA, ficha)
        (temporal / FICHA).chmod(0o444)
        temporal.rename(destino)
        sincronizar_carpeta(del_mes)
        sincronizar_carpeta(del_mes.parent)
    finally:
        shutil.rmtree(temporal, ignore_errors=True)
        if not any(del_mes.iterdir()):
            del_mes.rmdir()
    return Cierre(destino, ficha)


def _congelar(conexion: duckdb.DuckDBPyConnection, ruta: Path, mes: date) -> str:
    """Un Parquet de lo publicado, en disco y de solo lectura; devuelve su huella."""
    consulta = _CONGELADAS[ruta.name].replace("$mes", f"date '{mes.isoformat()}'")
    destino = str(ruta).replace("'", "''")
    conexion.execute(f"copy ({consulta}) to '{destino}' (format parquet, compression zstd)")
    with ruta.open("rb") as archivo:
        os.fsync(archivo.fileno())
    ruta.chmod(0o444)
    return versiones.sha256_de(ruta)


def _ficha(
    conexion: duckdb.DuckDBPyConnection, mes: date, vigente: dict[str, Any], numero: int, motivo: str | None
) -> dict[str, Any]:
    reglas = conexion.execute(
        "select distinct regla_version, umbral_cumplida, umbral_buen_desempeno, umbral_regular, umbral_excedida"
        " from mart_seguimiento__avance_mensual where periodo = ?",
        [mes],
    )
    nombres = [columna[0] for columna in reglas.description or ()]
    filas = [dict(zip(nombres, fila, strict=True)) for fila in reglas.fetchall()]
    metas = conexion.execute(
        "select count(*) from mart_seguimiento__avance_mensual where periodo = ?", [mes]
    ).fetchone() or (0,)
    return {
        "clave": f"{mes:%Y-%m}.{numero}", "mes": f"{mes:%Y-%m}", "numero": numero, "motivo": motivo,
        "version": str(vigente["version"]), "corte": vigente.get("corte"), "hoy": vigente.get("hoy"),
        "huella_insumos": vigente.get("huella_insumos"), "sha256_version": vigente["sha256"],
        "cerrado_en": datetime.now(UTC).isoformat(timespec="seconds"), "num_metas": metas[0],
        "reglas": [{k: str(v) if isinstance(v, date) else v for k, v in f.items()} for f in filas],
    }  # fmt: skip


def _metas(cierre: Cierre) -> str:
    cuantas = int(cierre.ficha["num_metas"])
    return f"{cuantas} meta{'' if cuantas == 1 else 's'}"


def _listar(cfg: Configuracion) -> str:
    renglones = [
        f"{c.ficha['mes']}  cierre {c.ficha['numero']}  versión {c.ficha['version']}  {_metas(c)}"
        f"  guardado {c.ficha['cerrado_en']}  {c.ficha['motivo'] or ''}".rstrip()
        for c in existentes(cfg)
    ]
    return "\n".join(renglones) or "No hay meses cerrados."


def main(argumentos: list[str] | None = None) -> int:
    """``cerrar AAAA-MM [--motivo …]`` o ``listar``."""
    analizador = argparse.ArgumentParser(prog="python -m etl.publicacion.cierres", description="Cierre mensual.")
    ordenes = analizador.add_subparsers(dest="orden", required=True)
    de_cerrar = ordenes.add_parser("cerrar", help="congela lo reportado de un mes")
    de_cerrar.add_argument("mes", help="AAAA-MM")
    de_cerrar.add_argument("--motivo", default="", help="por qué se vuelve a cerrar un mes ya cerrado")
    ordenes.add_parser("listar", help="los cierres guardados")
    opciones = analizador.parse_args(argumentos)
    try:
        cfg = configuracion.cargar()
        if opciones.orden == "listar":
            sys.stdout.write(_listar(cfg) + "\n")
            return 0
        hecho = cerrar(cfg, interpretar_mes(opciones.mes), motivo=opciones.motivo or None, avisar=print)
        sys.stdout.write(
            f"Cerrado {hecho.ficha['mes']} (cierre {hecho.ficha['numero']}): {_metas(hecho)}, "
            f"versión {hecho.ficha['version']}, huella {hecho.huella[:12]}.\n"
        )
    except (ErrorDelFlujo, configuracion.ErrorDeConfiguracion) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
