"""Lector de ``grupo.yml``: un grupo de enfoque, con sus hallazgos, citas por seudónimo y evidencia por referencia."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dominio.encuestas.ficha import Grupo
from dominio.encuestas.privacidad import tiene_dato_personal
from etl.fuentes.encuestas.entrevistas import Renglon
from etl.fuentes.encuestas.yml import cargar, con_procedencia
from etl.lectura.resultado import ArchivoRechazado, Lectura, Rechazo


def leer_grupo(ruta: Path) -> Lectura:
    """Lee un grupo de enfoque.

    Raises:
        ArchivoRechazado: no cumple el esquema, o un hallazgo o una cita trae un dato personal.
    """
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
        renglones=con_procedencia(renglones),
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
