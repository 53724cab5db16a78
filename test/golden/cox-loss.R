# Negative log partial likelihood per event at given risks, by R survival: writes cox-loss.json.
# Run: Rscript test/golden/cox-loss.R
library(survival)
set.seed(4)
n <- 40
times <- ceiling(rexp(n) * 8)
events <- rbinom(n, 1, 0.7)
strata <- rep(0:1, length.out = n)
risks <- round(rnorm(n), 3)
loss <- function(formula, ties) {
  fit <- coxph(formula, ties = ties, init = 1, control = coxph.control(iter.max = 0))
  -fit$loglik[2] / sum(events)
}
s <- Surv(times, events)
cases <- list()
for (ties in c("breslow", "efron")) {
  cases[[ties]] <- loss(s ~ risks, ties)
  cases[[paste0(ties, "-strata")]] <- loss(s ~ risks + strata(strata), ties)
}
list_of <- function(x) paste0("[", paste(x, collapse = ", "), "]")
values <- paste0('"', names(cases), '": ', sprintf("%.12g", unlist(cases)), collapse = ", ")
cat(sprintf('{"versions": {"R": "%s", "survival": "%s"}, "times": %s, "events": %s, "strata": %s, "risks": %s, "losses": {%s}}\n',
  getRversion(), packageVersion("survival"), list_of(times), list_of(events), list_of(strata), list_of(risks), values),
  file = "test/golden/cox-loss.json")
