# scikit-learn's saga over the same penalties with warm starts: seconds of the fits alone, and the largest duality gap.
import json, sys, time, warnings
import numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression
warnings.filterwarnings("ignore")
path, alpha, L = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
d = pd.read_csv(path, sep="\t")
y = d["label"].to_numpy(); X = d.iloc[:, 2:].to_numpy(np.float64); n = len(y)
X = (X - X.mean(0)) / X.std(0)
Y = (y[:, None] == np.unique(y)[None, :]).astype(float)
lmax = np.abs(X.T @ (Y - Y.mean(0))).max() / n / alpha
lambdas = lmax * 0.01 ** (np.arange(L) / (L - 1))
null = -np.mean(np.log(Y.mean(0)[Y.argmax(1)])); worst = 0
model = LogisticRegression(penalty="elasticnet", solver="saga", multi_class="multinomial", l1_ratio=alpha, tol=1e-3, max_iter=1000, warm_start=True, n_jobs=2)
seconds = 0
for lam in lambdas:
    t = time.perf_counter()
    model.C = 1 / (n * lam); model.fit(X, y)
    seconds += time.perf_counter() - t
    P = model.predict_proba(X); B = model.coef_
    primal = -np.mean(np.log(P[Y == 1])) + lam * (alpha * np.abs(B).sum() + (1 - alpha) / 2 * (B**2).sum())
    G = X.T @ (Y - P) / n
    gap = primal + np.sum(P * np.log(np.maximum(P, 1e-300))) / n + (np.maximum(np.abs(G) - lam * alpha, 0) ** 2).sum() / (2 * lam * (1 - alpha))
    worst = max(worst, abs(gap) / null)
print(json.dumps({"seconds": seconds, "gap": worst}))
