"""Propone un ``estudio.yml`` a partir de una base, para que una persona lo revise.

``python -m etl.fuentes.encuestas.borrador base.sav > estudio.yml``. No copia ninguna respuesta: solo nombres de
columna, rótulos y etiquetas de valor. Lo que hay que llenar a mano dice «POR LLENAR».
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import yaml

from dominio.encuestas.ficha import Archivo
from dominio.encuestas.privacidad import normalizar_columna, por_contenido, por_nombre
from etl.fuentes.encuestas.bases import Base, Conjunto, leer_base

POR_LLENAR = "POR LLENAR"
_NS_NC = re.compile(r"\b(no sabe|ns|nc|no contest|no respond|ns/nc|no sabe/no)", re.I)
_NO_APLICA = re.compile(r"no aplica|no procede|en blanco por filtro", re.I)
_MENCION = re.compile(r"mencion|marc|selecci|^s[ií]$", re.I)
_NEGADA = re.compile(r"^no\b|no mencion|no marc|no selecci", re.I)
_PISTAS = {
    "peso": ("pond", "peso", "factor", "fexp", "weight", "ponderador"),
    "upm": ("upm", "seccion", "manzana", "punto", "psu", "conglomerado"),
    "estrato": ("estrato", "strata", "circuns"),
}
_CARACTERISTICAS = {
    "sexo": ("sexo", "genero"),
    "edad": ("edad", "anos", "grupo_edad"),
    "escolaridad": ("escolaridad", "escol", "estudios"),
    "colonia": ("cve_ut", "colonia"),
    "zona": ("zona",),
}
_FICHA = ("objetivo", "patrocinador", "realizador", "poblacion", "marco", "muestreo", "recoleccion", "ponderacion",
          "limitaciones", "fecha_inicio", "fecha_fin")  # fmt: skip


def _primera(base: Base, pistas: tuple[str, ...]) -> str | None:
    for columna in base.columnas:
        nombre = normalizar_columna(columna)
        if any(nombre == pista or nombre.startswith(pista) for pista in pistas):
            return columna
    return None


def _limpia(etiqueta: str) -> str:
    """«1. Aprueba» → «Aprueba»."""
    return re.sub(r"^\s*(?:[A-Za-z]?\d+\s*[.)\-]\s*)", "", etiqueta).strip() or etiqueta


def _pregunta(base: Base, columna: str) -> dict[str, Any]:
    rotulo = base.rotulos.get(columna) or POR_LLENAR
    opciones: dict[str, dict[str, Any]] = {}
    no_aplica = []
    for codigo, etiqueta in base.etiquetas[columna].items():
        if _NO_APLICA.search(etiqueta):
            no_aplica.append(codigo)
            continue
        opciones[codigo] = {"etiqueta": _limpia(etiqueta), **({"ns_nc": True} if _NS_NC.search(etiqueta) else {})}
    return {
        "columna": columna,
        "nombre": rotulo[:60],
        "texto": rotulo,
        "opciones": opciones,
        **({"no_aplica": no_aplica} if no_aplica else {}),
    }


def _multiple(base: Base, conjunto: Conjunto) -> dict[str, Any]:
    """Un MRSET: por menciones comparte opciones; por columnas sí/no, cada columna es una opción."""
    comunes = {
        "columnas": list(conjunto.columnas),
        "tipo": "multiple",
        "nombre": (conjunto.rotulo or POR_LLENAR)[:60],
        "texto": conjunto.rotulo or POR_LLENAR,
    }
    if conjunto.contado is not None:
        opciones = {c: {"etiqueta": base.rotulos.get(c) or POR_LLENAR} for c in conjunto.columnas}
        return {**comunes, "marcada": conjunto.contado, "opciones": opciones}
    opciones_vistas: dict[str, str] = {}
    for columna in conjunto.columnas:
        opciones_vistas |= base.etiquetas.get(columna, {})
    return {
        **comunes,
        "opciones": {
            codigo: {"etiqueta": _limpia(etiqueta), **({"ns_nc": True} if _NS_NC.search(etiqueta) else {})}
            for codigo, etiqueta in opciones_vistas.items()
        },
    }


def _parejas_si_no(base: Base, libres: list[str]) -> list[Conjunto]:
    """Columnas seguidas «P14_1, P14_2…» con las mismas dos etiquetas: respuesta múltiple que el archivo no declaró."""
    grupos: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for columna in libres:
        etiquetas = base.etiquetas.get(columna, {})
        hallado = re.fullmatch(r"(.*?)_?[a-z]?\d+", columna, re.I)
        if hallado and len(etiquetas) == 2 and any(_MENCION.search(e) for e in etiquetas.values()):
            grupos.setdefault((hallado[1], tuple(sorted(etiquetas.items()))), []).append(columna)
    salida = []
    for (raiz, pares), columnas in grupos.items():
        contado = next((c for c, e in pares if not _NEGADA.search(e)), None)
        if len(columnas) > 1 and contado is not None:
            salida.append(Conjunto(normalizar_columna(raiz) or columnas[0], "", tuple(columnas), contado))
    return salida


def _abierta(columna: str, rotulo: str) -> dict[str, Any]:
    return {
        "columna": columna,
        "tipo": "abierta",
        "nombre": (rotulo or POR_LLENAR)[:60],
        "texto": rotulo or POR_LLENAR,
        "version_codigos": 1,
        "opciones": {
            "1": {"etiqueta": POR_LLENAR, "palabras": [POR_LLENAR]},
            "98": {"etiqueta": "No sabe", "ns_nc": True},
        },
    }


def _es_texto_libre(valores: list[str | None]) -> bool:
    """La cuarta parte o más de lo contestado son tres palabras o más, y casi nada se repite igual."""
    escritos = [v for v in valores if v]
    largos = sum(len(v.split()) >= 3 for v in escritos)
    return len(escritos) >= 5 and largos * 4 >= len(escritos) and len(set(escritos)) * 3 >= len(escritos)


def proponer(base: Base, clave: str) -> dict[str, Any]:
    """Estructura de ``estudio.yml`` con lo que la base deja ver."""
    diseno = {campo: columna for campo, pistas in _PISTAS.items() if (columna := _primera(base, pistas))}
    caracteristicas: dict[str, Any] = {}
    for campo, pistas in _CARACTERISTICAS.items():
        if columna := _primera(base, pistas):
            caracteristicas[campo] = {"columna": columna}
            if base.etiquetas.get(columna):
                caracteristicas[campo]["opciones"] = {k: _limpia(v) for k, v in base.etiquetas[columna].items()}
    usadas = set(diseno.values()) | {c["columna"] for c in caracteristicas.values()}
    identifican = [c for c, v in base.columnas.items() if c not in usadas and (por_contenido(v) or por_nombre(c))]
    ajenas = usadas | set(identifican)
    libres = [c for c in base.columnas if c not in ajenas and not any(c in m.columnas for m in base.conjuntos)]
    conjuntos = [*base.conjuntos, *_parejas_si_no(base, libres)]
    en_conjunto = {c for m in conjuntos for c in m.columnas}
    preguntas = {normalizar_columna(m.nombre): _multiple(base, m) for m in conjuntos}
    for columna in (c for c in base.columnas if c not in ajenas and c not in en_conjunto):
        if len(base.etiquetas.get(columna, {})) > 1:
            preguntas[normalizar_columna(columna)] = _pregunta(base, columna)
        elif _es_texto_libre(base.columnas[columna]):
            preguntas[normalizar_columna(columna)] = _abierta(columna, base.rotulos.get(columna, ""))
    return {
        "clave": clave,
        "nombre": POR_LLENAR,
        "nombre_corto": POR_LLENAR,
        "modo": "vivienda",
        "serie": clave,
        "oleada": 1,
        "probabilistica": False,
        "ficha": {**dict.fromkeys(_FICHA, POR_LLENAR), "tamano_previsto": len(base.filas)},
        "diseno": diseno,
        "identificacion": {"descartar": identifican},
        "caracteristicas": caracteristicas,
        "preguntas": preguntas,
    }


def main(argumentos: list[str]) -> int:
    """Escribe el borrador en la salida estándar."""
    if len(argumentos) != 1:
        sys.stderr.write("Uso: python -m etl.fuentes.encuestas.borrador base.sav > estudio.yml\n")
        return 2
    ruta = Path(argumentos[0])
    base = leer_base(ruta, ruta.suffix.lower(), Archivo())
    clave = normalizar_columna(ruta.parent.resolve().name).replace("_", "-")
    sys.stdout.write("# Borrador: revise todo y llene lo que dice «POR LLENAR». Quite lo que no se publicará.\n")
    sys.stdout.write(yaml.safe_dump(proponer(base, clave), allow_unicode=True, sort_keys=False, width=120))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
