# Goldens for src/prepare/lasso-order.ts from glmnet: Rscript test/golden/lasso-order.R (writes lasso-order.json beside it).
# For each feature the first step l of the penalties strongest·10^(−l/30), l = 1 … 30, at which its coefficient is not zero; 0: none.
suppressMessages(library(glmnet))
library(jsonlite)
glmnet.control(fdev = 0, devmax = 1)
set.seed(20240407)

table <- function(n, p, classes, effect) {
  y <- rep_len(seq_len(classes) - 1, n)
  X <- matrix(rnorm(n * p), n, p)
  for (k in seq_len(classes) - 1) X[y == k, 2 * k + 1:2] <- X[y == k, 2 * k + 1:2] + effect
  X[, p] <- 0.8 * X[, 1] + 0.6 * X[, p]
  list(X = round(sweep(X, 2, 2^(seq_len(p) %% 5), "*") * 256) / 256, y = y) # features of different units
}

entry <- function(data) {
  n <- nrow(data$X)
  Z <- scale(data$X) * sqrt(n / (n - 1))
  Y <- 1 * outer(data$y, sort(unique(data$y)), "==")
  strongest <- max(abs(crossprod(Z, sweep(Y, 2, colMeans(Y))))) / n
  model <- glmnet(data$X, factor(data$y), family = if (ncol(Y) == 2) "binomial" else "multinomial",
    lambda = strongest * 10^(-(1:30) / 30), standardize = TRUE, thresh = 1e-14, maxit = 1e7)
  b <- coef(model)
  if (!is.list(b)) b <- list(b)
  nonzero <- Reduce(`|`, lapply(b, function(m) as.matrix(m)[-1, ] != 0))
  unname(apply(nonzero, 1, function(row) if (any(row)) which(row)[1] else 0))
}

tables <- list(table(60, 40, 2, 0.9), table(75, 120, 3, 1))
golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), glmnet = as.character(packageVersion("glmnet"))),
  tables = lapply(tables, function(data) c(data, list(entry = entry(data))))
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = 10, auto_unbox = TRUE), file.path(here, "lasso-order.json"))
