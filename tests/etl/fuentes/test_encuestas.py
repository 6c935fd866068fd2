"""El lector de encuestas: diccionario, cuarentena, privacidad en la puerta y la estación de estimación."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
import yaml

from dominio.configuracion import RAIZ
from dominio.encuestas.ficha import Archivo
from dominio.encuestas.llave import clave_de_entrevista
from etl.fuentes.encuestas.bases import leer_base
from etl.fuentes.encuestas.borrador import proponer
from etl.fuentes.encuestas.estimacion import ESQUEMA, estimar
from etl.fuentes.encuestas.lectura import leer
from etl.lectura.esquema import cargar_fuente
from etl.lectura.resultado import ArchivoRechazado, Lectura

FUENTE = cargar_fuente(RAIZ / "etl" / "fuentes" / "encuestas" / "fuente.yml")
DEMO = RAIZ / "datos_crudos" / "encuestas"
COLUMNAS = [
    "folio",
    "Nombre",
    "tel_contacto",
    "observa",
    "encuestador",
    "sexo",
    "edad",
    "colonia",
    "p1",
    "m1",
    "m2",
    "peso",
    "upm",
    "est",
]
PLANTADOS = ["Fulana Inventada", "55-0000-1234", "fulana@ejemplo.invalid", "Encuestadora Oculta", "FOLIO-SECRETO"]


def _fila(i: int, **cambios: Any) -> dict[str, Any]:
    fila = {
        "folio": f"FOLIO-SECRETO-{i}",
        "Nombre": f"Fulana Inventada {i}",
        "tel_contacto": "55-0000-1234",
        "observa": "escribir a fulana@ejemplo.invalid",
        "encuestador": "Encuestadora Oculta",
        "sexo": 1 + i % 2,
        "edad": 18 + i % 60,
        "colonia": "16-001" if i % 2 else "16-002",
        "p1": 1 + i % 2,
        "m1": 1,
        "m2": 2 if i % 3 else "",
        "peso": 1.5,
        "upm": f"M{i % 12}",
        "est": f"Z{i % 2}",
    }
    return fila | cambios


def _estudio(**cambios: Any) -> dict[str, Any]:
    return {
        "clave": "prueba-1",
        "nombre": "Prueba",
        "nombre_corto": "Prueba",
        "modo": "vivienda",
        "serie": "s",
        "probabilistica": True,
        "ficha": {
            "objetivo": "o",
            "patrocinador": "p",
            "realizador": "r",
            "poblacion": "18+",
            "marco": "m",
            "muestreo": "e",
            "recoleccion": "cara a cara",
            "ponderacion": "w",
            "limitaciones": "l",
            "fecha_inicio": "2026-03-01",
            "fecha_fin": "2026-03-10",
            "tamano_previsto": 60,
        },
        "diseno": {"peso": "peso", "upm": "upm", "estrato": "est"},
        "identificacion": {"folio": "folio", "descartar": ["Nombre"]},
        "caracteristicas": {
            "sexo": {"columna": "sexo", "opciones": {"1": "Hombre", "2": "Mujer"}},
            "edad": {"columna": "edad"},
            "colonia": {"columna": "colonia"},
        },
        "preguntas": {
            "p1": {
                "columna": "p1",
                "nombre": "Aprobación",
                "texto": "¿Aprueba?",
                "tendencia": "p1",
                "opciones": {"1": {"etiqueta": "Sí", "valor": 1}, "2": {"etiqueta": "No", "valor": -1}},
                "netos": {"si": {"etiqueta": "Sí", "opciones": ["1"], "principal": True}},
                "saldo": "Sí menos no",
            },
            "m": {
                "columnas": ["m1", "m2"],
                "tipo": "multiple",
                "nombre": "Problemas",
                "texto": "¿Cuáles?",
                "opciones": {"1": {"etiqueta": "Baches"}, "2": {"etiqueta": "Agua"}},
            },
        },
        "cuotas": {"16-001": 30, "16-003": 5},
    } | cambios


@pytest.fixture
def carpeta(tmp_path: Path) -> Path:
    destino = tmp_path / "encuestas" / "prueba-1"
    destino.mkdir(parents=True)
    return destino


def _escribir(carpeta: Path, filas: list[dict[str, Any]], **cambios: Any) -> tuple[Path, Path]:
    ruta, acompanante = carpeta / "base.csv", carpeta / "estudio.yml"
    with ruta.open("w", encoding="utf-8", newline="") as archivo:
        escritor = csv.DictWriter(archivo, COLUMNAS, extrasaction="ignore")
        escritor.writeheader()
        escritor.writerows(filas)
    acompanante.write_text(yaml.safe_dump(_estudio(**cambios), allow_unicode=True), encoding="utf-8")
    return ruta, acompanante


def _leer(carpeta: Path, filas: list[dict[str, Any]], **cambios: Any) -> Lectura:
    ruta, acompanante = _escribir(carpeta, filas, **cambios)
    return leer(ruta, "prueba-1/base.csv", FUENTE, acompanante)


def test_recibido_es_aceptado_mas_cuarentena(carpeta: Path) -> None:
    filas = [_fila(i) for i in range(60)]
    filas += [_fila(60, peso=0), _fila(61, peso=-2), _fila(62, peso=""), _fila(63, upm=""), _fila(5)]
    lectura = _leer(carpeta, filas)
    assert (lectura.num_renglones, lectura.num_aceptados, lectura.num_rechazados) == (65, 60, 5)
    reglas = [r.regla for r in lectura.rechazos if r.gravedad == "rechazo"]
    assert sorted(reglas) == ["diseno_incompleto", "folio_repetido", "peso_invalido", "peso_invalido", "peso_invalido"]
    assert [r.fila for r in lectura.rechazos if r.regla == "peso_invalido"] == [62, 63, 64]


def test_los_motivos_no_citan_a_nadie(carpeta: Path) -> None:
    lectura = _leer(carpeta, [_fila(i) for i in range(60)] + [_fila(3), _fila(70, peso=0), _fila(71, p1=7)])
    textos = " ".join(f"{r.motivo} {r.remedio} {r.valor}" for r in lectura.rechazos)
    assert lectura.rechazos
    assert not any(plantado in textos for plantado in PLANTADOS)


def test_cortes_agrupados_y_sin_colonia_ni_edad(carpeta: Path) -> None:
    lectura = _leer(carpeta, [_fila(i) for i in range(60)])
    entrevista = lectura.renglones["entrevistas"][0]
    combinaciones = Counter((e["sexo"], e["zona"]) for e in lectura.renglones["entrevistas"])
    assert combinaciones == {("Hombre", "Pensiles-Lagos"): 30, ("Mujer", "Anzures-Anáhuac"): 30}
    assert {e["grupo_edad"] for e in lectura.renglones["entrevistas"]} == {"18 a 29", "30 a 44", "45 a 64", "65 y más"}
    assert entrevista["upm"].startswith("U") and entrevista["estrato"].startswith("E")
    assert {c for c, v in entrevista.items() if v is not None} & {"colonia", "edad", "folio", "hoja", "fila"} == set()
    cobertura = {r["colonia"]: (r["num_hechas"], r["cuota"]) for r in lectura.renglones["cobertura"]}
    assert cobertura == {"16-001": (30, 30), "16-002": (30, None), "16-003": (0, 5)}


def test_respuestas_multiples_y_codigos_ajenos(carpeta: Path) -> None:
    lectura = _leer(carpeta, [_fila(i) for i in range(59)] + [_fila(59, p1=7, m1="", m2="")])
    respuestas = lectura.renglones["respuestas"]
    assert sum(r["pregunta"] == "p1" for r in respuestas) == 59
    assert sum(r["pregunta"] == "m" and r["opcion"] == "1" for r in respuestas) == 59
    assert any(r.regla == "codigo_fuera_del_diccionario" and r.gravedad == "aviso" for r in lectura.rechazos)


def test_ningun_identificador_llega_al_parquet_ni_a_las_estimaciones(carpeta: Path, tmp_path: Path) -> None:
    lectura = _leer(carpeta, [_fila(i) for i in range(120)])
    insumos = tmp_path / "insumos"
    (insumos / "encuestas").mkdir(parents=True)
    filas = [{"tabla": t, "archivo_sha256": "a" * 64, **r} for t, rs in lectura.renglones.items() for r in rs]
    tabla = pa.Table.from_pylist(filas, schema=FUENTE.esquema_crudo())
    pq.write_table(tabla, insumos / "encuestas" / f"{'a' * 64}.parquet", compression="none")
    estimar(insumos)
    for ruta in insumos.rglob("*.parquet"):
        sin_comprimir = tmp_path / "plano.parquet"
        pq.write_table(pq.read_table(ruta), sin_comprimir, compression="none", use_dictionary=False)
        for contenido in (ruta.read_bytes(), sin_comprimir.read_bytes()):
            assert not [p for p in PLANTADOS if p.encode() in contenido]
    descartadas = {
        r["indicador"]: r["texto"] for r in lectura.renglones["calidad_muestra"] if r["aspecto"] == "columna descartada"
    }
    assert descartadas["tel_contacto"] == "identifica a una persona: teléfono, por su contenido"
    assert descartadas["observa"] == "identifica a una persona: correo electrónico, por su contenido"
    assert descartadas["encuestador"] == "parece identificar a una persona, por su nombre"
    assert descartadas["Nombre"] == "identifica a una persona (confirmado)"


def test_una_pregunta_numerica_con_telefonos_rechaza_la_base(carpeta: Path) -> None:
    preguntas = {"p1": {"columna": "tel_contacto", "tipo": "numero", "nombre": "x", "texto": "x"}}
    with pytest.raises(ArchivoRechazado, match="parece teléfono") as captura:
        _leer(carpeta, [_fila(i) for i in range(20)], preguntas=preguntas)
    assert captura.value.regla == "dato_personal"
    assert "55-0000" not in captura.value.motivo


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"diseno": {"peso": "no_existe"}}, "no trae 1 de las columnas que declara"),
        ({"ficha": {}}, "no cumple el esquema"),
        ({"archivo": {"delimitador": ";"}}, "delimitador|no trae"),
        ({"archivo": {"codificacion": "ascii"}}, "codificación"),
    ],
)
def test_estudio_que_no_cuadra(carpeta: Path, cambio: dict[str, Any], dice: str) -> None:
    with pytest.raises(ArchivoRechazado, match=dice):
        _leer(carpeta, [_fila(i, observa="mañana") for i in range(5)], **cambio)


def test_sin_estudio_se_rechaza_con_remedio(carpeta: Path) -> None:
    ruta, _ = _escribir(carpeta, [_fila(1)])
    with pytest.raises(ArchivoRechazado) as captura:
        leer(ruta, "prueba-1/base.csv", FUENTE, None)
    assert "estudio.yml" in captura.value.motivo
    assert "borrador" in captura.value.remedio


def test_csv_con_comas_de_mas_aparta_el_renglon_y_no_lo_pierde(carpeta: Path) -> None:
    ruta, acompanante = _escribir(carpeta, [_fila(i) for i in range(10)])
    ruta.write_text(
        ruta.read_text(encoding="utf-8") + "a,b,c,d,e,1,30,16-001,1,1,2,1.5,M1,Z1,sobra\n", encoding="utf-8"
    )
    lectura = leer(ruta, "prueba-1/base.csv", FUENTE, acompanante)
    assert (lectura.num_aceptados, lectura.num_rechazados) == (10, 1)
    assert lectura.rechazos[0].fila == 12


def test_sav_truncado_y_vacio(carpeta: Path) -> None:
    _, acompanante = _escribir(carpeta, [_fila(1)])
    ruta = carpeta / "base.sav"
    pyreadstat.write_sav(pd.DataFrame([_fila(i) for i in range(50)])[["sexo", "peso"]], str(ruta))
    ruta.write_bytes(ruta.read_bytes()[:200])
    with pytest.raises(ArchivoRechazado, match="dañado o incompleto"):
        leer(ruta, "prueba-1/base.sav", FUENTE, acompanante)
    ruta.write_bytes(b"")
    with pytest.raises(ArchivoRechazado, match="0 bytes"):
        leer(ruta, "prueba-1/base.sav", FUENTE, acompanante)


def test_xlsx_da_lo_mismo_que_csv(carpeta: Path) -> None:
    filas = [_fila(i) for i in range(20)]
    de_csv = _leer(carpeta, filas)
    libro = openpyxl.Workbook()
    hoja = libro.active
    assert hoja is not None
    hoja.append(COLUMNAS)
    for fila in filas:
        hoja.append([fila[c] if fila[c] != "" else None for c in COLUMNAS])
    libro.save(carpeta / "base.xlsx")
    de_excel = leer(carpeta / "base.xlsx", "prueba-1/base.xlsx", FUENTE, carpeta / "estudio.yml")
    assert de_excel.renglones["respuestas"] == de_csv.renglones["respuestas"]
    assert [r["peso"] for r in de_excel.renglones["entrevistas"]] == [
        r["peso"] for r in de_csv.renglones["entrevistas"]
    ]


def test_etiqueta_distinta_entre_archivo_y_diccionario_se_avisa(carpeta: Path) -> None:
    _, acompanante = _escribir(carpeta, [_fila(1)])
    tabla = pd.DataFrame([_fila(i) for i in range(30)])
    tabla["m2"] = pd.to_numeric(tabla["m2"])
    pyreadstat.write_sav(tabla, str(carpeta / "base.sav"), variable_value_labels={"p1": {1: "1. Sí", 2: "Nunca"}})
    lectura = leer(carpeta / "base.sav", "prueba-1/base.sav", FUENTE, acompanante)
    avisos = [r for r in lectura.rechazos if r.regla == "etiqueta_distinta"]
    assert len(avisos) == 1
    assert "códigos 2" in avisos[0].motivo
    assert lectura.num_aceptados == 30


def test_no_probabilistica_y_sin_diseno_se_dicen(carpeta: Path) -> None:
    assert any(r.regla == "sin_diseno" for r in _leer(carpeta, [_fila(1)], diseno={"peso": "peso"}).rechazos)
    assert any(
        r.regla == "muestra_no_probabilistica" for r in _leer(carpeta, [_fila(1)], probabilistica=False).rechazos
    )


def test_borrador_propone_sin_copiar_respuestas(carpeta: Path) -> None:
    ruta, _ = _escribir(carpeta, [_fila(i) for i in range(30)])
    propuesta = proponer(leer_base(ruta, ".csv", Archivo()), "prueba-1")
    assert propuesta["diseno"] == {"peso": "peso", "upm": "upm"}
    assert {"Nombre", "tel_contacto", "observa", "folio", "encuestador"} <= set(
        propuesta["identificacion"]["descartar"]
    )
    assert not any(p in str(propuesta) for p in PLANTADOS)


def test_grupo_con_telefono_en_una_cita_se_rechaza(tmp_path: Path) -> None:
    contenido = yaml.safe_load((DEMO / "grupo-1" / "grupo.yml").read_text(encoding="utf-8"))
    contenido["hallazgos"][0]["citas"][0]["texto"] = "Márqueme al 55 1234 5678"
    ruta = tmp_path / "grupo.yml"
    ruta.write_text(yaml.safe_dump(contenido, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ArchivoRechazado, match="dato personal"):
        leer(ruta, "grupo-1/grupo.yml", FUENTE)


def test_grupo_de_demostracion(tmp_path: Path) -> None:
    lectura = leer(DEMO / "grupo-1" / "grupo.yml", "grupo-1/grupo.yml", FUENTE)
    assert lectura.renglones["estudios"][0]["num_asistentes"] == 9
    assert lectura.rechazos == []
    contenido = yaml.safe_load((DEMO / "grupo-1" / "grupo.yml").read_text(encoding="utf-8")) | {"duracion_minutos": 150}
    ruta = tmp_path / "grupo.yml"
    ruta.write_text(yaml.safe_dump(contenido, allow_unicode=True), encoding="utf-8")
    assert [r.regla for r in leer(ruta, "grupo-1/grupo.yml", FUENTE).rechazos] == ["duracion"]


def _insumo(insumos: Path, carpeta: Path, sha: str) -> None:
    base = next(carpeta.glob("base.*"))
    lectura = leer(base, f"{carpeta.name}/{base.name}", FUENTE, carpeta / "estudio.yml")
    filas = [{"tabla": t, "archivo_sha256": sha, **r} for t, rs in lectura.renglones.items() for r in rs]
    (insumos / "encuestas").mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(filas, schema=FUENTE.esquema_crudo()), insumos / "encuestas" / f"{sha}.parquet")


def test_estacion_estima_compara_oleadas_y_repite_igual(tmp_path: Path) -> None:
    insumos = tmp_path / "insumos"
    _insumo(insumos, DEMO / "telefonica-1", "a" * 64)
    _insumo(insumos, DEMO / "telefonica-2", "b" * 64)
    estimar(insumos, None, tmp_path / "cache")
    primera = {r.name: pq.read_table(r).to_pylist() for r in sorted((insumos / "estimaciones").glob("*.parquet"))}
    estimar(insumos, None, tmp_path / "cache")
    segunda = {r.name: pq.read_table(r).to_pylist() for r in sorted((insumos / "estimaciones").glob("*.parquet"))}
    assert primera == segunda
    resultados = [r for r in primera[f"{'a' * 64}.parquet"] if r["tabla"] == "resultados"]
    unica = [r for r in resultados if r["pregunta"] == "p01" and r["medida"] == "proporcion" and r["corte"] == "total"]
    assert sum(r["estimacion"] for r in unica) == pytest.approx(1)
    assert {r["base_margen"] for r in unica} == {"solo_pesos"}
    diferencias = primera["_diferencias.parquet"]
    assert {(d["estudio_anterior"], d["estudio"]) for d in diferencias} == {("telefonica-1", "telefonica-2")}
    perfil = {
        (r["pregunta"], r["opcion"], r["medida"]): r["estimacion"]
        for r in primera[f"{'a' * 64}.parquet"]
        if r["tabla"] == "perfil"
    }
    assert perfil["sexo", "Mujer", "ponderada"] == pytest.approx(perfil["sexo", "Mujer", "poblacion"])
    assert perfil["sexo", "Mujer", "muestra"] != pytest.approx(perfil["sexo", "Mujer", "poblacion"])


def test_sin_estudios_queda_solo_el_esquema(tmp_path: Path) -> None:
    (tmp_path / "insumos" / "encuestas").mkdir(parents=True)
    pq.write_table(FUENTE.esquema_crudo().empty_table(), tmp_path / "insumos" / "encuestas" / "_esquema.parquet")
    estimar(tmp_path / "insumos")
    archivos = sorted((tmp_path / "insumos" / "estimaciones").iterdir())
    assert [a.name for a in archivos] == ["_diferencias.parquet", "_esquema.parquet"]
    assert all(pq.read_table(a).schema.equals(ESQUEMA) and pq.read_table(a).num_rows == 0 for a in archivos)


def test_vivienda_y_telefono_nunca_se_comparan(tmp_path: Path) -> None:
    insumos = tmp_path / "insumos"
    copia = tmp_path / "telefonica-9"
    shutil.copytree(DEMO / "telefonica-1", copia)
    estudio = yaml.safe_load((copia / "estudio.yml").read_text(encoding="utf-8"))
    estudio |= {"clave": "vivienda-9", "modo": "vivienda", "oleada": 2}
    (copia / "estudio.yml").write_text(yaml.safe_dump(estudio, allow_unicode=True), encoding="utf-8")
    _insumo(insumos, DEMO / "telefonica-1", "a" * 64)
    _insumo(insumos, copia, "c" * 64)
    estimar(insumos)
    assert pq.read_table(insumos / "estimaciones" / "_diferencias.parquet").num_rows == 0


def test_la_clave_de_entrevista_es_hmac_y_no_sigue_al_archivo(carpeta: Path) -> None:
    """Con la misma llave, la misma persona; con otra, otra clave; y nadie la calcula con solo el folio."""
    ruta, acompanante = _escribir(carpeta, [_fila(i) for i in range(40)])
    una = leer(ruta, "prueba-1/base.csv", FUENTE, acompanante, llave=b"a" * 32)
    misma = leer(ruta, "prueba-1/base.csv", FUENTE, acompanante, llave=b"a" * 32)
    otra = leer(ruta, "prueba-1/base.csv", FUENTE, acompanante, llave=b"b" * 32)
    claves = [e["respondente"] for e in una.renglones["entrevistas"]]
    assert una.renglones == misma.renglones
    assert claves == sorted(claves) and len(set(claves)) == 40
    assert clave_de_entrevista(b"a" * 32, "prueba-1", "FOLIO-SECRETO-7") in claves
    assert not set(claves) & {e["respondente"] for e in otra.renglones["entrevistas"]}
    assert {r["respondente"] for r in una.renglones["respuestas"]} <= set(claves)


def test_lo_publicado_no_depende_de_la_llave(carpeta: Path, tmp_path: Path) -> None:
    ruta, acompanante = _escribir(carpeta, [_fila(i) for i in range(150)])
    salidas = []
    for numero, llave in enumerate((b"a" * 32, b"b" * 32)):
        lectura = leer(ruta, "prueba-1/base.csv", FUENTE, acompanante, llave=llave)
        insumos = tmp_path / f"insumos{numero}"
        (insumos / "encuestas").mkdir(parents=True)
        filas = [{"tabla": t, "archivo_sha256": "a" * 64, **r} for t, rs in lectura.renglones.items() for r in rs]
        pq.write_table(
            pa.Table.from_pylist(filas, schema=FUENTE.esquema_crudo()), insumos / "encuestas" / f"{'a' * 64}.parquet"
        )
        estimar(insumos)
        salidas.append((insumos / "estimaciones" / f"{'a' * 64}.parquet").read_bytes())
    assert salidas[0] == salidas[1]


def test_se_avisa_de_lo_que_nadie_ha_confirmado(carpeta: Path) -> None:
    avisos = [
        r for r in _leer(carpeta, [_fila(i) for i in range(30)]).rechazos if r.regla == "identificador_sin_confirmar"
    ]
    assert [a.motivo for a in avisos] == [
        "3 columnas parecen identificar a alguien y nadie las ha confirmado: tel_contacto, observa, encuestador. "
        "No entraron."
    ]
    confirmado = {"folio": "folio", "descartar": ["Nombre", "tel_contacto", "observa", "encuestador"]}
    lectura = _leer(carpeta, [_fila(i) for i in range(30)], identificacion=confirmado)
    assert not [r for r in lectura.rechazos if r.regla == "identificador_sin_confirmar"]


def test_un_peso_que_es_telefono_y_una_caracteristica_que_es_encuestador_rechazan(carpeta: Path) -> None:
    with pytest.raises(ArchivoRechazado, match="declarada como peso y su contenido parece teléfono"):
        _leer(carpeta, [_fila(i, peso=5500001234 + i) for i in range(20)])
    with pytest.raises(ArchivoRechazado, match="parecen nombres de personas") as captura:
        _leer(
            carpeta,
            [_fila(i) for i in range(20)],
            caracteristicas={"escolaridad": {"columna": "p1", "opciones": {"1": "Ana Pérez", "2": "Juan Soto"}}},
        )
    assert "Pérez" not in captura.value.motivo


def test_recodificar_junta_codigos_y_los_lleva_al_diccionario(carpeta: Path) -> None:
    """El proveedor entregó 7 y 8 donde el diccionario dice 2: cuentan como 2 y no se avisa de códigos ajenos."""
    preguntas = {"p1": _estudio()["preguntas"]["p1"] | {"recodifica": {"7": "2", "8": "2"}}}
    filas = [_fila(i, p1=(1, 7, 8)[i % 3]) for i in range(30)]
    lectura = _leer(carpeta, filas, preguntas=preguntas)
    assert Counter(r["opcion"] for r in lectura.renglones["respuestas"]) == {"1": 10, "2": 20}
    assert not [r for r in lectura.rechazos if r.regla == "codigo_fuera_del_diccionario"]
