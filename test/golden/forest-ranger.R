# Writes forest-ranger.json: out-of-fold concordance index of ranger's survival forest on TCGA KIRC and R² of its regression forest on
# three drugs, for three seeds (concordance: two). Row r, counted from 0 among those without blanks, is in fold r mod 5. Run from the root of the repository,
# tables in ../shared/data.
suppressMessages({library(ranger); library(survival); library(jsonlite)})
seeds <- 0:2
data <- "../shared/data/"
number_rows <- function(X) { X <- as.matrix(X); colnames(X) <- paste0("g", seq_len(ncol(X))); X }

survival_scores <- function(name) {
  file <- paste0("04_survival/tcga_", name, "_rna_cnv_mut_survival.tsv.gz")
  table <- read.delim(paste0(data, file), check.names = FALSE)
  X <- number_rows(table[, grepl("_(rnaseq|cnv|mut)$", names(table))])
  keep <- complete.cases(X) & complete.cases(table[, c("survival_months", "event")])
  X <- X[keep, ]; y <- Surv(table$survival_months[keep], table$event[keep])
  fold <- (seq_len(nrow(X)) - 1) %% 5
  scores <- sapply(0:1, function(seed) mean(sapply(0:4, function(k) {
    forest <- ranger(x = X[fold != k, ], y = y[fold != k], num.trees = 500, num.threads = 1, seed = 10 * seed + k + 1, oob.error = FALSE, verbose = FALSE)
    risk <- rowSums(predict(forest, X[fold == k, ], num.threads = 1)$chf)
    concordance(y[fold == k] ~ risk, reverse = TRUE)$concordance
  })))
  message(name, ": ", paste(round(scores, 4), collapse = " "))
  list(file = file, samples = nrow(X), features = ncol(X), cIndex = round(scores, 5))
}

regression_scores <- function(drug) {
  X <- read.delim(paste0(data, "03_drug_response/cell_line_expression.tsv.gz"), check.names = FALSE)
  y <- read.delim(paste0(data, "03_drug_response/ln_ic50.tsv.gz"), check.names = FALSE)
  stopifnot(identical(X$depmap_id, y$depmap_id))
  y <- y[[drug]]; keep <- !is.na(y)
  X <- number_rows(X[keep, -1]); y <- y[keep]
  fold <- (seq_along(y) - 1) %% 5
  scores <- sapply(seeds, function(seed) {
    predicted <- numeric(length(y))
    for (k in 0:4) {
      forest <- ranger(x = X[fold != k, ], y = y[fold != k], num.trees = 500, num.threads = 1, seed = 10 * seed + k + 1, min.node.size = 1, oob.error = FALSE)
      predicted[fold == k] <- predict(forest, X[fold == k, ], num.threads = 1)$predictions
    }
    1 - sum((y - predicted)^2) / sum((y - mean(y))^2)
  })
  message(drug, ": ", paste(round(scores, 4), collapse = " "))
  list(samples = nrow(X), features = ncol(X), r2 = round(scores, 5))
}

golden <- list(
  `made by` = paste0("forest-ranger.R, ranger ", packageVersion("ranger"), ", survival ", packageVersion("survival"), ", 500 trees; regression with min.node.size 1"),
  regression = sapply(c("AZD5991", "Nelarabine", "Trametinib"), regression_scores, simplify = FALSE),
  survival = list()
)
for (name in c("kirc")) { # minutes each; what is done is kept
  golden$survival[[name]] <- survival_scores(name)
  write_json(golden, "test/golden/forest-ranger.json", auto_unbox = TRUE, pretty = TRUE, digits = NA)
}
