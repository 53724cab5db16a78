"""Gradient boosting by XGBoost hist on a table of bench/boosting.mjs. Prints one JSON object: seconds of the fit, accuracy on the test rows."""
import json
import resource
import sys
import time

import numpy as np
import xgboost

folder, rounds, bins, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
shape = json.load(open(f"{folder}/shape.json"))


def table(name):
    X = np.fromfile(f"{folder}/{name}.f32", dtype="<f4").reshape(shape["features"], shape[name]).T
    return np.ascontiguousarray(X), np.fromfile(f"{folder}/{name}.codes", dtype="<i4")


params = {
    **{"tree_method": "hist", "max_bin": bins, "objective": "multi:softprob", "num_class": shape["classes"]},
    **{"eta": 0.3, "max_depth": 6, "lambda": 1, "min_child_weight": 1, "nthread": threads},
}
X, y = table("train")
start = time.perf_counter()
model = xgboost.train(params, xgboost.DMatrix(X, y), rounds)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
X_test, y_test = table("test")
accuracy = float((model.predict(xgboost.DMatrix(X_test)).argmax(axis=1) == y_test).mean())
print(json.dumps({"seconds": seconds, "accuracy": accuracy, "peakMiB": peak, "version": xgboost.__version__}))
