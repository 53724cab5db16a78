"""Goldens for src/prepare from scikit-learn: python3 test/golden/prepare.py (writes prepare.json beside it)."""
import json
import pathlib
import platform

import numpy
import sklearn
from sklearn.feature_selection import f_classif, f_regression, mutual_info_classif, mutual_info_regression
from sklearn.impute import KNNImputer
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

# More rows for estimates by neighbours; class and number shift some of the features.
m, q = 90, 6
groups = rng.integers(0, 3, size=m)
Z = rng.normal(size=(m, q)).astype(numpy.float32)
Z[:, 0] += groups
Z[:, 1] *= 1 + groups
numbers = (Z[:, 0] + Z[:, 2] ** 2 + rng.normal(size=m) * 0.3).astype(numpy.float32).astype(numpy.float64)
Z64 = Z.astype(numpy.float64)
holes = Z.copy()
holes[rng.uniform(size=Z.shape) < 0.25] = numpy.nan
holes_new = rng.normal(size=(8, q)).astype(numpy.float32)
holes_new[rng.uniform(size=holes_new.shape) < 0.4] = numpy.nan
holes_new[0] = numpy.nan  # nothing to compare by: the mean
imputer = KNNImputer(n_neighbors=4).fit(holes)
letters = rng.choice(list("aaaaabbbbbcccdde"), size=60).tolist() + ["f", "g"]
joined = OneHotEncoder(min_frequency=8, handle_unknown="infrequent_if_exist", sparse_output=False).fit([[w] for w in letters])
new_letters = ["a", "e", "zebra", "d", "c"]

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
    "rare": {
        "words": letters,
        "newWords": new_letters,
        "names": joined.get_feature_names_out(["g0"]).tolist(),
        "train": joined.transform([[w] for w in letters]).tolist(),
        "new": joined.transform([[w] for w in new_letters]).tolist(),
    },
    "knn": {"X": rows(holes), "new": rows(holes_new), "train": rows(imputer.transform(holes)), "newOut": rows(imputer.transform(holes_new))},
    "scores": {
        "X": rows(Z),
        "groups": groups.tolist(),
        "numbers": numbers.tolist(),
        "mutualInfoClassif": mutual_info_classif(Z64, groups, discrete_features=False, random_state=0).tolist(),
        "mutualInfoRegression": mutual_info_regression(Z64, numbers, discrete_features=False, random_state=0).tolist(),
        "fRegression": f_regression(Z64, numbers)[0].tolist(),
    },
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
