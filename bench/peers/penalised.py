# scikit-learn on raw columns: lasso_path, Ridge at each penalty, or RidgeCV (one set of coefficients). Seconds of the fits alone.
import json, os, sys, time, warnings
import numpy as np
from sklearn.linear_model import Ridge, RidgeCV, lasso_path
warnings.filterwarnings("ignore")
folder, what, L = sys.argv[1], sys.argv[2], int(sys.argv[3])
shape = json.load(open(os.path.join(folder, "shape.json"))); n, p = shape["samples"], shape["features"]
X = np.fromfile(os.path.join(folder, "x.f32"), np.float32).reshape(p, n).T.astype(np.float64, order="F")
y = np.fromfile(os.path.join(folder, "y.f64"))
lambdas = 100 * 1e-4 ** (np.arange(L) / (L - 1))
t = time.perf_counter(); gap = None
if what == "gaussian":
    yc = y - y.mean()
    _, _, gaps = lasso_path(X, yc, eps=0.01, n_alphas=L)
    gap = float(gaps.max() / (np.mean(yc**2) / 2) / n)
elif what == "ridge":
    for lam in lambdas:
        Ridge(alpha=lam * n).fit(X, y)
else:
    RidgeCV(alphas=lambdas * n).fit(X, y)
print(json.dumps({"seconds": time.perf_counter() - t, "gap": gap}))
