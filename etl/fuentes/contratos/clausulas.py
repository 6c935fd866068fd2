"""Lo que dice ``contratos.yml``: un contrato por elemento, validado con mensajes en español."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

BaseDePena = Literal["monto_total", "no_prestado_sin_iva", "sin_clausula"]
Importe = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=2)]
Porcentaje = Annotated[Decimal, Field(gt=0, le=100)]


class _Modelo(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Pena(_Modelo):
    """Cláusula de pena convencional por día natural de atraso."""

    base: BaseDePena
    porcentaje_diario: Porcentaje | None = None
    tope_porcentaje: Porcentaje | None = None
    clausula: str | None = None

    @model_validator(mode="after")
    def _porcentaje_segun_la_base(self) -> Pena:
        if self.base == "sin_clausula":
            if self.porcentaje_diario is not None or self.tope_porcentaje is not None:
                raise ValueError("un contrato sin cláusula no lleva porcentaje ni tope")
        elif self.porcentaje_diario is None:
            raise ValueError("falta porcentaje_diario (1 = uno por ciento por día)")
        return self


class Contrato(_Modelo):
    """Un contrato de servicios. Los importes son pesos antes de IVA."""

    clave: Annotated[str, Field(min_length=1, max_length=20)]
    nombre: Annotated[str, Field(min_length=1)]
    nombre_corto: Annotated[str, Field(min_length=1, max_length=30)]
    objeto: str | None = None
    fecha_inicio: date
    fecha_fin: date
    monto_antes_iva: Importe
    es_monto_maximo: bool = False
    num_parcialidades: Annotated[int, Field(ge=1, le=1000)] | None = None
    dias_aviso: Annotated[int, Field(ge=0, le=365)] = 7
    pena: Pena

    @model_validator(mode="after")
    def _vigencia_en_orden(self) -> Contrato:
        if self.fecha_fin < self.fecha_inicio:
            raise ValueError("fecha_fin es anterior a fecha_inicio")
        return self

    def renglon(self, orden: int) -> dict[str, Any]:
        """Renglón plano para el Parquet crudo."""
        porcentaje, tope = self.pena.porcentaje_diario, self.pena.tope_porcentaje
        plano = self.model_dump(exclude={"pena"})
        plano["monto_antes_iva"] = self.monto_antes_iva.quantize(Decimal("0.01"))
        return plano | {
            "orden": orden,
            "base_pena": self.pena.base,
            "porcentaje_diario": None if porcentaje is None else float(porcentaje),
            "tope_porcentaje": None if tope is None else float(tope),
            "clausula": self.pena.clausula,
        }


_MENSAJES = {
    "missing": "falta el dato",
    "extra_forbidden": "no es un dato conocido; revise cómo está escrito",
    "literal_error": "el valor no es una de las opciones ({expected})",
    "date_from_datetime_parsing": "no es una fecha; escríbala como AAAA-MM-DD",
    "date_parsing": "no es una fecha; escríbala como AAAA-MM-DD",
    "date_type": "no es una fecha; escríbala como AAAA-MM-DD",
    "date_from_datetime_inexact": "lleva hora; escriba solo la fecha, AAAA-MM-DD",
    "decimal_parsing": "no es un número",
    "decimal_type": "no es un número",
    "decimal_max_places": "tiene más de {decimal_places} decimales",
    "decimal_max_digits": "tiene demasiados dígitos",
    "finite_number": "no es un número finito",
    "greater_than": "debe ser mayor que {gt}",
    "greater_than_equal": "debe ser {ge} o más",
    "less_than_equal": "no puede pasar de {le}",
    "int_parsing": "no es un número entero",
    "int_type": "no es un número entero",
    "int_from_float": "no es un número entero",
    "bool_parsing": "no es «true» ni «false»",
    "bool_type": "no es «true» ni «false»",
    "string_type": "no es texto",
    "string_too_short": "está vacío",
    "string_too_long": "pasa de {max_length} caracteres",
    "model_type": "no tiene la forma esperada (nombre: valor)",
    "value_error": "{error}",
}


def explicar(error: ValidationError) -> list[tuple[str, str, str]]:
    """Traduce las faltas de pydantic.

    Returns:
        ``[(dato con punto, motivo en español, valor escrito)]``.
    """
    faltas: list[tuple[str, str, str]] = []
    for falta in error.errors(include_url=False):
        plantilla = _MENSAJES.get(falta["type"], "el valor no es válido")
        donde = ".".join(str(p) for p in falta["loc"]) or "contrato"
        valor = "" if falta["type"] in ("missing", "value_error") else str(falta["input"])
        faltas.append((donde, plantilla.format(**falta.get("ctx", {})), valor))
    return faltas
