"""lasso_path and LinearSVC on the sparse table of bench/sparse.mjs: seconds of the fit alone."""
import json
import sys
import time
import warnings

import numpy as np
from scipy.sparse import csc_matrix
from sklearn.linear_model import lasso_path
from sklearn.svm import LinearSVC

warnings.filterwarnings("ignore")
folder, what = sys.argv[1], sys.argv[2]
shape = json.load(open(f"{folder}/shape.json"))
read = lambda name, kind: np.fromfile(f"{folder}/{name}", kind)
values = read("values.f32", np.float32).astype(np.float64)
X = csc_matrix((values, read("rows.i32", np.int32), read("starts.i32", np.int32)), shape=(shape["samples"], shape["features"]))
if what == "gaussian":
    y = read("y.f64", np.float64)
    yc = y - y.mean()
    means = np.asarray(X.mean(axis=0)).ravel()
    start = time.perf_counter()
    _, _, gaps = lasso_path(X, yc, eps=0.01, n_alphas=100, X_offset=means, X_scale=np.ones(X.shape[1]))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "gap": float(gaps.max() / (np.mean(yc**2) / 2) / len(y))}))
else:
    y = read("codes.i32", np.int32)
    X = X.tocsr()
    models = []
    start = time.perf_counter()
    for C in [1e-5, 1e-4, 1e-3, 1e-2, 0.1]:
        models.append(LinearSVC(C=C, max_iter=10000).fit(X, y))
    seconds = time.perf_counter() - start
    objectives = []
    for model in models:
        w, b = model.coef_[0], model.intercept_[0]
        slack = np.maximum(0, 1 - (2 * y - 1) * (X @ w + b))
        objectives.append(float((w @ w + b * b) / 2 + model.C * (slack**2).sum()))
    print(json.dumps({"seconds": seconds, "objectives": objectives}))
