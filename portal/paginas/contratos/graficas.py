"""Dibujos de contratos: calendario, marcas de pago, avance de pagos y entregas semanales. No consultan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal import formato
from portal.componentes import dibujo as svg
from portal.paginas.contratos.seleccion import PALABRAS

Renglon = Mapping[str, Any]
_LETRAS = "EFMAMJJASOND"


def marca(estado: str, x: float, y: float, titulo: str | None = None) -> str:
    """La forma de un estado: palomita, anillo, rombo, tache o círculo chico. Cada estado, una silueta."""
    if estado in ("ACEPTADO", "ACEPTADO_CON_OBSERVACIONES"):
        palomita = svg.figura(f"M{x - 2.6:.1f} {y:.1f}l2 2l3.4 -4", "ct-palomita")
        return svg.grupo(svg.circulo(x, y, 6, "k-cumplida", titulo), palomita)
    if estado == "ENTREGADO":
        return svg.circulo(x, y, 5, "ct-revision", titulo)
    if estado == "POR_VENCER":
        return svg.figura(f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z", "k-regular", titulo)
    if estado == "CON_ATRASO":
        recto, corte = 5.8, 4.1
        octagono = (
            f"M{x - recto / 2:.1f} {y - 7:.1f}h{recto}l{corte} {corte}v{recto}l-{corte} {corte}"
            f"h-{recto}l-{corte} -{corte}v-{recto}z"
        )
        tache = svg.figura(f"M{x - 2.5:.1f} {y - 2.5:.1f}l5 5m0 -5l-5 5", "ct-tache")
        return svg.grupo(svg.figura(octagono, "k-deficiente", titulo), tache)
    return svg.circulo(x, y, 4, "k-estado ct-vacio", titulo)


def muestra(estado: str) -> svg.Dibujo:
    """La forma sola, para la leyenda."""
    return svg.lamina(16, 16, [marca(estado, 8, 8)], None, fijo=True)


@dataclass(frozen=True)
class _Medidas:
    """Geometría del calendario en una pantalla."""

    ancho: float
    inicio: float
    por_grupo: float
    por_serie: float
    rotulo_arriba: bool


_ESCRITORIO = _Medidas(ancho=1160, inicio=354, por_grupo=38, por_serie=30, rotulo_arriba=False)
_TELEFONO = _Medidas(ancho=358, inicio=4, por_grupo=34, por_serie=44, rotulo_arriba=True)


@dataclass(frozen=True)
class _Eje:
    """Fechas a posiciones horizontales."""

    desde: date
    hasta: date
    izquierda: float
    derecha: float

    def x(self, dia: date) -> float:
        """Posición de un día."""
        total = max((self.hasta - self.desde).days, 1)
        return self.izquierda + (self.derecha - self.izquierda) * (dia - self.desde).days / total

    def meses(self) -> list[date]:
        """Primeros de mes dentro del eje."""
        salida, mes = [], self.desde.replace(day=1)
        while mes <= self.hasta:
            if mes >= self.desde:
                salida.append(mes)
            mes = (mes + timedelta(days=32)).replace(day=1)
        return salida


def _eje(entregables: Sequence[Renglon], hoy: date, medidas: _Medidas) -> _Eje:
    fechas = [e["fecha_comprometida"] for e in entregables] + [hoy]
    desde = min(fechas).replace(day=1)
    hasta = (max(fechas).replace(day=28) + timedelta(days=4)).replace(day=1)
    return _Eje(desde, hasta + timedelta(days=8), medidas.inicio, medidas.ancho)


def _rejilla(eje: _Eje, alto: float, letras: bool) -> list[str]:
    piezas: list[str] = []
    for mes in eje.meses():
        if mes > eje.hasta - timedelta(days=9):
            continue
        x = eje.x(mes)
        rotulo = _LETRAS[mes.month - 1] if letras else formato.mes_corto(mes)
        piezas += [svg.recta(x, 22, x, alto, "rej"), svg.texto(x + 3, 14, rotulo, "tm")]
    return piezas


def _globo(entregable: Renglon) -> str:
    vence = formato.fecha(entregable["fecha_comprometida"])
    atraso = (
        f", {formato.cuenta(entregable['dias_atraso'], 'día', 'días')} de atraso" if entregable["dias_atraso"] else ""
    )
    return f"{entregable['entregable_nombre']}. {PALABRAS[entregable['estado']]}; vence el {vence}{atraso}"


def _serie(
    nombre: str, entregables: Sequence[Renglon], y: float, eje: _Eje, medidas: _Medidas, abrir: Any
) -> list[str]:
    linea_y = y + 16 if medidas.rotulo_arriba else y - 4
    x1, x2 = (eje.x(entregables[i]["fecha_comprometida"]) for i in (0, -1))
    piezas = [svg.recta(x1, linea_y, x2, linea_y, "rej"), svg.texto(0, y, nombre, "halo")]
    for entregable in entregables:
        forma = marca(entregable["estado"], eje.x(entregable["fecha_comprometida"]), linea_y, _globo(entregable))
        piezas.append(svg.ligado(abrir(entregable["entregable_clave"]), _globo(entregable), forma))
    return piezas


def _grupos(entregables: Sequence[Renglon]) -> dict[str, dict[str, list[Renglon]]]:
    grupos: dict[str, dict[str, list[Renglon]]] = {}
    for entregable in entregables:
        grupos.setdefault(entregable["contrato_clave"], {}).setdefault(entregable["serie"], []).append(entregable)
    return grupos


def calendario(
    entregables: Sequence[Renglon], contratos: Mapping[str, Renglon], hoy: date, abrir: Any, *, telefono: bool = False
) -> svg.Dibujo:
    """Calendario por fecha comprometida: un renglón por serie, una marca por entregable y la raya de hoy.

    Args:
        entregables: no semanales, ordenados por contrato, serie y fecha.
        contratos: por clave; de ahí salen nombre y monto del grupo.
        hoy: fecha de referencia.
        abrir: clave de entregable → dirección de su explicación.
        telefono: geometría de 358 px con el rótulo arriba de su línea.
    """
    medidas = _TELEFONO if telefono else _ESCRITORIO
    eje = _eje(entregables, hoy, medidas)
    piezas: list[str] = []
    y = 52.0
    for clave, series in _grupos(entregables).items():
        piezas += _encabezado_de_grupo(contratos[clave], y, medidas)
        y += 26 if telefono else 33
        for nombre, propios in series.items():
            piezas += _serie(nombre, propios, y, eje, medidas, abrir)
            y += medidas.por_serie
        y += medidas.por_grupo - medidas.por_serie + (20 if telefono else 0)
    alto = y - 18
    raya = svg.recta(eje.x(hoy), 20, eje.x(hoy), alto, "ct-hoy")
    rotulo = svg.texto(eje.x(hoy) - 5, 28, f"hoy, {formato.fecha_sin_anio(hoy)}", "halo ct-rotulo-hoy", "end")
    etiqueta = f"Calendario de {len(entregables)} entregables por fecha comprometida; hoy, {formato.fecha(hoy)}"
    todas = [*_rejilla(eje, alto, telefono), raya, *piezas, rotulo]
    return svg.lamina(medidas.ancho, alto, todas, etiqueta, interactivo=True)


def _encabezado_de_grupo(contrato: Renglon, y: float, medidas: _Medidas) -> list[str]:
    monto = f"{formato.importe(contrato['importe_monto_mxn'])} pesos"
    pagos = f"{monto} en {contrato['num_parcialidades']} pagos" if contrato["num_parcialidades"] else monto
    detalle = f"hasta {monto}" if contrato["es_monto_maximo"] else pagos
    piezas = [svg.texto(0, y, contrato["contrato_corto"], "tt halo", tamano=14)]
    if medidas.rotulo_arriba:
        return [*piezas, svg.recta(0, y + 6, medidas.ancho, y + 6, "eje")]
    return [*piezas, svg.texto(336, y, detalle, "tm halo", "end"), svg.recta(0, y + 8, medidas.ancho, y + 8, "eje")]


def pagado_del_total(pagada: float, esperada: float | None, etiqueta: str) -> svg.Dibujo:
    """Barra de lo pagado sobre el monto, con la raya de donde tocaría ir."""
    piezas = [svg.rectangulo(1, 4, 146, 10, "fh", radio=1), svg.rectangulo(1, 6.5, 146 * min(pagada, 1), 5, "f1")]
    if esperada is not None:
        x = 1 + 146 * min(esperada, 1)
        piezas.append(svg.recta(x, 2, x, 16, "tk"))
    return svg.lamina(150, 18, piezas, etiqueta, fijo=True)


def marcas_de_pago(pagos: Sequence[Renglon]) -> svg.Dibujo:
    """Un cuadro por parcialidad: lleno = pagado, medio = en trámite, contorno = programado."""
    piezas = []
    for indice, pago in enumerate(pagos):
        x = indice * 17 + 1.0
        cuando = f", {formato.fecha(pago['fecha_pago'])}" if pago["fecha_pago"] else ""
        estado = {"pagado": "pagado", "en_tramite": "en trámite", "programado": "programado"}[pago["estado_pago"]]
        titulo = f"Pago {pago['parcialidad']}: {estado}{cuando}, {formato.pesos(pago['importe_mxn'])}"
        piezas.append(svg.rectangulo(x, 1, 14, 14, "f1" if pago["estado_pago"] == "pagado" else "k-estado", titulo, 1))
        if pago["estado_pago"] == "en_tramite":
            piezas.append(svg.rectangulo(x, 8, 14, 7, "f1"))
    pagados = sum(p["estado_pago"] == "pagado" for p in pagos)
    return svg.lamina(len(pagos) * 17 + 2, 16, piezas, f"{pagados} de {len(pagos)} pagos hechos", fijo=True)


_RELLENO_SEMANAL = {
    "ACEPTADO": "k-cumplida",
    "ACEPTADO_CON_OBSERVACIONES": "k-regular",
    "ENTREGADO": "ct-revision-cuadro",
    "CON_ATRASO": "k-deficiente",
    "POR_VENCER": "k-estado",
    "POR_VENIR": "k-estado",
}


def semanas(series: Mapping[str, Sequence[Renglon]], *, telefono: bool = False) -> svg.Dibujo:
    """Una fila por serie y un cuadro por semana; lo entregado que aún se revisa va en contorno verde."""
    ancho = 358.0 if telefono else 1160.0
    separacion = 2.0
    piezas: list[str] = []
    for renglon, (nombre, propias) in enumerate(series.items()):
        y = 46.0 * renglon
        piezas.append(svg.texto(0, y + 12, nombre))
        lado = (ancho - 1 + separacion) / max(len(propias), 1) - separacion
        for indice, entrega in enumerate(propias):
            x = 0.5 + indice * (lado + separacion)
            piezas.append(svg.rectangulo(x, y + 19, lado, 16, _RELLENO_SEMANAL[entrega["estado"]], _globo(entrega), 1))
    aceptadas = sum(e["es_aceptado"] for propias in series.values() for e in propias)
    total = sum(len(propias) for propias in series.values())
    return svg.lamina(ancho, 46.0 * len(series) - 8, piezas, f"{aceptadas} de {total} entregas semanales aceptadas")
