# Least squares and logistic regression from R: Rscript test/golden/regression.R (writes regression.json beside it).
# Tables of shared/data are read where they lie; only the numbers of the fits are written.
library(jsonlite)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
shared <- file.path(here, "..", "..", "..", "shared", "data", "04_survival", "classic")
bare <- function(x) unname(as.vector(x))
# NA of an aliased column: 0 here
zero <- function(x) ifelse(is.na(x), 0, x)

linear <- function(X, y, w = rep(1, length(y)), predict = TRUE) {
  X <- as.matrix(X)
  fit <- lm(y ~ X, weights = w)
  s <- summary(fit)
  known <- !is.na(coef(fit))
  intervals <- if (predict) lapply(c(confidence = "confidence", prediction = "prediction"), function(interval) {
    # rows with weights make predict.lm warn that it takes a weight of 1 for prediction
    p <- suppressWarnings(predict(fit, data.frame(X = I(X[1:5, , drop = FALSE])), interval = interval, level = 0.9, se.fit = TRUE))
    list(values = bare(p$fit[, 1]), lower = bare(p$fit[, 2]), upper = bare(p$fit[, 3]), errors = bare(p$se.fit))
  })
  list(coefficients = bare(zero(coef(fit))), known = bare(which(known)) - 1, errors = bare(s$coefficients[, 2]),
    t = bare(s$coefficients[, 3]), p = bare(s$coefficients[, 4]), covariance = bare(vcov(fit)[known, known]),
    sigma = s$sigma, df = fit$df.residual, r2 = s$r.squared, adjusted = s$adj.r.squared, f = bare(s$fstatistic),
    fp = bare(pf(s$fstatistic[1], s$fstatistic[2], s$fstatistic[3], lower.tail = FALSE)), intervals = intervals)
}
# glm takes its tolerance for aliased columns from epsilon: too small an epsilon finds none
logistic <- function(X, y, w = rep(1, length(y)), epsilon = 1e-14) {
  X <- as.matrix(X)
  fit <- suppressWarnings(glm(y ~ X, family = binomial, weights = w, epsilon = epsilon, maxit = 100))
  s <- summary(fit)
  list(coefficients = bare(zero(coef(fit))), known = bare(which(!is.na(coef(fit)))) - 1, errors = bare(s$coefficients[, 2]),
    z = bare(s$coefficients[, 3]), p = bare(s$coefficients[, 4]), deviance = fit$deviance, nullDeviance = fit$null.deviance,
    df = fit$df.residual, limits = bare(exp(suppressMessages(confint.default(fit)))))
}

# Longley 1967, JASA 62, 819 (as in NIST's StRD): ill conditioned.
longley <- datasets::longley
L <- as.matrix(longley[c("GNP.deflator", "GNP", "Unemployed", "Armed.Forces", "Population", "Year")])
set.seed(3)
n <- 60
X <- cbind(round(rnorm(n), 3), rbinom(n, 1, 0.5), round(runif(n, 100, 900)), round(rnorm(n), 3))
y <- round(2 + 1.5 * X[, 1] - 0.01 * X[, 3] + rnorm(n), 4)
class <- as.integer(runif(n) < plogis(0.8 * X[, 1] - 1.2 * X[, 2] + 0.002 * X[, 3] - 0.5))
weights <- sample(0:3, n, TRUE)
aliased <- cbind(X[, 1:2], X[, 1] - 2 * X[, 2], X[, 3:4], X[, 3] + 5)
rotterdam <- read.csv(file.path(shared, "rotterdam.csv"))
names <- c("age", "meno", "grade", "nodes", "pgr", "er", "hormon", "chemo")

golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = ".")),
  longley = c(list(columns = unname(lapply(as.data.frame(L), bare)), y = longley$Employed), linear(L, longley$Employed)),
  data = list(columns = unname(as.list(as.data.frame(X))), y = y, class = class, weights = weights, aliased = unname(as.list(as.data.frame(aliased)))),
  linear = list(plain = linear(X, y), weighted = linear(X, y, weights), aliased = linear(aliased, y, predict = FALSE)),
  logistic = list(plain = logistic(X, class), weighted = logistic(X, class, weights), aliased = logistic(aliased, class, epsilon = 1e-10)),
  rotterdam = list(columns = names, linear = linear(rotterdam[names], rotterdam$dtime), logistic = logistic(rotterdam[names], rotterdam$death))
)
writeLines(toJSON(golden, digits = NA, auto_unbox = TRUE, na = "null"), file.path(here, "regression.json"))
