# Classical tests of group means from R: Rscript test/golden/group-tests.R (writes group-tests.json beside it).
library(jsonlite)

set.seed(5)
anova <- lapply(list(c(12, 2), c(40, 3), c(150, 6)), function(size) {
  groups <- sample.int(size[2], size[1], replace = TRUE) - 1
  values <- round(rnorm(size[1]) + 0.4 * groups, 3)
  fit <- anova(lm(values ~ factor(groups)))
  sums <- fit[["Sum Sq"]]
  list(
    values = values, groups = groups, f = fit[["F value"]][1], p = fit[["Pr(>F)"]][1],
    etaSquared = sums[1] / sum(sums),
    omegaSquared = (sums[1] - fit$Df[1] * fit[["Mean Sq"]][2]) / (sum(sums) + fit[["Mean Sq"]][2])
  )
})
welch <- lapply(list(c(5, 9), c(30, 8), c(60, 60)), function(size) {
  first <- round(rnorm(size[1], 0.7, 2), 3)
  second <- round(rnorm(size[2]), 3)
  test <- t.test(first, second)
  nu <- sum(size) - 2
  pooled <- sqrt(((size[1] - 1) * var(first) + (size[2] - 1) * var(second)) / nu)
  list(
    first = first, second = second, t = unname(test$statistic), df = unname(test$parameter), p = test$p.value,
    low = test$conf.int[1], high = test$conf.int[2],
    hedgesG = exp(lgamma(nu / 2) - lgamma((nu - 1) / 2)) / sqrt(nu / 2) * (mean(first) - mean(second)) / pooled
  )
})
power <- lapply(list(c(2, 20, 0.25, 0.05), c(2, 50, 0.1, 1e-4), c(5, 12, 0.4, 0.01)), function(s) {
  c(s, power.anova.test(groups = s[1], n = s[2], between.var = s[3], within.var = 1, sig.level = s[4])$power)
})
p <- c(runif(12)^3, 0.02, 0.02)
adjusted <- p.adjust(p, "BH")
golden <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = ".")),
  anova = anova, welch = welch, power = power, adjusted = list(p = p, q = adjusted)
)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
writeLines(toJSON(golden, digits = NA, auto_unbox = TRUE), file.path(here, "group-tests.json"))
