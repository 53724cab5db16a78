# Goldens of gaussian, poisson and Cox paths from glmnet, with weights and unpenalised features:
# Rscript test/golden/glmnet-families.R (writes glmnet-families.json beside it).
# Values of X are whole numbers of 1/256, so that float32 holds them as they are.
suppressMessages({ library(glmnet); library(survival) })
library(jsonlite)
glmnet.control(fdev = 0, devmax = 1) # never end a path early
set.seed(20240712)

table <- function(n, p) {
  X <- matrix(rnorm(n * p), n, p)
  X[, p] <- 0.8 * X[, 1] + 0.6 * X[, p] # correlated features
  X <- round(X * 256) / 256
  eta <- as.vector(X[, 1:4] %*% c(1, -0.8, 0.6, 0.4))
  time <- ceiling(6 * rexp(n) * exp(-eta)) # few values: ties among events and censored
  list(X = X, gaussian = round(100 * (3 + 2 * eta + rnorm(n))) / 100, poisson = rpois(n, exp(0.5 + 0.6 * eta)),
    times = time, events = rbinom(n, 1, 0.7), weights = sample(1:4, n, TRUE))
}
tables <- list(`more rows than features` = table(50, 12), `more features than rows` = table(34, 60))

fit <- function(data, family, alpha, weighted, free) {
  n <- nrow(data$X); p <- ncol(data$X)
  w <- if (weighted) data$weights / sum(data$weights) else rep(1 / n, n)
  factors <- rep(1, p)
  if (free) factors[c(2, p)] <- 0
  y <- if (family == "cox") Surv(data$times, data$events) else data[[family]]
  # glmnet divides a gaussian response by its standard deviation, and takes the ridge part of the penalty at that scale: given one of
  # standard deviation 1 it minimises its documented objective.
  unit <- if (family == "gaussian") sqrt(sum(w * (y - sum(w * y))^2)) else 1
  if (family == "gaussian") y <- y / unit
  # glmnet makes the mean of the factors 1: a penalty of ours is one of its divided by that.
  rescale <- sum(factors) / p
  call <- function(...) glmnet(data$X, y, family = family, alpha = alpha, weights = w * n, penalty.factor = factors,
    standardize = FALSE, thresh = 1e-14, maxit = 1e7, ...)
  strongest <- max(call(nlambda = 5)$lambda) / rescale
  lambdas <- strongest * c(0.7, 0.3, 0.1, 0.03)
  model <- call(lambda = lambdas * rescale)
  lambdas <- lambdas[seq_along(model$lambda)] # it gives up at the weakest Cox penalties of the wide table
  list(family = family, alpha = alpha, weighted = weighted, free = free, unit = unit, lambdas = lambdas, dev = I(model$dev.ratio),
    points = lapply(seq_along(lambdas), function(l) list(
      intercepts = I(if (family == "cox") 0 else unname(model$a0[l])), coefficients = list(as.vector(model$beta[, l])))))
}

golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), glmnet = as.character(packageVersion("glmnet"))),
  tables = lapply(names(tables), function(name) {
    data <- tables[[name]]
    fits <- list()
    for (family in c("gaussian", "poisson", "cox")) for (alpha in c(0.3, 1)) for (weighted in c(FALSE, TRUE)) for (free in c(FALSE, TRUE))
      fits <- c(fits, list(fit(data, family, alpha, weighted, free)))
    c(list(name = name), data, list(fits = fits))
  })
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = 10, auto_unbox = TRUE), file.path(here, "glmnet-families.json"))
