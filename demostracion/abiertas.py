"""Una pregunta abierta sintética: lo que se contesta con palabras, su marco de códigos y lo que alguien ya aceptó."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path
from typing import Any

from dominio.encuestas.codificacion import ARCHIVO, COLUMNAS, forma, sugerir
from dominio.encuestas.privacidad import sin_datos_personales

CLAVE, COLUMNA = "p20", "p20_texto"
TEXTO = "¿Qué es lo primero que debería atender la alcaldía en su colonia? (respuesta abierta)"
VERSION = 2
SEMILLA = 20260927
REVISO, FECHA = "Coordinación de encuestas", "2026-10-05"

MARCO: dict[str, tuple[str, tuple[str, ...]]] = {
    "1": ("Calles y banquetas", ("bache", "hoyo", "banqueta", "paviment", "asfalto", "topes")),
    "2": ("Seguridad", ("inseguridad", "segurid", "asalto", "robo", "patrull", "policia", "vigilancia")),
    "3": ("Agua y drenaje", ("agua", "fuga", "drenaje", "coladera", "tandeo", "inunda")),
    "4": ("Alumbrado", ("luz", "luminaria", "lampara", "alumbrado", "foco", "oscur")),
    "5": ("Basura y limpieza", ("basura", "limpi", "camion recolector", "cascajo")),
    "6": ("Movilidad y estacionamiento", ("trafico", "estacion", "transito", "franelero", "parquimetro", "bicicleta")),
    "7": ("Parques y áreas verdes", ("parque", "jardin", "arbol", "poda", "juegos", "cancha")),
    "8": ("Comercio en vía pública", ("ambulant", "puesto", "comercio")),
    "96": ("Otra cosa", ()),
    "98": ("No sabe", ("no se", "no sabe", "nada")),
}
_DICHOS: tuple[tuple[str, int], ...] = (
    ("los baches", 9),
    ("Tapar los hoyos de la calle", 6),
    ("arreglar banquetas levantadas", 5),
    ("el pavimento", 4),
    ("Más seguridad", 10),
    ("que pasen patrullas en la noche", 6),
    ("los asaltos", 5),
    ("el robo de autopartes", 4),
    ("que llegue el agua", 8),
    ("las fugas", 4),
    ("destapar coladeras", 4),
    ("se inunda la esquina", 3),
    ("poner luminarias", 6),
    ("está muy oscuro", 5),
    ("la luz de la calle", 4),
    ("la basura", 6),
    ("que pase el camión recolector", 3),
    ("limpiar la calle", 3),
    ("el tráfico", 5),
    ("no hay dónde estacionarse", 4),
    ("los franeleros", 4),
    ("podar los árboles", 4),
    ("arreglar el parque", 5),
    ("más juegos para niños", 3),
    ("los puestos ambulantes", 5),
    ("quitar el comercio de la banqueta", 3),
    ("el ruido de los bares", 4),
    ("los perros sueltos", 3),
    ("atender a los adultos mayores", 3),
    ("no sé", 6),
    ("nada, todo está bien", 3),
)
_AGREGADOS = ("", "", "", "", " por favor", ", urge", " en mi cuadra", " y rápido", " de verdad")
_SIN_CONTESTAR = 0.07
_SIN_REVISAR = 0.05


def contestar(azar: random.Random) -> str:
    """Lo que diría alguien, con mayúsculas y agregados de la calle; vacío si no quiso contestar."""
    if azar.random() < _SIN_CONTESTAR:
        return ""
    if azar.random() < 0.004:
        return f"Que me llamen al 55-0000-{azar.randint(0, 9999):04d} por el bache"
    dicho = azar.choices([d for d, _ in _DICHOS], [p for _, p in _DICHOS])[0] + azar.choice(_AGREGADOS)
    return azar.choice((dicho, dicho, dicho.capitalize(), dicho.upper()))


def pregunta() -> dict[str, Any]:
    """Su renglón del diccionario, con el marco versionado."""
    return {
        "columna": COLUMNA, "tipo": "abierta", "nombre": "Lo primero por atender", "tema": "Servicios", "texto": TEXTO,
        "version_codigos": VERSION,
        "opciones": {
            codigo: {
                "etiqueta": etiqueta,
                **({"palabras": list(palabras)} if palabras else {}),
                **({"ns_nc": True} if codigo == "98" else {}),
            }
            for codigo, (etiqueta, palabras) in MARCO.items()
        },
    }  # fmt: skip


def escribir_codificacion(carpeta: Path, textos: list[str], azar: random.Random) -> None:
    """``codificacion.csv`` como lo deja quien revisó: casi todo aceptado, unos textos pendientes."""
    veces: Counter[str] = Counter()
    muestra: dict[str, str] = {}
    for texto in sorted(t for t in textos if t):
        veces[forma(texto)] += 1
        muestra.setdefault(forma(texto), sin_datos_personales(texto))
    marco = {codigo: palabras for codigo, (_, palabras) in MARCO.items()}
    with (carpeta / ARCHIVO).open("w", encoding="utf-8-sig", newline="") as archivo:
        escritor = csv.DictWriter(archivo, COLUMNAS, lineterminator="\r\n")
        escritor.writeheader()
        for propia, cuantas in sorted(veces.items(), key=lambda par: (-par[1], par[0])):
            sugerencia = sugerir(propia, marco, {})
            pendiente = cuantas < 4 and azar.random() < _SIN_REVISAR * 3
            codigo = "" if pendiente else ";".join(sugerencia.codigos) or "96"
            escritor.writerow(
                {"pregunta": CLAVE, "version": VERSION, "texto": muestra[propia], "veces": cuantas,
                 "sugerencia": ";".join(sugerencia.codigos), "por_que": sugerencia.por_que, "codigo": codigo,
                 "revisado_por": REVISO if codigo else "", "fecha": FECHA if codigo else ""}
            )  # fmt: skip
