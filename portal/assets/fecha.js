/* Mitad del navegador de portal/componentes/fecha.py: el campo de fecha del navegador, como filtro de la dirección. */
window.mirador = window.mirador || {};
window.mirador.Fecha = function (propiedades) {
  return React.createElement("input", {
    id: propiedades.id,
    type: "date",
    name: propiedades.filtro,
    min: propiedades.minimo || undefined,
    max: propiedades.maximo || undefined,
    defaultValue: propiedades.valor || "",
    "data-filtro": propiedades.filtro,
    "data-omision": "",
    "data-valor": propiedades.valor || "",
  });
};
