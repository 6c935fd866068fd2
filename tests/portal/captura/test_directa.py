"""Capturar en la página, sin Excel: el mismo libro, las mismas reglas, el mismo recibo."""

from __future__ import annotations

import openpyxl
import pytest

from portal.paginas.captura import directa
from tests.portal.captura.test_entrega import _cabeceras, _depositados, carpetas, cliente

__all__ = ["carpetas", "cliente"]


def _capturar(cliente, renglones, mes="2026-10", area="CSC", **cabeceras):
    pedido = {"mes": mes, "area": area, "renglones": renglones}
    return cliente.post("/captura/directa", json=pedido, headers=_cabeceras(cliente, **cabeceras))


def test_el_formulario_trae_lo_que_se_debe(cliente):
    datos = cliente.get("/captura/directa/2026-10/CSC.json").get_json()
    assert (datos["area"], datos["mes"], len(datos["renglones"])) == ("CSC", "2026-10", 6)
    cinco = datos["renglones"][4]
    assert (cinco["clave"], cinco["columnas"], cinco["valores"]) == ("CSC-05", ["realizado", "n"], {})
    assert datos["renglones"][3]["valores"]["realizado"] == "371"
    assert cliente.get("/captura/directa/2026-10/XX.json").status_code == 404


def test_solo_va_lo_que_cambio_y_queda_en_la_carpeta_con_su_celda(cliente, carpetas):
    datos = _capturar(cliente, {"CSC-05": {"realizado": "4.7", "n": "1,500", "observaciones": "=1+1"}}).get_json()
    assert (datos["estado"], datos["cuenta"]) == ("aceptado", "1 renglón entró · 0 renglones no entraron")
    assert datos["nombre"] == "captura directa CSC 2026-10.xlsx"
    (ruta,) = _depositados(carpetas)
    hoja = openpyxl.load_workbook(carpetas / "crudos" / ruta)["captura"]
    assert (hoja["A6"].value, hoja["E6"].value, hoja["H6"].value, hoja["A7"].value) == ("CSC-05", "4.7", "1,500", None)
    assert (hoja["J6"].value, hoja["J6"].data_type) == ("=1+1", "s")


def test_lo_mal_escrito_se_devuelve_con_las_mismas_palabras(cliente, carpetas):
    datos = _capturar(cliente, {"CSC-05": {"realizado": "mucho"}, "CSC-06": {"no_aplica": "si"}}).get_json()
    assert (datos["estado"], datos["area"], datos["periodo"]) == ("rechazado", "CSC", "Octubre 2026")
    assert {(f["celda"], f["regla"]) for f in datos["detalle"]["no_entraron"]} == {
        ("E6", "tipo_numero"), ("A7", "no_aplica_con_valor"),
    }  # fmt: skip
    assert _depositados(carpetas) == []


def test_volver_a_un_valor_anterior_no_es_un_archivo_repetido(cliente, carpetas):
    estados = [_capturar(cliente, {"CSC-05": {"realizado": v}}).get_json()["estado"] for v in ("4.7", "4.8", "4.7")]
    assert estados == ["aceptado"] * 3
    assert len(_depositados(carpetas)) == 3


@pytest.mark.parametrize(
    "cuerpo",
    [
        None, [], {}, {"mes": 1, "area": "CSC", "renglones": {"a": {}}},
        {"mes": "2026-10", "area": "CSC", "renglones": {}},
        {"mes": "2026-10", "area": "CSC", "renglones": {"CSC-05": {"realizado": 4}}},
        {"mes": "2026-10", "area": "CSC", "renglones": {"CSC-05": {"realizado": "4\x00"}}},
        {"mes": "2026-10", "area": "CSC", "renglones": {"CSC-05": {"observaciones": "x" * 2001}}},
        {"mes": "2026-10", "area": "CSC", "renglones": {f"M{n}": {} for n in range(201)}},
        {"mes": "2026-10", "area": "CSC", "renglones": {"DGO-01": {"realizado": "4"}}},
        {"mes": "2026-10", "area": "CSC", "renglones": {"CSC-05": {"programado": "4"}}},
    ],
)  # fmt: skip
def test_lo_que_no_tiene_forma_es_400(cliente, carpetas, cuerpo):
    respuesta = cliente.post("/captura/directa", json=cuerpo, headers=_cabeceras(cliente))
    assert respuesta.status_code == 400
    assert _depositados(carpetas) == []


def test_desde_otro_sitio_se_niega(cliente):
    assert _capturar(cliente, {"CSC-05": {"realizado": "1"}}, Origin="http://otro.example").status_code == 403
    assert cliente.post("/captura/directa", data="x", content_type="text/plain").status_code == 403


def test_un_mes_o_area_que_no_existe_es_404(cliente):
    assert _capturar(cliente, {"CSC-05": {"realizado": "1"}}, mes="2031-01").status_code == 404
    assert _capturar(cliente, {"CSC-05": {"realizado": "1"}}, area="XX").status_code == 404


def test_un_pedido_bien_hecho_se_lee_tal_cual():
    pedido = directa.leer_pedido({"mes": "2026-10", "area": "CSC", "renglones": {"CSC-05": {"realizado": " 4 "}}})
    assert pedido == directa.Pedido("2026-10", "CSC", {"CSC-05": {"realizado": " 4 "}})
