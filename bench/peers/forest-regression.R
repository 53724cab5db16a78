# Regression forest by ranger on a table of bench/forest-regression.mjs. Prints one JSON object: seconds of the fit, R² on the test rows.
suppressMessages(library(ranger))
args <- commandArgs(trailingOnly = TRUE)
folder <- args[1]; trees <- as.integer(args[2]); threads <- as.integer(args[3]); seed <- as.integer(args[4])
shape <- readLines(file.path(folder, "shape.json"))
count <- function(key) as.integer(sub(paste0('.*"', key, '":([0-9]+).*'), "\\1", shape))
read_table <- function(name, n) {
  X <- matrix(readBin(file.path(folder, paste0(name, ".f32")), "numeric", n * count("features"), size = 4), nrow = n)
  colnames(X) <- paste0("g", seq_len(ncol(X)))
  list(X = X, y = readBin(file.path(folder, paste0("forest-", name, ".values")), "numeric", n, size = 8))
}
train <- read_table("train", count("train"))
start <- proc.time()[["elapsed"]]
forest <- ranger(x = train$X, y = train$y, num.trees = trees, num.threads = threads, seed = seed, min.node.size = 1, oob.error = FALSE)
seconds <- proc.time()[["elapsed"]] - start
test <- read_table("test", count("test"))
predicted <- predict(forest, test$X, num.threads = threads)$predictions
r2 <- 1 - sum((test$y - predicted)^2) / sum((test$y - mean(test$y))^2)
peak <- as.integer(sub("[^0-9]*([0-9]+).*", "\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1024
cat(sprintf('{"seconds": %.3f, "r2": %.5f, "peakMiB": %.0f, "version": "%s"}\n', seconds, r2, peak, packageVersion("ranger")))
