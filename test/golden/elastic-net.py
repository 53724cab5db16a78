"""Goldens for the elastic net from scikit-learn, on the tables of glmnet.json: python3 test/golden/elastic-net.py (writes elastic-net.json)."""
import json
import pathlib
import platform
import warnings

import numpy
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

warnings.simplefilter("error", ConvergenceWarning)
here = pathlib.Path(__file__).parent
source = json.loads((here / "glmnet.json").read_text())


def fit(X, y, alpha, balanced, lam):
    model = LogisticRegression(
        penalty="elasticnet", solver="saga", l1_ratio=alpha, C=1 / (len(y) * lam), tol=1e-8, max_iter=1_000_000,
        class_weight="balanced" if balanced else None, random_state=0,
        multi_class="ovr" if len(set(y)) == 2 else "multinomial",
    ).fit(X, y)
    return {"alpha": alpha, "balanced": balanced, "lambda": lam, "intercepts": model.intercept_.tolist(), "coefficients": model.coef_.tolist()}


golden = {
    "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
    "fits": {
        table["name"]: [
            fit(numpy.array(table["X"]), table["y"], one["alpha"], one["balanced"], one["lambdas"][2]) for one in table["fits"]
        ]
        for table in source["tables"]
    },
}
text = json.dumps(golden, separators=(",", ":"))
(here / "elastic-net.json").write_text(text + "\n")
