"""Las reglas que contestan en el momento son las del flujo, y con sus mismas palabras."""

from __future__ import annotations

from datetime import date

import pytest

from dominio.capturas.contexto import Contexto, MetaDelPrograma, area_del_programa
from dominio.capturas.formato import formato
from dominio.capturas.lectura import leer
from dominio.capturas.reglas import numero_legible, revisar
from dominio.lectura.resultado import ArchivoRechazado

HOY = date(2026, 11, 10)
METAS = {
    "DGO-01": MetaDelPrograma("DGO", "suma", 100.0),
    "DGO-02": MetaDelPrograma("DGO", "razon", 95.5),
    "DGO-03": MetaDelPrograma("DGO", "suma", None),
    "JO-01": MetaDelPrograma("JO", "suma", 1.0),
}
CONTEXTO = Contexto(HOY, frozenset({"DGO", "JO"}), METAS)


def _renglon(clave="DGO-01", **otros):
    base = {"clave": clave, "area": "DGO", "periodo": date(2026, 10, 1), "fecha_captura": None, "hoja": "captura",
            "fila": 6, "programado": None, "realizado": None, "numerador": None, "denominador": None,
            "numerador_celda": "F6", "denominador_celda": "G6"}  # fmt: skip
    return {**base, **otros}


@pytest.mark.parametrize(
    ("renglon", "contexto", "esperado"),
    [
        (_renglon(), CONTEXTO, None),
        (_renglon(area="dgo"), CONTEXTO, None),
        (_renglon(fecha_captura=HOY), CONTEXTO, None),
        (_renglon(fecha_captura=date(2026, 11, 11)), CONTEXTO, ("fecha_futura", "B3", "2026-11-11")),
        (_renglon(), Contexto(HOY, hay_programa=False), ("periodo_fuera_de_ejercicio", "B2", "2026-10-01")),
        (_renglon(area="XX"), CONTEXTO, ("area_desconocida", "B1", "XX")),
        (_renglon("ZZ-01"), CONTEXTO, ("clave_inexistente", "A6", "ZZ-01")),
        (_renglon("JO-01"), CONTEXTO, ("clave_ajena", "A6", "JO-01")),
        (_renglon("DGO-02", numerador=1.0), CONTEXTO, ("razon_incompleta", "G6", None)),
        (_renglon("DGO-02", denominador=1.0), CONTEXTO, ("razon_incompleta", "F6", None)),
        (_renglon("DGO-02", numerador=1.0, denominador=0.0), CONTEXTO, None),
        (_renglon(programado=100.0), CONTEXTO, None),
        (_renglon(programado=99.0), CONTEXTO, ("programado_distinto", "D6", "99.0")),
        (_renglon("DGO-03", programado=0.0), CONTEXTO, ("programado_distinto", "D6", "0.0")),
    ],
)
def test_cada_regla_con_su_celda(renglon, contexto, esperado):
    hallados = [(r.regla, r.celda, r.valor) for r in revisar([renglon], contexto)]
    assert hallados == ([] if esperado is None else [esperado])


def test_los_numeros_de_un_motivo_se_escriben_como_en_el_flujo():
    assert [numero_legible(v) for v in (1234.5, 100.0, 0.25, -9.6, 1000000.0, 0.0, None)] == [
        "1,234.5", "100", "0.25", "-9.6", "1,000,000", "0", "no programado",
    ]  # fmt: skip


def test_dos_areas_que_se_escriben_igual_no_se_adivinan():
    assert area_del_programa("dgo", frozenset({"DGO", "Dgo"})) is None
    assert area_del_programa("Dgo", frozenset({"DGO", "Dgo"})) == "Dgo"


def test_sobre_todo_lo_recibido_dicen_lo_mismo_que_el_mart(instalacion_demo):
    """Cada captura de la demostración, leída y revisada aquí: los mismos rechazos, celdas, motivos y remedios."""
    areas = frozenset(clave for (clave,) in instalacion_demo.consultar("select area_clave from dim_area"))
    por_mes: dict[date, dict[str, MetaDelPrograma]] = {}
    sql = "select periodo, meta_clave, area_clave, acumulacion, programado from mart_seguimiento__avance_mensual"
    for periodo, clave, *resto in instalacion_demo.consultar(sql):
        por_mes.setdefault(periodo, {})[clave] = MetaDelPrograma(*resto)
    columnas = "archivo, fila, celda, columna, regla, motivo, remedio, gravedad"
    esperados = set(
        instalacion_demo.consultar(f"select {columnas} from mart_calidad__rechazos where fuente = 'capturas'")
    )
    carpeta = instalacion_demo.cfg.datos_crudos / "capturas"
    hallados, leidos = set(), 0
    for ruta in sorted(carpeta.rglob("*.xlsx")):
        try:
            lectura = leer(ruta, ruta.name, formato())
        except ArchivoRechazado:
            continue
        leidos += 1
        renglones = lectura.renglones["captura"]
        contexto = Contexto(HOY, areas, por_mes[renglones[0]["periodo"]])
        archivo = f"capturas/{ruta.relative_to(carpeta)}"
        hallados |= {
            (archivo, r.fila, r.celda, r.columna, r.regla, r.motivo, r.remedio, r.gravedad)
            for r in [*lectura.rechazos, *revisar(renglones, contexto)]
        }
    assert leidos > 120
    assert hallados == esperados
    assert {r[4] for r in hallados} >= {"clave_ajena", "razon_incompleta", "programado_distinto"}
