"""Writes boosting-xgboost.json: small simulated tables with missing values; for each objective the model that XGBoost hist fits, as it
saves it, and the margins and predictions it gives for its own rows. base_score is where our losses start from, so that the same trees are
to be grown; every value has a bin of its own."""
import json
import os

import numpy as np
import xgboost

ROUNDS, N, P = 8, 81, 5
SETTINGS = {"eta": 0.3, "max_depth": 3, "lambda": 1.5, "alpha": 0.05, "gamma": 0.02, "min_child_weight": 0.7, "max_bin": 256}
random = np.random.default_rng(5)
X = random.normal(size=(N, P))
score = X[:, 0] + 0.7 * (X[:, 1] > 0.2) - 0.5 * X[:, 2] * X[:, 3]
X[random.random(X.shape) < np.array([0.15, 0, 0, 0.3, 0])] = np.nan
X = np.round(X, 3).astype(np.float32)
third = np.argsort(np.argsort(score + random.normal(size=N))) * 3 // N
times = np.round(random.exponential(np.exp(-score)) + 0.01 + 1e-4 * np.arange(N), 5)
events = (random.random(N) < 0.7).astype(int)
numbers = np.round(score + 0.3 * random.normal(size=N), 4)
counts = random.poisson(np.exp(0.4 * score + 1))
half = (score + random.normal(size=N) > np.median(score)).astype(int)
# Absolute: 1.7 adds medians whole, whatever eta is; and after a first tree the row at each median has the sign of a float32 rounding.
cases = {
    "binary:logistic": (half, half.mean(), {}),
    "multi:softprob": (third, 0.5, {"num_class": 3}),
    "reg:squarederror": (numbers, numbers.mean(), {}),
    # XGBoost holds the leaves of counts within ±0.7 in the gains too, where it has a rule of its own for alpha; such heavy sides do not come near.
    "count:poisson": (counts, counts.mean(), {"min_child_weight": 40, "alpha": 0}),
    "survival:cox": (np.where(events, times, -times), 1, {}),
    "reg:absoluteerror": (numbers, np.median(numbers), {"eta": 1, "rounds": 1}),
}
out = {}
for objective, (y, base, more) in cases.items():
    table = xgboost.DMatrix(X, y)
    more = dict(more)
    rounds = more.pop("rounds", ROUNDS)
    settings = {**SETTINGS, **more, "objective": objective, "base_score": float(base), "tree_method": "hist", "nthread": 1}
    model = xgboost.train(settings, table, rounds)
    saved = json.loads(bytes(model.save_raw("json")))
    out[objective] = {
        "y": y.tolist(),
        "settings": settings,
        "rounds": rounds,
        "margins": model.predict(table, output_margin=True).astype(float).round(7).tolist(),
        "predictions": model.predict(table).astype(float).round(7).tolist(),
        "model": saved,
    }
golden = {
    "made by": f"boosting-xgboost.py, xgboost {xgboost.__version__}, tree_method hist",
    "X": [[None if np.isnan(v) else round(float(v), 3) for v in row] for row in X],
    "cases": out,
}
with open(os.path.join(os.path.dirname(__file__), "boosting-xgboost.json"), "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
