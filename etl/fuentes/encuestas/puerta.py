"""La privacidad en la puerta: qué columnas se descartan y qué declaraciones no se aceptan."""

from __future__ import annotations

from dominio.encuestas.ficha import Estudio
from dominio.encuestas.privacidad import (
    es_nombre_de_persona,
    parece_llave_o_telefono,
    por_contenido,
    por_nombre,
    tiene_dato_personal,
)
from etl.fuentes.encuestas.bases import Base
from etl.fuentes.encuestas.entrevistas import Levantamiento, Renglon
from etl.lectura.resultado import ArchivoRechazado


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


def revisar_columnas(estudio: Estudio, base: Base) -> None:
    """Lo que declara ``estudio.yml`` está en la base y en un solo lugar.

    Raises:
        ArchivoRechazado: falta una columna, o una se usa y se descarta a la vez.
    """
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


def descartes_por_privacidad(estudio: Estudio, base: Base) -> list[Renglon]:
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


def avisar_sin_confirmar(levantamiento: Levantamiento, descartes: list[Renglon]) -> None:
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
