/* Mitad del navegador de portal/componentes/quien.py, y qué hacer cuando la sesión terminó. */
(function () {
  "use strict";
  var raiz = document.documentElement;
  window.mirador = window.mirador || {};
  window.mirador.Quien = function () {
    var e = React.createElement;
    if (!raiz.dataset.quien) { return null; }
    return e("span", { className: "mi-quien" },
      e("a", { href: "/cuenta", target: "_self", className: "mi-icono" },
        e("i", { className: "i i-person", "aria-hidden": "true" }), e("span", null, e("span", { className: "oculto" }, "Mi cuenta: "), raiz.dataset.quien, e("small", null, raiz.dataset.rol))),
      raiz.dataset.cuentas ? e("a", { href: "/usuarios", target: "_self", className: "mi-icono" },
        e("i", { className: "i i-lock", "aria-hidden": "true" }), "Cuentas") : null,
      e("form", { method: "post", action: "/salir" },
        e("input", { type: "hidden", name: "ficha", value: raiz.dataset.ficha || "" }),
        e("button", { type: "submit", className: "mi-icono" }, e("i", { className: "i i-arrow-left", "aria-hidden": "true" }), "Salir")));
  };

  /* una pestaña vieja cuya sesión terminó: se dice y se ofrece entrar, sin perder lo escrito */
  function avisar() {
    delete raiz.dataset.cargando;
    if (document.getElementById("mi-sesion")) { return; }
    var caja = document.createElement("div");
    caja.id = "mi-sesion";
    caja.className = "mi-sesion";
    caja.setAttribute("role", "alert");
    var texto = document.createElement("span");
    texto.textContent = "Su sesión terminó. Lo que haya escrito sigue aquí. ";
    var enlace = document.createElement("a");
    enlace.href = "/entrar?siguiente=" + encodeURIComponent(location.pathname + location.search);
    enlace.target = "_self";
    enlace.textContent = "Entrar de nuevo";
    caja.append(texto, enlace);
    document.body.append(caja);
  }
  var pedir = window.fetch;
  window.fetch = function () {
    return pedir.apply(this, arguments).then(function (respuesta) {
      if (respuesta.status === 401) { avisar(); }
      return respuesta;
    });
  };
})();
