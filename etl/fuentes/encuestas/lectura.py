"""Lector de encuestas: base + ``estudio.yml``, y ``grupo.yml``. La privacidad se aplica aquí, antes del Parquet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dominio.encuestas.codificacion import ARCHIVO as CODIFICACION
from dominio.encuestas.ficha import Estudio, Grupo, Pregunta, explicar
from dominio.encuestas.privacidad import (
    es_nombre_de_persona,
    parece_llave_o_telefono,
    por_contenido,
    por_nombre,
    tiene_dato_personal,
)
from etl.fuentes.encuestas import abiertas
from etl.fuentes.encuestas.bases import Base, leer_base
from etl.fuentes.encuestas.entrevistas import (
    LLAVE_DE_PROCESO,
    Levantamiento,
    Renglon,
    calidad,
    cobertura,
    depurar,
    entrevistas,
    respuestas,
)
from etl.lectura.encabezados import normalizar
from etl.lectura.esquema import Fuente
from etl.lectura.resultado import ArchivoRechazado, Lectura, Rechazo

Modelo = TypeVar("Modelo", bound=BaseModel)
_FICHA = (
    "objetivo",
    "patrocinador",
    "realizador",
    "difusor",
    "poblacion",
    "poblacion_tamano",
    "exclusiones",
    "marco",
    "muestreo",
    "recoleccion",
    "cuestionario",
    "ponderacion",
    "procesamiento",
    "control_calidad",
    "limitaciones",
    "fecha_inicio",
    "fecha_fin",
    "tamano_previsto",
)


def cargar(ruta: Path, modelo: type[Modelo], nombre: str) -> Modelo:
    """Valida un YAML contra su modelo.

    Raises:
        ArchivoRechazado: no se lee o no cumple; el mensaje dice los campos y nunca sus valores.
    """
    try:
        contenido = yaml.safe_load(ruta.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ArchivoRechazado(
            f"{nombre} no es un YAML legible.", "Revise sangrías y comillas; guárdelo en UTF-8."
        ) from error
    try:
        return modelo.model_validate(contenido)
    except ValidationError as error:
        raise ArchivoRechazado(
            f"{nombre} no cumple el esquema: {explicar(error)}.",
            "Corrija esos campos; el LEEME de la carpeta los explica.",
        ) from error


def _columnas_declaradas(estudio: Estudio) -> dict[str, str]:
    """Columna de la base → para qué se usa."""
    usos: dict[str, str] = {}
    for campo in ("peso", "upm", "estrato"):
        if columna := getattr(estudio.diseno, campo):
            usos[columna] = campo
    for campo in ("sexo", "edad", "escolaridad", "zona", "colonia"):
        if variable := getattr(estudio.caracteristicas, campo):
            usos[variable.columna] = campo
    for campo in ("fecha", "duracion_minutos"):
        if columna := getattr(estudio.caracteristicas, campo):
            usos[columna] = campo
    for clave, pregunta in estudio.preguntas.items():
        for columna in (pregunta.columna,) if pregunta.columna else pregunta.columnas:
            usos[columna] = clave
    return usos


def _revisar_columnas(estudio: Estudio, base: Base) -> None:
    declaradas = set(_columnas_declaradas(estudio)) | ({estudio.identificacion.folio} - {None})
    faltan = sorted(str(c) for c in declaradas if c not in base.columnas)
    if faltan:
        raise ArchivoRechazado(
            f"La base no trae {len(faltan)} de las columnas que declara estudio.yml: {', '.join(faltan[:8])}.",
            "Corrija los nombres en estudio.yml o pida la base completa.",
            regla="columna_faltante",
        )
    repetidas = set(estudio.identificacion.descartar) & set(_columnas_declaradas(estudio))
    if repetidas:
        raise ArchivoRechazado(
            f"estudio.yml usa columnas que también manda descartar: {', '.join(sorted(repetidas))}.",
            "Deje cada columna en un solo lugar.",
        )


def _privacidad(estudio: Estudio, base: Base) -> list[Renglon]:
    """Qué se descartó y por qué. Si una pregunta abierta a números trae datos personales, no se lee la base."""
    usos = _columnas_declaradas(estudio)
    _exigir_caracteristicas_sin_personas(estudio, base)
    renglones: list[Renglon] = []
    for orden, (columna, valores) in enumerate(base.columnas.items()):
        if columna in usos:
            pregunta = estudio.preguntas.get(usos[columna])
            if pregunta and pregunta.tipo == "numero" and columna not in estudio.identificacion.conservar:
                _exigir_sin_datos_personales(columna, valores)
            continue
        renglones.append(
            {
                "estudio": estudio.clave,
                "aspecto": "columna descartada",
                "indicador": columna,
                "orden": orden,
                "valor": None,
                "texto": _motivo_de_descarte(estudio, columna, valores),
            }
        )
    return renglones


def _exigir_caracteristicas_sin_personas(estudio: Estudio, base: Base) -> None:
    """Un peso que parece teléfono, o una característica cuyas etiquetas son nombres, es una columna mal declarada."""
    peso = estudio.diseno.peso
    if peso and parece_llave_o_telefono(base.columnas[peso]):
        raise ArchivoRechazado(
            f"La columna {peso} está declarada como peso y su contenido parece teléfono o folio.",
            "Corrija diseno.peso en estudio.yml.",
            regla="dato_personal",
        )
    for campo in ("sexo", "escolaridad", "zona"):
        variable = getattr(estudio.caracteristicas, campo)
        if variable is None:
            continue
        etiquetas = list((variable.opciones or base.etiquetas.get(variable.columna, {})).values())
        if sum(es_nombre_de_persona(e) or tiene_dato_personal(e) for e in etiquetas) * 2 >= max(len(etiquetas), 1):
            raise ArchivoRechazado(
                f"Las etiquetas de {variable.columna}, declarada como {campo}, parecen nombres de personas.",
                "Corrija caracteristicas en estudio.yml: esa columna parece la de quien encuestó.",
                regla="dato_personal",
            )


def _avisar_sin_confirmar(levantamiento: Levantamiento, descartes: list[Renglon]) -> None:
    """Lo que la casa detectó y nadie ha confirmado en el diccionario; ya quedó fuera de todos modos."""
    identificacion = levantamiento.estudio.identificacion
    sospechosas = [
        r["indicador"]
        for r in descartes
        if "identifica" in r["texto"]
        and r["indicador"] not in (*identificacion.descartar, *identificacion.conservar, identificacion.folio)
    ]
    if sospechosas:
        levantamiento.avisar(
            "identificador_sin_confirmar",
            f"{len(sospechosas)} columnas parecen identificar a alguien y nadie las ha confirmado: "
            f"{', '.join(sospechosas[:6])}. No entraron.",
            "Confírmelas en identificacion.descartar de estudio.yml, o en identificacion.conservar si no identifican.",
        )


def _exigir_sin_datos_personales(columna: str, valores: list[str | None]) -> None:
    clase = por_contenido(valores)
    if clase:
        raise ArchivoRechazado(
            f"La columna {columna} está declarada como pregunta y su contenido parece {clase}.",
            "Quítela de preguntas; si de verdad no identifica a nadie, confírmela en identificacion.conservar.",
            regla="dato_personal",
        )


def _motivo_de_descarte(estudio: Estudio, columna: str, valores: list[str | None]) -> str:
    if columna in estudio.identificacion.descartar or columna == estudio.identificacion.folio:
        return "identifica a una persona (confirmado)"
    clase = por_contenido(valores)
    if clase:
        return f"identifica a una persona: {clase}, por su contenido"
    if por_nombre(columna):
        return "parece identificar a una persona, por su nombre"
    return "no está en el diccionario"


def _avisar_etiquetas(levantamiento: Levantamiento) -> None:
    """El diccionario y las etiquetas de valor del archivo deben decir lo mismo."""
    for clave, pregunta in levantamiento.estudio.preguntas.items():
        columna = pregunta.columna or pregunta.columnas[0]
        del_archivo = levantamiento.base.etiquetas.get(columna, {})
        distintas = [
            codigo
            for codigo, opcion in pregunta.opciones.items()
            if codigo in del_archivo and _forma(del_archivo[codigo]) != _forma(opcion.etiqueta)
        ]
        if distintas:
            levantamiento.avisar(
                "etiqueta_distinta",
                f"{clave}: {len(distintas)} etiquetas del archivo no coinciden con estudio.yml "
                f"(códigos {', '.join(distintas[:5])}); manda estudio.yml.",
                "Revise que los códigos signifiquen lo mismo que en la oleada anterior.",
                columna,
            )


def _forma(etiqueta: str) -> str:
    """«1. Aprueba», «P2-Aprueba» y «aprueba» son la misma etiqueta."""
    return normalizar(etiqueta).lstrip("p0123456789.-) ").strip()


def _huella_redaccion(pregunta: Pregunta) -> str:
    """Cambia si cambian la redacción o las opciones: dos oleadas solo se comparan con la misma huella."""
    partes = [normalizar(pregunta.texto)]
    partes += [f"{codigo}={_forma(o.etiqueta)}" for codigo, o in sorted(pregunta.opciones.items())]
    return hashlib.sha256("|".join(partes).encode()).hexdigest()[:16]


def _diccionario(estudio: Estudio) -> tuple[list[Renglon], list[Renglon]]:
    preguntas: list[Renglon] = []
    opciones: list[Renglon] = []
    for orden, (clave, pregunta) in enumerate(estudio.preguntas.items(), start=1):
        preguntas.append(
            {
                "estudio": estudio.clave,
                "pregunta": clave,
                "orden": orden,
                "nombre": pregunta.nombre,
                "texto": pregunta.texto,
                "tipo": pregunta.tipo_publicado,
                "tema": pregunta.tema,
                "filtro": pregunta.filtro,
                "tendencia": pregunta.tendencia,
                "huella_redaccion": _huella_redaccion(pregunta),
                "saldo": pregunta.saldo,
                "es_abierta": pregunta.tipo == "abierta",
                "version_codigos": pregunta.version_codigos,
            }
        )
        comunes = {"estudio": estudio.clave, "pregunta": clave}
        for lugar, (codigo, opcion) in enumerate(pregunta.opciones.items(), start=1):
            opciones.append(
                {
                    **comunes,
                    "opcion": codigo,
                    "orden": lugar,
                    "etiqueta": opcion.etiqueta,
                    "tipo_opcion": "opcion",
                    "es_ns_nc": opcion.ns_nc,
                    "es_principal": False,
                    "valor": opcion.valor,
                    "componentes": None,
                }
            )
        for lugar, (codigo, neto) in enumerate(pregunta.netos.items(), start=1):
            opciones.append(
                {
                    **comunes,
                    "opcion": codigo,
                    "orden": 100 + lugar,
                    "etiqueta": neto.etiqueta,
                    "tipo_opcion": "neto",
                    "es_ns_nc": False,
                    "es_principal": neto.principal,
                    "valor": None,
                    "componentes": "|".join(neto.opciones),
                    "frase": neto.frase,
                }
            )
    return preguntas, opciones


def _renglon_estudio(levantamiento: Levantamiento) -> Renglon:
    estudio = levantamiento.estudio
    ficha = estudio.ficha.model_dump()
    disposiciones = estudio.ficha.disposiciones
    rechazadas = len({r.fila for r in levantamiento.rechazos if r.gravedad == "rechazo"})
    return {
        "estudio": estudio.clave,
        "tipo_estudio": "encuesta",
        "nombre": estudio.nombre,
        "nombre_corto": estudio.nombre_corto,
        "modo": estudio.modo,
        "serie": estudio.serie,
        "oleada": estudio.oleada,
        "entregable": estudio.entregable,
        "es_probabilistica": estudio.probabilistica,
        "tiene_peso": bool(estudio.diseno.peso),
        "tiene_upm": bool(estudio.diseno.upm),
        "tiene_estrato": bool(estudio.diseno.estrato),
        "fuente_calibracion": estudio.diseno.fuente_calibracion,
        "num_recibidas": len(levantamiento.posiciones) + rechazadas,
        "num_rechazadas": rechazadas,
        "tasa_respuesta": disposiciones.tasa_respuesta if disposiciones else None,
        "tasa_rechazo": disposiciones.tasa_rechazo if disposiciones else None,
        **{campo: ficha[campo] for campo in _FICHA},
    }


def _leer_encuesta(
    ruta: Path, nombre: str, acompanante: Path | None, otros: Mapping[str, Path], llave: bytes
) -> Lectura:
    if acompanante is None:
        raise ArchivoRechazado(
            "Falta estudio.yml junto a la base: sin ficha metodológica ni diccionario no se publica nada.",
            "Agregue estudio.yml en la misma carpeta; «python -m etl.fuentes.encuestas.borrador» propone uno.",
            regla="falta_estudio",
        )
    estudio = cargar(acompanante, Estudio, "estudio.yml")
    base = leer_base(ruta, Path(nombre).suffix.lower(), estudio.archivo)
    _revisar_columnas(estudio, base)
    descartes = _privacidad(estudio, base)
    levantamiento = depurar(estudio, base, llave)
    levantamiento.codificacion = abiertas.aceptadas(estudio, otros.get(CODIFICACION))
    _avisar_etiquetas(levantamiento)
    _avisar_sin_confirmar(levantamiento, descartes)
    preguntas, opciones = _diccionario(estudio)
    opciones += [
        abiertas.opcion_sin_codificar(estudio, clave)
        for clave in abiertas.abiertas(estudio)
        if abiertas.hay_sin_codificar(levantamiento, clave)
    ]
    renglones: dict[str, list[Renglon]] = {
        "calibracion": [
            {"estudio": estudio.clave, "variable": variable, "categoria": categoria, "total": total}
            for variable, margen in estudio.diseno.calibracion.items()
            for categoria, total in margen.items()
        ],
        "preguntas": preguntas,
        "opciones": opciones,
        "entrevistas": entrevistas(levantamiento),
        "respuestas": respuestas(levantamiento),
        "cobertura": cobertura(levantamiento),
        "calidad_muestra": descartes
        + calidad(levantamiento)
        + _disposiciones(estudio)
        + abiertas.contar(levantamiento),
    }
    renglones["estudios"] = [_renglon_estudio(levantamiento)]
    return Lectura(
        renglones=_con_procedencia(renglones),
        rechazos=levantamiento.rechazos,
        num_aceptados_propio=len(levantamiento.posiciones),
    )


def _disposiciones(estudio: Estudio) -> list[Renglon]:
    if estudio.ficha.disposiciones is None:
        return []
    return [
        {
            "estudio": estudio.clave,
            "aspecto": "disposicion",
            "indicador": nombre.replace("_", " "),
            "orden": orden,
            "valor": float(valor),
            "texto": None,
        }
        for orden, (nombre, valor) in enumerate(estudio.ficha.disposiciones.model_dump().items())
    ]


def _con_procedencia(renglones: dict[str, list[Renglon]]) -> dict[str, list[Renglon]]:
    for filas in renglones.values():
        for renglon in filas:
            renglon.setdefault("hoja", None)
            renglon.setdefault("fila", None)
    return renglones


def _leer_grupo(ruta: Path) -> Lectura:
    grupo = cargar(ruta, Grupo, "grupo.yml")
    sueltos = [h.texto for h in grupo.hallazgos] + [c.texto for h in grupo.hallazgos for c in h.citas]
    if any(tiene_dato_personal(t) for t in sueltos):
        raise ArchivoRechazado(
            "Un hallazgo o una cita trae un dato personal (teléfono, correo, domicilio, CURP o RFC).",
            "Quítelo del texto; las citas van por seudónimo.",
            regla="dato_personal",
        )
    renglones: dict[str, list[dict[str, Any]]] = {
        "estudios": [_renglon_grupo(grupo)],
        "participantes": [
            {"estudio": grupo.clave, "orden": i, **p.model_dump()} for i, p in enumerate(grupo.participantes, start=1)
        ],
        "hallazgos": [],
        "evidencias": [
            {
                "estudio": grupo.clave,
                "orden": i,
                "tipo": e.tipo,
                "referencia": e.referencia,
                "custodia": e.custodia,
                "fecha_fin": e.conservar_hasta,
            }
            for i, e in enumerate(grupo.evidencia, start=1)
        ],
    }
    for orden, hallazgo in enumerate(grupo.hallazgos, start=1):
        comunes = {"estudio": grupo.clave, "orden": orden, "tema": hallazgo.tema, "texto": hallazgo.texto}
        citas = [{**comunes, "seudonimo": c.seudonimo, "cita": c.texto} for c in hallazgo.citas]
        renglones["hallazgos"] += citas or [{**comunes, "seudonimo": None, "cita": None}]
    return Lectura(
        renglones=_con_procedencia(renglones),
        rechazos=_avisos_de_grupo(grupo),
        num_aceptados_propio=len(grupo.participantes),
    )


def _renglon_grupo(grupo: Grupo) -> Renglon:
    return {
        "estudio": grupo.clave,
        "tipo_estudio": "grupo",
        "nombre": grupo.nombre,
        "nombre_corto": grupo.nombre_corto,
        "modo": "grupo",
        "serie": "grupo",
        "oleada": 1,
        "entregable": grupo.entregable,
        "es_probabilistica": False,
        "objetivo": grupo.objetivo,
        "patrocinador": grupo.patrocinador,
        "realizador": grupo.realizador,
        "fecha_inicio": grupo.fecha,
        "fecha_fin": grupo.fecha,
        "cuestionario": grupo.guia,
        "limitaciones": grupo.limitaciones,
        "moderacion": grupo.moderacion,
        "reclutamiento": grupo.reclutamiento,
        "segmento": grupo.segmento,
        "plataforma": grupo.plataforma,
        "analisis": grupo.analisis,
        "duracion_minutos": grupo.duracion_minutos,
        "num_invitados": grupo.invitados,
        "num_asistentes": grupo.asistentes,
        "num_observadores": grupo.observadores,
    }


def _avisos_de_grupo(grupo: Grupo) -> list[Rechazo]:
    avisos = []
    if not 8 <= grupo.asistentes <= 10:
        avisos.append(
            Rechazo(
                "asistencia",
                f"Asistieron {grupo.asistentes} personas; el contrato pide de 8 a 10.",
                "Reponga el grupo o documente la causa.",
                tabla="participantes",
                gravedad="aviso",
            )
        )
    if grupo.duracion_minutos > 120:
        avisos.append(
            Rechazo(
                "duracion",
                f"Duró {grupo.duracion_minutos} minutos; el máximo es 120.",
                "Documente la causa.",
                tabla="estudios",
                gravedad="aviso",
            )
        )
    return avisos


def leer(
    ruta: Path,
    nombre: str,
    fuente: Fuente,
    acompanante: Path | None = None,
    *,
    otros: Mapping[str, Path] | None = None,
    llave: bytes = LLAVE_DE_PROCESO,
) -> Lectura:
    """Lee ``<estudio>/base.sav|csv|xlsx`` con su ``estudio.yml``, o ``<grupo>/grupo.yml``.

    Args:
        ruta: archivo en disco (puede llamarse por su huella).
        nombre: ruta con la que se recibió; su extensión decide el formato.
        fuente: esquema de ``fuente.yml``.
        acompanante: ``estudio.yml`` de la misma carpeta.
        otros: ``codificacion.csv`` de la misma carpeta, si está.
        llave: la secreta de la instalación, con la que se hace la clave de cada entrevista.

    Raises:
        ArchivoRechazado: falta o no cumple ``estudio.yml``, la base está dañada, faltan columnas declaradas,
            o una pregunta trae datos personales. Ningún mensaje cita respuestas ni identificadores.
    """
    if Path(nombre).name == "grupo.yml":
        return _leer_grupo(ruta)
    return _leer_encuesta(ruta, nombre, acompanante, otros or {}, llave)
