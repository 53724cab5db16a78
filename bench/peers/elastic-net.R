# glmnet's multinomial path on the table: seconds of the fit alone, and the largest duality gap of its solutions as a share of the null loss.
suppressMessages(library(glmnet))
args <- commandArgs(TRUE); alpha <- as.numeric(args[2]); L <- as.integer(args[3])
d <- read.delim(args[1], check.names = FALSE)
X <- as.matrix(d[, -(1:2)]); y <- factor(d[, 2]); n <- nrow(X)
X <- scale(X, TRUE, FALSE); X <- sweep(X, 2, sqrt(colMeans(X^2)), "/")
t <- proc.time()[3]
f <- glmnet(X, y, family = "multinomial", alpha = alpha, nlambda = L, lambda.min.ratio = 0.01, standardize = FALSE)
seconds <- proc.time()[3] - t
Y <- model.matrix(~ y - 1); null <- -mean(log(colMeans(Y)[as.integer(y)])); worst <- 0
for (l in seq(2, length(f$lambda), length.out = 8)) {
  l <- round(l); lam <- f$lambda[l]
  B <- sapply(f$beta, function(b) b[, l]); E <- sweep(X %*% B, 2, f$a0[, l], "+")
  m <- apply(E, 1, max); S <- log(rowSums(exp(E - m))) + m; P <- exp(E - S)
  primal <- mean(S - E[cbind(1:n, as.integer(y))]) + lam * (alpha * sum(abs(B)) + (1 - alpha) / 2 * sum(B^2))
  G <- t(X) %*% (Y - P) / n
  ent <- function(U) sum(ifelse(U > 0, U * log(pmax(U, 1e-300)), 0)) / n
  gap <- if (alpha < 1) primal + ent(P) + sum(pmax(abs(G) - lam * alpha, 0)^2) / (2 * lam * (1 - alpha))
         else { s <- min(1, lam / max(abs(G))); primal + ent(s * P + (1 - s) * Y) }
  worst <- max(worst, abs(gap) / null)
}
cat(sprintf('{"seconds": %f, "gap": %g, "explained": %f}\n', seconds, worst, tail(f$dev.ratio, 1)))
