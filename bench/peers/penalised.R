# glmnet's lasso path on raw columns: seconds of the fit alone, and the largest duality gap of its solutions as a share of the null loss.
suppressMessages({ library(glmnet); library(survival) })
args <- commandArgs(TRUE); folder <- args[1]; family <- args[2]; L <- as.integer(args[3])
shape <- jsonlite::fromJSON(file.path(folder, "shape.json")); n <- shape$samples; p <- shape$features
X <- matrix(readBin(file.path(folder, "x.f32"), "numeric", n * p, size = 4), n, p)
read <- function(name) readBin(file.path(folder, name), "numeric", n)
y <- if (family == "cox") Surv(read("times.f64"), read("events.f64")) else read("y.f64")
t <- proc.time()[3]
f <- glmnet(X, y, family = family, nlambda = L, lambda.min.ratio = 0.01, standardize = FALSE)
seconds <- proc.time()[3] - t
worst <- 0
order <- if (family == "cox") order(-y[, 1])
for (l in round(seq(2, length(f$lambda), length.out = 8))) {
  lam <- f$lambda[l]; b <- as.vector(f$beta[, l]); eta <- as.vector(X %*% b)
  if (family == "gaussian") {
    eta <- eta + f$a0[l]; r <- (y - eta) / n; null <- mean((y - mean(y))^2) / 2
    s <- min(1, lam / max(abs(crossprod(X, r)))); s <- min(s, sum(r * y) / (n * sum(r^2)))
    primal <- mean((y - eta)^2) / 2; conjugate <- sum(n * (s * r)^2 / 2 - s * r * y)
  } else { # no ties in these times
    z <- eta[order] - max(eta); d <- y[order, 2]; e <- exp(z); S <- cumsum(e)
    hazard <- rev(cumsum(rev(d / S))); r <- numeric(n); r[order] <- (d - e * hazard) / n
    s <- min(1, lam / max(abs(crossprod(X, r)))); on <- d == 1; share <- s * (e / S)[on]; u <- share + 1 - s
    null <- sum(d * log(seq_len(n))) / n
    primal <- sum(d * (log(S) - z)) / n
    conjugate <- (sum(s * (log(s) + (cumsum(e * z) / S)[on] - log(S)[on])) + sum(u * log(u) - share * (log(s) + z[on] - log(S)[on]))) / n
  }
  worst <- max(worst, (primal + lam * sum(abs(b)) + conjugate) / null)
}
cat(sprintf('{"seconds": %f, "gap": %g, "points": %d, "explained": %f}\n', seconds, worst, length(f$lambda), tail(f$dev.ratio, 1)))
