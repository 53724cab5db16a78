# Kaplan-Meier, Nelson-Aalen and log-rank from R survival: Rscript test/golden/survival-curves.R (writes survival-curves.json beside it).
# Tables of shared/data are read where they lie; only summary numbers of them are written.
suppressMessages(library(survival))
library(jsonlite)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
shared <- file.path(here, "..", "..", "..", "shared", "data", "04_survival", "classic")

curve <- function(time, status, weights = rep(1, length(time)), entry = NULL) {
  s <- if (is.null(entry)) Surv(time, status) else Surv(entry, time, status)
  fits <- lapply(c(log = "log", `log-log` = "log-log", plain = "plain"), function(type)
    survfit(s ~ 1, weights = weights, conf.type = type, robust = FALSE))
  f <- fits$log
  q <- function(f, p) { v <- quantile(f, p); as.list(unname(unlist(v))) }
  list(
    times = f$time, atRisk = f$n.risk, events = f$n.event, survival = f$surv,
    standardError = f$std.err * f$surv, cumulativeHazard = f$cumhaz, hazardError = f$std.chaz,
    limits = lapply(fits, function(f) list(lower = f$lower, upper = f$upper)),
    quartiles = lapply(fits, function(f) lapply(c(0.25, 0.5, 0.75), function(p) q(f, p)))
  )
}
rank <- function(formula, data) {
  d <- survdiff(formula, data)
  sums <- function(x) if (is.matrix(x)) rowSums(x) else x
  list(chiSquare = d$chisq, p = pchisq(d$chisq, length(d$n) - 1, lower.tail = FALSE),
    observed = unname(sums(d$obs)), expected = unname(sums(d$exp)), covariance = unname(as.vector(d$var)))
}

# Freireich et al. 1963, Blood 21, 699: weeks of remission of 42 children with leukaemia, as printed in Cox 1972, table 1.
freireich <- data.frame(
  time = c(6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35,
    1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23),
  status = c(1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, rep(1, 21)),
  group = rep(0:1, each = 21))

set.seed(11)
n <- 80
ties <- data.frame(time = ceiling(rexp(n, 0.1)), status = rbinom(n, 1, 0.6), group = rep_len(0:3, n),
  stratum = rep(0:2, length.out = n)[sample(n)], weight = sample(0:3, n, TRUE))
ties$entry <- pmax(0, ties$time - 1 - sample(0:12, n, TRUE))
level <- data.frame(time = c(1, 2, 3, 4, 5, 6, 7, 8), status = c(0, 0, 1, 1, 1, 0, 1, 1)) # level at exactly 1/2, and down to 0
flat <- data.frame(time = c(1, 2, 3, 4), status = c(1, 1, 0, 0)) # level at 1/2 to the end

read <- function(name) read.csv(file.path(shared, paste0(name, ".csv")))
veteran <- read("veteran")
gbsg <- read("gbsg")
rotterdam <- read("rotterdam")
real <- function(time, status) {
  f <- survfit(Surv(time, status) ~ 1)
  list(median = as.list(unname(unlist(quantile(f, 0.5)))), times = f$time[length(f$time)],
    survivalSum = sum(f$surv), errorSum = sum(f$std.err * f$surv, na.rm = TRUE), lowerSum = sum(f$lower, na.rm = TRUE))
}

golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), survival = as.character(packageVersion("survival"))),
  freireich = c(as.list(freireich), list(
    treated = with(subset(freireich, group == 0), curve(time, status)),
    placebo = with(subset(freireich, group == 1), curve(time, status)),
    logRank = rank(Surv(time, status) ~ group, freireich))),
  level = c(as.list(level), list(curve = with(level, curve(time, status)))),
  flat = c(as.list(flat), list(curve = with(flat, curve(time, status)))),
  ties = c(as.list(ties), list(
    plain = with(ties, curve(time, status)),
    weighted = with(ties, curve(time, status, pmax(weight, 1))),
    entered = with(ties, curve(time, status, rep(1, n), entry)),
    logRank = rank(Surv(time, status) ~ group, ties),
    stratified = rank(Surv(time, status) ~ group + strata(stratum), ties))),
  veteran = c(real(veteran$time, veteran$status), list(
    byCell = rank(Surv(time, status) ~ celltype, veteran),
    byCellInTreatment = rank(Surv(time, status) ~ celltype + strata(trt), veteran))),
  gbsg = c(real(gbsg$rfstime, gbsg$status), list(byHormone = rank(Surv(rfstime, status) ~ hormon, gbsg))),
  rotterdam = c(real(rotterdam$dtime, rotterdam$death), list(byGrade = rank(Surv(dtime, death) ~ grade, rotterdam)))
)
writeLines(toJSON(golden, digits = NA, auto_unbox = TRUE, na = "null"), file.path(here, "survival-curves.json"))
