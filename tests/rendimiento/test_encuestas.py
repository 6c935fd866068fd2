"""El informe del explorador de encuestas: medianas, razón contra sus consultas y las dos metas."""

from __future__ import annotations

from rendimiento.encuestas import informe

MEDIDA = {
    "arranque_ms": 1800.0, "calentar_ms": 900.0, "primera_ms": 40.0, "primer_filtro_ms": 95.0, "memoria_mb": 400.0,
    "publicadas_ms": [20.0, 30.0, 40.0], "en_vivo_ms": [80.0, 90.0, 200.0],
    "en_vivo_procesador_ms": [70.0, 75.0, 180.0],
    "vistas": [["/a", 20.0, 10.0], ["/b", 30.0, 20.0], ["/c", 60.0, 20.0]],
}  # fmt: skip


def test_dice_medianas_razon_y_metas():
    dicho = informe(MEDIDA)
    assert "consultas solas 20.0 ms, razón 1.50; cumplen 2 de 3" in dicho
    assert "✓ filtro en vivo, mediana: 90.0 ms (límite 150.0)" in dicho
    assert "✓ vista ya calculada, mediana: 30.0 ms (límite 35.0)" in dicho
    assert "✗ filtro en vivo, mediana: 160.0 ms" in informe(MEDIDA | {"en_vivo_ms": [160.0]})
