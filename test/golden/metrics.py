#!/usr/bin/env python3
"""Writes metrics.json: predictions, and what scikit-learn scores them. Run: python3 test/golden/metrics.py"""
import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn import metrics as sk

rng = np.random.default_rng(20240501)


def ece(truth, p, w, bins=15):
    confidence, predicted = p.max(axis=1), p.argmax(axis=1)
    which = np.clip(np.ceil(confidence * bins), 1, bins)
    total = 0.0
    for b in range(1, bins + 1):
        m = which == b
        if w[m].sum() > 0:
            acc = np.average(predicted[m] == truth[m], weights=w[m])
            conf = np.average(confidence[m], weights=w[m])
            total += w[m].sum() / w.sum() * abs(acc - conf)
    return total


def mass_bins(x, w, bins):
    """Equal values together, in the bin where the middle of their weight lies."""
    values, which = np.unique(x, return_inverse=True)
    mass = np.bincount(which, weights=w, minlength=len(values))
    middle = np.cumsum(mass) - mass / 2
    return np.minimum(bins - 1, np.floor(bins * middle / w.sum())).astype(int)[which]


def adaptive_ece(truth, p, w):
    confidence, predicted = p.max(axis=1), p.argmax(axis=1)
    which = mass_bins(confidence, w, max(1, min(15, int(w.sum() // 20))))
    gaps = [abs((w[which == b] * ((predicted == truth) - confidence)[which == b]).sum()) for b in range(15)]
    return sum(gaps) / w.sum()


def decomposition(truth, p, w, positive):
    """Murphy 1973 with the within-bin terms of Stephenson et al. 2008; two classes: the positive, more: summed."""
    K = p.shape[1]
    parts = np.zeros(6)
    for k in [positive] if K == 2 else range(K):
        x, y = p[:, k], (truth == k).astype(float)
        which = mass_bins(x, w, 10)
        W, share = w.sum(), np.average(y, weights=w)
        brier = (w * (x - y) ** 2).sum() / W
        rel = res = wbv = wbc = 0.0
        for b in np.unique(which[w > 0]):
            m = which == b
            px, py = np.average(x[m], weights=w[m]), np.average(y[m], weights=w[m])
            rel += w[m].sum() * (px - py) ** 2 / W
            res += w[m].sum() * (py - share) ** 2 / W
            wbv += (w[m] * (x[m] - px) ** 2).sum() / W
            wbc += 2 * (w[m] * (x[m] - px) * (y[m] - py)).sum() / W
        parts += [brier, rel, res, share * (1 - share), wbv, wbc]
    names = ["brier", "reliability", "resolution", "uncertainty", "withinBinVariance", "withinBinCovariance"]
    return dict(zip(names, parts.tolist()))


def score(truth, p, w, positive):
    K = p.shape[1]
    predicted = p.argmax(axis=1)
    onehot = np.eye(K)[truth]
    a = dict(sample_weight=w)
    if K == 2:
        y = (truth == positive).astype(int)
        roc = sk.roc_auc_score(y, p[:, positive], **a)
        pr = sk.average_precision_score(y, p[:, positive], **a)
        brier = sk.brier_score_loss(y, p[:, positive], **a)
    else:
        roc = sk.roc_auc_score(truth, p, multi_class="ovr", average="macro", **a)
        pr = sk.average_precision_score(onehot, p, average="macro", **a)
        brier = np.average(((p - onehot) ** 2).sum(axis=1), weights=w)
    return {
        "accuracy": sk.accuracy_score(truth, predicted, **a),
        "balanced-accuracy": sk.balanced_accuracy_score(truth, predicted, **a),
        "macro-f1": sk.f1_score(truth, predicted, average="macro", **a),
        "weighted-f1": sk.f1_score(truth, predicted, average="weighted", **a),
        "roc-auc": roc,
        "pr-auc": pr,
        "log-loss": sk.log_loss(truth, p, labels=list(range(K)), **a),
        "brier": brier,
        "ece": ece(truth, p, w),
        "adaptive-ece": adaptive_ece(truth, p, w),
        "mcc": sk.matthews_corrcoef(truth, predicted, **a),
        **of_two(truth, predicted, positive, a),
        "cohen-kappa": sk.cohen_kappa_score(truth, predicted, **a),
    }


def of_two(truth, predicted, positive, a):
    """Metrics that only two classes have."""
    if positive is None:
        return dict.fromkeys(["sensitivity", "specificity", "ppv", "npv"])
    y, z = truth == positive, predicted == positive
    return {
        "sensitivity": sk.recall_score(y, z, **a),
        "specificity": sk.recall_score(~y, ~z, **a),
        "ppv": sk.precision_score(y, z, **a),
        "npv": sk.precision_score(~y, ~z, **a),
    }


def at_thresholds(truth, p, w, positive):
    if positive is None:
        return {}
    fpr, tpr, _ = sk.roc_curve(truth == positive, p[:, positive], sample_weight=w, drop_intermediate=False)
    return {
        **{f"sensitivity-at-specificity@{s}": tpr[1 - fpr >= s - 1e-12].max() for s in (0.5, 0.9, 1)},
        **{f"specificity-at-sensitivity@{s}": (1 - fpr)[tpr >= s - 1e-12].max() for s in (0.5, 0.9, 1)},
    }


def softmax_case(n, K, sharp, shares):
    truth = rng.choice(K, n, p=shares)
    z = rng.normal(size=(n, K)) + sharp * np.eye(K)[truth]
    p = np.exp(z)
    return truth, p / p.sum(axis=1, keepdims=True)


def vote_case(n, K, trees, shares, lift):
    """Shares of a few trees, as a small forest gives: many ties, and probabilities of exactly 0 and 1."""
    truth = rng.choice(K, n, p=shares)
    q = np.full((n, K), 1.0) + lift * np.eye(K)[truth] * rng.uniform(size=(n, 1))
    votes = np.array([rng.multinomial(trees, r / r.sum()) for r in q])
    return truth, votes / trees


def never_predicted(n):
    """Class 2 is present and never the most probable."""
    truth, p = softmax_case(n, 3, 1.5, [0.5, 0.35, 0.15])
    p[:, 2] *= 0.05
    return truth, p / p.sum(axis=1, keepdims=True)


cases = []
for name, (truth, p), positive in [
    ("two classes", softmax_case(60, 2, 1.2, [0.6, 0.4]), 1),
    ("two classes, the first positive, ties", vote_case(80, 2, 10, [0.3, 0.7], 3), 0),
    ("five classes", softmax_case(150, 5, 1.8, [0.35, 0.3, 0.2, 0.1, 0.05]), None),
    ("four classes, ties, zeros", vote_case(120, 4, 8, [0.4, 0.3, 0.2, 0.1], 6), None),
    ("three classes, one never predicted", never_predicted(90), None),
]:
    n = len(truth)
    for kind, w in [
        ("no weights", None),
        ("real weights", rng.uniform(0.1, 3, n)),
        ("whole weights with zeros", rng.poisson(1.0, n).astype(float)),
    ]:
        weights = np.ones(n) if w is None else w
        values = score(truth, p, weights, positive)
        cases.append(
            {
                "name": f"{name}; {kind}",
                "nClasses": p.shape[1],
                "positive": positive,
                "truth": truth.tolist(),
                "probabilities": p.ravel().tolist(),
                "weights": None if w is None else w.tolist(),
                "expected": {k: None if v is None else float(v) for k, v in values.items()},
                "atThresholds": {k: float(v) for k, v in at_thresholds(truth, p, weights, positive).items()},
                "decomposition": decomposition(truth, p, np.ones(n) if w is None else w, positive),
            }
        )

versions = {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__}
out = pathlib.Path(__file__).with_suffix(".json")
out.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
