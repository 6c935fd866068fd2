"""De una matriz de celdas a renglones tipados, según el esquema de la fuente."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dominio.lectura import fechas, numeros
from dominio.lectura.encabezados import letra_de_columna, normalizar
from dominio.lectura.esquema import Columna, Tabla
from dominio.lectura.excel import ERRORES_DE_CELDA, Hoja
from dominio.lectura.resultado import ArchivoRechazado, Rechazo

_SI = frozenset({"si", "s", "x", "1", "true", "verdadero"})
_NO = frozenset({"no", "n", "0", "false", "falso"})


class ValorIlegible(ValueError):
    """La celda no cumple el tipo de su columna."""


def a_texto(valor: Any) -> str | None:
    """Texto en NFC, sin espacios en los extremos; vacío → ``None``. Un 12.0 se escribe «12»."""
    if valor is None:
        return None
    if isinstance(valor, float) and valor.is_integer():
        valor = int(valor)
    if isinstance(valor, datetime | date):
        valor = valor.isoformat()
    texto = unicodedata.normalize("NFC", str(valor)).replace("\u00a0", " ").strip()
    if "\x00" in texto:
        raise ValorIlegible("el texto trae un carácter nulo")
    return texto or None


def _a_booleano(valor: Any) -> bool | None:
    texto = a_texto(valor)
    if texto is None:
        return None
    clave = normalizar(texto)
    if clave in _SI or clave in _NO:
        return clave in _SI
    raise ValorIlegible(f"«{texto}» no es «si» ni «no»")


def _a_entero(valor: Any) -> int | None:
    numero = numeros.a_numero(valor)
    if numero is None:
        return None
    if not numero.is_integer():
        raise ValorIlegible(f"{valor} no es un número entero")
    return int(numero)


def _a_importe(valor: Any) -> Decimal | None:
    numero = numeros.a_numero(valor)
    if numero is None:
        return None
    return Decimal(repr(numero)).quantize(Decimal("0.01"), ROUND_HALF_UP)


_CONVERSORES: dict[str, Callable[[Any], Any]] = {
    "texto": a_texto,
    "entero": _a_entero,
    "numero": numeros.a_numero,
    "importe": _a_importe,
    "booleano": _a_booleano,
    "fecha": fechas.a_fecha,
    "momento": fechas.a_momento,
}
_REMEDIOS: dict[str, str] = {
    "texto": "Escriba solo texto.",
    "entero": "Escriba un número entero, sin letras ni signos.",
    "numero": "Escriba solo el número, con punto decimal: 1234.5",
    "importe": "Escriba solo el importe en pesos, con punto decimal: 1234.50",
    "booleano": "Escriba «si» o «no».",
    "fecha": "Escriba la fecha como dd/mm/aaaa o con formato de fecha.",
    "momento": "Escriba la fecha y hora como AAAA-MM-DD hh:mm.",
}


def convertir(valor: Any, columna: Columna) -> Any:
    """Convierte una celda al tipo de su columna.

    Raises:
        ValorIlegible: el valor no cumple el tipo o no está entre las opciones.
    """
    if isinstance(valor, str) and valor.strip().upper() in ERRORES_DE_CELDA:
        raise ValorIlegible(f"la celda tiene el error {valor.strip()}")
    try:
        convertido = _CONVERSORES[columna.tipo](valor)
    except (numeros.NumeroIlegible, fechas.FechaIlegible) as error:
        raise ValorIlegible(str(error)) from error
    if columna.opciones and convertido is not None:
        por_forma = {normalizar(o): o for o in columna.opciones}
        forma = normalizar(str(convertido))
        if forma not in por_forma:
            raise ValorIlegible(f"«{convertido}» no es una opción ({', '.join(columna.opciones)})")
        return por_forma[forma]
    return convertido


def ubicar_columnas(encabezado: list[Any], tabla: Tabla, donde: str) -> tuple[dict[str, int], list[str]]:
    """Encuentra cada columna canónica en el renglón de encabezado, en cualquier orden.

    Returns:
        (columna canónica → índice desde 0, encabezados que nadie reconoce).

    Raises:
        ArchivoRechazado: falta un encabezado obligatorio o hay dos iguales.
    """
    conocidos = tabla.por_encabezado()
    ubicadas: dict[str, int] = {}
    sobrantes: list[str] = []
    for indice, celda in enumerate(encabezado):
        texto = str(celda).strip() if celda is not None else ""
        if not texto:
            continue
        canonico = conocidos.get(normalizar(texto))
        if canonico is None:
            sobrantes.append(texto)
        elif canonico in ubicadas:
            raise ArchivoRechazado(
                f"{donde}: el encabezado «{texto}» aparece dos veces "
                f"({letra_de_columna(ubicadas[canonico])} y {letra_de_columna(indice)}).",
                "Deje una sola columna con ese encabezado.",
                regla="encabezado_repetido",
            )
        else:
            ubicadas[canonico] = indice
    faltan = [n for n, c in tabla.columnas.items() if c.obligatoria and not c.derivada and n not in ubicadas]
    if faltan:
        hallados = ", ".join(str(c).strip() for c in encabezado if c not in (None, "")) or "ninguno"
        raise ArchivoRechazado(
            f"{donde}: faltan los encabezados {', '.join(faltan)}. Encabezados hallados: {hallados}.",
            f"Use la plantilla: los encabezados van en el renglón {tabla.fila_encabezado}.",
            regla="encabezado_faltante",
        )
    return ubicadas, sobrantes


def _esta_vacia(celdas: list[Any]) -> bool:
    return all(c is None or (isinstance(c, str) and not c.strip()) for c in celdas)


def _rechazo_de_celda(
    motivo: str, crudo: Any, nombre: str, columna: Columna, celda: str, fila: int, hoja: Hoja, tabla: str
) -> Rechazo:
    esta_vacia = crudo in (None, "")
    regla, remedio = f"tipo_{columna.tipo}", _REMEDIOS[columna.tipo]
    if celda in hoja.formulas_sin_valor:
        regla = "formula_sin_valor"
        remedio = "Abra el libro en Excel, guárdelo y entréguelo otra vez, o escriba el valor."
    elif esta_vacia:
        remedio = "Escriba el dato que falta."
    return Rechazo(
        regla=regla,
        motivo=f"{nombre}: {motivo}.",
        remedio=remedio,
        tabla=tabla,
        hoja=hoja.nombre,
        fila=fila,
        celda=celda,
        columna=nombre,
        valor=None if esta_vacia else str(crudo),
    )


def _convertir_celda(crudo: Any, columna: Columna, celda: str, hoja: Hoja) -> Any:
    if celda in hoja.formulas_sin_valor:
        raise ValorIlegible("la celda tiene una fórmula sin valor guardado")
    valor = convertir(crudo, columna)
    if valor is None and columna.requerida:
        raise ValorIlegible("la celda está vacía y es obligatoria")
    return valor


def _convertir_fila(
    celdas: list[Any], fila: int, ubicadas: Mapping[str, int], tabla: Tabla, hoja: Hoja, nombre_tabla: str
) -> tuple[dict[str, Any], list[Rechazo]]:
    renglon: dict[str, Any] = {"hoja": hoja.nombre, "fila": fila}
    rechazos: list[Rechazo] = []
    for nombre, indice in ubicadas.items():
        columna = tabla.columnas[nombre]
        celda = f"{letra_de_columna(indice)}{fila}"
        crudo = hoja.errores.get(celda, celdas[indice] if indice < len(celdas) else None)
        try:
            renglon[nombre] = _convertir_celda(crudo, columna, celda, hoja)
        except ValorIlegible as error:
            rechazos.append(_rechazo_de_celda(str(error), crudo, nombre, columna, celda, fila, hoja, nombre_tabla))
        if columna.con_celda:
            renglon[f"{nombre}_celda"] = celda
    return renglon, rechazos


def extraer(hoja: Hoja, tabla: Tabla, nombre_tabla: str) -> tuple[list[dict[str, Any]], list[Rechazo]]:
    """Extrae los renglones tipados de una hoja y los que van a cuarentena.

    Los renglones vacíos se ignoran. Un encabezado que nadie reconoce deja un aviso.

    Raises:
        ArchivoRechazado: el encabezado no cumple el esquema.
    """
    indice_encabezado = tabla.fila_encabezado - 1
    encabezado = hoja.celdas[indice_encabezado] if len(hoja.celdas) > indice_encabezado else []
    ubicadas, sobrantes = ubicar_columnas(encabezado, tabla, f"Hoja «{hoja.nombre}»")
    renglones: list[dict[str, Any]] = []
    rechazos: list[Rechazo] = [
        Rechazo(
            regla="encabezado_desconocido",
            motivo=f"La columna «{sobrante}» no es de la plantilla y no se leyó.",
            remedio="Quítela, o avise al equipo de datos si debe leerse.",
            tabla=nombre_tabla,
            hoja=hoja.nombre,
            fila=tabla.fila_encabezado,
            columna=sobrante,
            gravedad="aviso",
        )
        for sobrante in sobrantes
    ]
    for desplazamiento, celdas in enumerate(hoja.celdas[tabla.fila_encabezado :]):
        fila = tabla.fila_encabezado + 1 + desplazamiento
        senaladas = hoja.formulas_sin_valor | hoja.errores.keys()
        tiene_senal = bool(senaladas) and any(f"{letra_de_columna(i)}{fila}" in senaladas for i in ubicadas.values())
        if _esta_vacia(celdas) and not tiene_senal:
            continue
        renglon, malos = _convertir_fila(celdas, fila, ubicadas, tabla, hoja, nombre_tabla)
        if malos:
            rechazos.extend(malos)
        else:
            renglones.append(renglon)
    return renglones, rechazos
