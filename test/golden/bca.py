#!/usr/bin/env python3
"""Writes bca.json: samples, bootstrap replicates of a statistic, and scipy's BCa interval of them. Run: python3 test/golden/bca.py"""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(20240601)


def correlation(x, y):
    return np.corrcoef(x, y)[0, 1]


x = rng.normal(size=30)
SAMPLES = {
    "mean of skewed values": ([rng.exponential(size=25)], np.mean),
    "mean of zeros and ones, with ties": ([(rng.uniform(size=40) < 0.85).astype(float)], np.mean),
    "correlation": ([x, 0.9 * x + 0.4 * rng.normal(size=30)], correlation),
    "mean, far from the normal": ([rng.lognormal(sigma=1.5, size=20)], np.mean),
}

cases = []
for name, (data, statistic) in SAMPLES.items():
    found = stats.bootstrap(
        data, statistic, paired=True, vectorized=False, n_resamples=499, method="BCa", random_state=np.random.default_rng(7)
    )
    cases.append(
        {
            "name": name,
            "data": [column.tolist() for column in data],
            "replicates": found.bootstrap_distribution.tolist(),
            "low": found.confidence_interval.low,
            "high": found.confidence_interval.high,
        }
    )

versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
out = pathlib.Path(__file__).with_suffix(".json")
out.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
