"""Entregar por el portal: quién puede, qué se contesta, y que lo aceptado llegue a la carpeta de recepción."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import flask
import openpyxl
import pytest

from dominio.capturas import recibos
from dominio.configuracion import cargar
from dominio.operacion import auditoria, base
from portal import almacen
from portal.alcance import Alcance
from portal.paginas.captura import entrega, rutas, secciones
from tests.conftest import Instalacion
from tests.portal.test_app import dibujar

ORIGEN = "http://localhost"


@pytest.fixture
def carpetas(instalacion_demo: Instalacion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """El portal sobre la demostración, con recepción y estado propios."""
    monkeypatch.setenv("MIRADOR_DATOS_CRUDOS", str(tmp_path / "crudos"))
    monkeypatch.setenv("MIRADOR_ESTADO", str(tmp_path / "estado"))
    monkeypatch.setenv("MIRADOR_HOY", "2026-11-10")
    almacen.configurar(instalacion_demo.cfg.publicado)
    yield tmp_path
    almacen.configurar(None)


@pytest.fixture
def cliente(servidor: flask.Flask, carpetas: Path) -> flask.testing.FlaskClient:
    return servidor.test_client()


def _cabeceras(cliente, **cambios):
    ficha = cliente.get("/ficha").get_json()["ficha"]
    return {"Origin": ORIGEN, "X-Mirador-Ficha": ficha} | cambios


def _entregar(cliente, contenido, nombre="captura.xlsx", cabeceras=None):
    datos = {"archivo": (io.BytesIO(contenido), nombre)}
    return cliente.post("/captura/entregas", data=datos, headers=cabeceras or _cabeceras(cliente))


def _plantilla(cliente, **celdas):
    libro = openpyxl.load_workbook(io.BytesIO(cliente.get("/descargas/captura/plantillas/2026-10/CSC.xlsx").data))
    for celda, valor in celdas.items():
        libro["captura"][celda] = valor
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def _pantalla(servidor, busca=""):
    codigo, cuerpo = dibujar(servidor, "/captura", busca)
    assert codigo == 200
    return json.dumps(json.loads(cuerpo), ensure_ascii=False)


def _depositados(carpetas):
    return sorted(p.relative_to(carpetas / "crudos").as_posix() for p in (carpetas / "crudos").rglob("*.xlsx"))


def test_la_plantilla_trae_lo_que_se_debe_y_se_repite_identica(cliente):
    respuesta = cliente.get("/descargas/captura/plantillas/2026-10/CSC.xlsx")
    assert respuesta.headers["Content-Disposition"] == 'attachment; filename="captura_CSC_2026-10.xlsx"'
    hoja = openpyxl.load_workbook(io.BytesIO(respuesta.data))["captura"]
    assert (hoja["B1"].value, hoja["B2"].value) == ("CSC", "2026-10")
    assert [hoja[f"A{f}"].value for f in range(6, 12)] == [f"CSC-0{n}" for n in range(1, 7)]
    assert (hoja["D10"].value, hoja["E10"].value, hoja["N10"].value) == (4.63, None, "5.11 (sep)")
    assert hoja["E9"].value == 371
    assert cliente.get("/descargas/captura/plantillas/2026-10/CSC.xlsx").data == respuesta.data


def test_todas_las_plantillas_del_mes_en_un_zip(cliente):
    with zipfile.ZipFile(io.BytesIO(cliente.get("/descargas/captura/plantillas/2026-10.zip").data)) as paquete:
        nombres = paquete.namelist()
    assert len(nombres) == 13
    assert "captura_DGA_2026-10.xlsx" in nombres


@pytest.mark.parametrize(
    "ruta", ["2026-10/XX.xlsx", "2026-13/CSC.xlsx", "1999-01/CSC.xlsx", "../CSC.xlsx", "2031-01.zip"]
)
def test_lo_que_no_existe_es_404(cliente, ruta):
    assert cliente.get(f"/descargas/captura/plantillas/{ruta}").status_code == 404


def test_aceptada_deja_recibo_y_archivo_con_nombre_propio(cliente, carpetas):
    respuesta = _entregar(cliente, _plantilla(cliente, E10=4.7, H10=1500), "../../mi captura <b>.xlsx")
    datos = respuesta.get_json()
    assert (datos["estado"], datos["folio"], datos["area"], datos["es_extemporaneo"]) == (
        "aceptado", "CAP-000001", "CSC", True)  # fmt: skip
    assert datos["cuenta"] == "6 renglones entraron · 0 renglones no entraron"
    assert (datos["nombre"], datos["anotado"], datos["espera_publicacion"]) == ("mi captura <b>.xlsx", None, True)
    assert _depositados(carpetas) == [f"capturas/2026-10/CSC_portal_{datos['sha256'][:12]}.xlsx"]
    recibo = recibos.buscar(cargar(), "CAP-000001")
    assert recibo is not None
    assert (recibo.fecha_recepcion.isoformat(), recibo.num_entraron) == ("2026-11-10", 6)
    assert cliente.get("/captura/recibos/CAP-000001.json").get_json()["sha256"] == datos["sha256"]


def test_parcial_devuelve_el_mismo_libro_anotado(cliente, carpetas):
    contenido = _plantilla(cliente, E6="mucho", I7="quizá", A8="DGO-01", J9="=1+1", K9="@texto")
    datos = _entregar(cliente, contenido).get_json()
    assert (datos["estado"], datos["entraron"], datos["no_entraron"]) == ("parcial", 2, 4)
    fallas = {f["celda"]: f["regla"] for f in datos["detalle"]["no_entraron"]}
    assert fallas == {
        "E6": "tipo_numero", "I7": "tipo_booleano", "A8": "clave_ajena", "J9": "formula_sin_valor",
    }  # fmt: skip
    libro = openpyxl.load_workbook(io.BytesIO(cliente.get(datos["anotado"]).data))
    hoja = libro["captura"]
    anotadas = {c.coordinate: c for fila in hoja.iter_rows() for c in fila if c.comment}
    assert set(anotadas) == {"E6", "I7", "A8", "J9"}
    assert anotadas["E6"].fill.fgColor.rgb == "00F6CFCB"
    assert "no es un número" in anotadas["E6"].comment.text
    assert "punto decimal" in anotadas["E6"].comment.text
    assert [c.coordinate for fila in hoja.iter_rows() for c in fila if c.data_type == "f"] == []
    assert hoja["E9"].value == 371
    assert [c.value for c in libro["por corregir"]["A"]] == ["celda", "E6", "I7", "J9", "A8"]


def test_vaciar_lo_ya_capturado_entra_con_aviso_de_que_lo_retira(cliente, carpetas):
    datos = _entregar(cliente, _plantilla(cliente, E9=None)).get_json()
    assert (datos["estado"], datos["cuenta"]) == (
        "aceptado", "6 renglones entraron (dos sin dato) · 0 renglones no entraron")  # fmt: skip
    assert [(a["celda"], a["regla"]) for a in datos["detalle"]["avisos"]] == [("E9", "retira_valor")]
    assert "ya tenía 371: al entrar, retira ese valor" in datos["detalle"]["avisos"][0]["motivo"]
    assert datos["anotado"] is not None


def test_nada_entra_si_el_archivo_no_se_puede_abrir_y_se_conserva_el_original(cliente, carpetas):
    datos = _entregar(cliente, b"MZ esto no es un libro").get_json()
    assert (datos["estado"], datos["area"]) == ("rechazado", None)
    assert "no es de un libro de Excel" in datos["motivo"]
    assert _depositados(carpetas) == []
    assert (carpetas / "estado/recibos/archivos" / f"{datos['sha256']}.xlsx").read_bytes() == b"MZ esto no es un libro"


def test_los_mismos_bytes_dos_veces_dan_dos_recibos_y_una_carga(cliente, carpetas):
    contenido = _plantilla(cliente, E10=4.7)
    uno, dos = _entregar(cliente, contenido).get_json(), _entregar(cliente, contenido, "otro nombre.xlsx").get_json()
    assert (uno["estado"], dos["estado"], dos["folio"]) == ("aceptado", "repetido", "CAP-000002")
    assert "folio CAP-000001" in dos["motivo"]
    assert len(_depositados(carpetas)) == 1


def test_lo_ya_recibido_por_carpeta_tampoco_se_carga_otra_vez(cliente, carpetas, instalacion_demo):
    contenido = (instalacion_demo.cfg.datos_crudos / "capturas/2026-10/DGO.xlsx").read_bytes()
    datos = _entregar(cliente, contenido).get_json()
    assert datos["estado"] == "repetido"
    assert "por carpeta" in datos["motivo"]
    assert _depositados(carpetas) == []


@pytest.mark.parametrize(
    ("cambios", "quitar"),
    [
        ({"Origin": "http://otro.example"}, ()),
        ({"Origin": "null"}, ()),
        ({"Origin": "http://localhost.otro.example"}, ()),
        ({}, ("Origin",)),
        ({"Sec-Fetch-Site": "cross-site"}, ("Origin",)),
        ({"X-Mirador-Ficha": "0" * 64}, ()),
        ({}, ("X-Mirador-Ficha",)),
    ],
)
def test_lo_que_no_viene_de_la_pagina_se_niega(cliente, carpetas, cambios, quitar):
    cabeceras = {c: v for c, v in _cabeceras(cliente, **cambios).items() if c not in quitar}
    respuesta = _entregar(cliente, b"x", cabeceras=cabeceras)
    assert respuesta.status_code == 403
    assert not (carpetas / "estado/recibos").exists()


def test_sin_origen_vale_que_el_navegador_diga_que_es_del_mismo_sitio(cliente):
    cabeceras = _cabeceras(cliente, **{"Sec-Fetch-Site": "same-origin"})
    del cabeceras["Origin"]
    assert _entregar(cliente, b"x", cabeceras=cabeceras).status_code == 200


def test_la_ficha_de_otro_navegador_no_sirve(cliente, servidor):
    ajena = servidor.test_client().get("/ficha").get_json()["ficha"]
    assert _entregar(cliente, b"x", cabeceras=_cabeceras(cliente, **{"X-Mirador-Ficha": ajena})).status_code == 403


def test_la_galleta_no_la_lee_ningun_guion_y_el_secreto_es_solo_del_dueno(cliente, carpetas):
    galleta = cliente.get("/ficha").headers["Set-Cookie"]
    assert "HttpOnly" in galleta
    assert "SameSite=Strict" in galleta
    assert ((carpetas / "estado/portal/secreto").stat().st_mode & 0o777) == 0o600


def test_el_limite_grande_es_solo_de_esta_ruta(cliente, carpetas):
    assert _entregar(cliente, b"PK" + b"0" * (11 << 20)).status_code == 413
    respuesta = cliente.post("/_dash-update-component", data=b"x" * (300 * 1024), content_type="application/json")
    assert respuesta.status_code in (400, 413)
    assert not (carpetas / "estado/recibos/archivos").exists() or not list((carpetas / "estado/recibos").glob("*.xlsx"))
    assert cliente.post("/captura/entregas", data={"otro": "x"}, headers=_cabeceras(cliente)).status_code == 400


def test_sin_turno_se_dice_que_se_intente_otra_vez(cliente, carpetas, monkeypatch):
    monkeypatch.setattr(entrega, "_turnos", threading.BoundedSemaphore(1))
    entrega._turnos.acquire()
    respuesta = _entregar(cliente, b"x")
    assert (respuesta.status_code, respuesta.headers["Retry-After"]) == (503, "1")
    entrega._turnos.release()
    assert _entregar(cliente, b"x").status_code == 200


def test_sin_espacio_no_hay_recibo(cliente, carpetas, monkeypatch):
    def sin_espacio(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(entrega.deposito, "guardar", sin_espacio)
    respuesta = _entregar(cliente, b"x")
    assert respuesta.status_code == 507
    assert "no se dio recibo" in respuesta.get_json()["error"]
    assert recibos.buscar(cargar(), "CAP-000001") is None


def test_una_falla_nuestra_se_dice_con_referencia_y_sin_interioridades(cliente, monkeypatch):
    def romper(*_):
        raise RuntimeError("/ruta/interna tabla_secreta")

    monkeypatch.setattr(entrega.deposito, "guardar", romper)
    respuesta = _entregar(cliente, b"x")
    assert respuesta.status_code == 500
    assert re.fullmatch(r"[0-9A-F]{8}", respuesta.get_json()["referencia"])
    assert "secreta" not in respuesta.get_data(as_text=True)


def test_con_alcance_de_un_area_lo_ajeno_no_entra_ni_se_ve(cliente, carpetas, monkeypatch):
    contenido = _plantilla(cliente, E10=4.7)
    folio = _entregar(cliente, contenido).get_json()["folio"]
    monkeypatch.setattr(rutas, "quien_captura", lambda: Alcance("enlace de obras", frozenset({"DGO"})))
    ajeno = _entregar(cliente, _plantilla_de_csc(contenido)).get_json()
    assert (ajeno["estado"], ajeno["motivo"]) == ("rechazado", "El archivo es de otra área.")
    assert len(_depositados(carpetas)) == 1
    assert cliente.get(f"/captura/recibos/{folio}.json").status_code == 404
    assert _rastro() == [
        ("pruebas", "captura:aceptado", "CAP-000001"), ("enlace de obras", "captura:ajena", "CAP-000002"),
        ("enlace de obras", "captura:recibo_ajeno", "CAP-000001"),
    ]  # fmt: skip
    assert cliente.get("/descargas/captura/plantillas/2026-10/CSC.xlsx").status_code == 404
    with zipfile.ZipFile(io.BytesIO(cliente.get("/descargas/captura/plantillas/2026-10.zip").data)) as paquete:
        assert paquete.namelist() == ["captura_DGO_2026-10.xlsx"]


def _rastro():
    motor = base.motor(cargar().url_bd)
    actos = auditoria.leer(motor)
    assert auditoria.verificar(motor) is None
    motor.dispose()
    return [(a.quien, a.accion, a.objeto) for a in actos]


def test_cada_entrega_deja_rastro_y_sin_base_hay_recibo_igual(cliente, carpetas, monkeypatch):
    contenido = _plantilla(cliente, E10=4.7)
    for _ in range(2):
        _entregar(cliente, contenido)
    _entregar(cliente, b"MZ no es un libro")
    assert _rastro() == [
        ("pruebas", "captura:aceptado", "CAP-000001"), ("pruebas", "captura:repetido", "CAP-000002"),
        ("pruebas", "captura:rechazado", "CAP-000003"),
    ]  # fmt: skip
    motor = base.motor(cargar().url_bd)
    detalle = json.loads(auditoria.leer(motor)[0].detalle)
    motor.dispose()
    assert (detalle["area"], detalle["periodo"], detalle["entraron"]) == ("CSC", "2026-10-01", 6)
    (rota := carpetas / "rota.sqlite").write_bytes(b"esto no es una base" * 100)
    monkeypatch.setenv("MIRADOR_BD", f"sqlite:///{rota}")
    assert _entregar(cliente, b"MZ otro").get_json()["folio"] == "CAP-000004"


def _plantilla_de_csc(contenido):
    libro = openpyxl.load_workbook(io.BytesIO(contenido))
    libro["captura"]["E10"] = 4.8
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def test_diez_areas_a_la_vez_diez_recibos_y_diez_archivos(servidor, cliente, carpetas):
    areas = ["CCS", "CSC", "DEMAAV", "DEPC", "DEPCR", "DEPDU", "DESU", "DGA", "DGDS", "DGO"]
    libros = [cliente.get(f"/descargas/captura/plantillas/2026-11/{area}.xlsx").data for area in areas]
    hechos: list[dict] = []

    def entregar(contenido):
        propio = servidor.test_client()
        cabeceras = _cabeceras(propio)
        while (respuesta := _entregar(propio, contenido, cabeceras=cabeceras)).status_code == 503:
            threading.Event().wait(0.2)
        hechos.append(respuesta.get_json())

    hilos = [threading.Thread(target=entregar, args=(contenido,)) for contenido in libros]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert sorted(d["area"] for d in hechos) == areas
    assert sorted(d["folio"] for d in hechos) == [f"CAP-{n:06d}" for n in range(1, 11)]
    assert len(_depositados(carpetas)) == 10


def test_c2_dos_personas_entregan_lo_mismo_al_mismo_segundo(servidor, cliente, carpetas):
    contenido = _plantilla(cliente, E10=4.7)
    salida, hechos = threading.Barrier(2), []

    def entregar():
        propio = servidor.test_client()
        cabeceras = _cabeceras(propio)
        salida.wait()
        hechos.append(_entregar(propio, contenido, cabeceras=cabeceras).get_json())

    hilos = [threading.Thread(target=entregar) for _ in range(2)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert sorted(d["folio"] for d in hechos) == ["CAP-000001", "CAP-000002"]
    assert {d["sha256"] for d in hechos} == {hechos[0]["sha256"]}
    assert {d["estado"] for d in hechos} <= {"aceptado", "repetido"}
    assert len(_depositados(carpetas)) == 1


def test_c4_una_version_vieja_despues_de_la_nueva_no_se_aplica_sola(cliente, carpetas):
    vieja, nueva = _plantilla(cliente, E10=4.7), _plantilla(cliente, E10=4.9)
    assert [_entregar(cliente, c).get_json()["estado"] for c in (vieja, nueva)] == ["aceptado", "aceptado"]
    datos = _entregar(cliente, vieja).get_json()
    assert datos["estado"] == "repetido"
    assert "No cambia nada. Para volver a esos valores, captúrelos" in datos["remedio"]
    assert len(_depositados(carpetas)) == 2


def test_c11_lo_devuelto_corregido_entra_y_las_cuentas_cuadran(cliente, carpetas):
    primera = _entregar(cliente, _plantilla(cliente, E6="mucho", E8="12 %")).get_json()
    assert (primera["entraron"], primera["no_entraron"]) == (4, 2)
    anotado = openpyxl.load_workbook(io.BytesIO(cliente.get(primera["anotado"]).data))
    anotado["captura"]["E6"], anotado["captura"]["E8"] = 34.2, 217
    salida = io.BytesIO()
    anotado.save(salida)
    segunda = _entregar(cliente, salida.getvalue()).get_json()
    assert (segunda["estado"], segunda["entraron"], segunda["no_entraron"]) == ("aceptado", 6, 0)


@pytest.mark.parametrize("texto", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_a21_g10_un_nombre_y_un_texto_hostiles_llegan_como_texto(servidor, cliente, carpetas, texto):
    datos = _entregar(cliente, _plantilla(cliente, E6=texto, J10=texto), f"{texto}.xlsx").get_json()
    assert datos["detalle"]["no_entraron"][0]["valor"] == texto
    codigo, cuerpo = dibujar(servidor, "/captura", "?area=CSC&periodo=2026-10")
    assert (codigo, cuerpo.lstrip()[:1]) == (200, "{")  # JSON: nada de esto es HTML
    politica = cliente.get("/captura").headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in politica.split("script-src")[1].split(";")[0]


@pytest.mark.parametrize(
    ("nombre", "etiqueta"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Mis documentos\\a.xlsx", "a.xlsx"), ("a\x00b\u202e.xlsx", "ab.xlsx"),
        ("x" * 300, "x" * 120), ("", "sin nombre"), (None, "sin nombre"), ("con.csv ", "con.csv"),
    ],
)  # fmt: skip
def test_el_nombre_entregado_es_solo_una_etiqueta(nombre, etiqueta):
    assert entrega.etiqueta(nombre) == etiqueta


def test_la_pagina_dice_que_se_debe_hasta_cuando_y_que_se_devolvio(servidor, cliente, carpetas):
    pantalla = _pantalla(servidor, "?area=CSC&periodo=2026-10")
    assert "Seguridad Ciudadana debe 1 de 6 metas de octubre" in pantalla
    assert "queda como extemporáneo" in pantalla
    assert "«4.9 min (preliminar)» no es un número" in pantalla
    _entregar(cliente, _plantilla(cliente, E10=4.7))
    pantalla = _pantalla(servidor, "?area=CSC&periodo=2026-10")
    assert "CAP-000001" in pantalla
    assert "en espera de publicarse" in pantalla


def test_sin_area_la_pagina_dice_cuantas_deben(servidor, carpetas):
    pantalla = _pantalla(servidor)
    assert "2 de 13 áreas no han completado octubre" in pantalla
    assert "/descargas/captura/plantillas/2026-10.zip" in pantalla
    pantalla = _pantalla(servidor, "?area=NOEXISTE&periodo=2026-11")
    assert "13 de 13 áreas no han completado noviembre" in pantalla
    assert "quedan 27 días" in pantalla


def test_un_mes_cerrado_dice_que_lo_nuevo_sera_reexpresion():
    mes = {"periodo": date(2026, 9, 1), "fecha_limite": date(2026, 10, 5)}
    texto = secciones.plazo(mes, date(2026, 11, 10), {"numero": 1, "cerrado_en": datetime(2026, 10, 12, 18)})
    assert texto == (
        "El mes se cerró el 12 oct 2026 a las 12:00. Lo que se entregue ahora queda como extemporáneo y se lista como "
        "reexpresión: lo reportado no cambia."
    )


def test_sin_programa_lo_dice(servidor, con_version):
    pantalla = _pantalla(servidor)
    assert "Sin programa de metas." in pantalla
