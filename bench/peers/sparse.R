# glmnet's lasso path on a sparse Matrix: seconds of the fit alone, and for numbers the largest duality gap as a share of the null loss.
suppressMessages({ library(glmnet); library(Matrix) })
args <- commandArgs(TRUE); folder <- args[1]; family <- args[2]
shape <- jsonlite::fromJSON(file.path(folder, "shape.json")); n <- shape$samples; p <- shape$features
int <- function(name, count) readBin(file.path(folder, name), "integer", count)
starts <- int("starts.i32", p + 1); count <- starts[p + 1]
X <- sparseMatrix(i = int("rows.i32", count), p = starts, x = readBin(file.path(folder, "values.f32"), "numeric", count, size = 4), dims = c(n, p), index1 = FALSE)
if (family == "drugs") { # a path for each drug, on the cell lines that it was tried on
  all <- matrix(readBin(file.path(folder, "ic50.f64"), "numeric", n * 1000), n)
  seconds <- 0; worst <- 0; dev <- 0; drugs <- ncol(all)
  for (d in seq_len(drugs)) {
    rows <- !is.na(all[, d]); A <- X[rows, ]; y <- all[rows, d]; m <- length(y)
    t <- proc.time()[3]
    f <- glmnet(A, y, nlambda = 100, lambda.min.ratio = 0.01, standardize = FALSE)
    seconds <- seconds + proc.time()[3] - t
    dev <- dev + tail(f$dev.ratio, 1) / drugs
    null <- mean((y - mean(y))^2) / 2
    for (l in round(seq(2, length(f$lambda), length.out = 8))) {
      lam <- f$lambda[l]; b <- f$beta[, l]; eta <- as.vector(A %*% b) + f$a0[l]; r <- (y - eta) / m
      s <- min(1, lam / max(abs(crossprod(A, r)))); s <- min(s, sum(r * y) / (m * sum(r^2)))
      worst <- max(worst, (mean((y - eta)^2) / 2 + lam * sum(abs(b)) + sum(m * (s * r)^2 / 2 - s * r * y)) / null)
    }
  }
  cat(sprintf('{"seconds": %f, "gap": %g, "explained": %f}\n', seconds, worst, dev))
  quit()
}
y <- if (family == "gaussian") readBin(file.path(folder, "y.f64"), "numeric", n) else int("codes.i32", n)
t <- proc.time()[3]
f <- glmnet(X, y, family = family, nlambda = 100, lambda.min.ratio = 0.01, standardize = FALSE)
seconds <- proc.time()[3] - t
worst <- 0
for (l in round(seq(2, length(f$lambda), length.out = 8))) {
  lam <- f$lambda[l]; b <- f$beta[, l]; eta <- as.vector(X %*% b) + f$a0[l]
  if (family == "gaussian") {
    r <- (y - eta) / n; null <- mean((y - mean(y))^2) / 2
    s <- min(1, lam / max(abs(crossprod(X, r)))); s <- min(s, sum(r * y) / (n * sum(r^2)))
    primal <- mean((y - eta)^2) / 2; conjugate <- sum(n * (s * r)^2 / 2 - s * r * y)
  } else {
    m <- 1 / (1 + exp(-eta)); r <- (y - m) / n; a <- mean(y); null <- -(a * log(a) + (1 - a) * log(1 - a))
    s <- min(1, lam / max(abs(crossprod(X, r)))); u <- y - s * (y - m); v <- 1 - u
    primal <- mean(log(1 + exp(-abs(eta))) + pmax(eta, 0) - y * eta)
    conjugate <- mean(ifelse(u > 0, u * log(u), 0) + ifelse(v > 0, v * log(v), 0))
  }
  worst <- max(worst, (primal + lam * sum(abs(b)) + conjugate) / null)
}
cat(sprintf('{"seconds": %f, "gap": %g, "points": %d, "explained": %f}\n', seconds, worst, length(f$lambda), tail(f$dev.ratio, 1)))
