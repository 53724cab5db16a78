"""Writes svm-tables.json: out-of-fold accuracy of scikit-learn's SVC, by its votes and by its probabilities, and log-loss on real tables.
The r-th sample of a class, in the order of the table, is in fold r mod 5. Run from the root of the repository, tables in ../shared/data."""
import json
import os

import numpy as np
import pandas as pd
import sklearn
from sklearn.metrics import log_loss
from sklearn.svm import SVC

FOLDER = "02_expression_classification"
TABLES = {name: (f"{FOLDER}/{name}.tsv.gz", "label") for name in ["khan", "singh", "su"]}
TABLES["ccle"] = (f"{FOLDER}/ccle_cell_lines_706genes_primary_site.tsv.gz", "primary_site")
golden = {"made by": f"svm-tables.py, scikit-learn {sklearn.__version__}, SVC(C=10, probability=True)", "tables": {}}
for name, (path, label) in TABLES.items():
    table = pd.read_csv(os.path.join("../shared/data", path), sep="\t")
    y = table[label].astype(str).to_numpy()
    X = table.iloc[:, 2:].to_numpy(dtype=np.float32)
    fold = pd.Series(y).groupby(y).cumcount().to_numpy() % 5
    classes = np.unique(y)
    votes, shares = np.empty_like(y), np.zeros((len(y), len(classes)))
    for k in range(5):
        model = SVC(C=10, probability=True, random_state=0).fit(X[fold != k], y[fold != k])
        votes[fold == k] = model.predict(X[fold == k])
        shares[fold == k] = model.predict_proba(X[fold == k])
    golden["tables"][name] = {
        "file": path, "label": label, "samples": len(y), "features": X.shape[1], "accuracyOfVotes": round((votes == y).mean(), 5),
        "accuracy": round((classes[shares.argmax(1)] == y).mean(), 5), "logLoss": round(log_loss(y, shares, labels=classes), 5),
    }
with open(os.path.join(os.path.dirname(__file__), "svm-tables.json"), "w") as out:
    json.dump(golden, out, indent=1)
    out.write("\n")
