# Goldens of all families with features that are not penalised and with weights, from glmnet, as the learners should predict them:
# Rscript test/golden/glmnet-unpenalised.R (writes glmnet-unpenalised.json beside it).
# Values of X are whole numbers of 1/256, so that float32 holds them as they are. Unpenalised coefficients of a multinomial model are told apart
# by their differences only, so predictions are compared.
suppressMessages({ library(glmnet); library(survival) })
library(jsonlite)
glmnet.control(fdev = 0, devmax = 1) # never end a path early
set.seed(20251121)

table <- function(n, p) {
  X <- round(matrix(rnorm(n * p), n, p) * 256) / 256
  eta <- as.vector(X[, 1:4] %*% c(1, -0.8, 0.6, 0.4))
  time <- ceiling(6 * rexp(n) * exp(-eta))
  list(X = X, gaussian = round(100 * (3 + 2 * eta + rnorm(n))) / 100, poisson = rpois(n, exp(0.5 + 0.6 * eta)),
    binomial = as.integer(eta + rnorm(n) > 0), multinomial = as.integer(cut(eta + rnorm(n), c(-Inf, -0.6, 0.6, Inf))) - 1,
    times = time, events = rbinom(n, 1, 0.7), weights = sample(1:4, n, TRUE) / 2)
}
tables <- list(`more rows than features` = table(60, 12), `more features than rows` = table(40, 70))
free <- c(2, 5)

fit <- function(data, family, alpha) {
  n <- nrow(data$X); p <- ncol(data$X)
  w <- data$weights / sum(data$weights)
  factors <- rep(1, p); factors[free] <- 0
  y <- if (family == "cox") Surv(data$times, data$events) else data[[family]]
  # glmnet takes the ridge part of a gaussian penalty for a response of standard deviation 1.
  unit <- if (family == "gaussian") sqrt(sum(w * (y - sum(w * y))^2)) else 1
  if (family == "gaussian") y <- y / unit
  # glmnet makes the mean of the factors 1: a penalty of ours is one of its divided by that.
  rescale <- sum(factors) / p
  call <- function(...) glmnet(data$X, y, family = family, alpha = alpha, weights = w * n, penalty.factor = factors,
    standardize = FALSE, thresh = 1e-14, maxit = 1e7, ...)
  strongest <- max(call(nlambda = 5)$lambda) / rescale
  lambdas <- strongest * c(0.7, 0.2)
  model <- call(lambda = lambdas * rescale)
  said <- lapply(seq_along(lambdas), function(l) {
    eta <- predict(model, data$X, s = lambdas[l] * rescale)
    if (family == "gaussian") eta * unit
    else if (family == "cox") eta - sum(w * eta)
    else if (family == "multinomial") t(predict(model, data$X, s = lambdas[l] * rescale, type = "response")[, , 1])
    else predict(model, data$X, s = lambdas[l] * rescale, type = "response")
  })
  # Of the response as it is, lambda is in its unit: the loss is unit² as large. The ridge part is not.
  list(family = family, alpha = alpha, strongest = strongest * unit, lambdas = lambdas * unit, unit = unit,
    predictions = lapply(said, function(values) as.vector(values)))
}

golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), glmnet = as.character(packageVersion("glmnet"))),
  free = free - 1,
  tables = lapply(names(tables), function(name) {
    data <- tables[[name]]
    fits <- list()
    for (family in c("gaussian", "binomial", "multinomial", "poisson", "cox"))
      for (alpha in if (family == "gaussian") 1 else c(0.4, 1)) fits <- c(fits, list(fit(data, family, alpha)))
    c(list(name = name), data, list(fits = fits))
  })
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = 10, auto_unbox = TRUE), file.path(here, "glmnet-unpenalised.json"))
