"""Writes boosting-words.json: out-of-fold scores of XGBoost hist with enable_categorical on three real tables with columns of words, ten seeds each:
diagnoses of skin lesions by age, sex and site of the body; splice junctions by their sixty bases; response to a drug by what a cell line is.
Words are coded in code-unit order. Classes: the r-th sample of a class, in the order of the table, is in fold r mod 5; numbers: row r is.
Row sampling is on, so that seeds differ; of three columns XGBoost and ours would round a share otherwise. Run from the root of the repository, tables in ../shared/data."""
import json
import os

import numpy as np
import pandas as pd
import xgboost
from sklearn.metrics import accuracy_score, log_loss, r2_score

ROUNDS, SEEDS = 30, 10
SETTINGS = {"eta": 0.3, "max_depth": 3, "lambda": 1, "min_child_weight": 1, "max_bin": 256, "subsample": 0.8, "colsample_bytree": 1}
read = lambda path, **more: pd.read_csv(os.path.join("../shared/data", path), dtype=str, **more)

skin = read("07_skin_lesions/metadata.csv")
splice = read("05_dna_sequences/splice_junctions_3186.tsv.gz", sep="\t", keep_default_na=False)
lines = read("03_drug_response/cell_line_annotation.tsv", sep="\t").set_index("depmap_id")
response = read("03_drug_response/ln_ic50.tsv.gz", sep="\t")
response = response[response["Trametinib"].notna()].set_index(response.columns[0])
cells = lines.reindex(response.index)[["Site_Primary", "Histology", "Hist_Subtype1", "Gender", "Race", "tcga_code", "Disease", "Age"]]
tables = {
    "skin": (skin[["age", "sex", "localization"]], skin["dx"], ["age"]),
    "splice": (pd.DataFrame(splice["sequence"].map(list).tolist()), splice["label"], []),
    "trametinib": (cells, response["Trametinib"].astype(float), ["Age"]),
}
golden = {
    "made by": f"boosting-words.py, xgboost {xgboost.__version__}, tree_method hist, enable_categorical",
    "rounds": ROUNDS, "settings": SETTINGS, "tables": {},
}
for name, (columns, label, numbers) in tables.items():
    codes = {c: columns[c].astype(float) if c in numbers else columns[c].astype("category").cat.codes.replace(-1, np.nan) for c in columns}
    X = np.column_stack([codes[c].to_numpy(dtype=np.float32) for c in columns])
    types = ["q" if c in numbers else "c" for c in columns]
    data = lambda rows, y=None: xgboost.DMatrix(X[rows], y, feature_types=types, enable_categorical=True)
    isClasses = label.dtype == object
    classes, y = np.unique(label, return_inverse=True) if isClasses else ([], label.to_numpy())
    fold = (pd.Series(y).groupby(y).cumcount().to_numpy() if isClasses else np.arange(len(y))) % 5
    task = {"objective": "multi:softprob", "num_class": len(classes)} if isClasses else {"objective": "reg:squarederror"}
    scores = {"accuracy": [], "logLoss": []} if isClasses else {"r2": []}
    for seed in range(SEEDS):
        said = np.empty((len(y), max(1, len(classes))))
        for k in range(5):
            base = {} if isClasses else {"base_score": float(y[fold != k].mean())}
            params = {**SETTINGS, **task, **base, "tree_method": "hist", "seed": seed, "nthread": 1}
            model = xgboost.train(params, data(fold != k, y[fold != k]), ROUNDS)
            said[fold == k] = model.predict(data(fold == k)).reshape(-1, said.shape[1])
        if isClasses:
            scores["accuracy"].append(round(accuracy_score(y, said.argmax(axis=1)), 5))
            scores["logLoss"].append(round(log_loss(y, said / said.sum(axis=1, keepdims=True)), 5))
        else:
            scores["r2"].append(round(r2_score(y, said[:, 0]), 5))
    golden["tables"][name] = {"samples": len(y), "features": X.shape[1], "words": types.count("c"), **scores}
    print(name, golden["tables"][name], flush=True)
with open(os.path.join(os.path.dirname(__file__), "boosting-words.json"), "w") as out:
    json.dump(golden, out, indent=1)
    out.write("\n")
