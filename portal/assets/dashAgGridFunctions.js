/* Funciones con nombre que usa dash-ag-grid: tema, idioma y formato de números de la casa. */
var dagfuncs = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});

dagfuncs.temaMirador = function (theme) {
  return theme.withParams({
    fontFamily: "inherit",
    fontSize: 14,
    headerFontSize: 12.5,
    headerFontWeight: 500,
    headerTextColor: "var(--mi-tinta-3)",
    foregroundColor: "var(--mi-tinta)",
    textColor: "var(--mi-tinta)",
    backgroundColor: "var(--mi-papel)",
    headerBackgroundColor: "var(--mi-papel)",
    oddRowBackgroundColor: "var(--mi-papel)",
    rowHoverColor: "var(--mi-papel-2)",
    selectedRowBackgroundColor: "var(--mi-acento-velo)",
    borderColor: "var(--mi-linea)",
    accentColor: "var(--mi-acento)",
    chromeBackgroundColor: "var(--mi-papel)",
    columnBorder: false,
    wrapperBorder: false,
    wrapperBorderRadius: 0,
    headerColumnBorder: false,
    cellHorizontalPadding: 10,
    menuBackgroundColor: "var(--mi-papel)",
  });
};

dagfuncs.numeroMirador = function (valor, decimales) {
  if (valor === null || valor === undefined || valor === "") { return "sin dato"; }
  var texto = Math.abs(valor).toLocaleString("es-MX", { minimumFractionDigits: decimales, maximumFractionDigits: decimales });
  return valor < 0 ? "\u2212" + texto : texto;
};
