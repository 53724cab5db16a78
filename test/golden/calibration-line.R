# Writes calibration-line.json: recalibration of probabilities by R glm. Run: Rscript test/golden/calibration-line.R
library(jsonlite)
set.seed(20261121)
case <- function(n, bold, shift, weighted) {
  eta <- rnorm(n, -0.5, 1.2)
  y <- rbinom(n, 1, plogis(eta))
  p <- plogis(bold * eta + shift)
  w <- if (weighted) sample(0:3, n, TRUE) else rep(1, n)
  odds <- qlogis(p)
  line <- glm(y ~ odds, binomial, weights = w, epsilon = 1e-14)
  large <- glm(y ~ 1 + offset(odds), binomial, weights = w, epsilon = 1e-14)
  list(truth = y, probabilities = p, weights = w, slope = unname(coef(line)[2]), atSlope = unname(coef(line)[1]), intercept = unname(coef(large)))
}
cases <- list(case(60, 2, 0, FALSE), case(200, 0.5, 1, FALSE), case(150, 1, 0, TRUE), case(90, 3, -1, TRUE))
# Three classes: each against the rest, mean of the slopes and of the absolute intercepts.
n <- 160
scores <- matrix(rnorm(3 * n), n)
draw <- apply(exp(scores), 1, function(e) sample(0:2, 1, prob = e))
p <- exp(1.8 * scores); p <- p / rowSums(p)
fits <- sapply(0:2, function(k) {
  y <- as.integer(draw == k); odds <- log(p[, k + 1]) - log(rowSums(p[, -(k + 1)]))
  c(coef(glm(y ~ odds, binomial, epsilon = 1e-14))[2], coef(glm(y ~ 1 + offset(odds), binomial, epsilon = 1e-14)))
})
three <- list(truth = draw, probabilities = as.vector(t(p)), slope = mean(fits[1, ]), intercept = mean(abs(fits[2, ])))
path <- file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "calibration-line.json")
write(toJSON(list(versions = list(R = as.character(getRversion())), cases = cases, three = three), digits = 17, auto_unbox = TRUE), path)
