"""Encuestas sintéticas: dos en vivienda (.sav), tres telefónicas (.csv y .xlsx) y un grupo de enfoque.

``escala`` multiplica las entrevistas por base. Las bases traen a propósito columnas que identifican
(inventadas: teléfonos 55-0000-xxxx, correos de ejemplo) para probar que se descartan en la puerta.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import yaml
from openpyxl import Workbook

from demostracion import abiertas
from demostracion import cuestionario as q
from demostracion.excel import agregar_hoja, guardar
from dominio.configuracion import RAIZ
from dominio.encuestas.ficha import GRUPOS_EDAD

_SEMILLAS = RAIZ / "transformaciones_dbt" / "seeds"
_FECHA_SPSS = b"01 Jan 2600:00:00"
_ESCOLARIDAD = {"1": "Básica", "2": "Media superior", "3": "Superior"}
_SEXO = {"1": "Hombre", "2": "Mujer"}
_PATROCINA = "Alcaldía (contrato de encuestas de satisfacción)"
_REALIZA = "Proveedor del contrato de encuestas"
Renglon = dict[str, Any]


@dataclass(frozen=True)
class Levantamiento:
    """Una base por generar."""

    clave: str
    nombre: str
    nombre_corto: str
    modo: str
    oleada: int
    entrevistas: int
    inicio: date
    fin: date
    preguntas: tuple[q.Pregunta, ...]
    avance: float
    """Cuánto del cambio del año ya ocurrió: 0 en la primera medición, 1 en la última."""
    entregable: str
    con_abierta: bool = False


def _semilla(nombre: str) -> list[dict[str, str]]:
    with (_SEMILLAS / nombre).open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo))


def _poblacion() -> dict[tuple[str, str], float]:
    """(sexo, grupo de edad) → personas de 18 años y más."""
    grupos = {"18-29": "18 a 29", "30-44": "30 a 44", "45-64": "45 a 64", "65+": "65 y más"}
    sexos = {"Hombres": "Hombre", "Mujeres": "Mujer"}
    return {
        (sexos[r["sexo"]], grupos[r["grupo_edad"]]): float(r["valor"])
        for r in _semilla("poblacion.csv")
        if r["tabla"] == "raking_18mas_2020" and r["sexo"] in sexos and r["grupo_edad"] in grupos
    }


def _cuotas(colonias: list[dict[str, str]], total: int) -> dict[str, int]:
    """Reparto parejo; las que sobran van a las colonias más pobladas."""
    base, resto = divmod(total, len(colonias))
    grandes = sorted(colonias, key=lambda c: (-int(c["poblacion_2020"]), c["colonia_clave"]))[:resto]
    con_mas = {c["colonia_clave"] for c in grandes}
    return {c["colonia_clave"]: base + (c["colonia_clave"] in con_mas) for c in colonias}


def _hechas(cuotas: dict[str, int], azar: random.Random, dificiles: int) -> dict[str, int]:
    """Entrevistas logradas por colonia: casi todas la cuota, unas cuantas a medias y dos en cero."""
    claves = sorted(cuotas)
    escogidas = azar.sample(claves, dificiles)
    hechas = dict(cuotas)
    for lugar, clave in enumerate(escogidas):
        cuota = cuotas[clave]
        minimo, maximo = (0, 0) if lugar < 2 else (cuota // 8, cuota // 2) if lugar < 9 else (cuota * 5 // 8, cuota - 1)
        hechas[clave] = azar.randint(minimo, max(minimo, maximo))
    cumplidas = [c for c in claves if c not in escogidas]
    faltan = sum(cuotas.values()) - sum(hechas.values())
    for lugar in range(faltan):
        hechas[cumplidas[lugar % len(cumplidas)] if lugar >= len(cumplidas) else azar.choice(cumplidas)] += 1
    return hechas


def _persona(colonia: dict[str, str], upm: float, avance: float, sesgo: str, azar: random.Random) -> Renglon:
    """Sexo, edad y escolaridad de alguien que sí contestó (más mujeres y mayores en casa; al revés por teléfono)."""
    poblacion = _poblacion()
    pesos = [
        n * (1.15 if s == "Mujer" else 1.0) * ((0.8 + 0.12 * i) if sesgo == "vivienda" else (1.15 - 0.1 * i))
        for (s, _), n, i in zip(poblacion, poblacion.values(), [0, 1, 2, 3, 0, 1, 2, 3], strict=True)
    ]
    sexo, grupo = azar.choices(list(poblacion), pesos)[0]
    desde, hasta = next((d, min(h, 88)) for nombre, d, h in GRUPOS_EDAD if nombre == grupo)
    acomodada = colonia["zona"] in ("Polanco", "Lomas", "Granadas-Irrigación")
    escolaridad = azar.choices("123", (0.10, 0.25, 0.65) if acomodada else (0.30, 0.36, 0.34))[0]
    latente = q.EFECTO_ZONA[colonia["zona"]] + q.EFECTO_EDAD[grupo] + upm + azar.gauss(0, 0.9)
    return {
        "sexo": "1" if sexo == "Hombre" else "2", "edad": azar.randint(desde, hasta), "escolaridad": escolaridad,
        "persona": q.Persona(colonia["zona"], grupo, latente, avance),
    }  # fmt: skip


def _respuestas(levantamiento: Levantamiento, persona: q.Persona, azar: random.Random) -> Renglon:
    renglon: Renglon = {}
    for pregunta in levantamiento.preguntas:
        renglon[pregunta.clave] = q.contestar(pregunta, persona, azar)
    if renglon.get("p15") != "1" and "p16" in renglon:
        renglon["p16"] = q.NO_PREGUNTADO
    renglon.update(zip(("p13_1", "p13_2", "p13_3"), q.problemas(persona, azar), strict=True))
    renglon.update(zip((m[0] for m in q.MEDIOS), q.medios(persona, azar), strict=True))
    renglon["p19"] = q.calificacion(persona, azar)
    return renglon


def _entrevistas(levantamiento: Levantamiento, azar: random.Random) -> tuple[list[Renglon], dict[str, int]]:
    colonias = {c["colonia_clave"]: c for c in _semilla("colonias.csv")}
    cuotas = _cuotas(list(colonias.values()), levantamiento.entrevistas)
    hechas = _hechas(cuotas, azar, 28 if levantamiento.modo == "vivienda" else 22)
    dias = (levantamiento.fin - levantamiento.inicio).days
    renglones: list[Renglon] = []
    for clave, cuantas in hechas.items():
        puntos = [azar.gauss(0, 0.95) for _ in range(2)]
        for lugar in range(cuantas):
            punto = lugar % 2
            datos = _persona(colonias[clave], puntos[punto], levantamiento.avance, levantamiento.modo, azar)
            renglones.append(
                {
                    **_identificacion(len(renglones) + 1, azar),
                    "fecha": levantamiento.inicio + timedelta(days=azar.randint(0, dias)),
                    "duracion": max(4, round(azar.lognormvariate(3.05, 0.28))) if azar.random() > 0.01 else 3,
                    "cve_ut": clave, "zona": colonias[clave]["zona"], "manzana": f"{clave}-{punto + 1:02d}",
                    **{c: datos[c] for c in ("sexo", "edad", "escolaridad")},
                    **_respuestas(levantamiento, datos["persona"], azar),
                }
            )  # fmt: skip
    _ponderar(renglones, colonias, azar)
    return renglones, cuotas


def _identificacion(numero: int, azar: random.Random) -> Renglon:
    """Columnas que un proveedor suele dejar y que nunca deben entrar al almacén. Todo inventado."""
    return {
        "folio": f"F{numero:05d}",
        "nombre_informante": f"Informante Inventado {numero:05d}",
        "telefono": f"55-0000-{azar.randint(0, 9999):04d}",
        "correo": f"informante{numero:05d}@ejemplo.invalid",
        "domicilio": f"Calle Inventada {azar.randint(1, 400)}, interior {azar.randint(1, 20)}",
        "encuestador": f"Encuestadora {azar.randint(1, 18):02d}",
    }


def _ponderar(renglones: list[Renglon], colonias: dict[str, dict[str, str]], azar: random.Random) -> None:
    """Peso base: población de la zona entre entrevistas, por el número de adultos de la vivienda o la línea."""
    por_zona = Counter(r["zona"] for r in renglones)
    poblacion: Counter[str] = Counter()
    for colonia in colonias.values():
        poblacion[colonia["zona"]] += int(colonia["poblacion_2020"])
    for renglon in renglones:
        adultos = azar.choices((1, 2, 3, 4), (0.24, 0.46, 0.20, 0.10))[0]
        base = 0.82 * poblacion[renglon["zona"]] / por_zona[renglon["zona"]]
        renglon["factor"] = round(base * (0.55 + 0.22 * adultos), 4)


# -- archivos -----------------------------------------------------------------------------------


def _columnas(levantamiento: Levantamiento) -> list[str]:
    diseno = ["manzana", "zona"] if levantamiento.modo == "vivienda" else []
    return [
        "folio", "nombre_informante", "telefono", "correo", *(["domicilio"] if diseno else []), "encuestador",
        "fecha", "duracion", "cve_ut", *diseno, "sexo", "edad", "escolaridad",
        *(p.clave for p in levantamiento.preguntas), "p13_1", "p13_2", "p13_3", *(m[0] for m in q.MEDIOS), "p19",
        *([abiertas.COLUMNA] if levantamiento.con_abierta else []), "factor",
    ]  # fmt: skip


def _escribir_sav(ruta: Path, levantamiento: Levantamiento, renglones: list[Renglon]) -> None:
    """SPSS con etiquetas de valor y NS/NC como perdidos de usuario; la fecha interna se fija."""
    columnas = _columnas(levantamiento)
    tabla = pd.DataFrame({c: [_a_spss(c, r[c]) for r in renglones] for c in columnas})
    etiquetas: dict[str, dict[float, str]] = {
        "sexo": {float(k): v for k, v in _SEXO.items()},
        "escolaridad": {float(k): v for k, v in _ESCOLARIDAD.items()},
    }
    perdidos: dict[str, list[Any]] = {"p19": [{"lo": 98, "hi": 99}]}
    rotulos = dict.fromkeys(columnas, "") | {"cve_ut": "Clave de colonia", "factor": "Factor de expansión"}
    if levantamiento.con_abierta:
        rotulos[abiertas.COLUMNA] = f"P20. {abiertas.TEXTO}"
    for pregunta in levantamiento.preguntas:
        etiquetas[pregunta.clave] = {float(c): f"{c}. {e}" for c, e in q.codigos(pregunta)}
        etiquetas[pregunta.clave][float(q.NO_PREGUNTADO)] = "No aplica"
        perdidos[pregunta.clave] = [8, 9, 97]
        rotulos[pregunta.clave] = f"{pregunta.clave.upper()}. {pregunta.texto}"
    for columna in ("p13_1", "p13_2", "p13_3"):
        etiquetas[columna] = {float(c): e for c, e, _ in q.PROBLEMAS}
    for columna, etiqueta, *_ in q.MEDIOS:
        etiquetas[columna] = {0.0: "No mencionó", 1.0: "Mencionó"}
        rotulos[columna] = f"P14. {etiqueta}"
    pyreadstat.write_sav(
        tabla, str(ruta), column_labels=[rotulos[c] for c in columnas], variable_value_labels=etiquetas,
        missing_ranges=perdidos, row_compress=True, file_label="Datos sinteticos de demostracion",
    )  # fmt: skip
    contenido = bytearray(ruta.read_bytes())
    contenido[92 : 92 + len(_FECHA_SPSS)] = _FECHA_SPSS
    ruta.write_bytes(bytes(contenido))


def _a_spss(columna: str, valor: Any) -> Any:
    if valor is None:
        return float("nan")
    if columna == abiertas.COLUMNA:
        return valor
    if columna.startswith("p") or columna in ("sexo", "escolaridad"):
        return float(valor)
    return valor


def _escribir_csv(ruta: Path, levantamiento: Levantamiento, renglones: list[Renglon]) -> None:
    columnas = _columnas(levantamiento)
    with ruta.open("w", encoding="utf-8", newline="") as archivo:
        escritor = csv.writer(archivo, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        escritor.writerow(columnas)
        escritor.writerows([["" if r[c] is None else r[c] for c in columnas] for r in renglones])


def _escribir_xlsx(ruta: Path, levantamiento: Levantamiento, renglones: list[Renglon]) -> None:
    columnas = _columnas(levantamiento)
    libro = Workbook()
    if libro.active is not None:
        libro.remove(libro.active)
    agregar_hoja(libro, "base", columnas, [[_a_celda(r[c]) for c in columnas] for r in renglones], anchos=12)
    guardar(libro, ruta)


def _a_celda(valor: Any) -> Any:
    return int(valor) if isinstance(valor, str) and valor.isdigit() else valor


def _diccionario(levantamiento: Levantamiento) -> Renglon:
    preguntas: Renglon = {}
    for pregunta in levantamiento.preguntas:
        preguntas[pregunta.clave] = _pregunta(pregunta)
    preguntas["p13"] = {
        "columnas": ["p13_1", "p13_2", "p13_3"], "tipo": "multiple", "nombre": "Principales problemas de la colonia",
        "tema": "Seguridad", "tendencia": "problemas",
        "texto": "¿Cuáles son los principales problemas de su colonia? (hasta tres menciones)",
        "opciones": {c: {"etiqueta": e, **({"ns_nc": True} if c == "98" else {})} for c, e, _ in q.PROBLEMAS},
    }  # fmt: skip
    preguntas["p14"] = {
        "columnas": [m[0] for m in q.MEDIOS], "tipo": "multiple", "nombre": "Medios por los que se informa",
        "tema": "Comunicación", "tendencia": "medios",
        "texto": "¿Por qué medios se entera usted de lo que hace la alcaldía? (respuesta múltiple)",
        "opciones": {m[0]: {"etiqueta": m[1]} for m in q.MEDIOS},
    }  # fmt: skip
    preguntas["p19"] = {
        "columna": "p19", "tipo": "numero", "nombre": "Calificación a la alcaldía", "tema": "Gobierno",
        "texto": "Del 0 al 10, ¿qué calificación le da al trabajo de la alcaldía?", "tendencia": "calificacion",
        "opciones": {"98": {"etiqueta": "No sabe", "ns_nc": True}},
    }  # fmt: skip
    if levantamiento.con_abierta:
        preguntas[abiertas.CLAVE] = abiertas.pregunta()
    return dict(sorted(preguntas.items()))


def _pregunta(pregunta: q.Pregunta) -> Renglon:
    opciones = {}
    for codigo, etiqueta in q.codigos(pregunta):
        opciones[codigo] = {"etiqueta": etiqueta}
        if codigo in (q.NS, q.NC):
            opciones[codigo]["ns_nc"] = True
        if pregunta.saldo:
            opciones[codigo]["valor"] = pregunta.valores.get(codigo, 0.0)
    netos = {
        c: {
            "etiqueta": e,
            "opciones": list(o),
            "principal": p,
            **({"frase": q.frase(pregunta)} if p and q.frase(pregunta) else {}),
        }
        for c, e, o, p in pregunta.netos
    }
    return {
        "columna": pregunta.clave, "nombre": pregunta.nombre, "tema": pregunta.tema, "texto": pregunta.texto,
        "tendencia": pregunta.clave, "opciones": opciones,
        **({"netos": netos} if netos else {}), **({"saldo": pregunta.saldo} if pregunta.saldo else {}),
        **({"filtro": pregunta.filtro, "no_aplica": [q.NO_PREGUNTADO]} if pregunta.filtro else {}),
    }  # fmt: skip


def _calibracion(modo: str) -> Renglon:
    poblacion = _poblacion()
    total = sum(poblacion.values())
    if modo != "vivienda":
        por_sexo: Counter[str] = Counter()
        por_edad: Counter[str] = Counter()
        for (sexo, grupo), n in poblacion.items():
            por_sexo[sexo] += int(n)
            por_edad[grupo] += int(n)
        return {"sexo": dict(por_sexo), "grupo_edad": dict(por_edad)}
    zonas: Counter[str] = Counter()
    for colonia in _semilla("colonias.csv"):
        zonas[colonia["zona"]] += int(colonia["poblacion_2020"])
    de_zonas = sum(zonas.values())
    return {
        "sexo_edad": {f"{s}|{g}": int(n) for (s, g), n in poblacion.items()},
        "zona": {z: round(total * n / de_zonas, 3) for z, n in sorted(zonas.items())},
    }


def _ficha(levantamiento: Levantamiento) -> Renglon:
    es_vivienda = levantamiento.modo == "vivienda"
    n = levantamiento.entrevistas
    return {
        "objetivo": "Conocer la satisfacción con los servicios y el gobierno. No pregunta preferencias electorales.",
        "patrocinador": _PATROCINA, "realizador": _REALIZA, "difusor": "Alcaldía",
        "poblacion": "Residentes de 18 años y más en las 89 colonias", "poblacion_tamano": 338882,
        "exclusiones": "Personas en viviendas colectivas" if es_vivienda else "Personas sin teléfono celular",
        "marco": "Manzanas del Censo 2020" if es_vivienda else "Celulares del Plan Nacional de Numeración",
        "muestreo": (
            "Estratificado por zona (8); dos manzanas por colonia como unidad primaria; vivienda por salto "
            "sistemático y una persona por vivienda con tabla de Kish"
            if es_vivienda
            else "Aleatorio simple de números celulares con filtro de residencia"
        ),
        "recoleccion": "Cara a cara, con dispositivo" if es_vivienda else "Telefónica, con marcación asistida",
        "cuestionario": (
            f"{len(levantamiento.preguntas) + 3} preguntas cerradas"
            f"{' y una abierta' if levantamiento.con_abierta else ''}; "
            "redacción exacta en el diccionario"
        ),
        "ponderacion": (
            "Inverso de la probabilidad de selección, calibrado a sexo por edad y zona"
            if es_vivienda
            else "Inverso de la probabilidad de selección, calibrado a sexo y edad"
        ),
        "procesamiento": "Estimación con diseño muestral; NS/NC permanece en la base",
        "control_calidad": "Supervisión de 20 % de las entrevistas; revisión de duraciones",
        "limitaciones": (
            "No da resultados por colonia. Dos colonias quedaron sin entrevistas por rechazo en accesos."
            if es_vivienda
            else "No es comparable con la encuesta en vivienda: cambia el modo y la cobertura."
        ),
        "fecha_inicio": levantamiento.inicio, "fecha_fin": levantamiento.fin, "tamano_previsto": n,
        "disposiciones": (
            {"completas": n, "parciales": n // 42, "rechazos": int(n * 0.62), "no_contactos": int(n * 0.48),
             "otros_elegibles": n // 50, "elegibilidad_desconocida": int(n * 0.35), "no_elegibles": int(n * 0.22)}
            if es_vivienda
            else {"completas": n, "parciales": n // 30, "rechazos": int(n * 2.4), "no_contactos": int(n * 3.1),
                  "otros_elegibles": n // 40, "elegibilidad_desconocida": int(n * 5.2), "no_elegibles": int(n * 3.6)}
        ),
    }  # fmt: skip


def _estudio(levantamiento: Levantamiento, cuotas: dict[str, int]) -> Renglon:
    es_vivienda = levantamiento.modo == "vivienda"
    return {
        "clave": levantamiento.clave, "nombre": levantamiento.nombre, "nombre_corto": levantamiento.nombre_corto,
        "entregable": levantamiento.entregable,
        "modo": levantamiento.modo, "serie": "satisfaccion", "oleada": levantamiento.oleada, "probabilistica": True,
        "ficha": _ficha(levantamiento),
        "archivo": {"delimitador": ",", "codificacion": "utf-8"},
        "diseno": {
            "peso": "factor", **({"upm": "manzana", "estrato": "zona"} if es_vivienda else {}),
            "calibracion": _calibracion(levantamiento.modo),
            "fuente_calibracion": "Censo 2020 (INEGI), estructura de 18 años y más",
        },
        "identificacion": {
            "folio": "folio",
            "descartar": [
                "nombre_informante", "telefono", "correo", *(["domicilio"] if es_vivienda else []), "encuestador",
            ],
        },
        "caracteristicas": {
            "sexo": {"columna": "sexo", "opciones": _SEXO}, "edad": {"columna": "edad"},
            "escolaridad": {"columna": "escolaridad", "opciones": _ESCOLARIDAD},
            "colonia": {"columna": "cve_ut"}, "fecha": "fecha", "duracion_minutos": "duracion",
        },
        "preguntas": _diccionario(levantamiento),
        "cuotas": cuotas,
    }  # fmt: skip


def _escribir_yml(ruta: Path, contenido: Renglon) -> None:
    texto = "# Datos sintéticos de demostración: ninguna respuesta es real.\n"
    ruta.write_text(texto + yaml.safe_dump(contenido, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")


_ESCRITORES = {"base.sav": _escribir_sav, "base.csv": _escribir_csv, "base.xlsx": _escribir_xlsx}


def _levantamientos(escala: int) -> Sequence[tuple[Levantamiento, str]]:
    """Lo entregado del contrato a la fecha de referencia: dos en vivienda y tres telefónicas."""
    telefono = tuple(p for p in q.PREGUNTAS if p.en_telefono)
    ordinales = {1: ("1a", "primera"), 2: ("2a", "segunda"), 3: ("3a", "tercera")}

    def vivienda(oleada: int, inicio: date, fin: date) -> Levantamiento:
        corto, largo = ordinales[oleada]
        return Levantamiento(f"vivienda-{oleada}", f"Encuesta en vivienda de satisfacción, {largo} ronda",
                             f"Vivienda, {corto} ronda", "vivienda", oleada, 750 * escala, inicio, fin,
                             q.PREGUNTAS, oleada - 1.0, f"ENC-VIV-{oleada}", con_abierta=oleada == 2)  # fmt: skip

    def telefonica(oleada: int, inicio: date, fin: date) -> Levantamiento:
        corto, largo = ordinales[oleada]
        return Levantamiento(f"telefonica-{oleada}", f"Encuesta telefónica de satisfacción, {largo} ola",
                             f"Telefónica, {corto} ola", "telefono", oleada, 350 * escala, inicio, fin,
                             telefono, (oleada - 1) / 2, f"ENC-TEL-{oleada}")  # fmt: skip

    return (
        (telefonica(1, date(2026, 3, 9), date(2026, 3, 17)), "base.csv"),
        (vivienda(1, date(2026, 3, 6), date(2026, 3, 22)), "base.sav"),
        (telefonica(2, date(2026, 5, 12), date(2026, 5, 20)), "base.xlsx"),
        (telefonica(3, date(2026, 8, 11), date(2026, 8, 19)), "base.csv"),
        (vivienda(2, date(2026, 9, 12), date(2026, 9, 27)), "base.sav"),
    )


def generar(destino: Path, azar: random.Random, escala: int = 1) -> None:
    """Escribe ``destino/encuestas/<estudio>/`` con bases, ``estudio.yml`` y ``grupo.yml``.

    Args:
        destino: carpeta de datos crudos.
        azar: generador con semilla; la misma semilla da los mismos bytes.
        escala: multiplica las entrevistas de cada base.
    """
    for levantamiento, archivo in _levantamientos(escala):
        carpeta = destino / "encuestas" / levantamiento.clave
        carpeta.mkdir(parents=True, exist_ok=True)
        renglones, cuotas = _entrevistas(levantamiento, azar)
        if levantamiento.con_abierta:
            propio = random.Random(abiertas.SEMILLA)  # noqa: S311 — no mueve lo demás de la encuesta
            for renglon in renglones:
                renglon[abiertas.COLUMNA] = abiertas.contestar(propio)
            abiertas.escribir_codificacion(carpeta, [r[abiertas.COLUMNA] for r in renglones], propio)
        _ESCRITORES[archivo](carpeta / archivo, levantamiento, renglones)
        _escribir_yml(carpeta / "estudio.yml", _estudio(levantamiento, cuotas))
    carpeta = destino / "encuestas" / "grupo-1"
    carpeta.mkdir(parents=True, exist_ok=True)
    origen = Path(__file__).parent / "textos" / "grupo-1.yml"
    (carpeta / "grupo.yml").write_text(origen.read_text(encoding="utf-8"), encoding="utf-8")
