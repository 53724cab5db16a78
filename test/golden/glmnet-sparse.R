# Goldens of penalised paths from glmnet on a sparse Matrix, features standardised by glmnet without making the table dense:
# Rscript test/golden/glmnet-sparse.R (writes glmnet-sparse.json beside it).
# Cox paths are of the same table in full: its own way for sparse ones (cox.fit) warns that it does not converge, and stays up to 2e-3 above
# the optimum here.
# Entries are whole numbers of 1/8, so that float32 holds them as they are.
suppressMessages({ library(glmnet); library(survival); library(Matrix) })
library(jsonlite)
glmnet.control(fdev = 0, devmax = 1) # never end a path early
set.seed(20261121)

table <- function(n, p, density) {
  X <- rsparsematrix(n, p, density, rand.x = function(count) sample(c(1:16, -4:-1), count, TRUE) / 8)
  eta <- as.vector(X[, 1:6] %*% c(1, -0.8, 0.9, 0.7, -1, 0.6)) * 1.5
  list(X = X, gaussian = round(100 * (3 + 2 * eta + rnorm(n))) / 100, poisson = rpois(n, exp(0.4 + 0.5 * eta)),
    binomial = as.integer(eta + rlogis(n) > 0), multinomial = as.integer(cut(eta + rlogis(n), c(-Inf, -0.7, 0.7, Inf))) - 1L,
    times = ceiling(6 * rexp(n) * exp(-eta)), events = rbinom(n, 1, 0.7))
}
tables <- list(`more rows than features` = table(160, 24, 0.08), `more features than rows` = table(90, 240, 0.05))

fit <- function(data, family, alpha) {
  n <- nrow(data$X)
  y <- if (family == "cox") Surv(data$times, data$events) else data[[family]]
  # glmnet takes the ridge part of a gaussian penalty for a response of standard deviation 1: given one it minimises its documented objective.
  unit <- if (family == "gaussian") sqrt(mean((y - mean(y))^2)) else 1
  if (family == "gaussian") y <- y / unit
  X <- if (family == "cox") as.matrix(data$X) else data$X
  call <- function(...) glmnet(X, y, family = family, alpha = alpha, standardize = TRUE, thresh = 1e-14, maxit = 1e7, ...)
  lambdas <- max(call(nlambda = 5)$lambda) * c(0.7, 0.3, 0.1, 0.04)
  model <- call(lambda = lambdas)
  lambdas <- lambdas[seq_along(model$lambda)]
  list(family = family, alpha = alpha, unit = unit, lambdas = lambdas, dev = I(model$dev.ratio),
    points = lapply(seq_along(lambdas), function(l) list(
      intercepts = I(if (family == "cox") 0 else if (family == "multinomial") unname(model$a0[, l]) else unname(model$a0[l])),
      coefficients = if (family == "multinomial") lapply(model$beta, function(b) as.vector(b[, l])) |> unname() else list(as.vector(model$beta[, l])))))
}

golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), glmnet = as.character(packageVersion("glmnet")),
    Matrix = as.character(packageVersion("Matrix"))),
  tables = lapply(names(tables), function(name) {
    data <- tables[[name]]
    fits <- list()
    for (family in c("gaussian", "binomial", "multinomial", "poisson", "cox")) for (alpha in c(0.3, 1))
      fits <- c(fits, list(fit(data, family, alpha)))
    X <- data$X
    c(list(name = name, n = nrow(X), p = ncol(X), starts = X@p, rows = X@i, values = X@x), data[-1], list(fits = fits))
  })
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = 10, auto_unbox = TRUE), file.path(here, "glmnet-sparse.json"))
