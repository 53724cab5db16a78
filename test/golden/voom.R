# Goldens for lowess and precision weights of counts: Rscript test/golden/voom.R (writes voom.json).
# Debian 12: r-bioc-limma r-cran-jsonlite. Tables are features × samples, as limma has them.
suppressMessages(library(limma))
library(jsonlite)
set.seed(20261130)
p <- 120; n <- 12
group <- rep(0:1, each = 6)
batch <- rep(0:1, 6)
level <- 2^runif(p, 0, 11)
sizes <- runif(n, 0.3, 3)
fold <- c(rep(3, 8), rep(1, p - 8))
mu <- outer(level, sizes) * outer(fold, group, "^") * outer(2^rnorm(p, 0, 0.3), batch, "^")
counts <- matrix(rnbinom(p * n, mu = mu, size = 8), p, n)
counts[5, ] <- 0
design <- cbind(base = 1, group = group, batch = batch)
fitted <- function(lib.size) {
  v <- voom(counts, design, lib.size = lib.size, save.plot = TRUE)
  fit <- eBayes(lmFit(v, design))
  list(values = v$E, weights = v$weights, smooth = v$voom.line$y, effects = fit$coefficients[, "group"], t = fit$t[, "group"],
    p = fit$p.value[, "group"], priorDegrees = fit$df.prior)
}
x <- sort(c(round(runif(60, 0, 10), 2), rep(3.5, 6), rep(9.9, 3)))
y <- sin(x) + rnorm(length(x), 0, 0.2); y[7] <- 5
golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), limma = as.character(packageVersion("limma"))),
  counts = counts, group = group, batch = batch, sizes = round(colSums(counts) * rep(c(0.9, 1.1), 6)),
  plain = fitted(NULL), sized = fitted(round(colSums(counts) * rep(c(0.9, 1.1), 6))),
  lowess = list(x = x, y = y, half = lowess(x, y, f = 0.5)$y, usual = lowess(x, y)$y, even = lowess(x, 2 * x + 1)$y)
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = NA, auto_unbox = TRUE, na = "null"), file.path(here, "voom.json"))
