"""LinearSVC on a table of bench/linear-svm.mjs. Prints one JSON object: seconds of the fit, accuracy on the test rows."""
import json
import sys
import time

import numpy as np
from sklearn.svm import LinearSVC

folder, C = sys.argv[1], float(sys.argv[2])
shape = json.load(open(f"{folder}/shape.json"))


def table(name):
    X = np.fromfile(f"{folder}/{name}.f32", dtype="<f4").reshape(shape["features"], shape[name]).T
    return np.ascontiguousarray(X), np.fromfile(f"{folder}/{name}.codes", dtype="<i4")


X, y = table("train")
X_test, y_test = table("test")
mean, sd = X.mean(0), X.std(0)
X, X_test = (X - mean) / sd, (X_test - mean) / sd
start = time.perf_counter()
model = LinearSVC(C=C, max_iter=10000).fit(X, y)
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "accuracy": float((model.predict(X_test) == y_test).mean())}))
