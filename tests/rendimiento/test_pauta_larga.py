"""El generador de años anteriores cambia fechas y nada más."""

from __future__ import annotations

from pathlib import Path

from rendimiento.paginas import medianas_alternadas_ms
from rendimiento.pauta_larga import repetir_en_el_pasado


def test_repite_los_meses_en_los_anios_anteriores(tmp_path: Path) -> None:
    meta, google = tmp_path / "meta_ads" / "2026-02", tmp_path / "google_ads" / "2026-02"
    meta.mkdir(parents=True)
    google.mkdir(parents=True)
    (meta / "Anuncios-1-feb-2026.csv").write_text("Día,Impresiones\n2026-02-03,2026\n", encoding="utf-8")
    (google / "Informe (feb 2026).csv").write_text("Informe\n1 de febrero de 2026 - 28 de febrero de 2026\n",
                                                   encoding="utf-8")  # fmt: skip
    assert repetir_en_el_pasado(tmp_path, 2) == 4
    copia = tmp_path / "meta_ads" / "2024-02" / "Anuncios-1-feb-2024.csv"
    assert copia.read_text(encoding="utf-8") == "Día,Impresiones\n2024-02-03,2026\n"
    de_google = tmp_path / "google_ads" / "2025-02" / "Informe (feb 2025).csv"
    assert de_google.read_text(encoding="utf-8") == "Informe\n1 de febrero de 2025 - 28 de febrero de 2025\n"


def test_lo_que_se_compara_se_mide_alternado() -> None:
    hechos: list[str] = []
    medianas = medianas_alternadas_ms(
        lambda: hechos.append("servidor"), lambda: hechos.append("consultas"), 3, antes=lambda: hechos.append("olvidar")
    )
    assert hechos == ["olvidar", "servidor", "consultas"] * 3
    assert all(0 <= mediana < 100 for mediana in medianas)
