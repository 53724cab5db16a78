# Goldens for src/prepare from Bioconductor and survival: Rscript test/golden/bioconductor.R (writes bioconductor.json beside it).
# Debian 12: r-bioc-deseq2 r-bioc-edger r-bioc-limma r-bioc-sva r-cran-survival r-cran-jsonlite. Tables are samples × features.
suppressMessages({library(DESeq2); library(edgeR); library(limma); library(sva); library(survival)})
library(jsonlite)
set.seed(20240402)
exact <- function(x) round(x * 256) / 256 # float32 holds it as it is

# Counts: 12 training samples and 4 new ones, 40 genes, of different depth; some zeros, two genes silent in training.
n <- 16; p <- 40; train <- 1:12; new <- 13:16
counts <- matrix(rnbinom(n * p, mu = outer(runif(n, 0.5, 3), rexp(p, 1 / 60)), size = 4), n, p)
counts[, 1:12] <- counts[, 1:12] + 1
counts[train, c(20, 30)] <- 0
lengths <- sample(300:6000, p)
geoMeans <- exp(colMeans(log(counts[train, ])))
uq <- calcNormFactors(t(counts[train, ]), method = "upperquartile") * rowSums(counts[train, ])

# Quantile normalisation: ties, missing values.
complete <- exact(matrix(rnorm(9 * 15, 7, 2), 9, 15) + rnorm(9))
tied <- round(complete)
missing <- complete
missing[sample(length(missing), 20)] <- NA

# ComBat: three batches that differ in place and spread, unequal sizes.
batch <- rep(c("a", "b", "c"), c(9, 12, 7))
m <- length(batch); genes <- 30
shift <- rbind(a = rnorm(genes, 0, 0.3), b = rnorm(genes, 1, 0.5), c = rnorm(genes, -2, 1))
spread <- rbind(a = rgamma(genes, 8, 8), b = rgamma(genes, 6, 3), c = rgamma(genes, 9, 18))
dat <- exact(matrix(rnorm(m * genes), m, genes) * spread[batch, ] + shift[batch, ] + rep(rnorm(genes, 8, 2), each = m))
withMissing <- dat
withMissing[sample(length(dat), 60)] <- NA
constant <- dat
constant[batch == "b", 4] <- 3 # one value in one batch: sva leaves the gene alone
tight <- sva:::it.sol
formals(tight)$conv <- 1e-13 # as shipped it stops at a relative change of 1e-4
loose <- t(ComBat(t(dat), batch))
assignInNamespace("it.sol", tight, "sva")

# Score statistic of a Cox model with one column, Breslow ties, at 0.
ns <- 50
times <- round(rexp(ns, 0.1), 0) + 1 # ties
events <- rbinom(ns, 1, 0.6)
X <- exact(matrix(rnorm(ns * 8, 3, 2), ns, 8))
X[, 3] <- X[, 3] > 3
score <- apply(X, 2, function(x) coxph(Surv(times, events) ~ x, ties = "breslow")$score)
Xmissing <- X
Xmissing[sample(length(X), 40)] <- NA
scoreMissing <- apply(Xmissing, 2, function(x) coxph(Surv(times, events) ~ x, ties = "breslow")$score)

versions <- sapply(c("DESeq2", "edgeR", "limma", "sva", "survival"), function(name) as.character(packageVersion(name)))
golden <- list(
  versions = c(list(R = paste(R.version$major, R.version$minor, sep = ".")), as.list(versions)),
  counts = counts[train, ], newCounts = counts[new, ], lengths = lengths,
  sizeFactors = estimateSizeFactorsForMatrix(t(counts[train, ])),
  newSizeFactors = estimateSizeFactorsForMatrix(t(counts[new, ]), geoMeans = geoMeans),
  upperQuartile = uq,
  fpkm = t(rpkm(t(counts[train, ]), gene.length = lengths)),
  quantile = list(
    complete = list(X = complete, out = t(normalizeQuantiles(t(complete)))),
    tied = list(X = tied, out = t(normalizeQuantiles(t(tied)))),
    missing = list(X = missing, out = t(normalizeQuantiles(t(missing))))
  ),
  combat = list(
    batch = batch, shipped = loose,
    complete = list(X = dat, out = t(ComBat(t(dat), batch))),
    missing = list(X = withMissing, out = t(ComBat(t(withMissing), batch))),
    constant = list(X = constant, out = t(ComBat(t(constant), batch)))
  ),
  cox = list(times = times, events = events, X = X, score = unname(score), missing = Xmissing, scoreMissing = unname(scoreMissing))
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = 10, auto_unbox = TRUE, na = "null"), file.path(here, "bioconductor.json"))
