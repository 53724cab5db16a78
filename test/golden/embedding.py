"""t-SNE by scikit-learn on real tables beside the checkout: python3 test/golden/embedding.py (writes embedding.json: summary numbers only)."""
import json
import pathlib
import platform

import numpy
import pandas
import scipy.io
import sklearn
from sklearn.manifold import TSNE, trustworthiness

here = pathlib.Path(__file__).parent
data = here.parents[2] / "shared" / "data"
table = pandas.read_csv(data / "01_brca_pam50/tcga_brca_rnaseq_zscore_pam50.tsv.gz", sep="\t")
counts = scipy.io.mmread(data / "12_singlecell_gdc/10x_v3_filtered_feature_bc_matrix/matrix.mtx.gz").toarray().T
counts = counts[counts.sum(1) > 0]
tables = {
    "pam50": numpy.clip(table.iloc[:, 2:].to_numpy(), -5, 5),
    "10x": numpy.log1p(counts / counts.sum(1, keepdims=True) * 1e4),
}


def scores(X):
    X = X.astype("f4")
    runs = [TSNE(init="pca", learning_rate="auto", random_state=seed, n_jobs=2) for seed in range(1)]
    pictures = [run.fit_transform(X) for run in runs]
    return {
        "rows": X.shape[0], "features": X.shape[1],
        "trustworthiness": [trustworthiness(X, Y, n_neighbors=15) for Y in pictures],
        "divergence": [float(run.kl_divergence_) for run in runs],
    }


golden = {
    "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
    **{name: scores(X) for name, X in tables.items()},
}
(here / "embedding.json").write_text(json.dumps(golden, indent=1) + "\n")
