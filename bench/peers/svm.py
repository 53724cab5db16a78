"""SVC (rbf) on the table of bench/svm.mjs. Arguments: folder, C. Prints one JSON object."""
import json
import sys
import time

import numpy as np
from sklearn.svm import SVC

folder, C = sys.argv[1], float(sys.argv[2])
shape = json.load(open(f"{folder}/shape.json"))


def table(name):
    X = np.fromfile(f"{folder}/{name}.f32", dtype="<f4").reshape(shape["features"], shape[name]).T
    return np.ascontiguousarray(X), np.fromfile(f"{folder}/{name}.codes", dtype="<i4")


X, y = table("train")
X_test, y_test = table("test")
start = time.perf_counter()
model = SVC(C=C).fit(X, y)
seconds = time.perf_counter() - start
predicted = model.predict(X_test)
predict_seconds = time.perf_counter() - start - seconds
print(json.dumps({"seconds": seconds, "predictSeconds": predict_seconds, "accuracy": float((predicted == y_test).mean()), "vectors": len(model.support_)}))
