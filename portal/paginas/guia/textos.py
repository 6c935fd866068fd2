"""Los textos de la guía: qué significa cada cosa y cómo se calcula. Puro: datos que la página acomoda."""

from __future__ import annotations

GLOSARIO: tuple[tuple[str, str], ...] = (
    ("Avance anual", "Lo realizado contra la meta del año entero. No decide la clase."),
    ("Captura", "El Excel con el que un área reporta sus metas de un mes."),
    ("Clase", "Cumplida, Buen desempeño, Regular o Deficiente; o el motivo por el que no se califica."),
    ("Cobertura", "Peso de las metas evaluables entre el de las exigibles. Dice de cuánto habla el promedio."),
    ("Corte", "Último mes cuya fecha límite de captura ya pasó. Todo se acumula de enero al corte."),
    ("Cuarentena", "Renglones que no entraron, con su celda, el motivo y qué hacer. Los demás del archivo sí entran."),
    ("Cumplimiento", "Lo realizado contra lo programado al corte, según el método de la meta, en por ciento."),
    ("Entregable", "Producto de un contrato con fecha comprometida e importe."),
    ("Extemporánea", "Captura que llegó después de la fecha límite. Cuenta, y se dice."),
    ("Huella", "Firma de los bytes de un archivo (SHA-256). El mismo contenido con otro nombre se reconoce."),
    ("Intervalo de alcance", "Lo menos y lo más que pudo ser el alcance, según lo observado. Nunca es una suma."),
    ("Procedencia", "Archivo, hoja y celda de donde salió un valor."),
    ("Reexpresión", "Diferencia entre lo que se reportó al cerrar un mes y lo que hoy se sabe."),
    ("Testigo", "Captura de pantalla que prueba que una pauta se publicó."),
    ("Versión", "Publicación completa e inmutable de los datos. Una pantalla muestra siempre una sola."),
)

PRIMEROS_PASOS: tuple[tuple[str, str], ...] = (
    ("Dirijo", "Abra «Resumen»: dice cómo vamos, qué cambió y qué requiere atención. De ahí, «Alertas»."),
    ("Analizo", "«Datos › Para analistas» da el almacén, cada tabla en Parquet y preguntas que ya corren."),
    ("Capturo", "«Captura» dice qué debe su área y hasta cuándo, y le da la plantilla ya llena con lo programado."),
    (
        "Cuido los datos",
        "«Datos» dice qué llegó, qué se devolvió y por qué; «Pruebas», qué se revisó antes de publicar.",
    ),
)

EJEMPLO: tuple[str, ...] = (
    "Programado 400, realizado 320: faltan 80 y el cumplimiento es 80 %.",
    "80 está entre 70 y 90: la clase es Regular. El color, la forma y la palabra dicen lo mismo.",
    "¿Es crítica? ¿Bajó de clase? Entonces hay una alerta, y la alerta dice desde cuándo.",
    "Un clic en 80 % abre la cuenta y la celda. Si está mal, se corrige en el Excel del área, no aquí.",
)

METODOS: tuple[tuple[str, str, str], ...] = (
    ("Directo", "Más es mejor", "100 × realizado ÷ programado"),
    ("Inverso", "Menos es mejor", "100 × programado ÷ realizado; con realizado 0, 100"),
    ("Lineal", "Menos es mejor, proporcional", "100 × (2 − realizado ÷ programado), nunca menos de 0"),
    ("Línea base", "Avance desde un punto de partida", "100 × (realizado − línea base) ÷ (programado − línea base)"),
    ("Tolerancia", "Mantener un valor", "100 dentro de la tolerancia; baja en proporción al alejarse"),
    ("Rango", "Quedar entre dos límites", "100 dentro del rango; baja en proporción al salirse"),
    ("Hito", "Se logra o no", "100 si lo realizado alcanza lo programado; si no, 0"),
)

ACUMULACIONES: tuple[tuple[str, str], ...] = (
    ("Suma", "Se suman los meses capturados; un mes omitido cuenta como cero y se dice cuántos van."),
    ("Último", "Vale el último mes capturado."),
    ("Promedio", "Media de los meses capturados, ponderada por sus casos si todos los traen."),
    ("Razón", "Suma de numeradores entre suma de denominadores; nunca promedio de porcentajes."),
)

ALERTAS: tuple[tuple[str, str, str], ...] = (
    ("A1", "Deficiente en los dos últimos periodos programados ya vencidos", "Alta"),
    ("A2", "A este ritmo, el año cierra por debajo de buen desempeño", "Media"),
    ("A3", "Lo que falta por mes rebasa 1.5 veces su mejor mes", "Media"),
    ("A4", "Venció el plazo y no hay captura", "Media; alta después de 10 días"),
    ("A5", "El valor del mes se aleja mucho de su propia historia", "Baja"),
    ("A6", "Excede lo programado y no trae justificación", "Baja"),
    ("A7", "Numerador mayor que denominador, o un valor negativo en una suma", "Media"),
    ("A8", "Bajó dos clases o más entre dos periodos evaluados seguidos", "Media"),
)

BANDERAS: tuple[tuple[str, str], ...] = (
    ("es_excedida", "Rebasa el umbral de excedida: conviene explicar por qué."),
    ("es_ajustada", "Un ajuste autorizado cambió su calendario; se conserva el original."),
    ("es_extemporanea", "Alguna captura llegó después de la fecha límite."),
    ("es_sin_brecha", "Lo programado es igual a la línea base, o no hay línea base: se usa el método de su sentido."),
    ("es_lb_incoherente", "Lo programado queda del lado equivocado de la línea base: no se puede evaluar."),
    ("es_concluida", "Ya alcanzó su meta del año."),
)

CAPTURA: tuple[str, ...] = (
    "Descargue en «Captura» la plantilla de su área y su mes. Trae lo programado y el último valor; no los cambie.",
    "Entregue el archivo en «Captura»: le da un recibo y su fecha es la que cuenta. Por carpeta, cuenta la de B3.",
    "En «realizado» escriba solo el número, con punto decimal: 1234.5. Sin «aprox.», sin unidades, sin fórmulas rotas.",
    "Si el indicador es una razón, llene numerador y denominador, siempre los dos.",
    "Un 0 es un cero de verdad. Si no hay dato, deje la celda vacía; nunca escriba 0 por no tenerlo.",
    "Si el mes no aplica, escriba «si» en no_aplica, deje el valor vacío y ponga la justificación.",
    "Para corregir, vuelva a entregar el archivo del mismo mes: corrige renglón por renglón y ambos se conservan.",
    "Si algo no entra, «Captura» le devuelve el mismo libro con las celdas en rojo y qué corregir en cada una.",
)
