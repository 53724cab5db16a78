"""Gradient boosting by XGBoost hist or scikit-learn's HistGradientBoosting on a table of bench/tall.mjs. Prints one JSON object: seconds of
the fit, log-loss or mean squared error on the test rows. Arguments: peer, folder, task, rounds, bins, threads."""
import json
import os
import resource
import sys
import time

peer, folder, task, rounds, bins, threads = sys.argv[1:4] + [int(word) for word in sys.argv[4:7]]
os.environ["OMP_NUM_THREADS"] = str(threads)
import numpy as np

shape = json.load(open(f"{folder}/tall.json"))


def table(name):
    X = np.fromfile(f"{folder}/tall-{name}.f32", dtype="<f4").reshape(shape["features"], shape[name]).T
    y = np.fromfile(f"{folder}/tall-{name}.values", dtype="<f8") if task == "regression" else np.fromfile(f"{folder}/tall-{name}.codes", dtype="<i4")
    return np.ascontiguousarray(X), y


X, y = table("train")
X_test, y_test = table("test")
if peer == "xgboost":
    import xgboost

    version = xgboost.__version__
    objective = "reg:squarederror" if task == "regression" else "binary:logistic"
    params = {"tree_method": "hist", "max_bin": bins, "objective": objective, "eta": 0.1, "max_depth": 6, "lambda": 1, "nthread": threads}
    start = time.perf_counter()
    model = xgboost.train(params, xgboost.DMatrix(X, y), rounds)
    seconds = time.perf_counter() - start
    predicted = model.predict(xgboost.DMatrix(X_test))
else:
    import sklearn
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    version = sklearn.__version__
    kind = HistGradientBoostingRegressor if task == "regression" else HistGradientBoostingClassifier
    model = kind(max_iter=rounds, learning_rate=0.1, max_depth=6, max_leaf_nodes=64, min_samples_leaf=4, l2_regularization=1, max_bins=min(bins, 255), early_stopping=False)
    start = time.perf_counter()
    model.fit(X, y)
    seconds = time.perf_counter() - start
    predicted = model.predict(X_test) if task == "regression" else model.predict_proba(X_test)[:, 1]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
loss = np.mean((predicted - y_test) ** 2) if task == "regression" else -np.mean(np.log(np.where(y_test == 1, predicted, 1 - predicted)))
print(json.dumps({"seconds": seconds, "loss": float(loss), "peakMiB": peak, "version": version}))
