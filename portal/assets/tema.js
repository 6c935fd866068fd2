/* Fija el tema antes de pintar: la dirección manda, luego lo guardado, luego el sistema. */
(function () {
  var pedido = new URLSearchParams(location.search).get("tema");
  var guardado = null;
  try { guardado = localStorage.getItem("mirador-tema"); } catch (error) { guardado = null; }
  var tema = pedido === "dark" || pedido === "light" ? pedido : guardado;
  if (tema !== "dark" && tema !== "light") {
    tema = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  document.documentElement.dataset.bsTheme = tema;
})();
