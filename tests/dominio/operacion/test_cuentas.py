"""Cuentas, sesiones e intentos: lo mismo en SQLite y en PostgreSQL."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dominio.operacion import base, contrasenas, intentos, sesiones, usuarios
from dominio.operacion.contrasenas import ContrasenaInaceptable
from dominio.operacion.usuarios import CuentaInvalida

BUENA, OTRA = "una frase larga 1", "otra frase larga 2"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Una base preparada y sin cuentas."""
    de_aqui = f"sqlite:///{tmp_path / 'operativa.sqlite'}"
    direccion = de_aqui if request.param == "sqlite" else str(request.getfixturevalue("url_postgresql"))
    base.preparar(direccion)
    motor = base.motor(direccion)
    with motor.begin() as conexion:
        for tabla in (sesiones.SESIONES, usuarios.USUARIOS, intentos.INTENTOS):
            conexion.execute(tabla.delete())
    motor.dispose()
    return direccion


@pytest.fixture
def motor(url: str) -> Iterator[sa.Engine]:
    hecho = base.motor(url)
    yield hecho
    hecho.dispose()


@pytest.fixture
def ana(motor: sa.Engine) -> usuarios.Usuario:
    return usuarios.crear(motor, "Ana.Perez", "Enlace de Obras", "captura_area", ["DGO", "DGA"], contrasena=BUENA)


def _administracion(motor: sa.Engine, clave: str = "admin") -> usuarios.Usuario:
    return usuarios.crear(motor, clave, "Administración", "administracion", contrasena=BUENA)


def test_entra_con_su_contrasena_y_sin_distinguir_mayusculas_en_la_cuenta(motor, ana):
    hallada = usuarios.autenticar(motor, "ANA.PEREZ ", BUENA)
    assert hallada == ana
    assert (hallada.rol, hallada.areas, hallada.es_demostracion) == ("captura_area", frozenset({"DGO", "DGA"}), False)
    assert usuarios.autenticar(motor, "ana.perez", OTRA) is None
    assert usuarios.autenticar(motor, "nadie", BUENA) is None


def test_lo_guardado_es_argon2id_con_los_parametros_acordados(motor, ana):
    with motor.connect() as conexion:
        guardada = conexion.execute(sa.select(usuarios.USUARIOS.c.contrasena)).scalar_one()
    assert guardada.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert BUENA not in guardada


def test_una_cuenta_que_no_existe_hace_el_mismo_trabajo(motor, ana, monkeypatch):
    usuarios.activar(motor, ana.usuario, activa=False)
    institucional = usuarios.crear(motor, "sso", "Puesto", "analista", correo="a@b.mx", origen="institucional")
    hechas: list[str] = []
    original = contrasenas._picadora.verify

    def contar(guardada: str, dada: str) -> bool:
        hechas.append(guardada.split("$")[3])
        return original(guardada, dada)

    monkeypatch.setattr(contrasenas, "_picadora", type("P", (), {"verify": staticmethod(contar)}))
    for clave in ("nadie", "ana.perez", institucional.clave, "x" * 500, "' or 1=1 --"):
        assert usuarios.autenticar(motor, clave, BUENA) is None
    assert hechas == ["m=19456,t=2,p=1"] * 5


@pytest.mark.parametrize(
    ("contrasena", "dice"),
    [("corta", "al menos 12"), ("x" * 257, "256"), ("aaaaaaaaaaaaaaa", "fácil"), ("ana.perez.2026", "fácil")],
)
def test_contrasenas_que_no_se_aceptan(motor, contrasena, dice):
    with pytest.raises(ContrasenaInaceptable, match=dice):
        usuarios.crear(motor, "ana.perez", "Puesto", "analista", contrasena=contrasena)
    assert usuarios.listar(motor) == []


@pytest.mark.parametrize(
    ("cambios", "dice"),
    [
        ({"clave": "con espacio"}, "letras"), ({"clave": "ñandú"}, "letras"), ({"rol": "jefe"}, "no existe"),
        ({"nombre": " "}, "nombre"), ({"rol": "captura_area"}, "al menos un área"),
        ({"areas": ["DGO'; drop"]}, "clave"),
        ({"areas": []}, "clave"), ({"origen": "institucional"}, "correo"),
    ],
)  # fmt: skip
def test_cuentas_que_no_se_crean(motor, cambios, dice):
    datos = {"clave": "ana.perez", "nombre": "Puesto", "rol": "analista", "contrasena": BUENA} | cambios
    with pytest.raises(CuentaInvalida, match=dice):
        usuarios.crear(motor, datos.pop("clave"), datos.pop("nombre"), datos.pop("rol"), **datos)


def test_el_archivo_de_las_cuentas_solo_lo_lee_su_dueno(tmp_path):
    ruta = tmp_path / "operativa.sqlite"
    base.preparar(f"sqlite:///{ruta}")
    motor = base.motor(f"sqlite:///{ruta}")
    _administracion(motor)
    modos = {oct(p.stat().st_mode & 0o777) for p in tmp_path.glob("operativa.sqlite*") if p.suffix != ".turno"}
    assert modos == {"0o600"}
    motor.dispose()


def test_una_cuenta_no_se_repite(motor, ana):
    with pytest.raises(CuentaInvalida, match="ya existe"):
        usuarios.crear(motor, "ana.perez", "Otro", "analista", contrasena=BUENA)


def test_siempre_queda_quien_administre(motor):
    uno = _administracion(motor)
    with pytest.raises(CuentaInvalida, match="única"):
        usuarios.activar(motor, uno.usuario, activa=False)
    with pytest.raises(CuentaInvalida, match="única"):
        usuarios.cambiar_rol(motor, uno.usuario, "analista", None)
    _administracion(motor, "admin2")
    assert usuarios.activar(motor, uno.usuario, activa=False).esta_activa is False


# ── sesiones ─────────────────────────────────────────────────────────────────
def test_de_la_sesion_solo_se_guarda_su_huella(motor, ana):
    ficha = sesiones.abrir(motor, ana)
    assert len(ficha) >= 43
    with motor.connect() as conexion:
        fila = conexion.execute(sa.select(sesiones.SESIONES)).one()
    assert (fila.huella, len(fila.huella)) == (sesiones.huella(ficha), 64)
    assert ficha not in str(fila)
    leida = sesiones.leer(motor, ficha)
    assert leida is not None and leida.usuario == ana
    assert sesiones.leer(motor, fila.huella) is None


def test_entrar_de_nuevo_revoca_la_que_se_traia_y_salir_tambien(motor, ana):
    primera = sesiones.abrir(motor, ana)
    segunda = sesiones.abrir(motor, ana, anterior=primera)
    assert primera != segunda
    assert sesiones.leer(motor, primera) is None
    assert sesiones.leer(motor, segunda) is not None
    sesiones.cerrar(motor, segunda)
    assert sesiones.leer(motor, segunda) is None


@pytest.mark.parametrize(
    "cambio",
    [
        lambda m, u: usuarios.cambiar_contrasena(m, u.usuario, BUENA, OTRA),
        lambda m, u: usuarios.restablecer(m, u.usuario),
        lambda m, u: usuarios.cambiar_rol(m, u.usuario, "analista", None),
        lambda m, u: usuarios.cambiar_rol(m, u.usuario, "captura_area", ["DGA"]),
        lambda m, u: usuarios.activar(m, u.usuario, activa=False),
    ],
    ids=["contraseña", "restablecer", "rol", "áreas", "apagar"],
)
def test_todo_cambio_de_la_cuenta_cierra_sus_sesiones_al_momento(motor, ana, cambio):
    fichas = [sesiones.abrir(motor, ana) for _ in range(2)]
    ajena = sesiones.abrir(motor, _administracion(motor))
    cambio(motor, ana)
    assert [sesiones.leer(motor, ficha) for ficha in fichas] == [None, None]
    assert sesiones.leer(motor, ajena) is not None


def test_volver_a_encender_no_resucita_sesiones(motor, ana):
    ficha = sesiones.abrir(motor, ana)
    usuarios.activar(motor, ana.usuario, activa=False)
    usuarios.activar(motor, ana.usuario, activa=True)
    assert sesiones.leer(motor, ficha) is None


@pytest.mark.parametrize(
    ("columna", "atras", "vale"),
    [
        ("vista_en", sesiones.INACTIVA - timedelta(minutes=1), True),
        ("vista_en", sesiones.INACTIVA + timedelta(minutes=1), False),
        ("abierta_en", sesiones.ABSOLUTA - timedelta(minutes=1), True),
        ("abierta_en", sesiones.ABSOLUTA + timedelta(minutes=1), False),
    ],
)
def test_vence_por_inactiva_y_por_larga(motor, ana, columna, atras, vale):
    ficha = sesiones.abrir(motor, ana)
    with motor.begin() as conexion:
        conexion.execute(sesiones.SESIONES.update().values({columna: usuarios.ahora() - atras}))
    assert (sesiones.leer(motor, ficha) is not None) is vale


def test_usarla_la_mantiene_viva_sin_escribir_en_cada_peticion(motor, ana):
    ficha = sesiones.abrir(motor, ana)

    def vista() -> object:
        with motor.connect() as conexion:
            return conexion.execute(sa.select(sesiones.SESIONES.c.vista_en)).scalar_one()

    primera = vista()
    sesiones.leer(motor, ficha)
    assert vista() == primera
    hace_rato = usuarios.ahora() - timedelta(minutes=30)
    with motor.begin() as conexion:
        conexion.execute(sesiones.SESIONES.update().values(vista_en=hace_rato))
    sesiones.leer(motor, ficha)
    assert vista() > hace_rato + timedelta(minutes=29)


def test_las_cuentas_de_demostracion_valen_solo_en_demostracion_y_sin_cuentas_de_verdad(motor):
    demo = usuarios.crear(motor, "demo.analista", "Analista", "analista", es_demostracion=True)
    ficha = sesiones.abrir(motor, demo)
    assert sesiones.leer(motor, ficha) is not None
    assert sesiones.leer(motor, ficha, en_demostracion=lambda: False) is None
    assert not usuarios.hay_reales(motor)
    _administracion(motor)
    assert usuarios.hay_reales(motor)
    assert sesiones.leer(motor, ficha) is None


def test_lo_previo_se_toma_una_sola_vez_y_no_sirve_de_sesion(motor, ana):
    ficha = sesiones.abrir_previa(motor, {"estado": "x", "nonce": "y"})
    assert sesiones.leer(motor, ficha) is None
    assert sesiones.tomar_previa(motor, ficha) == {"estado": "x", "nonce": "y"}
    assert sesiones.tomar_previa(motor, ficha) is None
    de_verdad = sesiones.abrir(motor, ana)
    assert sesiones.tomar_previa(motor, de_verdad) is None
    assert sesiones.leer(motor, de_verdad) is not None


def test_lo_previo_vence(motor):
    ficha = sesiones.abrir_previa(motor, {})
    with motor.begin() as conexion:
        conexion.execute(sesiones.SESIONES.update().values(abierta_en=usuarios.ahora() - timedelta(minutes=11)))
    assert sesiones.tomar_previa(motor, ficha) is None


# ── intentos ─────────────────────────────────────────────────────────────────
def test_diez_por_cuenta_venga_de_donde_venga(motor):
    hechos = [intentos.permitir(motor, "Ana.Perez", f"10.0.0.{n}") for n in range(12)]
    assert hechos == [True] * 10 + [False] * 2
    assert intentos.permitir(motor, "otra.cuenta", "10.0.0.1")


def test_cincuenta_por_direccion_aunque_cambie_de_cuenta(motor):
    hechos = [intentos.permitir(motor, f"cuenta{n}", "10.0.0.1") for n in range(52)]
    assert hechos == [True] * 50 + [False] * 2
    assert intentos.permitir(motor, "cuenta0", "10.0.0.2")


def test_entrar_olvida_y_el_tiempo_tambien(motor):
    for _ in range(10):
        intentos.permitir(motor, "ana", "10.0.0.1")
    intentos.olvidar(motor, "ana", "10.0.0.1")
    assert intentos.permitir(motor, "ana", "10.0.0.1")
    for _ in range(15):
        intentos.permitir(motor, "ana", "10.0.0.1")
    assert not intentos.permitir(motor, "ana", "10.0.0.1")
    with motor.begin() as conexion:
        antes = usuarios.ahora() - intentos.VENTANA - timedelta(seconds=1)
        conexion.execute(intentos.INTENTOS.update().values(momento=antes))
    assert intentos.permitir(motor, "ana", "10.0.0.1")


def test_pedir_muchas_a_la_vez_no_da_intentos_de_mas(url):
    def uno(_: int) -> bool:
        propio = base.motor(url)
        try:
            return intentos.permitir(propio, "ana", "10.0.0.1")
        finally:
            propio.dispose()

    with ThreadPoolExecutor(8) as grupo:
        hechos = list(grupo.map(uno, range(24)))
    assert sum(hechos) == 10


# ── institucional ────────────────────────────────────────────────────────────
def test_la_institucional_se_liga_una_vez_por_correo_verificado_y_luego_solo_por_sujeto(motor):
    usuarios.crear(motor, "maria", "Titular", "ejecutivo", correo="Titular@alcaldia.mx", origen="institucional")
    correo = "titular@alcaldia.mx"
    assert usuarios.institucional(motor, "emisor s1", correo, correo_verificado=False) is None
    ligada = usuarios.institucional(motor, "emisor s1", correo, correo_verificado=True)
    assert ligada is not None and ligada.clave == "maria"
    assert usuarios.institucional(motor, "emisor s2", correo, correo_verificado=True) is None
    assert usuarios.institucional(motor, "emisor s1", "otro@correo.mx", correo_verificado=False) == ligada
    usuarios.activar(motor, ligada.usuario, activa=False)
    assert usuarios.institucional(motor, "emisor s1", correo, correo_verificado=True) is None


def test_la_institucional_no_tiene_camino_con_contrasena_y_la_local_no_se_liga(motor, ana):
    sso = usuarios.crear(motor, "sso", "Puesto", "analista", correo="a@b.mx", origen="institucional")
    with pytest.raises(CuentaInvalida, match="institucional"):
        usuarios.restablecer(motor, sso.usuario)
    with pytest.raises(CuentaInvalida, match="institucional"):
        usuarios.cambiar_contrasena(motor, sso.usuario, "", BUENA)
    with motor.begin() as conexion:
        conexion.execute(usuarios.USUARIOS.update().values(correo="mismo@correo.mx"))
    ligada = usuarios.institucional(motor, "emisor s9", "mismo@correo.mx", correo_verificado=True)
    assert ligada is not None and ligada.clave == "sso"


# ── línea de órdenes ─────────────────────────────────────────────────────────
def test_la_primera_cuenta_se_crea_por_linea_de_ordenes(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MIRADOR_BD", f"sqlite:///{tmp_path / 'o.sqlite'}")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{BUENA}\n"))
    assert usuarios.main(["crear", "admin", "--nombre", "Administración"]) == 0
    assert capsys.readouterr().out == "Cuenta admin creada con el rol Administración.\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("corta\n"))
    assert usuarios.main(["crear", "otra", "--rol", "analista"]) == 1
    assert "al menos 12" in capsys.readouterr().err
    assert usuarios.main(["apagar", "admin"]) == 1
    assert usuarios.main(["restablecer", "admin"]) == 0
    provisional = capsys.readouterr().out.split(": ")[1].strip()
    hallada = usuarios.autenticar(base.motor(f"sqlite:///{tmp_path / 'o.sqlite'}"), "admin", provisional)
    assert hallada is not None and hallada.debe_cambiar
    assert usuarios.main(["listar"]) == 0
    assert capsys.readouterr().out == "admin\tAdministración\ttodas las áreas\n"
