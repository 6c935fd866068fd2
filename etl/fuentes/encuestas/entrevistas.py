"""De la base a entrevistas y respuestas sin identificadores; lo que no se puede usar va a cuarentena."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dominio.encuestas.codificacion import Aceptadas, forma
from dominio.encuestas.ficha import SIN_CODIFICAR, Estudio, Pregunta, Variable, grupo_de_edad
from dominio.encuestas.llave import LARGO_DE_LLAVE, clave_de_entrevista
from dominio.encuestas.privacidad import ordinales_salados
from etl.fuentes.encuestas.bases import Base
from etl.fuentes.encuestas.catalogo import zona_por_colonia
from etl.lectura.resultado import Rechazo

Renglon = dict[str, Any]
LLAVE_DE_PROCESO = secrets.token_bytes(LARGO_DE_LLAVE)
"""Con la que se lee fuera de una instalación (pruebas, borradores): sus claves no se guardan."""


@dataclass
class Levantamiento:
    """Entrevistas que entran, con su posición en la base."""

    estudio: Estudio
    base: Base
    posiciones: list[int] = field(default_factory=list)
    rechazos: list[Rechazo] = field(default_factory=list)
    llave: bytes = LLAVE_DE_PROCESO
    codificacion: Aceptadas = field(default_factory=lambda: Aceptadas({}))

    def clave(self, posicion: int) -> str:
        """Clave interna de una entrevista: HMAC de su folio o, si la base no lo trae, de su renglón."""
        folio = self.valor(self.estudio.identificacion.folio, posicion)
        identidad = folio if folio is not None else f"renglón {self.base.filas[posicion]}"
        return clave_de_entrevista(self.llave, self.estudio.clave, identidad)

    def valor(self, columna: str | None, posicion: int) -> str | None:
        """Código de una columna de la base; sin columna → ``None``."""
        return None if columna is None else self.base.columnas[columna][posicion]

    def rechazar(self, posicion: int, regla: str, motivo: str, remedio: str, columna: str) -> None:
        """Aparta una entrevista; el mensaje nunca cita sus respuestas."""
        self.rechazos.append(
            Rechazo(
                regla=regla,
                motivo=motivo,
                remedio=remedio,
                tabla="entrevistas",
                hoja=self.base.hoja,
                fila=self.base.filas[posicion],
                columna=columna,
            )
        )

    def avisar(self, regla: str, motivo: str, remedio: str, columna: str | None = None) -> None:
        """Algo que conviene revisar y no quita entrevistas."""
        self.rechazos.append(
            Rechazo(
                regla=regla,
                motivo=motivo,
                remedio=remedio,
                tabla="entrevistas",
                hoja=self.base.hoja,
                columna=columna,
                gravedad="aviso",
            )
        )


_FECHA = re.compile(r"\d{4}-\d{2}-\d{2}")


def _peso(texto: str | None) -> float | None:
    try:
        return float(texto) if texto is not None else None
    except ValueError:
        return None


def depurar(estudio: Estudio, base: Base, llave: bytes = LLAVE_DE_PROCESO) -> Levantamiento:
    """Aparta entrevistas con peso inválido, sin unidad de muestreo o con folio repetido."""
    levantamiento = Levantamiento(estudio, base, llave=llave)
    for fila in base.filas_malas:
        levantamiento.rechazos.append(
            Rechazo(
                "campos_de_mas_o_de_menos",
                "El renglón no trae los campos del encabezado.",
                "Exporte la base con los textos entre comillas.",
                tabla="entrevistas",
                hoja=base.hoja,
                fila=fila,
            )
        )
    vistos: set[str] = set()
    for posicion in range(len(base.filas)):
        if _es_valida(levantamiento, posicion, vistos):
            levantamiento.posiciones.append(posicion)
    _avisar_diseno(levantamiento)
    return levantamiento


def _es_valida(levantamiento: Levantamiento, posicion: int, vistos: set[str]) -> bool:
    diseno, folio = levantamiento.estudio.diseno, levantamiento.estudio.identificacion.folio
    if diseno.peso:
        peso = _peso(levantamiento.valor(diseno.peso, posicion))
        if peso is None or not 0 < peso < float("inf"):
            caso = "falta o no es un número" if peso is None else "es cero o negativo"
            levantamiento.rechazar(
                posicion,
                "peso_invalido",
                f"El peso {caso}.",
                "Corrija el factor de expansión: debe ser mayor que cero.",
                diseno.peso,
            )
            return False
    for columna, que in ((diseno.upm, "la unidad primaria de muestreo"), (diseno.estrato, "el estrato")):
        if columna and levantamiento.valor(columna, posicion) is None:
            levantamiento.rechazar(
                posicion,
                "diseno_incompleto",
                f"Falta {que}.",
                "Complete la columna: sin ella el margen de error sale mal.",
                columna,
            )
            return False
    identidad = levantamiento.valor(folio, posicion)
    if identidad is not None:
        if identidad in vistos:
            levantamiento.rechazar(
                posicion,
                "folio_repetido",
                "El folio ya apareció en otro renglón.",
                "Quite la entrevista repetida o corrija su folio.",
                str(folio),
            )
            return False
        vistos.add(identidad)
    return True


def _avisar_diseno(levantamiento: Levantamiento) -> None:
    estudio = levantamiento.estudio
    if not estudio.probabilistica:
        levantamiento.avisar(
            "muestra_no_probabilistica",
            "Muestra no probabilística: no se publica margen de error.",
            "Nada que corregir; se dice junto a cada resultado.",
        )
    elif not (estudio.diseno.upm and estudio.diseno.estrato):
        faltan = " ni ".join(n for n, c in (("UPM", estudio.diseno.upm), ("estrato", estudio.diseno.estrato)) if not c)
        levantamiento.avisar(
            "sin_diseno",
            f"La base no trae {faltan}: el margen es solo por pesos, y queda corto.",
            "Pida al proveedor las columnas de UPM y estrato.",
        )
    if not estudio.diseno.peso and not estudio.diseno.calibracion:
        levantamiento.avisar(
            "sin_peso",
            "La base no trae peso: cada entrevista cuenta igual.",
            "Pida al proveedor el factor de expansión.",
        )


def _traductor(variable: Variable | None, base: Base) -> Callable[[str | None], str | None]:
    """Código → etiqueta, solo con lo que declara estudio.yml o la etiqueta de valor del archivo."""
    if variable is None:
        return lambda _codigo: None
    etiquetas = variable.opciones or base.etiquetas.get(variable.columna, {})
    return lambda codigo: etiquetas.get(codigo) if codigo is not None else None


def _zona(levantamiento: Levantamiento) -> Callable[[int], str | None]:
    caracteristicas = levantamiento.estudio.caracteristicas
    if caracteristicas.zona:
        zona, traducir = caracteristicas.zona, _traductor(caracteristicas.zona, levantamiento.base)
        conocidas = set(zona_por_colonia().values())

        def de_zona(posicion: int) -> str | None:
            codigo = levantamiento.valor(zona.columna, posicion)
            return traducir(codigo) or (codigo if codigo in conocidas else None)

        return de_zona
    if caracteristicas.colonia:
        colonia = caracteristicas.colonia
        return lambda posicion: zona_por_colonia().get(levantamiento.valor(colonia.columna, posicion) or "")
    return lambda _posicion: None


def _grupo_edad(levantamiento: Levantamiento) -> Callable[[int], str | None]:
    edad = levantamiento.estudio.caracteristicas.edad
    if edad is None:
        return lambda _posicion: None
    if edad.opciones:
        traducir = _traductor(edad, levantamiento.base)
        return lambda posicion: traducir(levantamiento.valor(edad.columna, posicion))
    return lambda posicion: grupo_de_edad(_peso(levantamiento.valor(edad.columna, posicion)))


def entrevistas(levantamiento: Levantamiento) -> list[Renglon]:
    """Un renglón por entrevista: cortes agrupados, peso y diseño. Sin colonia, sin edad, sin folio, sin renglón.

    Van en el orden de su clave, que no es el del archivo: sin la llave nadie vuelve de aquí a la base original.
    """
    estudio, base = levantamiento.estudio, levantamiento.base
    caracteristicas, diseno = estudio.caracteristicas, estudio.diseno
    sexo, escolaridad = _traductor(caracteristicas.sexo, base), _traductor(caracteristicas.escolaridad, base)
    zona, grupo_edad = _zona(levantamiento), _grupo_edad(levantamiento)
    upms = ordinales_salados(estudio.clave, _columna(levantamiento, diseno.upm), "U")
    estratos = ordinales_salados(estudio.clave, _columna(levantamiento, diseno.estrato), "E")
    renglones = []
    for posicion in levantamiento.posiciones:
        renglones.append(
            {
                "estudio": estudio.clave,
                "respondente": levantamiento.clave(posicion),
                "sexo": sexo(levantamiento.valor(_nombre(caracteristicas.sexo), posicion)),
                "grupo_edad": grupo_edad(posicion),
                "zona": zona(posicion),
                "escolaridad": escolaridad(levantamiento.valor(_nombre(caracteristicas.escolaridad), posicion)),
                "peso": _peso(levantamiento.valor(diseno.peso, posicion)) if diseno.peso else 1.0,
                "upm": upms.get(levantamiento.valor(diseno.upm, posicion) or ""),
                "estrato": estratos.get(levantamiento.valor(diseno.estrato, posicion) or ""),
            }
        )
    return sorted(renglones, key=lambda r: r["respondente"])


def _nombre(variable: Variable | None) -> str | None:
    return variable.columna if variable else None


def _columna(levantamiento: Levantamiento, nombre: str | None) -> list[str | None]:
    return [levantamiento.valor(nombre, p) for p in levantamiento.posiciones]


def respuestas(levantamiento: Levantamiento) -> list[Renglon]:
    """Largo: un renglón por respuesta (o mención). Solo entran códigos del diccionario."""
    salida: list[Renglon] = []
    claves = sorted((levantamiento.clave(posicion), posicion) for posicion in levantamiento.posiciones)
    for clave, pregunta in levantamiento.estudio.preguntas.items():
        desconocidos: Counter[str] = Counter()
        for respondente, posicion in claves:
            for opcion, valor in _contestar(levantamiento, clave, pregunta, posicion, desconocidos):
                salida.append(
                    {
                        "estudio": levantamiento.estudio.clave,
                        "respondente": respondente,
                        "pregunta": clave,
                        "opcion": opcion,
                        "valor": valor,
                    }
                )
        if desconocidos:
            levantamiento.avisar(
                "codigo_fuera_del_diccionario",
                f"{clave}: {sum(desconocidos.values())} respuestas traen códigos que el diccionario no tiene "
                f"({len(desconocidos)} códigos); quedan fuera de la base.",
                "Agregue los códigos a estudio.yml o corrija la base.",
                pregunta.columna or pregunta.columnas[0],
            )
    return salida


def _contestar(
    levantamiento: Levantamiento, clave: str, pregunta: Pregunta, posicion: int, desconocidos: Counter[str]
) -> list[tuple[str | None, float | None]]:
    columnas = (pregunta.columna,) if pregunta.columna else pregunta.columnas
    valores = (levantamiento.valor(c, posicion) for c in columnas)
    codigos = [pregunta.recodifica.get(v, v) if v is not None else None for v in valores]
    if all(c is None or c in pregunta.no_aplica for c in codigos):
        return []
    if pregunta.tipo == "abierta":
        aceptados = levantamiento.codificacion.por_pregunta.get(clave, {}).get(forma(codigos[0] or ""), ())
        return [(codigo, None) for codigo in aceptados] or [(SIN_CODIFICAR, None)]
    if pregunta.tipo == "numero":
        return _contestar_numero(pregunta, codigos[0], desconocidos)
    if pregunta.tipo == "multiple" and set(columnas) == set(pregunta.opciones):
        marcadas = [c for c, codigo in zip(columnas, codigos, strict=True) if codigo == pregunta.marcada]
        return [(m, None) for m in marcadas] or [(None, None)]
    menciones: list[str] = []
    for codigo in codigos:
        if codigo is None or codigo in pregunta.no_aplica:
            continue
        if codigo not in pregunta.opciones:
            desconocidos[codigo] += 1
        elif codigo not in menciones:
            menciones.append(codigo)
    if not menciones and pregunta.tipo == "multiple":
        return [(None, None)]
    return [(m, pregunta.opciones[m].valor) for m in menciones]


def _contestar_numero(
    pregunta: Pregunta, codigo: str | None, desconocidos: Counter[str]
) -> list[tuple[str | None, float | None]]:
    if codigo in pregunta.opciones:
        return [(codigo, None)]
    numero = _peso(codigo)
    if numero is None:
        desconocidos[codigo or ""] += 1
        return []
    return [(None, numero)]


def cobertura(levantamiento: Levantamiento) -> list[Renglon]:
    """Un renglón por colonia con cuota o con entrevistas: cuántas se hicieron. Sin respuestas."""
    estudio = levantamiento.estudio
    colonia = estudio.caracteristicas.colonia
    hechas = Counter(c for c in _columna(levantamiento, _nombre(colonia)) if c is not None)
    conocidas = zona_por_colonia()
    ajenas = sum(n for c, n in hechas.items() if c not in conocidas)
    if ajenas:
        levantamiento.avisar(
            "colonia_desconocida",
            f"{ajenas} entrevistas traen una colonia fuera del catálogo.",
            "Use la clave del catálogo de colonias (16-001…).",
            _nombre(colonia),
        )
    claves = sorted((set(hechas) | set(estudio.cuotas)) & set(conocidas)) if colonia or estudio.cuotas else []
    return [
        {"estudio": estudio.clave, "colonia": c, "num_hechas": hechas.get(c, 0), "cuota": estudio.cuotas.get(c)}
        for c in claves
    ]


def calidad(levantamiento: Levantamiento) -> list[Renglon]:
    """Agregados de la muestra: entrevistas por día y duraciones. Nunca por persona ni por encuestador."""
    estudio = levantamiento.estudio
    salida: list[Renglon] = []
    dias = Counter(d for d in _columna(levantamiento, estudio.caracteristicas.fecha) if d and _FECHA.match(d))
    salida += [_indicador(estudio, "dia", dia[:10], i, n) for i, (dia, n) in enumerate(sorted(dias.items()))]
    duraciones = sorted(
        d for t in _columna(levantamiento, estudio.caracteristicas.duracion_minutos) if (d := _peso(t)) is not None
    )
    if duraciones:
        mediana = _cuantil(duraciones, 0.5)
        cortas = sum(d < mediana / 3 for d in duraciones)
        largas = sum(d > mediana * 3 for d in duraciones)
        for orden, (nombre, valor) in enumerate(
            [
                ("mediana", mediana),
                ("p10", _cuantil(duraciones, 0.1)),
                ("p90", _cuantil(duraciones, 0.9)),
                ("muy cortas", cortas),
                ("muy largas", largas),
            ]
        ):
            salida.append(_indicador(estudio, "duracion", nombre, orden, valor))
    return salida


def _indicador(estudio: Estudio, aspecto: str, indicador: str, orden: int, valor: float) -> Renglon:
    return {
        "estudio": estudio.clave,
        "aspecto": aspecto,
        "indicador": indicador,
        "orden": orden,
        "valor": float(valor),
        "texto": None,
    }


def _cuantil(ordenados: list[float], proporcion: float) -> float:
    return ordenados[round((len(ordenados) - 1) * proporcion)]
