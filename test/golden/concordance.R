# Writes concordance.json: risks beside times, and their concordance by R survival. Run: Rscript test/golden/concordance.R
suppressMessages(library(survival))
library(jsonlite)
set.seed(20261121)

case <- function(name, n, tied, strata, weighted) {
  risk <- rnorm(n)
  time <- rexp(n, exp(risk))
  if (tied) { time <- ceiling(4 * time); risk <- round(risk) }
  event <- rbinom(n, 1, 0.6)
  stratum <- if (strata) sample(0:2, n, TRUE) else rep(0, n)
  weight <- if (weighted) sample(0:3, n, TRUE) else rep(1, n)
  # A higher risk is an earlier event: reverse. Rows of weight 0 are left out, as a weight of 0 means.
  keep <- weight > 0
  fit <- concordance(Surv(time[keep], event[keep]) ~ risk[keep] + strata(stratum[keep]), weights = weight[keep], reverse = TRUE)
  list(name = name, times = time, events = event, risks = risk, strata = stratum, weights = weight,
       expected = unname(fit$concordance))
}
cases <- list(
  case("plain", 60, FALSE, FALSE, FALSE), case("tied", 80, TRUE, FALSE, FALSE),
  case("strata", 90, FALSE, TRUE, FALSE), case("tied, strata, weights", 120, TRUE, TRUE, TRUE),
  case("weights", 50, FALSE, FALSE, TRUE)
)
versions <- list(R = as.character(getRversion()), survival = as.character(packageVersion("survival")))
path <- file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "concordance.json")
write(toJSON(list(versions = versions, cases = cases), digits = 17, auto_unbox = TRUE), path)
