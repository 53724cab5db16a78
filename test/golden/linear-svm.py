"""Goldens for the linear SVM from scikit-learn (liblinear): python3 test/golden/linear-svm.py (writes linear-svm.json)."""
import json
import pathlib
import platform
import warnings

import numpy
import sklearn
from sklearn.calibration import _sigmoid_calibration
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC

warnings.simplefilter("error", ConvergenceWarning)
random = numpy.random.default_rng(11)


def table(name, n, p, classes):
    y = numpy.arange(n) % classes
    y[:: 4] = 0
    X = random.normal(size=(n, p))
    for k in range(classes):
        X[y == k, 2 * k : 2 * k + 2] += 1.2
    return name, numpy.round(X, 2).astype(numpy.float32).astype(float), y


def fit(X, y, loss, C, balanced, scaling):
    model = LinearSVC(
        loss=loss, C=C, dual=True, tol=1e-9, max_iter=10_000_000, class_weight="balanced" if balanced else None,
        fit_intercept=scaling > 0, intercept_scaling=scaling or 1, random_state=0,
    ).fit(X, y)
    weights = model.coef_.tolist()
    intercepts = numpy.broadcast_to(model.intercept_, (len(weights),)).tolist()
    return {"loss": loss, "C": C, "balanced": balanced, "scaling": scaling, "weights": weights, "intercepts": intercepts}


settings = [
    ("squared_hinge", 0.05, False, 1), ("squared_hinge", 2, True, 1), ("squared_hinge", 0.3, False, 0),
    ("hinge", 0.05, False, 1), ("hinge", 0.5, True, 3),
]
tables = [table("two classes, n > p", 60, 8, 2), table("three classes, n > p", 66, 10, 3), table("three classes, p > n", 33, 80, 3)]
f = numpy.round(random.normal(size=40), 3)
positive = random.uniform(size=40) < 1 / (1 + numpy.exp(-2 * f))
slope, offset = _sigmoid_calibration(f, positive.astype(int))
golden = {
    "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
    "tables": [
        {"name": name, "X": X.tolist(), "y": y.tolist(), "fits": [fit(X, y, *one) for one in settings]} for name, X, y in tables
    ],
    "sigmoid": {"decisions": f.tolist(), "positive": positive.tolist(), "slope": slope, "offset": offset},
}
out = pathlib.Path(__file__).parent / "linear-svm.json"
out.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
