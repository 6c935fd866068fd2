"""Rehace ``assets/iconos.css`` con los SVG de ``assets/iconos/``: ``python -m portal.generar_iconos``.

Cada ícono es una máscara CSS: toma el color del texto, sigue el tema y se imprime. Son de
bootstrap-icons (licencia MIT, junto a ellos).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import quote

ESTATICOS = Path(__file__).resolve().parent / "assets"
_SEGUROS = " =:/-.,'()"


def mascara(marcado: str) -> str:
    """``url(...)`` con el dibujo en línea, sin atributos que la máscara no usa."""
    trazos = re.search(r"<svg[^>]*>(.*)</svg>", marcado, re.DOTALL)
    if trazos is None:
        raise ValueError("El archivo no es un SVG.")
    interior = re.sub(r"\s+", " ", trazos.group(1)).strip().replace('"', "'")
    dibujo = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>{interior}</svg>"
    return f'url("data:image/svg+xml,{quote(dibujo, safe=_SEGUROS)}")'


def hoja() -> str:
    """La hoja completa, en orden alfabético."""
    base = (
        "/* Generado por portal/generar_iconos.py; no se edita a mano. Íconos: bootstrap-icons (MIT). */\n"
        ".i{display:inline-block;width:1em;height:1em;flex:none;vertical-align:-.125em;background:currentColor;"
        "-webkit-mask:var(--icono) center/contain no-repeat;mask:var(--icono) center/contain no-repeat;"
        "forced-color-adjust:none}\n"
    )
    reglas = [
        f".i-{ruta.stem}{{--icono:{mascara(ruta.read_text(encoding='utf-8'))}}}"
        for ruta in sorted((ESTATICOS / "iconos").glob("*.svg"))
    ]
    return base + "\n".join(reglas) + "\n"


def main() -> int:
    """Escribe la hoja y dice cuántos íconos tiene."""
    texto = hoja()
    (ESTATICOS / "iconos.css").write_text(texto, encoding="utf-8")
    sys.stdout.write(f"{texto.count('--icono:url')} íconos, {len(texto):,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
