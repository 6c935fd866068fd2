/* Mitad del navegador de portal/componentes/dibujo.py: pone un SVG del portal dentro de la página. */
window.mirador = window.mirador || {};
window.mirador.Dibujo = function (propiedades) {
  return React.createElement("div", {
    id: propiedades.id,
    className: propiedades.className,
    style: propiedades.style,
    dangerouslySetInnerHTML: { __html: propiedades.svg || "" },
  });
};
