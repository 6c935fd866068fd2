"""La llave se crea una vez, solo la lee su dueño, y la clave de una entrevista no dice de quién es."""

from __future__ import annotations

import stat
from pathlib import Path

from dominio.encuestas.llave import LARGO_DE_LLAVE, clave_de_entrevista, ruta_de_la_llave


def test_la_llave_se_crea_una_vez_y_solo_para_su_duenio(tmp_path: Path) -> None:
    ruta = ruta_de_la_llave(tmp_path)
    assert len(ruta.read_bytes()) == LARGO_DE_LLAVE
    assert stat.S_IMODE(ruta.stat().st_mode) == 0o600
    assert stat.S_IMODE(ruta.parent.stat().st_mode) == 0o700
    antes = ruta.read_bytes()
    assert ruta_de_la_llave(tmp_path) == ruta and ruta.read_bytes() == antes
    assert [r.name for r in ruta.parent.iterdir()] == ["encuestas.llave"]
    assert ruta_de_la_llave(tmp_path / "otra").read_bytes() != antes


def test_la_clave_es_estable_y_depende_de_la_llave_el_estudio_y_el_folio() -> None:
    """Vector de HMAC-SHA256 con la llave de 32 ceros, calculado aparte con openssl."""
    llave = bytes(32)
    clave = clave_de_entrevista(llave, "viv-1", "F00042")
    assert clave == "0828618fc0d71d5aa6b0bcf4"
    distintas = {
        clave,
        clave_de_entrevista(llave, "viv-2", "F00042"),
        clave_de_entrevista(llave, "viv-1", "F00043"),
        clave_de_entrevista(b"\x01" * 32, "viv-1", "F00042"),
    }
    assert len(distintas) == 4
