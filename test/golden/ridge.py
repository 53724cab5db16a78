# Goldens of ridge regression from scikit-learn: /usr/bin/python3 test/golden/ridge.py (writes ridge.json beside it).
# Values of X are whole numbers of 1/256, so that float32 holds them as they are. λ here is alpha / n there.
import json, os
import numpy as np, sklearn
from sklearn.linear_model import Ridge

rng = np.random.default_rng(7)
tables = []
for name, n, p in [("more rows than features", 45, 9), ("more features than rows", 24, 60)]:
    X = np.round((rng.normal(size=(n, p)) * (1 + np.arange(p) % 4) + 2) * 256) / 256
    y = np.round(3 + X[:, 0] - X[:, 2] + rng.normal(size=n), 6)
    fits = []
    for lam in [30.0, 1.0, 0.01]:
        m = Ridge(alpha=lam * n, solver="cholesky").fit(X, y)
        fits.append({"lambda": lam, "intercept": float(m.intercept_), "coefficients": m.coef_.tolist()})
    tables.append({"name": name, "X": X.tolist(), "y": y.tolist(), "fits": fits})
out = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "tables": tables}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "ridge.json"), "w") as file:
    json.dump(out, file)
    file.write("\n")
