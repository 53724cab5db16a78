"""One piece of work of bench/unsupervised.mjs by scikit-learn or scipy. Prints one JSON object: seconds of the work, what came out."""
import json
import sys
import time

import numpy as np

work, path, n, p = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
X = np.ascontiguousarray(np.fromfile(path, dtype="<f4").reshape(p, n).T)

if work.startswith("pca"):
    from sklearn.decomposition import PCA

    def run():
        return PCA(50, svd_solver=work[4:], random_state=0).fit(X).explained_variance_ratio_.sum()
elif work == "k-means":
    from sklearn.cluster import KMeans

    def run():
        return KMeans(5, n_init=10, tol=0, random_state=0).fit(X).inertia_
elif work == "ward":
    from scipy.cluster.hierarchy import linkage

    def run():
        return linkage(X, "ward")[-1, 2]
elif work == "leaf-order":
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import pdist, squareform

    def run():
        d = pdist(X)
        order = leaves_list(optimal_leaf_ordering(linkage(d, "ward"), d))
        return squareform(d)[order[1:], order[:-1]].sum()
else:
    from sklearn.manifold import TSNE

    def run():
        fit = TSNE(init="pca", learning_rate="auto", random_state=0, n_jobs=2)
        fit.fit(X)
        return fit.kl_divergence_

start = time.perf_counter()
value = run()
print(json.dumps({"seconds": time.perf_counter() - start, "value": float(value)}))
