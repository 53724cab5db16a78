"""Regression forest by scikit-learn on a table of bench/forest-regression.mjs. Prints one JSON object: seconds of the fit, R² on the test rows."""
import json
import resource
import sys
import time

import numpy as np
import sklearn
from sklearn.ensemble import RandomForestRegressor

folder, trees, threads, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
shape = json.load(open(f"{folder}/shape.json"))


def table(name, n):
    # The file is column-major; scikit-learn is given the row-major float32 that it works on.
    X = np.fromfile(f"{folder}/{name}.f32", dtype="<f4").reshape(shape["features"], n).T
    return np.ascontiguousarray(X), np.fromfile(f"{folder}/forest-{name}.values", dtype="<f8")


X, y = table("train", shape["train"])
forest = RandomForestRegressor(n_estimators=trees, max_features="sqrt", n_jobs=threads, random_state=seed)
start = time.perf_counter()
forest.fit(X, y)
seconds = time.perf_counter() - start
X_test, y_test = table("test", shape["test"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "r2": forest.score(X_test, y_test), "peakMiB": peak, "version": sklearn.__version__}))
