# Survival forest by ranger on the table of bench/forest-survival.mjs. Prints one JSON object: seconds of the fit, out-of-bag concordance index.
suppressMessages({library(ranger); library(survival)})
args <- commandArgs(trailingOnly = TRUE)
folder <- args[1]; numbers <- as.integer(args[-1])
n <- numbers[1]; p <- numbers[2]
X <- matrix(readBin(file.path(folder, "kirc.f32"), "numeric", n * p, size = 4), nrow = n)
colnames(X) <- paste0("g", seq_len(p))
y <- Surv(readBin(file.path(folder, "kirc.times"), "numeric", n, size = 8), readBin(file.path(folder, "kirc.events"), "integer", n, size = 1))
start <- proc.time()[["elapsed"]]
forest <- ranger(x = X, y = y, num.trees = numbers[3], num.threads = numbers[4], seed = numbers[5], verbose = FALSE)
seconds <- proc.time()[["elapsed"]] - start
peak <- as.integer(sub("[^0-9]*([0-9]+).*", "\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1024
cat(sprintf('{"seconds": %.3f, "cIndex": %.5f, "peakMiB": %.0f, "version": "%s"}\n', seconds, 1 - forest$prediction.error, peak, packageVersion("ranger")))
