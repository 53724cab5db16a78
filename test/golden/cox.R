# Cox regression from R survival: Rscript test/golden/cox.R (writes cox.json beside it).
# Tables of shared/data are read where they lie; only the numbers of the fits are written.
suppressMessages(library(survival))
library(jsonlite)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
shared <- file.path(here, "..", "..", "..", "shared", "data", "04_survival", "classic")
tight <- coxph.control(eps = 1e-11, iter.max = 50)

# X: columns; full: also the residuals of every sample
record <- function(X, time, status, ties, weights = NULL, strata = NULL, entry = NULL, full = TRUE) {
  d <- data.frame(time = time, status = status)
  d$X <- X
  d$w <- if (is.null(weights)) rep(1, length(time)) else weights
  d$g <- if (is.null(strata)) rep(0, length(time)) else strata
  d$entry <- if (is.null(entry)) 0 else entry
  y <- if (is.null(entry)) "Surv(time, status)" else "Surv(entry, time, status)"
  formula <- as.formula(paste(y, "~ X", if (is.null(strata)) "" else "+ strata(g)"))
  fit <- coxph(formula, d, weights = w, ties = ties, robust = FALSE, control = tight, x = TRUE)
  s <- summary(fit)
  bare <- function(x) unname(as.vector(x))
  zph <- lapply(c(km = "km", identity = "identity", log = "log", rank = "rank"), function(transform) {
    z <- cox.zph(fit, transform, terms = FALSE)
    list(chiSquare = bare(z$table[, 1]), p = bare(z$table[, 3]), timeSum = sum(z$x), residualSum = sum(abs(z$y)))
  })
  base <- basehaz(fit, centered = FALSE)
  r <- residuals(fit, "martingale")
  schoenfeld <- as.matrix(residuals(fit, "schoenfeld"))
  c(list(ties = ties, coefficients = bare(coef(fit)), standardErrors = bare(sqrt(diag(vcov(fit)))),
    p = bare(s$coefficients[, "Pr(>|z|)"]), lower = bare(s$conf.int[, 3]), upper = bare(s$conf.int[, 4]),
    covariance = bare(vcov(fit)), logLikelihood = fit$loglik, likelihoodRatio = bare(s$logtest), wald = as.vector(fit$wald.test), score = bare(s$sctest),
    zph = zph, lastHazard = if (is.null(strata)) max(base$hazard) else bare(tapply(base$hazard, base$strata, max)),
    hazardSum = sum(base$hazard[!duplicated(cbind(base$hazard, base$strata))])),
    if (full) list(martingale = bare(r), schoenfeld = as.vector(t(schoenfeld[order(1:nrow(schoenfeld)), , drop = FALSE])))
    else list(martingaleSum = sum(abs(r)), schoenfeldSum = sum(abs(schoenfeld))))
}

set.seed(5)
n <- 70
X <- cbind(a = round(rnorm(n), 3), b = rbinom(n, 1, 0.4), c = round(runif(n, 10, 90)))
time <- ceiling(rexp(n, 0.08 * exp(0.6 * X[, 1] - 0.5 * X[, 2])))
status <- rbinom(n, 1, 0.7)
weights <- sample(c(0.5, 1, 2, 3.25), n, TRUE)
strata <- sample(0:2, n, TRUE)
entry <- pmax(0, time - 1 - sample(0:15, n, TRUE))
fits <- list()
for (ties in c("efron", "breslow")) fits <- c(fits, list(
  c(list(name = paste("plain", ties)), record(X, time, status, ties)),
  c(list(name = paste("weighted", ties), weighted = TRUE), record(X, time, status, ties, weights = weights)),
  c(list(name = paste("stratified", ties), stratified = TRUE), record(X, time, status, ties, strata = strata)),
  c(list(name = paste("entered", ties), entered = TRUE), record(X, time, status, ties, entry = entry)),
  c(list(name = paste("all of it", ties), weighted = TRUE, stratified = TRUE, entered = TRUE),
    record(X, time, status, ties, weights, strata, entry))))

freireich <- fromJSON(file.path(here, "survival-curves.json"))$freireich
read <- function(name) read.csv(file.path(shared, paste0(name, ".csv")))
veteran <- read("veteran")
gbsg <- read("gbsg")
rotterdam <- read("rotterdam")
real <- list(
  list(table = "veteran", time = "time", status = "status", columns = c("trt", "karno", "diagtime", "age", "prior"), strata = "celltype"),
  list(table = "gbsg", time = "rfstime", status = "status", columns = c("age", "meno", "size", "grade", "nodes", "pgr", "er", "hormon")),
  list(table = "rotterdam", time = "dtime", status = "death", columns = c("age", "meno", "grade", "nodes", "pgr", "er", "hormon", "chemo")))
golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), survival = as.character(packageVersion("survival"))),
  data = list(columns = unname(as.list(as.data.frame(X))), time = time, status = status, weights = weights, strata = strata, entry = entry),
  fits = fits,
  freireich = lapply(c(efron = "efron", breslow = "breslow"), function(ties) {
    f <- coxph(Surv(time, status) ~ group, as.data.frame(freireich[c("time", "status", "group")]), ties = ties, control = tight)
    c(unname(coef(f)), sqrt(vcov(f)))
  }),
  real = lapply(real, function(r) {
    d <- read(r$table)
    strata <- if (is.null(r$strata)) NULL else as.integer(factor(d[[r$strata]], sort(unique(d[[r$strata]])))) - 1
    fits <- lapply(c("efron", "breslow"), function(ties)
      record(as.matrix(d[r$columns]), d[[r$time]], d[[r$status]], ties, strata = strata, full = FALSE))
    c(r, list(fits = fits))
  })
)
writeLines(toJSON(golden, digits = NA, auto_unbox = TRUE, na = "null"), file.path(here, "cox.json"))
