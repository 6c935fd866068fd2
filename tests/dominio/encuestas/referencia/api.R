# Genera api_estratos.csv, api_conglomerados.csv y esperado.csv con R `survey` (Debian: r-base-core, r-cran-survey).
# Rscript api.R  (dentro de esta carpeta)
library(survey)
data(api)
columnas <- c("stype", "sch.wide", "comp.imp", "api00", "enroll", "api.stu", "pw", "fpc")
write.csv(cbind(apistrat[, columnas], dnum = apistrat$cds), "api_estratos.csv", row.names = FALSE, quote = FALSE)
write.csv(apiclus1[, c(columnas, "dnum")], "api_conglomerados.csv", row.names = FALSE, quote = FALSE)

disenos <- list(
  estratos = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat),
  conglomerados = svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)
)
salida <- data.frame()
agregar <- function(diseno, estadistico, nivel, valor, error = NA, inferior = NA, superior = NA) {
  salida <<- rbind(salida, data.frame(
    diseno = diseno, estadistico = estadistico, nivel = nivel, valor = as.numeric(valor)[1], error = as.numeric(error)[1],
    inferior = as.numeric(inferior)[1], superior = as.numeric(superior)[1]
  ))
}
tipo <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
amplia <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
for (nombre in names(disenos)) {
  d <- disenos[[nombre]]
  m <- svymean(~api00, d, deff = "replace"); ic <- confint(m, df = degf(d))
  agregar(nombre, "media", "todos", coef(m), SE(m), ic[1], ic[2])
  agregar(nombre, "deff_con_reemplazo", "todos", deff(m))
  agregar(nombre, "grados", "todos", degf(d))
  por <- svyby(~api00, ~stype, d, svymean)
  for (i in seq_len(nrow(por))) agregar(nombre, "media_por_tipo", as.character(por$stype[i]), por$api00[i], SE(por)[i])
  t <- svytotal(~enroll, d); agregar(nombre, "total", "todos", coef(t), SE(t))
  r <- svyratio(~api.stu, ~enroll, d); agregar(nombre, "razon", "todos", coef(r), SE(r))
  for (tipo_i in c("todos", "E", "H", "M")) {
    sub <- if (tipo_i == "todos") d else subset(d, stype == tipo_i)
    p <- svyciprop(~I(sch.wide == "Yes"), sub, method = "beta")
    agregar(nombre, "proporcion", tipo_i, coef(p), SE(p), confint(p)[1], confint(p)[2])
  }
  f <- svychisq(~sch.wide + stype, d, statistic = "F")
  agregar(nombre, "rao_scott", "F", f$statistic, f$p.value, f$parameter[1], f$parameter[2])
  c <- rake(d, list(~stype, ~sch.wide), list(tipo, amplia), control = list(maxit = 500, epsilon = 1e-12))
  mc <- svymean(~api00, c); agregar(nombre, "media_calibrada", "todos", coef(mc), SE(mc))
  pesos <- weights(c); agregar(nombre, "kish_calibrado", "todos", sum(pesos)^2 / sum(pesos^2))
  porc <- svyby(~api00, ~stype, c, svymean)
  for (i in seq_len(nrow(porc))) {
    agregar(nombre, "media_calibrada_por_tipo", as.character(porc$stype[i]), porc$api00[i], SE(porc)[i])
  }
  fc <- svychisq(~comp.imp + stype, c, statistic = "F")
  agregar(nombre, "rao_scott_calibrado", "F", fc$statistic, fc$p.value, fc$parameter[1], fc$parameter[2])
  b <- svyby(~I(as.numeric(sch.wide == "Yes")), ~stype, d, svymean, covmat = TRUE)
  k <- svycontrast(b, c(1, 0, -1)); agregar(nombre, "contraste_E_M", "Yes", coef(k), SE(k), 2 * pt(-abs(coef(k) / SE(k)), degf(d)))
}
for (columna in c("valor", "error", "inferior", "superior")) salida[[columna]] <- format(salida[[columna]], digits = 15, trim = TRUE)
write.csv(salida, "esperado.csv", row.names = FALSE, quote = FALSE)
