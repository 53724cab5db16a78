"""Writes forest.json: out-of-fold accuracy and macro-F1 of scikit-learn's random forest on three real tables, for five seeds.
The r-th sample of a class, in the order of the table, is in fold r mod 5. Run from the root of the repository, tables in ../shared/data."""
import json
import os

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, f1_score

TABLES = {
    "pam50": ("01_brca_pam50/tcga_brca_rnaseq_zscore_pam50.tsv.gz", "PAM50"),
    "su": ("02_expression_classification/su.tsv.gz", "label"),
    "ccle": ("02_expression_classification/ccle_cell_lines_706genes_primary_site.tsv.gz", "primary_site"),
}
golden = {"made by": f"forest.py, scikit-learn {sklearn.__version__}, RandomForestClassifier(n_estimators=500)", "tables": {}}
for name, (path, label) in TABLES.items():
    table = pd.read_csv(os.path.join("../shared/data", path), sep="\t")
    y = table[label].astype(str).to_numpy()
    X = table.iloc[:, 2:].to_numpy(dtype=np.float32)
    fold = pd.Series(y).groupby(y).cumcount().to_numpy() % 5
    accuracy, macro_f1 = [], []
    for seed in range(5):
        predicted = np.empty_like(y)
        for k in range(5):
            forest = RandomForestClassifier(n_estimators=500, n_jobs=2, random_state=seed)
            predicted[fold == k] = forest.fit(X[fold != k], y[fold != k]).predict(X[fold == k])
        accuracy.append(round(accuracy_score(y, predicted), 5))
        macro_f1.append(round(f1_score(y, predicted, average="macro"), 5))
    golden["tables"][name] = {"file": path, "label": label, "samples": len(y), "features": X.shape[1], "accuracy": accuracy, "macroF1": macro_f1}
with open(os.path.join(os.path.dirname(__file__), "forest.json"), "w") as out:
    json.dump(golden, out, indent=1)
    out.write("\n")
