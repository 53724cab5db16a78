"""Writes boosting-margins.json: small tables with missing values and the probabilities that XGBoost hist gives for their own rows.
Classes are equally large, so that the constant that XGBoost starts from is the one of the class shares; every value has a bin of its own."""
import json
import os

import numpy as np
import xgboost

ROUNDS = 12
SETTINGS = {"eta": 0.3, "max_depth": 4, "lambda": 1.5, "alpha": 0.1, "gamma": 0.05, "min_child_weight": 0.7, "max_bin": 256}
random = np.random.default_rng(3)
cases = []
for classes in (2, 3):
    y = np.arange(120) % classes
    X = random.normal(size=(120, 7)) + (np.arange(7) == y[:, None]) * 1.2
    X[random.random(X.shape) < np.array([0.2, 0, 0, 0.5, 0, 0, 0.1])] = np.nan
    X = np.round(X, 3).astype(np.float32)
    objective = {"objective": "binary:logistic"} if classes == 2 else {"objective": "multi:softprob", "num_class": classes}
    params = {**SETTINGS, **objective, "tree_method": "hist", "nthread": 1}
    table = xgboost.DMatrix(X, y)
    shares = xgboost.train(params, table, ROUNDS).predict(table)
    shares = np.column_stack([1 - shares, shares]) if classes == 2 else shares
    rows = [[None if np.isnan(v) else round(float(v), 3) for v in row] for row in X]
    cases.append({"classes": classes, "X": rows, "y": y.tolist(), "probabilities": [[round(float(p), 7) for p in row] for row in shares]})
golden = {"made by": f"boosting-margins.py, xgboost {xgboost.__version__}, tree_method hist", "rounds": ROUNDS, "settings": SETTINGS, "cases": cases}
with open(os.path.join(os.path.dirname(__file__), "boosting-margins.json"), "w") as out:
    json.dump(golden, out)
    out.write("\n")
