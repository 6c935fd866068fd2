"""Identificadores directos: por nombre y por contenido, con los falsos positivos conocidos."""

from __future__ import annotations

import pytest

from dominio.encuestas.privacidad import ordinales_salados, por_contenido, por_nombre, tiene_dato_personal


@pytest.mark.parametrize(
    "nombre", ["Nombre", "APELLIDO_PATERNO", "Tel. Celular", "correo", "CURP", "rfc", "Domicilio", "encuestador", "ENC",
               "lat", "IP_address", "folio", "SbjNum", "telefono2"]
)  # fmt: skip
def test_nombres_que_identifican(nombre: str) -> None:
    assert por_nombre(nombre)


@pytest.mark.parametrize("nombre", ["p01", "satisfaccion", "sexo", "edad", "factor", "seccion", "escolaridad"])
def test_nombres_inocentes(nombre: str) -> None:
    assert not por_nombre(nombre)


@pytest.mark.parametrize(
    ("valores", "clase"),
    [
        (["55-1234-5678", None, "(55) 1234 5678"], "teléfono"),
        ([5512345678.0, 5587654321.0], "teléfono"),
        (["alguien@ejemplo.mx"], "correo electrónico"),
        (["XEXX010101HNEXXXA4"], "CURP"),
        (["XAXX010101000"], "RFC"),
        (["Calle Inventada 123, interior 4"], "domicilio"),
        (["192.168.0.10"], "dirección IP"),
        (["1", "2", "8"], None),
        (["2026-03-09", "2026-03-10"], None),
        ([412.55, 1833.2], None),
        (["Baches", "Inseguridad"], None),
        ([], None),
    ],
)
def test_contenido(valores: list[object], clase: str | None) -> None:
    assert por_contenido(valores) == clase


def test_un_telefono_suelto_entre_mil_respuestas_no_condena_pero_tres_de_cien_si() -> None:
    assert por_contenido(["ok"] * 999 + ["55-1234-5678"]) is None
    assert por_contenido(["ok"] * 97 + ["55-1234-5678"] * 3) == "teléfono"


def test_texto_suelto() -> None:
    assert tiene_dato_personal("llámame al 55 1234 5678")
    assert not tiene_dato_personal("Reporté un bache tres veces en 2026.")


def test_codigos_de_lugar_se_vuelven_ordinales_que_no_revelan_ni_cambian() -> None:
    ordinales = ordinales_salados("viv-1", ["0486", "0012", "0486", None], "U")
    assert set(ordinales) == {"0486", "0012"}
    assert set(ordinales.values()) == {"U01", "U02"}
    assert ordinales == ordinales_salados("viv-1", ["0012", "0486"], "U")
