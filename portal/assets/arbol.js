/* Mitad del navegador de portal/componentes/arbol.py: dibuja de una vez las etiquetas que no tienen callbacks. */
(function () {
  "use strict";
  /* Una dirección que viaje en los datos solo puede ser de la casa, de la red o un correo: nunca un guion. */
  var SEGURA = /^(?:[/#?.]|https?:|mailto:|tel:|data:image\/(?:png|jpeg|gif|webp);|blob:)/i;
  var CON_DIRECCION = ["href", "src", "action", "formAction"];

  function propiedades(originales) {
    if (!originales) { return null; }
    var propias = Object.assign({}, originales);
    CON_DIRECCION.forEach(function (nombre) {
      if (propias[nombre] !== undefined && !SEGURA.test(propias[nombre])) { delete propias[nombre]; }
    });
    delete propias.dangerouslySetInnerHTML;
    return propias;
  }

  function crear(rama) {
    if (!Array.isArray(rama)) { return rama; }
    if (rama[0] === "svg") {
      return React.createElement("div", Object.assign({}, rama[1], { dangerouslySetInnerHTML: { __html: rama[2] || "" } }));
    }
    var partes = [rama[0], propiedades(rama[1])];
    for (var i = 2; i < rama.length; i += 1) { partes.push(crear(rama[i])); }
    return React.createElement.apply(null, partes);
  }

  window.mirador = window.mirador || {};
  window.mirador.Arbol = function (recibidas) {
    return React.createElement.apply(null, [React.Fragment, null].concat((recibidas.ramas || []).map(crear)));
  };
})();
