"""XGBoost's pred_contribs with the model of bench/tree-shap.mjs. Prints one JSON object: seconds of the explanation, the values of the first row."""
import json
import resource
import sys
import time

import numpy as np
import xgboost

folder, rows, columns, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
X = np.ascontiguousarray(np.fromfile(f"{folder}/x.f32", dtype="<f4").reshape(columns, rows).T)
model = xgboost.Booster({"nthread": threads}, model_file=f"{folder}/model.json")
table = xgboost.DMatrix(X, nthread=threads)
start = time.perf_counter()
values = model.predict(table, pred_contribs=True)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peakMiB": peak, "sample": values[0].astype(float).tolist(), "version": xgboost.__version__}))
