"""Writes tree-shap.json: what XGBoost itself says each feature contributes to the first rows of boosting-xgboost.json, alone and in pairs, for the
models of that file and for one whose trees are deep, with many splits on the same feature above a leaf."""
import json
import os

import numpy as np
import xgboost

ROWS = 24
folder = os.path.dirname(os.path.abspath(__file__))
source = json.load(open(os.path.join(folder, "boosting-xgboost.json")))
X = np.array([[np.nan if v is None else v for v in row] for row in source["X"]], dtype=np.float32)
table = xgboost.DMatrix(X[:ROWS])


def said(model):
    # The reference adds in float32.
    return {
        "contributions": model.predict(table, pred_contribs=True).astype(float).round(7).tolist(),
        "interactions": model.predict(table, pred_interactions=True).astype(float).round(7).tolist(),
    }


cases = {}
for name, case in source["cases"].items():
    if name != "reg:absoluteerror":
        cases[name] = said(xgboost.Booster(model_file=bytearray(json.dumps(case["model"]).encode())))
numbers = source["cases"]["reg:squarederror"]["y"]
deep = xgboost.train(
    {"max_depth": 9, "min_child_weight": 0, "tree_method": "hist", "nthread": 1, "eta": 0.5, "lambda": 0, "base_score": 0.3},
    xgboost.DMatrix(X, numbers),
    3,
)
cases["deep"] = {**said(deep), "model": json.loads(bytes(deep.save_raw("json")))}
golden = {"made by": f"tree-shap.py, xgboost {xgboost.__version__}", "rows": ROWS, "cases": cases}
with open(os.path.join(folder, "tree-shap.json"), "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
