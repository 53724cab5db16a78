#!/usr/bin/env python3
"""Writes calibration.json: what scikit-learn makes of the same scores. Run: python3 test/golden/calibration.py"""
import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(20260701)
isotonic = []
for n, ties, weighted in [(12, False, False), (60, True, False), (80, True, True), (200, False, True)]:
    x = rng.uniform(size=n)
    if ties:
        x = np.round(x * 10) / 10
    y = np.clip(x + rng.normal(size=n) * 0.5, -1, 2)
    w = rng.uniform(0.1, 3, n) if weighted else np.ones(n)
    at = np.concatenate([rng.uniform(-0.2, 1.2, 40), x[:5]])
    fit = IsotonicRegression(out_of_bounds="clip").fit(x, y, w)
    isotonic.append({"x": x.tolist(), "y": y.tolist(), "weights": w.tolist() if weighted else None,
                     "thresholds": fit.X_thresholds_.tolist(), "values": fit.y_thresholds_.tolist(),
                     "at": at.tolist(), "predicted": fit.predict(at).tolist()})

sigmoid = []
for n, weighted in [(40, False), (150, False), (150, True)]:
    y = rng.integers(0, 2, n)
    f = rng.normal(size=n) * 2 + 1.5 * (2 * y - 1)
    w = rng.uniform(0.1, 3, n) if weighted else None
    fit = _SigmoidCalibration().fit(f, y, w)
    # a further Newton polish would change neither below 1e-5: BFGS stops at a gradient of 1e-5
    sigmoid.append({"decisions": f.tolist(), "positive": (y == 1).tolist(), "weights": None if w is None else w.tolist(),
                    "slope": float(fit.a_), "offset": float(fit.b_)})

versions = {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__}
out = pathlib.Path(__file__).with_suffix(".json")
out.write_text(json.dumps({"versions": versions, "isotonic": isotonic, "sigmoid": sigmoid}) + "\n")
