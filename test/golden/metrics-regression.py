#!/usr/bin/env python3
"""Writes metrics-regression.json: predicted numbers, and what scikit-learn and scipy score them. Run: python3 test/golden/metrics-regression.py"""
import json
import pathlib
import platform

import numpy as np
import scipy
import sklearn
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score

rng = np.random.default_rng(20261121)


def case(name, truth, predicted, weights=None):
    # scipy knows no weights: whole ones are written out as repeated samples.
    again = np.repeat(np.arange(len(truth)), np.ones(len(truth), int) if weights is None else weights.astype(int))
    t, p = truth[again], predicted[again]
    return {
        "name": name,
        "truth": truth.tolist(),
        "predicted": predicted.tolist(),
        "weights": None if weights is None else weights.tolist(),
        "expected": {
            "r2": r2_score(t, p),
            "rmse": mean_squared_error(t, p) ** 0.5,
            "mae": mean_absolute_error(t, p),
            "pearson": pearsonr(t, p)[0],
            "spearman": spearmanr(t, p)[0],
        },
    }


def noisy(n, scale, offset=0.0, digits=12):
    truth = np.round(rng.normal(offset, 1, n), digits)
    return truth, np.round(truth + rng.normal(0, scale, n), digits)


cases = [
    case("close", *noisy(50, 0.2)),
    case("far from 0", *noisy(40, 0.5, 1e4)),
    case("worse than the mean", *noisy(30, 5.0)),
    case("tied", *noisy(60, 0.5, digits=0)),
    case("tied and weighted", *noisy(60, 0.5, digits=0), weights=rng.integers(0, 4, 60).astype(float)),
    case("two samples", np.array([1.0, 2.0]), np.array([1.5, 1.75])),
]
versions = {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "scipy": scipy.__version__}
out = pathlib.Path(__file__).with_name("metrics-regression.json")
out.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
