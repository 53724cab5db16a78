# The noncentral F distribution from scipy (R's pf is good to 1e-9 only): python3 test/golden/noncentral-f.py (writes noncentral-f.json beside it).
import json
from pathlib import Path

import scipy
from scipy.stats import ncf

tails = [
    [f, df1, df2, ncp, ncf.sf(f, df1, df2, ncp)]
    for df1, df2 in [(1, 8), (1, 100), (4, 929), (11, 437)]
    for ncp in [0.5, 5, 30, 120]
    for f in [0.3, 1, 4, 25]
]
golden = {"versions": {"scipy": scipy.__version__}, "tails": tails}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden))
