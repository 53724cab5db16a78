"""Writes a table of single cells, or reads one by anndata: h5ad.py write <file> <cells> <genes> <share> <compression> | read <file> [columns]"""
import json
import sys
import time

import anndata
import numpy
import pandas
import scipy.sparse

if sys.argv[1] == "write":
    path, n, p, share, compression = sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]), sys.argv[6]
    random = numpy.random.default_rng(1)
    each = round(p * share)
    indices = numpy.empty((n, each), numpy.int32)
    for i in range(n):
        indices[i] = numpy.sort(random.permutation(p)[:each])
    data = random.integers(1, 20, n * each).astype(numpy.float32)
    X = scipy.sparse.csr_matrix((data, indices.ravel(), numpy.arange(0, n * each + 1, each)), (n, p))
    obs = pandas.DataFrame({"type": pandas.Categorical(random.choice(list("abcdef"), n))}, index=[f"cell{i}" for i in range(n)])
    var = pandas.DataFrame(index=[f"gene{j}" for j in range(p)])
    anndata.AnnData(X, obs=obs, var=var).write_h5ad(path, compression=None if compression == "none" else compression)
    print(json.dumps({"seconds": 0}))
else:
    began = time.perf_counter()
    a = anndata.read_h5ad(sys.argv[2])
    if len(sys.argv) > 3:
        a.X = a.X.tocsc()
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "entries": int(a.X.nnz), "sum": float(a.X.data.sum(dtype=float))}))
