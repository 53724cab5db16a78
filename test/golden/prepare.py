"""Goldens for src/prepare from scikit-learn: python3 test/golden/prepare.py (writes prepare.json beside it)."""
import json
import pathlib
import platform

import numpy
import sklearn
from sklearn.feature_selection import f_classif
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler

rng = numpy.random.default_rng(20240217)
n, p = 23, 7
X = rng.normal(size=(n, p)) * 10.0 ** numpy.arange(-2, p - 2) + 5
X[:, 2] = numpy.where(rng.uniform(size=n) < 0.8, 0, X[:, 2])  # silent in most samples: IQR 0
new = rng.normal(size=(5, p)) * 20
X, new = X.astype(numpy.float32), new.astype(numpy.float32)
y = numpy.arange(n) % 3

missing = X.copy()
missing[rng.uniform(size=X.shape) < 0.2] = numpy.nan

words = rng.choice(["IIA", "I", "IV", "IIB"], size=n - 1).tolist() + ["IV"]
new_words = ["IV", "III", "I", "unknown"]


def rows(a):
    """JSON has no NaN: missing is null."""
    return [[None if numpy.isnan(v) else float(v) for v in row] for row in numpy.asarray(a, dtype=float)]


def scaled(scaler, data):
    fitted = scaler.fit(data.astype(numpy.float64))
    return {"train": rows(fitted.transform(data.astype(numpy.float64))), "new": rows(fitted.transform(new.astype(numpy.float64)))}


scalers = {"standardize": StandardScaler(), "min-max": MinMaxScaler(), "robust": RobustScaler()}
encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit([[w] for w in words])
golden = {
    "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
    "X": rows(X),
    "missing": rows(missing),
    "new": rows(new),
    "y": y.tolist(),
    "scaled": {word: scaled(s, X) for word, s in scalers.items()},
    "scaledMissing": {word: scaled(s, missing) for word, s in scalers.items()},
    "anovaF": f_classif(X.astype(numpy.float64), y)[0].tolist(),
    "oneHot": {
        "words": words,
        "newWords": new_words,
        "categories": encoder.categories_[0].tolist(),
        "train": encoder.transform([[w] for w in words]).tolist(),
        "new": encoder.transform([[w] for w in new_words]).tolist(),
    },
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
