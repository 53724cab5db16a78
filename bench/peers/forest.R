# Random forest by ranger on a table of bench/forest.mjs. Prints one JSON object: seconds of the fit, accuracy on the test rows.
suppressMessages(library(ranger))
args <- commandArgs(trailingOnly = TRUE)
folder <- args[1]; trees <- as.integer(args[2]); threads <- as.integer(args[3]); seed <- as.integer(args[4])
shape <- readLines(file.path(folder, "shape.json"))
count <- function(key) as.integer(sub(paste0('.*"', key, '":([0-9]+).*'), "\\1", shape))
read_table <- function(name, n) {
  X <- matrix(readBin(file.path(folder, paste0(name, ".f32")), "numeric", n * count("features"), size = 4), nrow = n)
  colnames(X) <- paste0("g", seq_len(ncol(X)))
  list(X = X, y = factor(readBin(file.path(folder, paste0(name, ".codes")), "integer", n, size = 4)))
}
train <- read_table("train", count("train"))
start <- proc.time()[["elapsed"]]
forest <- ranger(x = train$X, y = train$y, num.trees = trees, num.threads = threads, seed = seed, min.node.size = 1, oob.error = FALSE)
seconds <- proc.time()[["elapsed"]] - start
test <- read_table("test", count("test"))
accuracy <- mean(predict(forest, test$X, num.threads = threads)$predictions == test$y)
peak <- as.integer(sub("[^0-9]*([0-9]+).*", "\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1024
cat(sprintf('{"seconds": %.3f, "accuracy": %.4f, "peakMiB": %.0f, "version": "%s"}\n', seconds, accuracy, peak, packageVersion("ranger")))
