# Goldens for the elastic net from glmnet: Rscript test/golden/glmnet.R (writes glmnet.json beside it).
# Values of X are whole numbers of 1/256, so that float32 holds them as they are.
suppressMessages(library(glmnet))
library(jsonlite)
glmnet.control(fdev = 0, devmax = 1) # never end a path early
set.seed(20240311)

table <- function(n, p, classes, effect) {
  y <- rep_len(seq_len(classes) - 1, n)
  y[seq_len(n %/% 5)] <- 0 # the first class is larger
  X <- matrix(rnorm(n * p), n, p)
  for (k in seq_len(classes) - 1) X[y == k, 2 * k + 1:2] <- X[y == k, 2 * k + 1:2] + effect
  X[, p] <- 0.8 * X[, 1] + 0.6 * X[, p] # correlated features
  list(X = round(X * 256) / 256, y = y)
}

tables <- list(
  binomial = table(41, 12, 2, 0.8),
  `binomial, n < p` = table(22, 50, 2, 0.8),
  multinomial = table(46, 12, 3, 0.8),
  `multinomial, n < p` = table(30, 50, 3, 0.8)
)

strongest <- function(X, Y, w, alpha) {
  residual <- w * sweep(Y, 2, colSums(w * Y))
  max(abs(crossprod(X, residual))) / alpha
}

fit <- function(data, alpha, balanced) {
  n <- nrow(data$X)
  counts <- tabulate(data$y + 1)
  w <- if (balanced) 1 / (length(counts) * counts[data$y + 1]) else rep(1 / n, n)
  Y <- 1 * outer(data$y, seq_along(counts) - 1, "==")
  lambdas <- strongest(data$X, Y, w, alpha) * c(0.7, 0.3, 0.1, 0.03)
  model <- glmnet(data$X, factor(data$y),
    family = if (length(counts) == 2) "binomial" else "multinomial", type.multinomial = "ungrouped",
    alpha = alpha, lambda = lambdas, weights = w * n, standardize = FALSE, thresh = 1e-14, maxit = 1e7)
  b <- coef(model)
  if (!is.list(b)) b <- list(b)
  points <- lapply(seq_along(lambdas), function(l) list(
    intercepts = I(unname(sapply(b, function(m) m[1, l]))),
    coefficients = unname(lapply(b, function(m) as.vector(m[-1, l])))
  ))
  list(alpha = alpha, balanced = balanced, lambdas = lambdas, points = points)
}

golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), glmnet = as.character(packageVersion("glmnet"))),
  tables = lapply(names(tables), function(name) {
    data <- tables[[name]]
    fits <- list()
    for (alpha in c(0.1, 0.5, 1)) for (balanced in c(FALSE, TRUE)) fits <- c(fits, list(fit(data, alpha, balanced)))
    list(name = name, X = data$X, y = data$y, fits = fits)
  })
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = 10, auto_unbox = TRUE), file.path(here, "glmnet.json"))
