# One fit, timed without reading, after one that warms up: table, work.
suppressMessages(library(survival))
args <- commandArgs(TRUE)
d <- read.csv(args[1])
X <- as.matrix(d[, -(1:3)])
s <- Surv(d$time, d$event)
run <- switch(args[2],
  cox = function() coef(coxph(s ~ X)),
  logistic = function() coef(glm(d$class ~ X, family = binomial)),
  linear = function() coef(lm(d$time ~ X)),
  `kaplan-meier` = function() survfit(s ~ 1)$surv[1:50])
invisible(run())
seconds <- system.time(result <- run())[["elapsed"]]
cat(sprintf('{"seconds": %.6f, "result": [%s]}\n', seconds, paste(sprintf("%.15g", result), collapse = ", ")))
