"""Goldens for naive Bayes from scikit-learn: python3 test/golden/bayes.py (writes bayes.json)."""
import json
import pathlib
import platform

import numpy
import sklearn
from sklearn.naive_bayes import ComplementNB, GaussianNB, MultinomialNB

random = numpy.random.default_rng(5)
n, p = 40, 7
y = numpy.repeat([0, 1, 2], [20, 12, 8])
normal = numpy.round(random.normal(size=(n, p)) + 0.8 * y[:, None] * (numpy.arange(p) < 3), 2).astype(numpy.float32).astype(float)
rates = numpy.exp(random.normal(size=(3, p)))
counts = random.poisson(rates[y])
counts[:, 6] = numpy.where(y == 2, counts[:, 6], 0)
cases = [
    ("naive-bayes", {"var-smoothing": 1e-9}, GaussianNB(), normal),
    ("naive-bayes", {"var-smoothing": 0.1}, GaussianNB(var_smoothing=0.1), normal),
    ("naive-bayes", {"prior": "uniform"}, GaussianNB(priors=[1 / 3] * 3), normal),
    ("multinomial-nb", {}, MultinomialNB(), counts),
    ("multinomial-nb", {"alpha": 0.01, "prior": "uniform"}, MultinomialNB(alpha=0.01, fit_prior=False), counts),
    ("complement-nb", {}, ComplementNB(), counts),
    ("complement-nb", {"alpha": 0.3}, ComplementNB(alpha=0.3), counts),
]
golden = {
    "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
    "y": y.tolist(),
    "cases": [
        {"word": word, "given": given, "X": X.tolist(), "probabilities": model.fit(X, y).predict_proba(X).ravel().tolist()}
        for word, given, model, X in cases
    ],
}
out = pathlib.Path(__file__).parent / "bayes.json"
out.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
