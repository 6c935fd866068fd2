"""Exportaciones de plataformas publicitarias: del archivo (CSV, TSV o libro) a renglones tipados.

Lo que sirve a cualquier plataforma: hallar el encabezado aunque haya preámbulo, decidir el
formato de cifras y fechas por archivo, apartar los renglones con campos de más o de menos y
deducir la identidad y el grano. Lo propio de cada plataforma vive en su ``lectura.py``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.lectura import fechas_de_exportacion as fechas
from etl.lectura.delimitados import leer_delimitado
from etl.lectura.encabezados import letra_de_columna, moneda, normalizar
from etl.lectura.esquema import Columna, Tabla
from etl.lectura.excel import leer_libro
from etl.lectura.fechas import FechaIlegible
from etl.lectura.formato_regional import a_cifra, decidir_formato
from etl.lectura.numeros import Formato, NumeroIlegible
from etl.lectura.resultado import ArchivoRechazado, Rechazo
from etl.lectura.tabular import ValorIlegible, a_texto

HOJA_DELIMITADA = "CSV"
RENGLONES_DE_PREAMBULO = 12
MINIMO_ENCABEZADOS = 2
IDENTIDAD_EXACTA = 2**53
NIVELES = ("anuncio", "conjunto", "campana", "cuenta")
_SIN_DATOS = frozenset({"no data available.", "no hay datos disponibles.", "no data available", "sin datos"})
_NUMERICAS = frozenset({"entero", "numero", "importe"})


@dataclass
class Exportacion:
    """Un informe ya ubicado: encabezado, renglones con su línea y formato decidido."""

    hoja: str
    preambulo: list[list[Any]]
    encabezado: list[Any]
    ubicadas: dict[str, int]
    filas: list[tuple[int, list[Any]]]
    tabla: Tabla
    formato: Formato = "mx"
    orden: fechas.Orden | None = None
    rechazos: list[Rechazo] = field(default_factory=list)

    def tiene(self, *columnas: str) -> bool:
        """Alguna de esas columnas viene en el archivo."""
        return any(c in self.ubicadas for c in columnas)

    def moneda_del_encabezado(self) -> str | None:
        """La moneda escrita en el encabezado del gasto: «Importe gastado (MXN)»."""
        indice = self.ubicadas.get("gasto")
        return None if indice is None else moneda(str(self.encabezado[indice]))


@dataclass
class Fila:
    """Un renglón convertido. ``cotas`` guarda «< 10%» como (sentido, límite); ``monedas``, la de las celdas."""

    valores: dict[str, Any]
    cotas: dict[str, tuple[str, float]] = field(default_factory=dict)
    monedas: set[str] = field(default_factory=set)


def _vacia(celda: Any) -> bool:
    return celda is None or (isinstance(celda, str) and not celda.strip())


def _puntuar(renglon: Sequence[Any], conocidos: dict[str, str]) -> int:
    return len({conocidos[f] for c in renglon if (f := normalizar(str(c or ""))) in conocidos})


def _cuadros(ruta: Path, conocidos: dict[str, str]) -> list[tuple[str, list[list[Any]], list[int]]]:
    """(hoja, celdas, número de renglón) de cada hoja, o del único cuadro si es texto."""
    with ruta.open("rb") as archivo:
        inicio = archivo.read(4)
    if inicio.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return [(h.nombre, h.celdas, list(range(1, len(h.celdas) + 1))) for h in leer_libro(ruta)]
    texto = leer_delimitado(ruta, lambda renglon: _puntuar(renglon, conocidos))
    return [(HOJA_DELIMITADA, texto.celdas, texto.lineas)]


def _elegir_cuadro(
    cuadros: list[tuple[str, list[list[Any]], list[int]]], conocidos: dict[str, str], preferida: str | None
) -> tuple[str, list[list[Any]], list[int], int]:
    """El cuadro cuyo encabezado se reconoce mejor; a igualdad, la hoja de datos crudos de la plataforma."""
    mejor: tuple[tuple[int, bool], int, int] | None = None
    for numero, (hoja, celdas, _) in enumerate(cuadros):
        for fila, renglon in enumerate(celdas[:RENGLONES_DE_PREAMBULO]):
            puntos = (_puntuar(renglon, conocidos), hoja == preferida)
            if puntos[0] >= MINIMO_ENCABEZADOS and (mejor is None or puntos > mejor[0]):
                mejor = (puntos, numero, fila)
    if mejor is None:
        vistos = [str(c).strip() for _, celdas, _ in cuadros for c in (celdas[0] if celdas else []) if not _vacia(c)]
        raise ArchivoRechazado(
            f"No se reconoce el encabezado de una exportación. Primer renglón: {', '.join(vistos[:8]) or 'vacío'}.",
            "Exporte el informe desde la plataforma en español o inglés, sin cambiar sus encabezados.",
            regla="encabezado_desconocido",
        )
    _, numero, fila = mejor
    return (*cuadros[numero], fila)


def _ubicar(
    encabezado: list[Any], tabla: Tabla, conocidos: dict[str, str], hoja: str, fila: int
) -> tuple[dict[str, int], list[Rechazo]]:
    """Columna canónica → índice. Lo que nadie reconoce (medidas con nombre propio) deja un solo aviso."""
    ubicadas: dict[str, int] = {}
    sobrantes: list[str] = []
    for indice, celda in enumerate(encabezado):
        if _vacia(celda):
            continue
        canonico = conocidos.get(normalizar(str(celda)))
        if canonico is None or canonico in ubicadas:
            sobrantes.append(str(celda).strip())
        else:
            ubicadas[canonico] = indice
    avisos = []
    if sobrantes:
        avisos.append(
            Rechazo(
                regla="encabezado_desconocido",
                motivo=f"{len(sobrantes)} columnas no se leyeron: {', '.join(sobrantes[:12])}.",
                remedio="Son medidas propias o repetidas; avise al equipo de datos si alguna debe leerse.",
                tabla="renglones",
                hoja=hoja,
                fila=fila,
                gravedad="aviso",
            )
        )
    return ubicadas, avisos


def _separar_filas(
    celdas: list[list[Any]], lineas: list[int], ancho: int, hoja: str
) -> tuple[list[tuple[int, list[Any]]], list[Rechazo]]:
    """Renglones completos, y los que traen campos de más o de menos."""
    filas: list[tuple[int, list[Any]]] = []
    malos: list[Rechazo] = []
    for renglon, linea in zip(celdas, lineas, strict=True):
        llenas = [c for c in renglon if not _vacia(c)]
        if not llenas or (len(llenas) == 1 and normalizar(str(llenas[0])) in _SIN_DATOS):
            continue
        sobran = [c for c in renglon[ancho:] if not _vacia(c)]
        if sobran or len(renglon) < ancho:
            malos.append(
                Rechazo(
                    regla="campos_de_mas" if sobran else "campos_de_menos",
                    motivo=f"El renglón trae {len(renglon)} campos y el encabezado {ancho}.",
                    remedio="Expórtelo otra vez sin abrirlo en una hoja de cálculo.",
                    tabla="renglones",
                    hoja=hoja,
                    fila=linea,
                    valor=" | ".join(str(c) for c in renglon)[:200],
                )
            )
        else:
            filas.append((linea, renglon[:ancho]))
    return filas, malos


def abrir(
    ruta: Path, tabla: Tabla, *, hoja_preferida: str | None = None, formato_por_omision: Formato = "mx"
) -> Exportacion:
    """Abre una exportación, ubica su encabezado y decide el formato de sus cifras y fechas.

    Raises:
        ArchivoRechazado: no se reconoce, las comillas no cuadran o los formatos se mezclan.
    """
    conocidos = tabla.por_encabezado()
    hoja, celdas, lineas, fila = _elegir_cuadro(_cuadros(ruta, conocidos), conocidos, hoja_preferida)
    encabezado = celdas[fila]
    while encabezado and _vacia(encabezado[-1]):
        encabezado = encabezado[:-1]
    ubicadas, avisos = _ubicar(encabezado, tabla, conocidos, hoja, lineas[fila])
    filas, malos = _separar_filas(celdas[fila + 1 :], lineas[fila + 1 :], len(encabezado), hoja)
    exportacion = Exportacion(hoja, celdas[:fila], encabezado, ubicadas, filas, tabla, rechazos=avisos + malos)
    exportacion.formato = decidir_formato(celdas_numericas(exportacion), formato_por_omision)
    exportacion.orden = fechas.orden_de_fechas(
        renglon[i] for n, i in ubicadas.items() if tabla.columnas[n].tipo == "fecha" for _, renglon in filas
    )
    return exportacion


def celdas_numericas(exportacion: Exportacion) -> Iterable[tuple[Any, bool, str]]:
    """Cada celda de las columnas numéricas: (valor, es de conteos, dónde está)."""
    for nombre, indice in exportacion.ubicadas.items():
        tipo = exportacion.tabla.columnas[nombre].tipo
        if tipo in _NUMERICAS:
            for linea, renglon in exportacion.filas:
                yield renglon[indice], tipo == "entero", f"{letra_de_columna(indice)}{linea}"


def _convertir(celda: Any, nombre: str, columna: Columna, exportacion: Exportacion, fila: Fila) -> Any:
    if columna.tipo == "fecha":
        return fechas.a_dia(celda, exportacion.orden)
    if columna.tipo not in _NUMERICAS:
        texto = a_texto(celda)
        return None if texto in {"--", "-", "—"} else texto
    cifra = a_cifra(celda, exportacion.formato)
    if cifra.moneda:
        fila.monedas.add(cifra.moneda)
    if cifra.cota is not None and cifra.limite is not None:
        fila.cotas[nombre] = (cifra.cota, cifra.limite)
    if cifra.valor is not None and columna.tipo == "entero":
        if not cifra.valor.is_integer():
            raise ValorIlegible(f"«{celda}» trae decimales y debe ser un conteo entero")
        return int(cifra.valor)
    return cifra.valor


def tipar(exportacion: Exportacion, linea: int, celdas: list[Any], nombre_tabla: str) -> Fila | list[Rechazo]:
    """Convierte un renglón; si alguna celda no cumple, devuelve sus rechazos."""
    fila = Fila({"hoja": exportacion.hoja, "fila": linea})
    rechazos: list[Rechazo] = []
    for nombre, indice in exportacion.ubicadas.items():
        columna = exportacion.tabla.columnas[nombre]
        try:
            fila.valores[nombre] = _convertir(celdas[indice], nombre, columna, exportacion, fila)
        except (ValorIlegible, NumeroIlegible, FechaIlegible) as error:
            es_ambigua = isinstance(error, fechas.FechaAmbigua)
            rechazos.append(
                Rechazo(
                    regla="fecha_ambigua" if es_ambigua else f"tipo_{columna.tipo}",
                    motivo=f"{nombre}: {error}.",
                    remedio="Expórtelo con fechas AAAA-MM-DD."
                    if columna.tipo == "fecha"
                    else "Expórtelo otra vez desde la plataforma, sin pasarlo por una hoja de cálculo.",
                    tabla=nombre_tabla,
                    hoja=exportacion.hoja,
                    fila=linea,
                    celda=f"{letra_de_columna(indice)}{linea}",
                    columna=nombre,
                    valor=str(celdas[indice]),
                )
            )
    return rechazos or fila


def huella(*partes: str | None) -> str:
    """Identidad por nombres cuando la exportación no trae identificadores: 16 hexadecimales."""
    clave = "\x1f".join(normalizar(p) if p else "" for p in partes)
    return hashlib.sha256(clave.encode("utf-8")).hexdigest()[:16]


def _identificador(celda: str | None) -> str | None:
    """Un identificador que Excel guardó como número pierde sus últimas cifras: no sirve."""
    if celda is None or (celda.isdigit() and len(celda) <= 2):
        return None
    return celda


def identificar(valores: dict[str, Any], nivel: str, celdas_numericas: frozenset[str] = frozenset()) -> None:
    """Pone ``identificador``, ``huella_nombre``, ``huella_campana`` y la bandera de identidad por nombre."""
    for columna in ("campana_id", "conjunto_id", "anuncio_id", "cuenta_id"):
        texto = _identificador(valores.get(columna))
        if texto and columna in celdas_numericas and texto.isdigit() and int(texto) >= IDENTIDAD_EXACTA:
            texto = None
        if columna in valores:
            valores[columna] = texto
    nombres = [valores.get(n) for n in ("campana", "conjunto", "anuncio")]
    profundidad = {"cuenta": 0, "campana": 1, "conjunto": 2, "anuncio": 3}[nivel]
    valores["identificador"] = valores.get(f"{nivel}_id")
    valores["huella_nombre"] = huella(nivel, *nombres[:profundidad])
    valores["huella_campana"] = huella("campana", valores.get("campana")) if valores.get("campana") else None
    valores["es_identidad_por_nombre"] = nivel != "cuenta" and valores["identificador"] is None


def nivel_de(exportacion: Exportacion) -> str:
    """El nivel más profundo cuyo nombre o identificador viene en el encabezado; sin ninguno, la cuenta."""
    return next((n for n in NIVELES[:3] if exportacion.tiene(n, f"{n}_id")), "cuenta")


def desglosar(valores: dict[str, Any], columnas: Sequence[str]) -> None:
    """Pone ``desglose`` («edad+sexo», vacío si es llano) y ``desglose_valor`` («25-34|female»)."""
    valores["desglose"] = "+".join(columnas)
    valores["desglose_valor"] = "|".join(str(valores.get(c) or "") for c in columnas)


def numerar_repetidos(renglones: list[dict[str, Any]]) -> None:
    """Dos anuncios pueden llamarse igual: los distingue su orden de aparición dentro del archivo."""
    veces: Counter[tuple[Any, ...]] = Counter()
    for r in renglones:
        clave = (r["nivel"], r["identificador"] or r["huella_nombre"], r["periodo_inicio"], r["periodo_fin"],
                 r["desglose"], r["desglose_valor"])  # fmt: skip
        veces[clave] += 1
        r["num_ocurrencia"] = veces[clave]


def _resume(total: dict[str, Any], renglon: dict[str, Any]) -> bool:
    """El total cuenta a ese renglón: cae en sus fechas y, si es de un segmento, es de ese segmento."""
    inicio, fin = total["periodo_inicio"], total["periodo_fin"]
    if inicio and fin and not (inicio <= renglon["periodo_inicio"] and renglon["periodo_fin"] <= fin):
        return False
    segmento = str(total.get("desglose_valor") or "")
    return not segmento.replace("|", "") or segmento == renglon.get("desglose_valor")


def reconciliar_segmentos(renglones: list[dict[str, Any]], totales: list[dict[str, Any]], hoja: str) -> list[Rechazo]:
    """Cada total contra los renglones que resume: un informe segmentado repite su total por día o por segmento."""
    avisos = []
    for total in totales:
        propios = [r for r in renglones if _resume(total, r)]
        avisos += reconciliar(propios, total, hoja)
    return avisos


def reconciliar(renglones: list[dict[str, Any]], total: dict[str, Any] | None, hoja: str) -> list[Rechazo]:
    """Aviso cuando los renglones no suman lo que el propio informe declara (filtro, desglose parcial, daño)."""
    if total is None or not renglones:
        return []
    avisos = []
    for medida, tolerancia in (("impresiones", 0.0), ("gasto", 0.011), ("clics", 0.0)):
        declarado = total.get(medida)
        valores = [r[medida] for r in renglones if r.get(medida) is not None]
        if declarado is None or not valores or abs(sum(valores) - declarado) <= tolerancia * max(len(valores), 1):
            continue
        avisos.append(
            Rechazo(
                regla="total_no_concilia",
                motivo=f"{medida}: los renglones suman {sum(valores):,.2f} y el informe declara {declarado:,.2f}.",
                remedio="Revise si el informe lleva un filtro, un desglose parcial o campañas eliminadas.",
                tabla="totales",
                hoja=hoja,
                fila=total["fila"],
                columna=medida,
                valor=str(declarado),
                gravedad="aviso",
            )
        )
    return avisos
