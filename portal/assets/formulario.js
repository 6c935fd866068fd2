/* Mitad del navegador de portal/componentes/formulario.py. */
window.mirador = window.mirador || {};
(function () {
  "use strict";
  function recordado(nombre) {
    try { return localStorage.getItem("mirador-" + nombre) || ""; } catch (error) { return ""; }
  }
  function recordar(nombre, valor) {
    try { localStorage.setItem("mirador-" + nombre, valor); } catch (error) { /* sin almacenamiento se vuelve a escribir */ }
  }
  function nuevaClave() {
    return window.crypto && crypto.randomUUID ? crypto.randomUUID() : String(Date.now()) + Math.random().toString(16).slice(2);
  }
  function irA(parametros) {
    var url = new URL(location.href);
    Object.keys(parametros).forEach(function (llave) { url.searchParams.set(llave, parametros[llave]); });
    history.replaceState({}, "", url.pathname + url.search + url.hash);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }
  function campo(prefijo, datos) {
    var id = prefijo + "-" + datos.nombre;
    if (datos.tipo === "oculto") {
      return React.createElement("input", { key: id, type: "hidden", name: datos.nombre, value: datos.valor, readOnly: true });
    }
    var propiedades = {
      id: id, name: datos.nombre, required: datos.obligatorio, maxLength: datos.largo, autoComplete: "off",
      defaultValue: datos.recordar ? recordado(datos.nombre) || datos.valor : datos.valor,
    };
    if (datos.tipo === "fecha") { propiedades.type = "date"; propiedades.min = datos.minimo || undefined; delete propiedades.maxLength; }
    if (datos.tipo === "texto") { propiedades.type = "text"; }
    if (datos.tipo === "parrafo") { propiedades.rows = 2; }
    return React.createElement("label", { key: id, htmlFor: id }, datos.rotulo,
      React.createElement(datos.tipo === "parrafo" ? "textarea" : "input", propiedades));
  }
  window.mirador.Formulario = function (propiedades) {
    var clave = React.useRef(nuevaClave());
    var estado = React.useState({ enviando: false, error: "" });
    var ahora = estado[0], poner = estado[1];
    function enviar(evento) {
      evento.preventDefault();
      if (ahora.enviando) { return; }
      var forma = evento.currentTarget;
      var datos = { evento_clave: clave.current };
      propiedades.campos.forEach(function (c) {
        datos[c.nombre] = forma.elements[c.nombre].value;
        if (c.recordar) { recordar(c.nombre, datos[c.nombre]); }
      });
      poner({ enviando: true, error: "" });
      var previa = propiedades.ficha
        ? fetch(propiedades.ficha, { credentials: "same-origin" }).then(function (r) { return r.json(); })
        : Promise.resolve({});
      previa.then(function (sesion) {
        var cabeceras = { "Content-Type": "application/json" };
        if (sesion.ficha) { cabeceras["X-Mirador-Ficha"] = sesion.ficha; }
        return fetch(propiedades.destino, {
          method: "POST", headers: cabeceras, credentials: "same-origin", body: JSON.stringify(datos),
        });
      }).then(function (respuesta) {
        return respuesta.json().then(function (cuerpo) {
          if (!respuesta.ok) { throw new Error(cuerpo.error + (cuerpo.referencia ? " (" + cuerpo.referencia + ")" : "")); }
          clave.current = nuevaClave();
          poner({ enviando: false, error: "" });
          irA({ hecho: String(cuerpo.secuencia) });
        });
      }).catch(function (error) {
        poner({ enviando: false, error: error instanceof TypeError ? "No hubo respuesta del portal. Inténtelo de nuevo; no se duplica." : error.message });
      });
    }
    var partes = propiedades.campos.map(function (c) { return campo(propiedades.id, c); });
    if (ahora.error) { partes.push(React.createElement("p", { key: "error", role: "alert", className: "mal" }, ahora.error)); }
    partes.push(React.createElement("button", { key: "boton", type: "submit", className: "mi-boton", disabled: ahora.enviando },
      ahora.enviando ? "Guardando…" : propiedades.boton));
    return React.createElement("form", { id: propiedades.id, className: "mi-formulario", onSubmit: enviar }, partes);
  };
})();
