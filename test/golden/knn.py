"""Goldens for nearest neighbours from scikit-learn: python3 test/golden/knn.py (writes knn.json)."""
import json
import pathlib
import platform

import numpy
import sklearn
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

random = numpy.random.default_rng(3)
y = numpy.arange(50) % 3
X = numpy.round(random.normal(size=(50, 9)) + 0.7 * (numpy.arange(9) // 3 == y[:, None]), 2).astype(numpy.float32).astype(float)
train, test = slice(0, 35), slice(30, 50)  # five rows in both: distance 0
z = numpy.round(X[:, 0] - X[:, 4] + random.normal(size=50), 2)
codes = random.integers(0, 3, size=(50, 12)).astype(float)  # genotypes
codes[30:35] = codes[:5]
cases = [
    (k, metric, weights) for k, metric in [(5, "euclidean"), (1, "euclidean"), (5, "correlation")] for weights in ["uniform", "distance"]
]
golden = {
    "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
    "train": X[train].tolist(), "y": y[train].tolist(), "test": X[test].tolist(),
    "cases": [
        {
            "k": k, "metric": metric, "weights": weights,
            "probabilities": KNeighborsClassifier(k, metric=metric, weights=weights, algorithm="brute")
            .fit(X[train], y[train]).predict_proba(X[test]).ravel().tolist(),
        }
        for k, metric, weights in cases
    ],
    "numbers": z[train].tolist(), "codes": codes.tolist(),
    "regression": [
        {
            "k": k, "metric": metric, "weights": weights,
            "values": KNeighborsRegressor(k, metric=metric, weights=weights, algorithm="brute").fit(X[train], z[train]).predict(X[test]).tolist(),
        }
        for k, metric, weights in cases
    ],
    # Ties are frequent: of all rows no choice is to be made.
    "hamming": [
        {
            "weights": weights,
            "probabilities": KNeighborsClassifier(35, metric="hamming", weights=weights, algorithm="brute")
            .fit(codes[train], y[train]).predict_proba(codes[test]).ravel().tolist(),
        }
        for weights in ["uniform", "distance"]
    ],
}
out = pathlib.Path(__file__).parent / "knn.json"
out.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
