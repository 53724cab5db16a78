# Distribution functions from R: Rscript test/golden/distributions.R (writes distributions.json beside it).
library(jsonlite)

z <- c(-37, -12, -5, -1.96, -0.3, -1e-5, 0, 1e-9, 0.7, 1, 2.5, 8, 30)
df <- c(0.5, 1, 2, 3, 7.5, 30, 499, 12345, 1e6)
t <- c(-40, -3, -0.01, 0, 1e-6, 0.5, 1.7, 4, 25, 1e4)
x <- c(1e-8, 0.01, 0.5, 1, 3.84, 11, 60, 500, 12000)
f <- c(1e-6, 0.2, 0.99, 1.5, 4, 37, 2500)
p <- c(1e-300, 1e-20, 1e-5, 0.025, 0.3, 0.4999, 0.5, 0.6, 0.975, 0.999999)
grid <- function(...) as.matrix(expand.grid(...))
rows <- function(m, values) lapply(seq_len(nrow(m)), function(i) c(unname(m[i, ]), values[i]))
tt <- grid(t, df)
xx <- grid(x, df)
ff <- grid(f, c(1, 2, 9, 60), c(1, 3, 17, 400, 90000))
# R's own qt loses digits far out for fractional degrees of freedom: those are left out
pp <- grid(p[p >= 1e-20], c(1, 2, 3, 7.5, 30, 499))
golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = ".")),
  normalTail = rows(cbind(z), pnorm(z, lower.tail = FALSE)),
  normalQuantile = rows(cbind(p), qnorm(p)),
  studentTTail = rows(tt, pt(tt[, 1], tt[, 2], lower.tail = FALSE)),
  studentTQuantile = rows(pp, qt(pp[, 1], pp[, 2])),
  chiSquareCdf = rows(xx, pchisq(xx[, 1], xx[, 2])),
  chiSquareTail = rows(xx, pchisq(xx[, 1], xx[, 2], lower.tail = FALSE)),
  fTail = rows(ff, pf(ff[, 1], ff[, 2], ff[, 3], lower.tail = FALSE)),
  logGamma = rows(cbind(c(x, df)), lgamma(c(x, df)))
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = NA, auto_unbox = TRUE), file.path(here, "distributions.json"))
