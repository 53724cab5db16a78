"""Writes boosting-columns.json: small simulated tables, and what XGBoost hist gives for their own rows: with columns of categories (three of
them: one against the others; nine: subsets), where categories that a node does not hold are no matter, and with weights of rows. For
categories also the model as saved, and predictions for rows with codes that training did not have. base_score is where our losses start from;
Models are texts: XGBoost writes NaN where
categories are parted, which is no JSON. min_child_weight is 0 with categories, since XGBoost sorts lighter ones as if they had no gradient."""
import json
import os

import numpy as np
import xgboost

ROUNDS, N = 8, 162
SETTINGS = {"eta": 0.3, "max_depth": 3, "lambda": 1.5, "gamma": 0.02, "max_bin": 256, "tree_method": "hist", "nthread": 1}
NONE = np.zeros(4)
random = np.random.default_rng(11)


def table(missing):
    few, many = random.integers(0, 3, N), random.integers(0, 9, N)
    X = np.column_stack([few, many, np.round(random.normal(size=(N, 2)), 3)]).astype(np.float32)
    score = np.array([0.8, -0.9, 0])[few] + np.array([1, -1, 0.3, 0.9, -0.2, 0.1, -1.2, 0.6, -0.5])[many] + 0.6 * X[:, 2]
    X[random.random(X.shape) < missing] = np.nan
    return X, score + 0.5 * random.normal(size=N)


def outcomes(score):
    return {
        "binary:logistic": (half := (score > np.median(score)).astype(int), half.mean(), {}),
        "multi:softprob": (np.argsort(np.argsort(score)) * 3 // N, 0.5, {"num_class": 3}),
        "reg:squarederror": (numbers := np.round(score, 4), numbers.mean(), {}),
    }


def rows(X):
    return [[None if np.isnan(v) else round(float(v), 3) for v in row] for row in X]


def listed(values):
    return values.astype(float).round(7).tolist()


cases = []
for name, missing in (("categories", NONE), ("categories, missing values", np.array([0.1, 0.15, 0, 0.1]))):
    X, score = table(missing)
    # Codes above those of training: within the words of a set, and beyond them.
    news = X[:40].copy()
    news[:10, 0], news[10:20, 1], news[20:30, 1] = 3, 20, 40
    for objective, (y, base, more) in outcomes(score).items():
        settings = {**SETTINGS, **more, "objective": objective, "base_score": float(base), "min_child_weight": 0, "max_cat_to_onehot": 4}
        data = lambda X, y=None: xgboost.DMatrix(X, y, feature_types=["c", "c", "q", "q"], enable_categorical=True)
        # XGBoost does not try missing values against all categories, which sooner or later is the best cut.
        rounds = ROUNDS if missing is NONE else 4
        settings["gamma"] = 0.02 if missing is NONE else 0.1
        model = xgboost.train(settings, data(X, y), rounds)
        cases.append({
            "name": name, "objective": objective, "settings": settings, "rounds": rounds, "X": rows(X),
            "y": y.tolist(), "margins": listed(model.predict(data(X), output_margin=True)),
            "model": bytes(model.save_raw("json")).decode(), "new": rows(news), "predictions": listed(model.predict(data(news))),
        })
X, score = table(np.array([0, 0, 0.1, 0]))
weights = random.integers(1, 9, N) / 4
counts = random.poisson(np.exp(0.4 * score + 1))
weighted = outcomes(score)
half, numbers = weighted["binary:logistic"][0], weighted["reg:squarederror"][0]
weighted["binary:logistic"] = (half, np.average(half, weights=weights), {})
weighted["reg:squarederror"] = (numbers, np.average(numbers, weights=weights), {})
weighted["count:poisson"] = (counts, np.average(counts, weights=weights), {"min_child_weight": 90})
for objective, (y, base, more) in weighted.items():
    settings = {**SETTINGS, "min_child_weight": 0.7, **more, "objective": objective, "base_score": float(base)}
    # Softmax starts all classes alike: so are their weights.
    own = weights / np.bincount(y, weights)[y] * N / 3 if "num_class" in more else weights
    own = own.astype(np.float32).astype(float)
    data = xgboost.DMatrix(X, y, weight=own)
    margins = xgboost.train(settings, data, ROUNDS).predict(data, output_margin=True)
    cases.append({
        "name": "weights", "objective": objective, "settings": settings, "rounds": ROUNDS, "X": rows(X), "y": y.tolist(), "weights": own.tolist(),
        "margins": listed(margins),
    })
golden = {"made by": f"boosting-columns.py, xgboost {xgboost.__version__}, tree_method hist", "cases": cases}
with open(os.path.join(os.path.dirname(__file__), "boosting-columns.json"), "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
