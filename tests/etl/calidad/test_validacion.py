"""Las suites de verdad, en su subproceso, sobre datos hechos a la medida: qué pasa, qué falla y con qué llaves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from dominio.configuracion import RAIZ
from etl.calidad import PruebaDeCalidad, ResultadoCalidad, iniciar, validar
from etl.insumos import ESQUEMA_ARCHIVOS
from etl.lectura.resultado import ESQUEMA_RECHAZOS
from etl.recepcion import fuentes

MARTS = RAIZ / "transformaciones_dbt" / "models" / "marts"
_ARCHIVO = {
    "archivo_sha256": "aa", "fuente": "capturas", "archivo": "capturas/a.xlsx", "fecha_recepcion": dt.date(2026, 3, 5),
    "recibido_en": dt.datetime(2026, 3, 5, 12), "tamano_bytes": 10, "estado": "leido", "num_renglones": 2,
    "num_aceptados": 2, "num_rechazados": 0, "es_vigente": True,
}  # fmt: skip
_META = {"tabla": "metas", "archivo_sha256": "pp", "hoja": "metas", "area": "DGO", "sentido": "ascendente",
         "acumulacion": "suma"}  # fmt: skip
_METAS = [_META | {"fila": 2, "clave": "M-02", "peso": 1.0}, _META | {"fila": 3, "clave": "M-03", "peso": -4.0}]
_CAPTURA = {"tabla": "captura", "archivo_sha256": "aa", "hoja": "captura", "clave": "M-02", "area": "DGO",
            "periodo": dt.date(2026, 2, 1)}  # fmt: skip
_CAPTURAS = [_CAPTURA | {"fila": 6}, _CAPTURA | {"fila": 7}]
_AVANCE = {
    "meta_clave": "M-02", "periodo": dt.date(2026, 2, 1), "clase": "CUMPLIDA", "estado_captura": "CAPTURADA",
    "cumplimiento": 100.0, "cumplimiento_tope": 100.0, "cumplimiento_ranking": 100.0, "num_meses_omitidos": 0,
    "es_excedida": False, "es_concluida": False, "es_ajustada": False, "es_sin_brecha": False,
    "es_lb_incoherente": False, "umbral_cumplida": 100.0, "umbral_regular": 70.0, "ejercicio": 2026,
}  # fmt: skip


def _insumos(carpeta: Path) -> Path:
    """Programa con un peso negativo y una captura repetida; nadie más entregó."""
    renglones = {"programa": _METAS, "capturas": _CAPTURAS}
    for clave, fuente in fuentes().items():
        (carpeta / clave).mkdir(parents=True)
        esquema = fuente.esquema_crudo()
        pq.write_table(esquema.empty_table(), carpeta / clave / "_esquema.parquet")
        if clave in renglones:
            pq.write_table(pa.Table.from_pylist(renglones[clave], schema=esquema), carpeta / clave / "aa.parquet")
    (carpeta / "bitacora").mkdir()
    archivos = [
        _ARCHIVO,
        _ARCHIVO | {"archivo_sha256": "pp", "fuente": "programa", "archivo": "programa/p.xlsx", "num_aceptados": 3,
                    "num_renglones": 3},
        _ARCHIVO | {"archivo_sha256": "zz", "archivo": "capturas/z.xlsx", "estado": "rechazado", "es_vigente": False,
                    "num_renglones": 0, "num_aceptados": 0, "motivo": "Está dañado."},
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(archivos, schema=ESQUEMA_ARCHIVOS), carpeta / "bitacora" / "archivos.parquet")
    pq.write_table(ESQUEMA_RECHAZOS.empty_table(), carpeta / "bitacora" / "rechazos.parquet")
    return carpeta


def _tabla(conexion: duckdb.DuckDBPyConnection, mart: str) -> dict[str, str]:
    modelo = yaml.safe_load(next(MARTS.glob(f"*/{mart}.yml")).read_text(encoding="utf-8"))["models"][0]
    columnas = {c["name"]: c["data_type"] for c in modelo["columns"]}
    conexion.execute(f"create table {mart} ({', '.join(f'{c} {t}' for c, t in columnas.items())})")
    return columnas


def _construccion(ruta: Path) -> Path:
    """Un mart con fallas, otro al que le falta una columna y otro vacío; los demás no existen."""
    with duckdb.connect(str(ruta)) as conexion:
        _tabla(conexion, "mart_seguimiento__avance_mensual")
        malo = _AVANCE | {"meta_clave": "M-03", "cumplimiento_tope": 120.0, "clase": "MUY_BIEN"}
        for renglon in (_AVANCE, malo):
            marcas = ", ".join("?" * len(renglon))
            conexion.execute(
                f"insert into mart_seguimiento__avance_mensual ({', '.join(renglon)}) values ({marcas})",
                [*renglon.values()],
            )
        _tabla(conexion, "mart_seguimiento__alertas")
        _tabla(conexion, "mart_calidad__archivos")
        _tabla(conexion, "mart_calidad__fuentes")
        conexion.execute("alter table mart_calidad__fuentes drop column entrega")
        conexion.execute("insert into mart_calidad__fuentes (fuente) values ('capturas')")
    return ruta


@pytest.fixture(scope="module")
def resultado(tmp_path_factory) -> ResultadoCalidad:
    base = tmp_path_factory.mktemp("calidad")
    return validar(_insumos(base / "insumos"), _construccion(base / "construccion.duckdb"), base / "salida" / "r.json")


def _prueba(resultado: ResultadoCalidad, suite: str, descripcion: str) -> PruebaDeCalidad:
    halladas = [p for p in resultado.pruebas if p.prueba.startswith(f"{suite}.") and p.descripcion == descripcion]
    assert len(halladas) == 1, (suite, descripcion)
    return halladas[0]


def test_un_valor_fuera_de_rango_falla_con_su_llave(resultado):
    prueba = _prueba(resultado, "mart_seguimiento__avance_mensual", "El cumplimiento topado está entre 0 y 100")
    assert (prueba.estado, prueba.num_fallas) == ("fallida", 1)
    assert (prueba.muestras[0]["meta_clave"], prueba.muestras[0]["cumplimiento_tope"]) == ("M-03", 120.0)
    assert (prueba.frontera, prueba.asunto) == ("marts", "seguimiento")


def test_una_clase_fuera_del_catalogo_falla(resultado):
    prueba = _prueba(resultado, "mart_seguimiento__avance_mensual", "La clase está en el catálogo")
    assert (prueba.estado, prueba.muestras[0]["clase"]) == ("fallida", "MUY_BIEN")


def test_once_meses_menos_se_nota(resultado):
    prueba = _prueba(
        resultado, "mart_seguimiento__avance_mensual_doce_meses", "Cada meta tiene doce renglones por ejercicio"
    )
    assert (prueba.estado, prueba.num_fallas) == ("fallida", 2)


def test_una_regla_que_si_se_cumple_se_aprueba(resultado):
    prueba = _prueba(resultado, "mart_seguimiento__avance_mensual", "Los meses omitidos van de 0 a 12")
    assert (prueba.estado, prueba.num_fallas, prueba.muestras) == ("aprobada", 0, ())


def test_una_tabla_vacia_no_se_da_por_buena(resultado):
    assert _prueba(resultado, "mart_calidad__archivos", "Hay al menos un renglón").estado == "fallida"


def test_la_que_puede_ir_vacia_se_informa_sin_datos(resultado):
    assert _prueba(resultado, "mart_seguimiento__alertas", "Hay al menos un renglón").estado == "sin_datos"


def test_una_columna_de_menos_se_nombra(resultado):
    prueba = _prueba(resultado, "mart_calidad__fuentes", "Las columnas son exactamente las del contrato")
    assert (prueba.estado, prueba.detalle) == ("fallida", "faltan entrega; sobran ninguna")


def test_lo_que_no_se_pudo_evaluar_bloquea_y_no_detiene_a_las_demas(resultado):
    sin_columna = _prueba(resultado, "mart_calidad__fuentes", "Toda fuente dice quién entrega")
    sin_tabla = _prueba(resultado, "mart_seguimiento__agregados", "Hay al menos un renglón")
    assert (sin_columna.estado, sin_tabla.estado) == ("no_evaluada", "no_evaluada")
    assert "mart_seguimiento__agregados does not exist" in sin_tabla.detalle
    assert sin_columna in resultado.fallas
    assert sin_tabla in resultado.fallas
    assert not resultado.aprobado


def test_un_dato_ajeno_mal_capturado_avisa_sin_bloquear(resultado):
    prueba = _prueba(resultado, "crudo_programa_metas", "El peso no es negativo")
    assert (prueba.estado, prueba.muestras[0]["fila"], prueba.muestras[0]["peso"]) == ("aviso", 3, -4.0)
    repetida = _prueba(resultado, "crudo_capturas_captura", "En un mismo archivo la meta aparece una sola vez")
    assert (repetida.estado, repetida.num_fallas) == ("aviso", 2)
    assert prueba not in resultado.fallas


def test_el_crudo_que_no_cuadra_con_la_bitacora_bloquea(resultado):
    descripcion = "Cada archivo vigente tiene en el crudo los renglones que la bitácora dice"
    prueba = _prueba(resultado, "crudo_conciliacion", descripcion)
    assert prueba.estado == "fallida"
    assert [(m["archivo"], m["diferencia"]) for m in prueba.muestras] == [("programa/p.xlsx", -1)]


def test_un_archivo_rechazado_sin_remedio_bloquea(resultado):
    prueba = _prueba(resultado, "crudo_recepcion", "Todo archivo rechazado dice por qué y qué hacer")
    assert (prueba.estado, [m["archivo"] for m in prueba.muestras]) == ("fallida", ["capturas/z.xlsx"])


def test_una_fuente_que_no_ha_entregado_no_bloquea(resultado):
    prueba = _prueba(resultado, "crudo_meta_ads_renglones", "Hay al menos un renglón")
    assert (prueba.estado, prueba.detalle) == ("sin_datos", "Sin archivos vigentes de meta_ads.")


def test_el_mensaje_dice_suite_regla_cuantos_y_un_ejemplo(resultado):
    linea = next(x for x in resultado.mensaje().splitlines() if "cumplimiento topado" in x)
    assert linea.startswith("  ✗ mart_seguimiento__avance_mensual.")
    assert "no se cumple: El cumplimiento topado está entre 0 y 100 (1 renglones); por ejemplo " in linea
    assert "meta_clave = M-03" in linea


def test_el_resultado_se_guarda_y_se_recupera_igual(resultado, tmp_path):
    resultado.guardar(tmp_path / "r.json")
    recuperado = ResultadoCalidad.cargar(tmp_path / "r.json")
    assert [p.prueba for p in recuperado.pruebas] == [p.prueba for p in resultado.pruebas]
    assert recuperado.mensaje() == resultado.mensaje()
    assert not recuperado.aprobado


def test_si_el_subproceso_muere_la_compuerta_se_cierra(tmp_path):
    """Una carpeta de insumos que no existe hace morir al subproceso antes de escribir nada."""
    resultado = iniciar(tmp_path / "no_existe", tmp_path / "r.json").terminar(None)
    assert [p.estado for p in resultado.pruebas] == ["no_evaluada"]
    assert not resultado.aprobado


def test_sin_pruebas_no_hay_aprobado():
    assert not ResultadoCalidad().aprobado
