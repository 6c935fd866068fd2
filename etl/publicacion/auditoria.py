"""Auditar: leer cada tabla completa y comparar totales antes de que nadie la vea.

``count(*)`` pasa sobre un bloque dañado; ``bit_xor(hash(t))`` obliga a leerlo. La suma de
huellas distingue además renglones repetidos por pares, que un xor cancelaría.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from etl.errores import AuditoriaFallida
from etl.vigencia import ArchivoRecibido


def se_compara(tabla: str, columna: str) -> bool:
    """¿La columna dice lo que se calculó, y no cuándo se recibió o publicó?"""
    if columna.endswith(("recibido_en", "publicado_en")):
        return False
    return not (tabla == "mart_calidad__version" and columna == "version")


def abrir(ruta: Path) -> duckdb.DuckDBPyConnection:
    """Abre un DuckDB en solo lectura, sin extensiones ni red."""
    return duckdb.connect(str(ruta), read_only=True, config={"threads": 2, "autoinstall_known_extensions": False})


def tablas(conexion: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Tablas del esquema ``main`` con sus columnas, en orden."""
    filas = conexion.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns()"
        " where schema_name = 'main' and not internal and database_name = current_database()"
        " group by table_name order by table_name"
    ).fetchall()
    return dict(filas)


def _huella(conexion: duckdb.DuckDBPyConnection, tabla: str, columnas: list[str]) -> str:
    lista = ", ".join(f'"{c}"' for c in columnas)
    cuenta = conexion.execute(
        f'select count(*), bit_xor(h), sum(h::hugeint) from (select hash(row({lista})) as h from "{tabla}")'  # noqa: S608
    ).fetchone()
    return hashlib.sha256(f"{tabla}|{lista}|{cuenta}".encode()).hexdigest()[:32]


def huellas(ruta: Path, *, completas: bool = False) -> dict[str, str]:
    """Huella por tabla, independiente del orden de los renglones.

    Args:
        completas: incluye también los momentos de recepción y publicación.

    Raises:
        AuditoriaFallida: un bloque del archivo está dañado.
    """
    try:
        with abrir(ruta) as conexion:
            return {
                tabla: _huella(conexion, tabla, [c for c in columnas if completas or se_compara(tabla, c)] or columnas)
                for tabla, columnas in tablas(conexion).items()
            }
    except (duckdb.Error, RuntimeError) as error:
        detalle = str(error).splitlines()[0][:200]
        raise AuditoriaFallida(
            f"El archivo {ruta.name} está dañado o no se puede leer completo, y no se publica: {detalle}"
        ) from error


def exigir_sin_wal(ruta: Path) -> None:
    """Un ``.wal`` al lado significa que no todo está dentro del archivo.

    Raises:
        AuditoriaFallida: hay un ``.wal``.
    """
    pendiente = Path(f"{ruta}.wal")
    if pendiente.exists():
        raise AuditoriaFallida(
            f"Quedaron cambios sin guardar ({pendiente.name}); no se publica. Corra otra vez el flujo."
        )


def conciliar(ruta: Path, archivos: list[ArchivoRecibido]) -> None:
    """Lo publicado debe contar los mismos archivos y renglones que la bitácora.

    Raises:
        AuditoriaFallida: con ambos números.
    """
    for archivo in archivos:
        lectura = archivo.lectura
        if lectura.num_renglones != lectura.num_aceptados + lectura.num_rechazados:
            raise AuditoriaFallida(
                f"{archivo.archivo}: recibió {lectura.num_renglones} renglones, pero entraron {lectura.num_aceptados} "
                f"y se apartaron {lectura.num_rechazados}."
            )
    with abrir(ruta) as conexion:
        if "mart_calidad__archivos" not in tablas(conexion):
            return
        publicado = conexion.execute(
            "select count(*), coalesce(sum(num_renglones), 0)::bigint from mart_calidad__archivos"
        ).fetchone()
    esperado = (len(archivos), sum(a.lectura.num_renglones for a in archivos))
    if publicado != esperado:
        raise AuditoriaFallida(
            f"No cuadra con lo recibido: la bitácora tiene {esperado[0]} archivos y {esperado[1]} renglones; "
            f"el almacén construido, {publicado}."
        )


def comparar_copia(origen: Path, copia: Path) -> None:
    """Cada tabla construida debe llegar completa al archivo por publicar.

    Raises:
        AuditoriaFallida: nombra las tablas que difieren.
    """
    antes, despues = huellas(origen, completas=True), huellas(copia, completas=True)
    distintas = [
        t for t, huella in antes.items() if despues.get(t) != huella and not t.startswith("mart_calidad__pruebas")
    ]
    if distintas:
        raise AuditoriaFallida(f"La copia por publicar difiere de lo construido en: {', '.join(distintas)}.")
