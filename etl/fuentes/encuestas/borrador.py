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
from etl.fuentes.encuestas.bases import Base, leer_base

POR_LLENAR = "POR LLENAR"
_NS_NC = re.compile(r"\b(no sabe|ns|nc|no contest|no respond|ns/nc|no sabe/no)", re.I)
_NO_APLICA = re.compile(r"no aplica|no procede|en blanco por filtro", re.I)
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
    preguntas = {
        normalizar_columna(columna): _pregunta(base, columna)
        for columna, etiquetas in base.etiquetas.items()
        if columna in base.columnas and columna not in usadas and columna not in identifican and len(etiquetas) > 1
    }
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
