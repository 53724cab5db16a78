# The PAM50 study in scikit-learn: the outer folds of our predictions, the grid of bench/study.mjs, 3 inner folds, 2 processes.
import json, sys, warnings
import numpy as np, pandas as pd
from joblib import Parallel, delayed
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

table, predictions = sys.argv[1:]
d = pd.read_csv(table, sep="\t")
y = d["PAM50"].to_numpy(); X = d.drop(columns=["patient_id", "PAM50"]).to_numpy(np.float64)
p = pd.read_csv(predictions, sep="\t").drop_duplicates("id").set_index("id")["fold"]
fold = p.loc[d["patient_id"]].to_numpy()
ALPHA, L, RATIO = 0.5, 5, 0.005
clip = lambda Z: np.clip(Z, -5, 5)
def prepare(): return make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), FunctionTransformer(clip))
def net(lam, n): return LogisticRegression(penalty="elasticnet", solver="saga", multi_class="multinomial", l1_ratio=ALPHA, C=1 / (n * lam), tol=1e-3, max_iter=200)
def path(Z, t):
    Y = (t[:, None] == np.unique(t)[None, :]).astype(float)
    return np.abs(Z.T @ (Y - Y.mean(0))).max() / len(t) / ALPHA * RATIO ** (np.arange(L) / (L - 1))

def outer(f):
    warnings.filterwarnings("ignore")
    tr, te = np.where(fold != f)[0], np.where(fold == f)[0]
    lambdas = path(prepare().fit_transform(X[tr]), y[tr]); inner = np.empty((L, len(tr)), object)
    for a, b in StratifiedKFold(3, shuffle=True, random_state=1).split(X[tr], y[tr]):
        prep = prepare(); A = prep.fit_transform(X[tr][a]); B = prep.transform(X[tr][b])
        for l, lam in enumerate(lambdas): inner[l, b] = net(lam, len(a)).fit(A, y[tr][a]).predict(B)
    best = int(np.argmax([f1_score(y[tr], inner[l], average="macro") for l in range(L)]))
    prep = prepare(); A = prep.fit_transform(X[tr]); B = prep.transform(X[te])
    return te, net(lambdas[best], len(tr)).fit(A, y[tr]).predict(B), RandomForestClassifier(500, random_state=1).fit(A, y[tr]).predict(B)

en, rf = np.empty(len(y), object), np.empty(len(y), object)
for te, a, b in Parallel(n_jobs=2)(delayed(outer)(f) for f in np.unique(fold)): en[te], rf[te] = a, b
print(json.dumps({"scores": [[name, accuracy_score(y, z), f1_score(y, z, average="macro")] for name, z in (("elastic-net", en), ("forest", rf))]}))
