# Tests of association from R: Rscript test/golden/association.R (writes association.json beside it).
library(jsonlite)

set.seed(11)
kruskal <- lapply(list(c(12, 2), c(40, 3), c(90, 5)), function(size) {
  values <- round(rnorm(size[1]), 1)
  groups <- sample.int(size[2], size[1], replace = TRUE) - 1
  test <- kruskal.test(values, groups)
  list(values = values, groups = groups, statistic = unname(test$statistic), p = test$p.value)
})
contingency <- lapply(list(c(30, 2, 2), c(80, 3, 4), c(300, 6, 2)), function(size) {
  a <- sample.int(size[2], size[1], replace = TRUE) - 1
  b <- (a + sample.int(size[3], size[1], replace = TRUE)) %% size[3]
  test <- suppressWarnings(chisq.test(table(a, b), correct = FALSE))
  list(a = a, b = b, statistic = unname(test$statistic), p = test$p.value, least = min(test$expected))
})
pairs <- list(c(3, 4), c(10, 10), c(5, 17), c(31, 31), c(1, 40))
rankSum <- do.call(c, lapply(pairs, function(size) {
  lapply(c(0.5, 0.75, 0.98, 1), function(share) {
    u <- ceiling(share * size[1] * size[2] - 1e-9)
    c(u / (size[1] * size[2]), size[1], size[2], pwilcox(u - 1, size[1], size[2], lower.tail = FALSE))
  })
}))
tables <- list(c(5, 10, 8, 30), c(0, 10, 8, 30), c(8, 10, 8, 30), c(100, 400, 200, 934), c(60, 60, 60, 500), c(3, 4, 29, 30))
hypergeometric <- lapply(tables, function(t) {
  c(t, phyper(t[1] - 1, t[2], t[4] - t[2], t[3], lower.tail = FALSE), phyper(t[1], t[2], t[4] - t[2], t[3]))
})
golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = ".")),
  kruskal = kruskal, contingency = contingency, rankSum = rankSum, hypergeometric = hypergeometric
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = NA, auto_unbox = TRUE), file.path(here, "association.json"))
