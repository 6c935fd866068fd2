"""Lector de encuestas: base + ``estudio.yml``, y ``grupo.yml``. La privacidad se aplica aquí, antes del Parquet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from dominio.encuestas.codificacion import ARCHIVO as CODIFICACION
from dominio.encuestas.ficha import Estudio, Pregunta
from etl.fuentes.encuestas import abiertas
from etl.fuentes.encuestas.bases import leer_base
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
from etl.fuentes.encuestas.grupos import leer_grupo
from etl.fuentes.encuestas.puerta import avisar_sin_confirmar, descartes_por_privacidad, revisar_columnas
from etl.fuentes.encuestas.yml import cargar, con_procedencia
from etl.lectura.encabezados import normalizar
from etl.lectura.esquema import Fuente
from etl.lectura.resultado import ArchivoRechazado, Lectura

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


def _avisar_etiquetas(levantamiento: Levantamiento) -> None:
    """El diccionario y las etiquetas de valor del archivo deben decir lo mismo."""
    for clave, pregunta in levantamiento.estudio.preguntas.items():
        columna = pregunta.columna or pregunta.columnas[0]
        del_archivo = levantamiento.base.etiquetas.get(columna, {})
        distintas = [
            codigo
            for codigo, opcion in pregunta.opciones.items()
            if codigo in del_archivo
            and codigo not in pregunta.recodifica
            and _forma(del_archivo[codigo]) != _forma(opcion.etiqueta)
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
    revisar_columnas(estudio, base)
    descartes = descartes_por_privacidad(estudio, base)
    levantamiento = depurar(estudio, base, llave)
    levantamiento.codificacion = abiertas.aceptadas(estudio, otros.get(CODIFICACION))
    _avisar_etiquetas(levantamiento)
    avisar_sin_confirmar(levantamiento, descartes)
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
        renglones=con_procedencia(renglones),
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
        return leer_grupo(ruta)
    return _leer_encuesta(ruta, nombre, acompanante, otros or {}, llave)
