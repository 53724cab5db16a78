# Goldens for pre-ranked GSEA and over-representation by an independent program, written from the papers alone: the running sum is walked gene by
# gene, p values come of its own random sets. /usr/bin/python3 test/golden/gsea.py (writes gsea.json beside it). Debian 12: python3-numpy python3-scipy.
import json, os, platform
import numpy as np, scipy
from scipy.stats import hypergeom

rng = np.random.default_rng(7)
p = 600
genes = [f"g{j}" for j in range(p)]
scores = np.round(rng.normal(size=p), 4)
sets = {}
for k in range(24):
    size = int(rng.integers(15, 60))
    # Some sets lean up, some down, some are of nothing.
    lean = {0: 1.2, 1: -1.2, 2: 0.5}.get(k % 6, 0.0)
    odds = np.exp(lean * scores)
    sets[f"S{k}"] = [genes[j] for j in rng.choice(p, size, replace=False, p=odds / odds.sum())] + ["elsewhere"]

def walk(ranking, weights, member):
    """Running sum after every gene, one at a time."""
    hit = np.where(member, weights, 0.0)
    steps = np.where(member, hit / hit.sum(), -1.0 / (len(ranking) - member.sum()))
    sums = np.cumsum(steps)
    high, low = max(0, sums.max()), min(0, sums.min())
    return (high, int(sums.argmax())) if high >= -low else (low, int(sums.argmin()))

def gsea(weight, permutations):
    order = np.argsort(-scores, kind="stable")
    weights = np.abs(scores[order]) ** weight
    found, nulls = {}, {}
    for name, members in sets.items():
        member = np.isin(np.array(genes)[order], members)
        es, at = walk(order, weights, member)
        edge = np.arange(0, at + 1) if es >= 0 else np.arange(len(order) - 1, at, -1)
        random = np.empty(permutations)
        for d in range(permutations):
            drawn = np.zeros(p, bool)
            drawn[rng.permutation(p)[: member.sum()]] = True
            random[d] = walk(order, weights, drawn)[0]
        nulls[name] = random
        same = random[random >= 0] if es >= 0 else random[random < 0]
        found[name] = {
            "es": es,
            "leadingEdge": [genes[order[r]] for r in edge if member[r]],
            "nes": es / np.abs(same).mean(),
            "p": (1 + (np.abs(same) >= abs(es)).sum()) / (1 + len(same)),
        }
    everything = np.concatenate([np.where(r >= 0, r / r[r >= 0].mean(), r / -r[r < 0].mean()) for r in nulls.values()])
    own = np.array([f["nes"] for f in found.values()])
    for f in found.values():
        nes = f["nes"]
        if nes >= 0:
            above = (everything >= nes).sum() / (everything >= 0).sum()
            share = (own >= nes).sum() / (own >= 0).sum()
        else:
            above = (everything <= nes).sum() / (everything < 0).sum()
            share = (own <= nes).sum() / (own < 0).sum()
        f["fdr"] = min(1.0, above / share)
    return found

def over_representation(chosen):
    found = {}
    for name, members in sets.items():
        inside = [g for g in members if g in genes]
        shared = len(set(inside) & set(chosen))
        found[name] = {"found": shared, "size": len(inside), "p": float(hypergeom.sf(shared - 1, p, len(inside), len(chosen)))}
    return found

chosen = [genes[j] for j in np.argsort(-scores)[:70]]
out = {
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    "genes": genes, "scores": scores.tolist(), "sets": sets, "chosen": chosen, "permutations": 20000,
    "weighted": gsea(1, 20000), "ranks": {k: {"es": f["es"], "leadingEdge": f["leadingEdge"]} for k, f in gsea(0, 20).items()},
    "overRepresentation": over_representation(chosen),
}
json.dump(out, open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "gsea.json"), "w"))
