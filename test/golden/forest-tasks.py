"""Writes forest-tasks.json: out-of-fold R² of scikit-learn's regression forests and accuracy of its extremely randomised trees on real tables, for
three seeds. Regression: row r, counted from 0 among those without blanks, is in fold r mod 5; classes as in forest.py. Run from the root of
the repository, tables in ../shared/data."""
import json
import os

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestRegressor

DATA = "../shared/data/"
SEEDS = range(3)
golden = {"made by": f"forest-tasks.py, scikit-learn {sklearn.__version__}, 500 trees, max_features='sqrt'", "regression": {}, "classification": {}}

expression = pd.read_csv(DATA + "03_drug_response/cell_line_expression.tsv.gz", sep="\t", index_col=0)
response = pd.read_csv(DATA + "03_drug_response/ln_ic50.tsv.gz", sep="\t", index_col=0)
assert list(expression.index) == list(response.index)
for drug in ["AZD5991", "Nelarabine", "Trametinib"]:
    keep = response[drug].notna().to_numpy()
    X, y = expression[keep].to_numpy(dtype=np.float32), response[drug][keep].to_numpy()
    fold = np.arange(len(y)) % 5
    scores = {"forest": [], "extra-trees": []}
    for seed in SEEDS:
        for word, Learner in [("forest", RandomForestRegressor), ("extra-trees", ExtraTreesRegressor)]:
            predicted = np.empty(len(y))
            for k in range(5):
                forest = Learner(n_estimators=500, max_features="sqrt", n_jobs=1, random_state=seed)
                predicted[fold == k] = forest.fit(X[fold != k], y[fold != k]).predict(X[fold == k])
            scores[word].append(round(1 - ((y - predicted) ** 2).sum() / ((y - y.mean()) ** 2).sum(), 5))
    golden["regression"][drug] = {"samples": len(y), "features": X.shape[1], "r2": scores}
    print(drug, scores, flush=True)

TABLES = {
    "pam50": ("01_brca_pam50/tcga_brca_rnaseq_zscore_pam50.tsv.gz", "PAM50"),
    "su": ("02_expression_classification/su.tsv.gz", "label"),
}
for name, (path, label) in TABLES.items():
    table = pd.read_csv(DATA + path, sep="\t")
    y = table[label].astype(str).to_numpy()
    X = table.iloc[:, 2:].to_numpy(dtype=np.float32)
    fold = pd.Series(y).groupby(y).cumcount().to_numpy() % 5
    accuracy = []
    for seed in SEEDS:
        predicted = np.empty_like(y)
        for k in range(5):
            forest = ExtraTreesClassifier(n_estimators=500, n_jobs=1, random_state=seed)
            predicted[fold == k] = forest.fit(X[fold != k], y[fold != k]).predict(X[fold == k])
        accuracy.append(round(float((predicted == y).mean()), 5))
    golden["classification"][name] = {"file": path, "label": label, "samples": len(y), "features": X.shape[1], "accuracy": accuracy}
    print(name, accuracy, flush=True)

with open(os.path.join(os.path.dirname(__file__), "forest-tasks.json"), "w") as out:
    json.dump(golden, out, indent=1)
    out.write("\n")
