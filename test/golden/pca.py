"""Writes pca.json: principal components by scikit-learn of a table that the test rebuilds from the same integers."""
import json
import os

import numpy as np
import sklearn
from sklearn.decomposition import PCA

n, p, k = 40, 300, 3
state, values = 1, []
for _ in range(n * p):
    state = (state * 1103515245 + 12345) % 2**31
    values.append((state >> 8) % 1000)
i, j = np.arange(n)[:, None], np.arange(p)
X = np.array(values, dtype=float).reshape(n, p) + 100 * i * (j % 2) + 600 * (i % 4) * (j % 3 == 0) + 900 * (i % 3) * (j % 5 == 0)
pca = PCA(n_components=k, svd_solver="full")
scores = pca.fit_transform(X)
golden = {
    "made by": f"pca.py, scikit-learn {sklearn.__version__}, numpy {np.__version__}",
    "n": n, "p": p, "k": k,
    "scores": np.round(scores, 6).ravel().tolist(),
    "explained": pca.explained_variance_ratio_.tolist(),
}
with open(os.path.join(os.path.dirname(__file__), "pca.json"), "w") as out:
    json.dump(golden, out)
    out.write("\n")
