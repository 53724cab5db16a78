# Writes survival-calibration.json: smooth calibration of survival at a time by R survival, after Austin et al. 2020. Run: Rscript test/golden/survival-calibration.R
suppressMessages(library(survival))
library(jsonlite)
set.seed(20261121)
shares <- list(`3` = c(.1, .5, .9), `4` = c(.05, .35, .65, .95), `5` = c(.05, .275, .5, .725, .95))
spline <- function(x, k) {
  t <- quantile(x, shares[[as.character(k)]]); cube <- function(v) pmax(v, 0)^3
  sapply(1:(k - 2), function(j)
    (cube(x - t[j]) - (cube(x - t[k - 1]) * (t[k] - t[j]) - cube(x - t[k]) * (t[k - 1] - t[j])) / (t[k] - t[k - 1])) / (t[k] - t[1])^2)
}
case <- function(n, k, bold, at) {
  risk <- rnorm(n)
  time <- ceiling(20 * rexp(n, exp(risk - 1))) / 10
  censor <- ceiling(20 * rexp(n, 0.2)) / 10
  status <- as.integer(time <= censor); time <- pmin(time, censor)
  predicted <- pmin(1 - 1e-6, 1 - exp(-at * exp(bold * risk - 1.2)))
  x <- log(-log(1 - predicted))
  d <- data.frame(x = x, spline(x, k))
  control <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50)
  fit <- coxph(Surv(time, status) ~ ., d, ties = "efron", control = control)
  base <- basehaz(fit, centered = TRUE)
  H <- max(c(0, base$hazard[base$time <= at]))
  observed <- 1 - exp(-H * exp(predict(fit, type = "lp")))
  line <- coxph(Surv(time, status) ~ x, ties = "efron", control = control)
  away <- abs(observed - predicted)
  list(times = time, events = status, predicted = predicted, time = at, knots = k, observed = unname(observed),
    ici = mean(away), e50 = unname(quantile(away, .5)), e90 = unname(quantile(away, .9)), eMax = max(away),
    slope = unname(coef(line)), slopeError = sqrt(vcov(line))[1, 1])
}
cases <- list(case(150, 3, 1.7, 2), case(300, 4, 0.6, 1), case(250, 5, 1, 3))
scale <- local({
  H <- rexp(80); d <- rbinom(80, 1, 0.6); w <- runif(80, 0.1, 3)
  fit <- suppressWarnings(glm(d ~ 1 + offset(log(H)), poisson, weights = w, epsilon = 1e-14))
  list(hazard = H, events = d, weights = w, factor = exp(unname(coef(fit))))
})
versions <- list(R = as.character(getRversion()), survival = as.character(packageVersion("survival")))
path <- file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "survival-calibration.json")
write(toJSON(list(versions = versions, cases = cases, scale = scale), digits = 17, auto_unbox = TRUE), path)
