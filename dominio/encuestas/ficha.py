"""Lo que dicen ``estudio.yml`` y ``grupo.yml``: ficha metodológica, diccionario y diseño muestral, validados.

La ficha reúne en un solo modelo la lista de divulgación de AAPOR (2021) y la vitrina
metodológica del INE. Un error aquí se dice en español y nunca cita respuestas.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Modo = Literal["vivienda", "telefono", "en_linea", "via_publica", "mixto"]
TipoPregunta = Literal["unica", "multiple", "numero", "abierta"]
SIN_CODIFICAR = "sin_codificar"
GRUPOS_EDAD: tuple[tuple[str, int, int], ...] = (
    ("18 a 29", 18, 29),
    ("30 a 44", 30, 44),
    ("45 a 64", 45, 64),
    ("65 y más", 65, 120),
)
CORTES = ("sexo", "grupo_edad", "zona", "escolaridad")


class _Modelo(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


class Disposiciones(_Modelo):
    """Resultado de cada intento de contacto, con los grupos de AAPOR."""

    completas: int = Field(ge=0)
    parciales: int = Field(default=0, ge=0)
    rechazos: int = Field(default=0, ge=0)
    no_contactos: int = Field(default=0, ge=0)
    otros_elegibles: int = Field(default=0, ge=0)
    elegibilidad_desconocida: int = Field(default=0, ge=0)
    no_elegibles: int = Field(default=0, ge=0)

    @property
    def tasa_respuesta(self) -> float | None:
        """AAPOR RR3: completas / (elegibles + e × elegibilidad desconocida), proporción 0–1."""
        elegibles = self.completas + self.parciales + self.rechazos + self.no_contactos + self.otros_elegibles
        resueltos = elegibles + self.no_elegibles
        if not resueltos:
            return None
        estimados = self.elegibilidad_desconocida * elegibles / resueltos
        total = elegibles + estimados
        return self.completas / total if total else None

    @property
    def tasa_rechazo(self) -> float | None:
        """Rechazos y abandonos entre contactos con elegibles, proporción 0–1 (vitrina 3.6)."""
        contactos = self.completas + self.parciales + self.rechazos + self.otros_elegibles
        return (self.rechazos + self.parciales) / contactos if contactos else None


class FichaMetodologica(_Modelo):
    """La vitrina: acompaña a todo resultado."""

    objetivo: str
    patrocinador: str
    realizador: str
    difusor: str | None = None
    poblacion: str
    poblacion_tamano: int | None = Field(default=None, gt=0)
    exclusiones: str | None = None
    marco: str
    muestreo: str
    recoleccion: str
    cuestionario: str | None = None
    ponderacion: str
    procesamiento: str | None = None
    control_calidad: str | None = None
    limitaciones: str
    fecha_inicio: date
    fecha_fin: date
    tamano_previsto: int = Field(gt=0)
    disposiciones: Disposiciones | None = None

    @model_validator(mode="after")
    def _fechas_en_orden(self) -> FichaMetodologica:
        if self.fecha_fin < self.fecha_inicio:
            raise ValueError("fecha_fin es anterior a fecha_inicio")
        return self


class Archivo(_Modelo):
    """Cómo está escrita la base; en CSV nada se adivina."""

    delimitador: str = Field(default=",", min_length=1, max_length=1)
    codificacion: str = "utf-8"
    hoja: str | None = None


class Diseno(_Modelo):
    """Columnas del diseño muestral y márgenes de calibración."""

    peso: str | None = None
    upm: str | None = None
    estrato: str | None = None
    calibracion: dict[str, dict[str, float]] = Field(default_factory=dict)
    """Variable (sexo, grupo_edad, zona, escolaridad o sexo_edad) → categoría → población."""
    fuente_calibracion: str | None = None

    @model_validator(mode="after")
    def _margenes_validos(self) -> Diseno:
        for variable, margen in self.calibracion.items():
            if variable not in (*CORTES, "sexo_edad"):
                raise ValueError(f"calibracion: «{variable}» no es una variable de calibración")
            if not margen or any(total <= 0 for total in margen.values()):
                raise ValueError(f"calibracion.{variable}: cada categoría lleva una población mayor que cero")
        totales = [sum(margen.values()) for margen in self.calibracion.values()]
        if totales and max(totales) - min(totales) > 0.5:
            raise ValueError("calibracion: los márgenes no suman lo mismo")
        return self


class Identificacion(_Modelo):
    """Lo que una persona confirmó sobre las columnas que identifican a alguien."""

    descartar: tuple[str, ...] = ()
    conservar: tuple[str, ...] = ()
    """Columnas que parecen identificar y no lo hacen (por ejemplo «¿tiene teléfono celular?»)."""
    folio: str | None = None


class Variable(_Modelo):
    """Una característica de la persona: columna y etiqueta de cada código."""

    columna: str
    opciones: dict[str, str] = Field(default_factory=dict)


class Caracteristicas(_Modelo):
    """Columnas de las que salen los cortes. La edad se agrupa y la colonia se vuelve zona."""

    sexo: Variable | None = None
    edad: Variable | None = None
    escolaridad: Variable | None = None
    zona: Variable | None = None
    colonia: Variable | None = None
    fecha: str | None = None
    duracion_minutos: str | None = None


class Opcion(_Modelo):
    """Una respuesta posible."""

    etiqueta: str
    ns_nc: bool = False
    valor: float | None = None
    """Valor para el saldo (+1, 0, −1) o la media de una escala."""
    palabras: tuple[str, ...] = ()
    """En una abierta, lo que delata este código y sirve para sugerirlo: «bache» reconoce «baches»."""


class Neto(_Modelo):
    """Suma de opciones dentro de la misma persona; por ejemplo «muy o algo satisfecho»."""

    etiqueta: str
    opciones: tuple[str, ...] = Field(min_length=1)
    principal: bool = False
    frase: str | None = None
    """Cómo se lee en un titular: «58.4 % ‹está satisfecho con la alcaldía›»."""


class Pregunta(_Modelo):
    """Una pregunta del cuestionario, con su redacción exacta."""

    columna: str | None = None
    columnas: tuple[str, ...] = ()
    texto: str
    nombre: str
    tipo: TipoPregunta = "unica"
    tema: str = "General"
    opciones: dict[str, Opcion] = Field(default_factory=dict)
    netos: dict[str, Neto] = Field(default_factory=dict)
    saldo: str | None = None
    """Etiqueta del saldo; exige ``valor`` en las opciones."""
    recodifica: dict[str, str] = Field(default_factory=dict)
    """Código de la base → código de ``opciones``, cuando el proveedor los cambió o hay que juntar varios."""
    no_aplica: tuple[str, ...] = ()
    """Códigos de quien no debía contestar: salen de la base siempre."""
    filtro: str | None = None
    tendencia: str | None = None
    """Clave que une la misma pregunta, con la misma redacción y opciones, entre oleadas."""
    marcada: str = "1"
    """En respuesta múltiple por columnas sí/no, el código de «mencionó»."""
    version_codigos: int | None = Field(default=None, ge=1)
    """En una abierta, la versión de su marco de códigos; sube cuando cambian las opciones."""

    @property
    def tipo_publicado(self) -> str:
        """Una abierta ya codificada se lee como respuesta múltiple: alguien puede decir dos cosas."""
        return "multiple" if self.tipo == "abierta" else self.tipo

    @model_validator(mode="after")
    def _congruente(self) -> Pregunta:
        if bool(self.columna) == bool(self.columnas):
            raise ValueError("lleva «columna» o «columnas», una de las dos")
        if self.tipo == "multiple" and not self.columnas:
            raise ValueError("una pregunta múltiple lleva «columnas»")
        if self.tipo == "abierta" and (not self.columna or self.version_codigos is None):
            raise ValueError("una pregunta abierta lleva «columna» y «version_codigos»")
        if SIN_CODIFICAR in self.opciones:
            raise ValueError(f"«{SIN_CODIFICAR}» es una opción reservada")
        if self.tipo != "numero" and len(self.opciones) < 2:
            raise ValueError("faltan sus opciones")
        sin_destino = sorted(set(self.recodifica.values()) - set(self.opciones) - set(self.no_aplica))
        if sin_destino:
            raise ValueError(f"recodifica lleva a códigos que no existen: {', '.join(sin_destino)}")
        for clave, neto in self.netos.items():
            ajenas = [o for o in neto.opciones if o not in self.opciones]
            if ajenas:
                raise ValueError(f"el neto {clave} usa opciones que no existen: {', '.join(ajenas)}")
            if clave in self.opciones:
                raise ValueError(f"el neto {clave} se llama igual que una opción")
        if self.saldo and not any(o.valor for o in self.opciones.values()):
            raise ValueError("el saldo necesita «valor» en sus opciones")
        return self


class Estudio(_Modelo):
    """``estudio.yml`` completo."""

    entregable: str | None = None
    """Clave del entregable del contrato que cumple (la de ``contratos/entregas.xlsx``)."""

    clave: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    nombre: str
    nombre_corto: str
    modo: Modo
    serie: str
    oleada: int = Field(default=1, ge=1)
    probabilistica: bool
    ficha: FichaMetodologica
    archivo: Archivo = Archivo()
    diseno: Diseno = Diseno()
    identificacion: Identificacion = Identificacion()
    caracteristicas: Caracteristicas = Caracteristicas()
    preguntas: dict[str, Pregunta] = Field(min_length=1)
    cuotas: dict[str, int] = Field(default_factory=dict)
    """Clave de colonia → entrevistas previstas."""


class Participante(_Modelo):
    """Una persona del grupo, por seudónimo y rangos; nunca su nombre."""

    seudonimo: str = Field(pattern=r"^P\d{1,2}$")
    sexo: str
    grupo_edad: str
    zona: str | None = None


class Cita(_Modelo):
    """Lo que dijo una persona, por seudónimo."""

    seudonimo: str = Field(pattern=r"^P\d{1,2}$")
    texto: str


class Hallazgo(_Modelo):
    """Un hallazgo con sus citas; sin porcentajes."""

    tema: str
    texto: str
    citas: tuple[Cita, ...] = ()


class Evidencia(_Modelo):
    """La grabación se guarda fuera y aquí solo se cita."""

    tipo: str
    referencia: str
    custodia: str
    conservar_hasta: date | None = None


class Grupo(_Modelo):
    """``grupo.yml``: un grupo de enfoque (COREQ reducido)."""

    entregable: str | None = None

    clave: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    nombre: str
    nombre_corto: str
    objetivo: str
    patrocinador: str
    realizador: str
    moderacion: str
    reclutamiento: str
    segmento: str
    guia: str
    fecha: date
    plataforma: str
    duracion_minutos: int = Field(gt=0)
    invitados: int = Field(gt=0)
    asistentes: int = Field(gt=0)
    observadores: int = Field(default=0, ge=0)
    analisis: str
    limitaciones: str
    participantes: tuple[Participante, ...]
    hallazgos: tuple[Hallazgo, ...] = Field(min_length=1)
    evidencia: tuple[Evidencia, ...] = ()

    @model_validator(mode="after")
    def _congruente(self) -> Grupo:
        seudonimos = [p.seudonimo for p in self.participantes]
        if len(seudonimos) != len(set(seudonimos)) or len(seudonimos) != self.asistentes:
            raise ValueError("participantes: un renglón por asistente, sin repetir seudónimo")
        citados = {c.seudonimo for h in self.hallazgos for c in h.citas}
        if citados - set(seudonimos):
            raise ValueError("hallazgos: hay citas de un seudónimo que no asistió")
        if any("%" in h.texto for h in self.hallazgos):
            raise ValueError("hallazgos: un grupo de enfoque no da porcentajes")
        return self


def explicar(error: ValidationError) -> str:
    """Los primeros tres problemas de un YAML, en una línea y sin citar valores."""
    partes = []
    for falla in error.errors()[:3]:
        donde = ".".join(str(p) for p in falla["loc"]) or "el archivo"
        partes.append(f"{donde}: {_EN_ESPANOL.get(falla['type'], falla['msg'].removeprefix('Value error, '))}")
    resto = error.error_count() - len(partes)
    return "; ".join(partes) + (f"; y {resto} más" if resto > 0 else "")


_EN_ESPANOL = {
    "missing": "falta",
    "extra_forbidden": "no se reconoce ese campo",
    "bool_parsing": "escriba true o false",
    "bool_type": "escriba true o false",
    "int_parsing": "escriba un número entero",
    "float_parsing": "escriba un número",
    "date_from_datetime_parsing": "escriba la fecha como AAAA-MM-DD",
    "date_parsing": "escriba la fecha como AAAA-MM-DD",
    "string_pattern_mismatch": "use minúsculas, números y guiones (o P1, P2… en seudónimos)",
    "literal_error": "no es una de las opciones permitidas",
    "greater_than": "debe ser mayor que cero",
    "greater_than_equal": "no puede ser negativo",
    "string_type": "escriba texto",
    "too_short": "está vacío",
}


def grupo_de_edad(anios: float | None) -> str | None:
    """Edad en años cumplidos → uno de los cuatro grupos; fuera de rango o vacía → ``None``."""
    if anios is None:
        return None
    return next((nombre for nombre, desde, hasta in GRUPOS_EDAD if desde <= anios < hasta + 1), None)
