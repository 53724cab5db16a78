"""Goldens for kernel support vector machines from scikit-learn (libsvm): python3 test/golden/svm.py (writes svm.json)."""
import json
import pathlib
import platform

import numpy
import sklearn
from sklearn.svm import SVC, SVR

random = numpy.random.default_rng(17)


def rounded(a):
    return numpy.round(a, 2).astype(numpy.float32).astype(float)


def table(name, n, p, classes):
    y = numpy.arange(n) % classes
    y[::4] = 0
    X = random.normal(size=(n, p)) + 3
    for k in range(classes):
        X[y == k, 2 * k : 2 * k + 2] += 1.2
    return name, rounded(X), y, rounded(random.normal(size=(12, p)) + 3)


def fit(X, y, test, kernel, C, gamma, balanced):
    model = SVC(
        kernel=kernel, C=C, gamma=gamma, degree=3, coef0=1, tol=1e-9, class_weight="balanced" if balanced else None,
        decision_function_shape="ovo", cache_size=500,
    ).fit(X, y)
    decisions = model.decision_function(test)
    if decisions.ndim == 1:
        decisions = -decisions[:, None]  # of two classes scikit-learn gives the second against the first
    alphas = numpy.zeros((model.dual_coef_.shape[0], len(y)))
    alphas[:, model.support_] = model.dual_coef_
    return {
        "kernel": "polynomial" if kernel == "poly" else kernel, "C": C, "gamma": float(model._gamma), "balanced": balanced,
        "decisions": decisions.tolist(), "support": model.support_.tolist(),
        "dual": alphas[0].tolist() if alphas.shape[0] == 1 else None,
    }


def regress(X, z, test, kernel, C, epsilon):
    model = SVR(kernel=kernel, C=C, epsilon=epsilon, gamma="scale", coef0=1, tol=1e-9).fit(X, z)
    beta = numpy.zeros(len(z))
    beta[model.support_] = model.dual_coef_[0]
    return {"kernel": kernel, "C": C, "epsilon": epsilon, "gamma": float(model._gamma), "values": model.predict(test).tolist(), "beta": beta.tolist()}


settings = [
    ("rbf", 1, "scale", False), ("rbf", 30, 0.02, False), ("rbf", 2, "scale", True), ("linear", 0.05, "scale", False),
    ("linear", 1, "scale", True), ("poly", 0.5, 0.01, False),
]
tables = [table("two classes, n > p", 60, 8, 2), table("three classes, n > p", 66, 10, 3), table("three classes, p > n", 33, 80, 3)]
_, X, _, test = tables[0]
z = X[:, 0] - 0.5 * X[:, 1] + random.normal(size=60) * 0.3
z = (z - z.mean()) / z.std()
golden = {
    "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
    "tables": [
        {"name": name, "X": X.tolist(), "y": y.tolist(), "test": test.tolist(), "fits": [fit(X, y, test, *one) for one in settings]}
        for name, X, y, test in tables
    ],
    "regression": {
        "X": X.tolist(), "z": z.tolist(), "test": test.tolist(),
        "fits": [regress(X, z, test, *one) for one in [("rbf", 1, 0.1), ("rbf", 20, 0), ("linear", 0.1, 0.3)]],
    },
}
out = pathlib.Path(__file__).parent / "svm.json"
out.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
