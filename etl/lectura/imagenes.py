"""Imágenes ajenas: se verifican con límites, se miden y se les toma huella perceptual."""

from __future__ import annotations

import base64
import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import imagehash
from PIL import Image, UnidentifiedImageError

from etl.lectura.resultado import ArchivoRechazado

FORMATOS = ("PNG", "JPEG")
MAXIMO_PIXELES = 40_000_000
LADO_MINIATURA = (224, 162)
CALIDAD_MINIATURA = 68
LADO_HUELLA = 16
"""16 × 16 bits: con 64, dos capturas de publicaciones distintas se parecen por el marco de la red social."""


@dataclass(frozen=True)
class Imagen:
    """Lo que se sabe de una imagen sin interpretarla.

    ``huella_perceptual`` son 64 hexadecimales (256 bits de transformada coseno): dos imágenes que
    se ven iguales difieren en pocos bits aunque cambien de formato o tamaño. ``miniatura`` es un
    ``data:`` JPEG pequeño, para mostrarla sin guardar otro archivo.
    """

    formato: str
    ancho: int
    alto: int
    huella_perceptual: str
    miniatura: str


def _miniatura(imagen: Image.Image) -> str:
    copia = imagen.convert("RGB")
    copia.thumbnail(LADO_MINIATURA)
    salida = io.BytesIO()
    copia.save(salida, "JPEG", quality=CALIDAD_MINIATURA, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(salida.getvalue()).decode("ascii")


def leer_imagen(ruta: Path) -> Imagen:
    """Verifica y mide una imagen.

    Raises:
        ArchivoRechazado: no es PNG ni JPEG, está dañada o pasa del límite de píxeles.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(ruta, formats=FORMATOS) as imagen:
                ancho, alto = imagen.size
                if ancho * alto > MAXIMO_PIXELES:
                    raise ArchivoRechazado(
                        f"La imagen mide {ancho:,} × {alto:,} píxeles; el máximo es {MAXIMO_PIXELES:,} en total.",
                        "Redúzcala a la resolución de la pantalla capturada.",
                        regla="imagen",
                    )
                imagen.verify()
            with Image.open(ruta, formats=FORMATOS) as imagen:
                imagen.load()
                return Imagen(
                    imagen.format or "",
                    ancho,
                    alto,
                    str(imagehash.phash(imagen.convert("RGB"), hash_size=LADO_HUELLA)),
                    _miniatura(imagen),
                )
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombWarning,
            Image.DecompressionBombError) as error:  # fmt: skip
        raise ArchivoRechazado(
            "El archivo no es una imagen PNG o JPEG que se pueda abrir.",
            "Vuelva a tomar la captura y guárdela como PNG o JPEG.",
            regla="imagen",
        ) from error
