# Goldens for moderated t, empirical Bayes of variances, polygammas, Welch's t and BH: Rscript test/golden/moderated-t.R (writes moderated-t.json).
# Debian 12: r-bioc-limma r-cran-jsonlite. Tables are features × samples, as limma has them.
suppressMessages(library(limma))
library(jsonlite)
set.seed(20261129)
exact <- function(x) round(x * 256) / 256 # float32 holds it as it is

p <- 60; n <- 18
group <- rep(c("A", "B", "C"), each = 6)
pair <- rep(1:6, 3)
age <- round(rnorm(n, 60, 8))
level <- runif(p, 3, 12)
spread <- sqrt(0.3 * exp(-0.15 * level) * 6 / rchisq(p, 6))
Y <- exact(matrix(rnorm(p * n), p, n) * spread + level + outer(rnorm(p, 0, 0.3), rnorm(6))[, pair])
Y[1:8, 1:6] <- exact(Y[1:8, 1:6] + 1.2)
holes <- Y
holes[cbind(sample(2:p, 25, TRUE), sample(n, 25, TRUE))] <- NA
holes[1, 1:6] <- NA # one group of it is missing
means <- model.matrix(~ 0 + factor(group)); colnames(means) <- c("A", "B", "C")
paired <- cbind(means, model.matrix(~ factor(pair))[, -1], age = age)
rest <- function(k, width) { w <- rep(0, width); w[1:3] <- -1 / 2; w[k] <- 1; w }
fitted <- function(Y, design, contrasts, trend) {
  fit <- eBayes(contrasts.fit(lmFit(Y, design), contrasts), trend = trend)
  list(effects = t(fit$coefficients), t = t(fit$t), p = t(fit$p.value), degrees = fit$df.total, variances = fit$s2.post,
    priorDegrees = if (is.finite(fit$df.prior[1])) fit$df.prior[1] else "Inf", q = t(apply(fit$p.value, 2, p.adjust, "BH")), means = fit$Amean)
}
three <- sapply(1:3, rest, 3)
# With missing values contrasts.fit is approximate: the coefficient of a two-column design is the contrast itself.
two <- cbind(base = 1, A = group == "A")
direct <- eBayes(lmFit(holes, two))
quiet <- matrix(rnorm(40 * 12), 40, 12); quiet <- exact(quiet / apply(quiet, 1, sd))
x <- c(1e-3, 0.2, 0.5, 1, 2.5, 7, 11.9, 12, 40, 1e4)
a <- round(rnorm(12, 1), 2); b <- round(rnorm(9, 0, 3), 2)
welch <- t.test(a, b)
pooled <- sqrt((11 * var(a) + 8 * var(b)) / 19)
golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), limma = as.character(packageVersion("limma"))),
  Y = Y, holes = holes, group = match(group, c("A", "B", "C")) - 1, pair = pair, age = age, quiet = quiet,
  plain = fitted(Y, means, three, FALSE), trend = fitted(Y, means, three, TRUE),
  blocked = fitted(Y, paired, sapply(1:3, rest, ncol(paired)), FALSE),
  missing = list(effects = direct$coefficients[, "A"], t = direct$t[, "A"], p = direct$p.value[, "A"], priorDegrees = direct$df.prior),
  even = fitted(quiet, cbind(A = rep(1:0, each = 6), B = rep(0:1, each = 6)), cbind(c(1, -1)), FALSE),
  polygamma = list(x = x, digamma = digamma(x), trigamma = trigamma(x), y = c(1e-6, 0.01, 0.3, 1, 9, 1e5), inverse = trigammaInverse(c(1e-6, 0.01, 0.3, 1, 9, 1e5))),
  welch = list(a = a, b = b, t = unname(welch$statistic), df = unname(welch$parameter), p = welch$p.value, limits = welch$conf.int,
    hedgesG = unname(diff(rev(welch$estimate))) / pooled * gamma(9.5) / (sqrt(9.5) * gamma(9)))
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = NA, auto_unbox = TRUE, na = "null"), file.path(here, "moderated-t.json"))
