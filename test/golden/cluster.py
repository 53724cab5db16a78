"""Goldens for clustering, its scores and principal components from scikit-learn and scipy: python3 test/golden/cluster.py (writes cluster.json)."""
import json
import pathlib
import platform

import numpy
import scipy
import sklearn
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import pdist, squareform
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score, silhouette_samples
from sklearn.mixture import GaussianMixture

random = numpy.random.default_rng(11)


def table(n, p, centres, spread):
    k = numpy.arange(n) % len(centres)
    return numpy.round(numpy.asarray(centres)[k] + spread * random.normal(size=(n, p)), 2).astype(numpy.float32).astype(float)


low = table(60, 2, [[0, 0], [4, 1], [1, 5]], 0.7)
overlapping = table(90, 3, [[0, 0, 0], [2.5, 2.5, 0], [0, 3, 3]], 1.0)
wide = table(25, 80, numpy.round(random.normal(size=(3, 80)), 2), 1.0)
tables = {"low": low, "overlapping": overlapping, "wide": wide}


def tree(X):
    d = pdist(X)
    out = {}
    for method in ["ward", "average", "complete", "single"]:
        Z = linkage(X, method)
        order = leaves_list(optimal_leaf_ordering(Z, d))
        D = squareform(d)
        out[method] = {"merges": Z.ravel().tolist(), "length": float(D[order[:-1], order[1:]].sum())}
    return out


def mixture(X, covariance):
    best = GaussianMixture(3, covariance_type=covariance, tol=1e-10, max_iter=5000, n_init=10, random_state=0).fit(X)
    return {"logLikelihood": float(best.score(X)), "bic": float(best.bic(X)), "labels": best.predict(X).tolist()}


labels = [random.integers(0, k, size=60) for k in [1, 2, 3, 7, 60]] + [numpy.arange(60), numpy.arange(60) // 20]
pairs = [(a, b) for a in range(len(labels)) for b in range(len(labels))]
picture = numpy.round(random.normal(size=(60, 2)), 3)


def components(X, k):
    fit = PCA(k, svd_solver="full").fit(X)
    return {
        "k": k, "axes": fit.components_.ravel().tolist(), "scores": fit.transform(X).ravel().tolist(),
        "variances": fit.explained_variance_.tolist(), "explained": fit.explained_variance_ratio_.tolist(),
    }


golden = {
    "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    "tables": {name: X.tolist() for name, X in tables.items()},
    "linkage": {name: tree(X) for name, X in tables.items()},
    "dbscan": [
        {"eps": eps, "minPoints": m, "labels": DBSCAN(eps=eps, min_samples=m).fit_predict(low).tolist()}
        for eps, m in [(0.5, 4), (0.8, 5), (1.5, 3), (0.05, 2)]
    ],
    "kMeans": {
        name: [{"k": k, "inertia": float(KMeans(k, n_init=200, tol=0, random_state=0).fit(X).inertia_)} for k in [1, 3, 6]]
        for name, X in tables.items()
    },
    "mixture": {c: mixture(overlapping, {"diagonal": "diag"}.get(c, c)) for c in ["full", "tied", "diagonal", "spherical"]},
    "silhouettes": silhouette_samples(low, numpy.arange(60) % 4).tolist(),
    "labels": [l.tolist() for l in labels],
    "ari": [adjusted_rand_score(labels[a], labels[b]) for a, b in pairs],
    "nmi": [normalized_mutual_info_score(labels[a], labels[b]) for a, b in pairs],
    "picture": picture.ravel().tolist(),
    "trustworthiness": {k: float(trustworthiness(low, picture, n_neighbors=k)) for k in [1, 5, 20]},
    "pca": {"low": components(low, 2), "overlapping": components(overlapping, 2), "wide": components(wide, 5)},
}
out = pathlib.Path(__file__).parent / "cluster.json"
out.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
