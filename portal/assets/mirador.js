/* Navegación, filtros, tema, foco y gráficas. Sin dependencias; no pide nada fuera del portal. */
(function () {
  "use strict";
  var raiz = document.documentElement;
  var focoPendiente = null;
  var origenDelCajon = null;

  /* ── navegación: un solo cambio de dirección, una sola petición ── */
  function navegar(destino, conservarDesplazamiento) {
    var url = new URL(destino, location.href);
    if (url.origin !== location.origin) { return; }
    var relativa = url.pathname + url.search + url.hash;
    if (relativa === location.pathname + location.search + location.hash) { return; }
    history.pushState({}, "", relativa);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (url.pathname + url.search !== direccionDibujada) { raiz.dataset.cargando = "1"; }
    if (!conservarDesplazamiento) { window.scrollTo(0, 0); }
  }

  function esInterno(ancla) {
    var destino = ancla.getAttribute("href") || "";
    return destino.charAt(0) === "/" && destino.charAt(1) !== "/" && !ancla.hasAttribute("target") && !ancla.hasAttribute("download") &&
      destino.indexOf("/descargas/") !== 0;
  }

  document.addEventListener("click", function (evento) {
    if (evento.defaultPrevented || evento.button !== 0 || evento.metaKey || evento.ctrlKey || evento.shiftKey || evento.altKey) { return; }
    var boton = evento.target.closest("[data-accion]");
    if (boton) { accion(boton); return; }
    cerrarDesplegables(evento.target);
    var ancla = evento.target.closest("a[href]");
    if (!ancla) { return; }
    if (ancla.classList.contains("mi-saltar")) { evento.preventDefault(); enfocar(document.getElementById("contenido")); return; }
    if (!esInterno(ancla)) { return; }
    evento.preventDefault();
    if (ancla.id) { focoPendiente = ancla.id; }
    if (ancla.id.indexOf("explica-") === 0) { origenDelCajon = ancla.id; focoPendiente = null; }
    if (ancla.closest("[data-cajon]") && ancla.classList.contains("cerrar")) { focoPendiente = origenDelCajon; }
    var destino = new URL(ancla.getAttribute("href"), location.href);  /* en un SVG, «href» no es texto */
    navegar(destino.href, destino.pathname === location.pathname);
  });

  document.addEventListener("keydown", function (evento) {
    if (evento.key === " " && evento.target.matches && evento.target.matches("a[role=checkbox]")) {
      evento.preventDefault();
      evento.target.click();
    }
    if (evento.key === "Escape") {
      cerrarDesplegables(null);
      if (raiz.dataset.filtros) { alternarFiltros(false); return; }
      var cerrar = document.querySelector("[data-cajon] .cerrar");
      if (cerrar) { cerrar.click(); }
    }
  });

  document.addEventListener("change", function (evento) {
    var control = evento.target.closest("[data-filtro]");
    if (!control) { return; }
    if (evento.target.validity && !evento.target.validity.valid) { return; }  // una fecha a medio escribir
    var valor = control.tagName === "LABEL" ? evento.target.value : control.value;  // una cifra vive dentro de su rótulo
    var url = new URL(location.href);
    var conRuta = control.closest("[data-ruta]");  // cambiar de área o de meta es cambiar de ruta, no de filtro
    if (conRuta) { url.pathname = conRuta.dataset.ruta + encodeURIComponent(valor); }
    else if (valor === (control.dataset.omision || "")) { url.searchParams.delete(control.dataset.filtro); }
    else { url.searchParams.set(control.dataset.filtro, valor); }
    url.searchParams.delete("explica");
    focoPendiente = evento.target.id;
    navegar(url.pathname + url.search, true);
  });

  /* ── acciones del cintillo ── */
  function accion(boton) {
    var cual = boton.dataset.accion;
    if (cual === "cambiar-tema") { ponerTema(raiz.dataset.bsTheme === "dark" ? "light" : "dark", true); }
    if (cual === "copiar-enlace") { copiar(boton); }
    if (cual === "imprimir") { cerrarDesplegables(null); window.print(); }
    if (cual === "filtros") { alternarFiltros(!raiz.dataset.filtros); }
  }

  function ponerTema(tema, guardar) {
    raiz.dataset.bsTheme = tema;
    if (guardar) { try { localStorage.setItem("mirador-tema", tema); } catch (error) { /* sin almacenamiento, dura la visita */ } }
    if (window.dash_clientside && window.dash_clientside.set_props) { window.dash_clientside.set_props("mi-tema", { data: tema }); }
  }

  function copiar(boton) {
    var url = new URL(location.href);
    url.searchParams.delete("tema");
    var rotulo = boton.querySelector("span");
    var antes = rotulo.textContent;
    function listo(texto) {
      rotulo.textContent = texto;
      setTimeout(function () { rotulo.textContent = antes; }, 1800);
    }
    if (navigator.clipboard) {
      navigator.clipboard.writeText(url.href).then(function () { listo("Enlace copiado"); }, function () { listo("No se pudo copiar"); });
    } else { listo("No se pudo copiar"); }
  }

  function alternarFiltros(abrir) {
    if (abrir) { raiz.dataset.filtros = "1"; } else { delete raiz.dataset.filtros; }
    var boton = document.querySelector("[data-accion=filtros]");
    if (boton) { boton.setAttribute("aria-expanded", abrir ? "true" : "false"); if (!abrir) { boton.focus(); } }
    if (abrir) { enfocar(document.querySelector(".mi-filtros select, .mi-filtros a")); }
  }

  function cerrarDesplegables(dentroDe) {
    document.querySelectorAll("details.mi-descargar[open]").forEach(function (menu) {
      if (!dentroDe || !menu.contains(dentroDe)) { menu.open = false; }
    });
  }

  /* ── después de dibujar: título, foco, cajón y filtros al día ── */
  function enfocar(elemento) { if (elemento) { elemento.focus({ preventScroll: true }); } }

  var habiaCajon = false;
  var dibujado = null;
  var direccionDibujada = null;
  function alDibujar() {
    var pantalla = document.querySelector(".mi-pantalla");
    if (!pantalla || pantalla.dataset.dibujo === dibujado) { return; }
    dibujado = pantalla.dataset.dibujo;
    direccionDibujada = location.pathname + location.search;
    delete raiz.dataset.cargando;
    if (pantalla.dataset.titulo && document.title !== pantalla.dataset.titulo) { document.title = pantalla.dataset.titulo; }
    document.querySelectorAll("[data-filtro]").forEach(function (control) {
      if (control.value !== control.dataset.valor && document.activeElement !== control) { control.value = control.dataset.valor; }
    });
    var cajon = document.querySelector("[data-cajon]");
    if (cajon && !habiaCajon) { enfocar(cajon); }
    if (!cajon && habiaCajon && !focoPendiente) { focoPendiente = origenDelCajon; }
    habiaCajon = Boolean(cajon);
    if (focoPendiente) { enfocar(document.getElementById(focoPendiente)); focoPendiente = null; }
    irAlAncla();
  }

  var anclaVista = null;
  function irAlAncla() {
    var lugar = location.hash && document.getElementById(location.hash.slice(1));
    if (lugar && anclaVista !== location.href) { lugar.scrollIntoView(); }
    anclaVista = location.href;
  }

  var avisado = false;
  new MutationObserver(function () {
    if (avisado) { return; }
    avisado = true;
    requestAnimationFrame(function () { avisado = false; alDibujar(); });
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-dibujo"] });

  /* el título de Dash Pages llega con la página: manda el de la pantalla */
  new MutationObserver(function () {
    var pantalla = document.querySelector(".mi-pantalla");
    if (pantalla && pantalla.dataset.titulo && document.title !== pantalla.dataset.titulo) { document.title = pantalla.dataset.titulo; }
  }).observe(document.querySelector("title"), { childList: true });

  window.addEventListener("popstate", function () {
    if (location.pathname + location.search !== direccionDibujada) { raiz.dataset.cargando = "1"; }
  });

  /* ── gráficas: los tokens se vuelven color según el tema ── */
  var TOKEN = /^var\((--mi-[a-z0-9-]+)\)(?:\/(0?\.\d+|1|0))?$/;
  function color(texto, estilos) {
    var hallado = TOKEN.exec(texto);
    if (!hallado) { return texto; }
    var valor = estilos.getPropertyValue(hallado[1]).trim() || "#888888";
    if (hallado[2] === undefined) { return valor; }
    var n = parseInt(valor.slice(1, 7), 16);
    return "rgba(" + (n >> 16 & 255) + "," + (n >> 8 & 255) + "," + (n & 255) + "," + hallado[2] + ")";
  }
  function resolver(nodo, estilos) {
    if (typeof nodo === "string") { return nodo.indexOf("var(--mi-") === 0 ? color(nodo, estilos) : nodo; }
    if (Array.isArray(nodo)) { return nodo.map(function (hijo) { return resolver(hijo, estilos); }); }
    if (nodo && typeof nodo === "object") {
      var copia = {};
      Object.keys(nodo).forEach(function (llave) { copia[llave] = resolver(nodo[llave], estilos); });
      return copia;
    }
    return nodo;
  }
  var originales = {};

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    mirador: {
      figura: function (datos) {
        if (!datos) { return window.dash_clientside.no_update; }
        var contexto = window.dash_clientside.callback_context;
        var quien = contexto && contexto.outputs_list && contexto.outputs_list.id;
        if (quien && quien.de) { originales[quien.de] = datos; }
        return resolver(datos, getComputedStyle(raiz));
      },
      alternar: function (clics, abierto) { return clics ? !abierto : abierto; },
    },
  });

  /* al imprimir manda el tema claro, también en las gráficas */
  var temaAntes = null;
  function redibujarGraficas() {
    if (!window.Plotly) { return; }
    document.querySelectorAll(".mi-grafica .js-plotly-plot").forEach(function (nodo) {
      var caja = nodo.closest("[id*='\"mi\":\"grafica\"']");
      var llave = caja ? JSON.parse(caja.id).de : null;
      if (!llave || !originales[llave]) { return; }
      var figura = resolver(originales[llave], getComputedStyle(raiz));
      window.Plotly.react(nodo, figura.data, figura.layout);
    });
  }
  window.addEventListener("beforeprint", function () {
    temaAntes = raiz.dataset.bsTheme;
    if (temaAntes === "dark") { raiz.dataset.bsTheme = "light"; redibujarGraficas(); }
  });
  window.addEventListener("afterprint", function () {
    if (temaAntes === "dark") { raiz.dataset.bsTheme = temaAntes; redibujarGraficas(); }
  });
})();
