/* Recorrido de la primera visita: se ofrece una vez, se recuerda en este navegador y se repite desde la Guía.
   Se usa con teclado: flechas, Tab y Escape. Todo texto entra como texto, nunca como HTML. */
(function () {
  "use strict";
  var LLAVE = "mirador-recorrido", ESPERA = 400, INTENTOS = 75;
  var PASOS = [
    [".mi-lateral .mi-nav, .mi-inferior", "El menú", "Seguimiento dice cómo vamos; Difusión, Encuestas y Contratos, lo demás; Captura y Guía, cómo se llena y se lee."],
    ["main h1", "La respuesta, primero", "Cada página abre con una frase y su número: lo que hay que saber aunque no se lea nada más."],
    ["main .sem, main .tira .cuadro, main .chip", "El semáforo", "El color nunca va solo: lleva forma y palabra. «Pendiente» no es malo, es que aún está en plazo."],
    ["#filtros", "Los filtros", "Viven en la dirección: copie el enlace y la otra persona verá lo mismo."],
    ["main a[id^='explica-']", "De dónde sale", "Un clic en una cifra abre su cuenta, su regla y la celda de Excel de donde salió."],
    [".mi-descargar", "Llévesela", "Descargue lo que ve en Excel o CSV, o imprímalo. Dice su versión y su corte."],
    [".mi-pie", "Si algo no se entiende", "La Guía explica el semáforo, la captura y cada palabra. Desde ahí puede repetir este recorrido."],
  ];
  var cuadro = null, paso = 0, visibles = [], origen = null;

  function recordar() { try { localStorage.setItem(LLAVE, "visto"); } catch (error) { /* sin almacenamiento, se ofrece otra vez */ } }
  function visto() { try { return localStorage.getItem(LLAVE) === "visto"; } catch (error) { return false; } }

  function pieza(etiqueta, texto, clase) {
    var nodo = document.createElement(etiqueta);
    if (texto) { nodo.textContent = texto; }
    if (clase) { nodo.className = clase; }
    return nodo;
  }

  function boton(texto, alPulsar, lleno) {
    var nodo = pieza("button", texto, lleno ? "boton lleno" : "boton");
    nodo.type = "button";
    nodo.addEventListener("click", alPulsar);
    return nodo;
  }

  function seVe(nodo) {
    var caja = nodo.getBoundingClientRect();
    return caja.width > 0 && caja.height > 0 && getComputedStyle(nodo).visibility !== "hidden";
  }

  function hallar(selector) { return Array.prototype.find.call(document.querySelectorAll(selector), seVe) || null; }

  function senalar(nodo) {
    Array.prototype.forEach.call(document.querySelectorAll(".recorrido-foco"), function (viejo) { viejo.classList.remove("recorrido-foco"); });
    if (!nodo) { return; }
    nodo.classList.add("recorrido-foco");
    nodo.scrollIntoView({ block: "center" });
  }

  function cerrar() {
    if (!cuadro) { return; }
    recordar();
    senalar(null);
    cuadro.remove();
    cuadro = null;
    document.removeEventListener("keydown", tecla, true);
    if (origen && document.contains(origen)) { origen.focus(); } else { var c = document.getElementById("contenido"); if (c) { c.focus(); } }
  }

  function tecla(evento) {
    if (evento.key === "Escape") { evento.stopPropagation(); cerrar(); return; }
    if (!cuadro.classList.contains("recorrido")) { return; }
    if (evento.key === "ArrowRight") { evento.preventDefault(); mover(1); }
    if (evento.key === "ArrowLeft") { evento.preventDefault(); mover(-1); }
  }

  function mover(cuanto) {
    var siguiente = paso + cuanto;
    if (siguiente < 0) { return; }
    if (siguiente >= visibles.length) { cerrar(); return; }
    paso = siguiente;
    dibujar();
  }

  function abrirCuadro(clase, etiqueta) {
    if (cuadro) { cuadro.remove(); }
    cuadro = pieza("div", null, clase);
    cuadro.setAttribute("role", "dialog");
    cuadro.setAttribute("aria-label", etiqueta);
    document.body.appendChild(cuadro);
    document.addEventListener("keydown", tecla, true);
  }

  function dibujar() {
    var datos = visibles[paso], acciones = pieza("div", null, "acciones"), ultimo = paso === visibles.length - 1;
    cuadro.textContent = "";
    cuadro.appendChild(pieza("p", "Paso " + (paso + 1) + " de " + visibles.length, "cuenta"));
    cuadro.appendChild(pieza("h2", datos[1]));
    var texto = pieza("p", datos[2]);
    texto.setAttribute("aria-live", "polite");
    cuadro.appendChild(texto);
    if (paso) { acciones.appendChild(boton("Anterior", function () { mover(-1); })); }
    var siguiente = boton(ultimo ? "Terminar" : "Siguiente", function () { mover(1); }, true);
    acciones.appendChild(siguiente);
    if (!ultimo) { acciones.appendChild(boton("Salir del recorrido", cerrar)); }
    cuadro.appendChild(acciones);
    senalar(hallar(datos[0]));
    siguiente.focus({ preventScroll: true });
  }

  function empezar() {
    origen = document.activeElement && document.activeElement !== document.body ? document.activeElement : null;
    if (cuadro && cuadro.contains(origen)) { origen = null; }
    visibles = PASOS.filter(function (datos) { return hallar(datos[0]); });
    if (!visibles.length) { return; }
    paso = 0;
    recordar();
    abrirCuadro("recorrido", "Recorrido por Mirador");
    dibujar();
  }

  function invitar() {
    abrirCuadro("recorrido-invita", "Recorrido de la primera visita");
    cuadro.appendChild(pieza("p", "¿Primera vez en Mirador? Un recorrido de un minuto dice dónde está cada cosa."));
    var acciones = pieza("div", null, "acciones");
    acciones.appendChild(boton("Empezar el recorrido", empezar, true));
    acciones.appendChild(boton("No, gracias", cerrar));
    cuadro.appendChild(acciones);
  }

  document.addEventListener("click", function (evento) {
    var pedido = evento.target.closest ? evento.target.closest('[data-recorrido="empezar"]') : null;
    if (pedido) { empezar(); }
  });

  /* se ofrece cuando la primera pantalla ya está dibujada; nunca encima de algo a medio cargar */
  (function esperar(veces) {
    if (visto() || veces > INTENTOS) { return; }
    if (document.querySelector(".mi-pantalla main h1") && !document.documentElement.dataset.cargando) { invitar(); return; }
    setTimeout(function () { esperar(veces + 1); }, ESPERA);
  })(0);
})();
