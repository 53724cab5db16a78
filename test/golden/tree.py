"""Writes tree.json: scikit-learn's single trees, pruned by minimal cost-complexity, on made tables. Values of X are whole numbers of 1/32 in few levels,
so that float32 and bins hold them as they are. ccp_alpha is `share` of what all splits of the full tree gain. Run from the root of the repository."""
import json
import os

import numpy as np
import sklearn
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

rng = np.random.default_rng(5)
golden = {"made by": f"tree.py, scikit-learn {sklearn.__version__}", "cases": []}
for task, Learner in [("classification", DecisionTreeClassifier), ("regression", DecisionTreeRegressor)]:
    for n, p, share, least, depth in [(160, 6, 0.0, 9, None), (160, 6, 0.02, 7, None), (240, 12, 0.05, 5, None), (200, 4, 0.0, 5, 3)]:
        while True:
            X = np.round(rng.normal(size=(n + 40, p)) * 32) / 32
            signal = X[:, 0] + np.where(X[:, 1] > 0.3, 1.5, -0.5) * X[:, 2] + rng.normal(size=n + 40)
            y = np.digitize(signal, [-0.8, 0.9]) if task == "classification" else np.round(signal * 64) / 64
            fit = lambda alpha, seed: Learner(min_samples_leaf=least, max_depth=depth, ccp_alpha=alpha, random_state=seed).fit(X[:n], y[:n])
            full = fit(0, 0).tree_
            risk = full.weighted_n_node_samples / n * full.impurity
            trees = [fit(share * (risk[0] - risk[full.children_left < 0].sum()), seed) for seed in range(10)]
            predictions = [tree.predict_proba(X) if task == "classification" else tree.predict(X) for tree in trees]
            # scikit-learn takes one of equal cuts at random: a table where that happens is of no use.
            if all(np.array_equal(predictions[0], other) for other in predictions):
                break
        tree, predicted = trees[0], predictions[0][n:]
        golden["cases"].append({
            "task": task, "share": share, "least": least, "depth": depth, "n": n, "p": p, "X": (X * 32).astype(int).T.ravel().tolist(),
            "y": y[:n].tolist(), "leaves": int(tree.get_n_leaves()), "depthReached": int(tree.get_depth()),
            "importance": np.round(tree.feature_importances_, 12).tolist(), "predicted": np.round(predicted, 12).ravel().tolist(),
        })
        print(task, tree.get_n_leaves(), tree.get_depth())
with open(os.path.join(os.path.dirname(__file__), "tree.json"), "w") as out:
    json.dump(golden, out)
    out.write("\n")
