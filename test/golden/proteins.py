"""Lists of mutations as 0/1 columns by scikit-learn. Writes proteins.json beside this file."""
import json
import os
import random

import sklearn
from sklearn.preprocessing import MultiLabelBinarizer

random.seed(7)
letters = "ACDEFGHIKLMNPQRSTVWY"
entries = [f"{random.choice(letters)}{random.randint(1, 30)}{random.choice(letters)}" for _ in range(25)]
lists = [sorted(random.sample(entries, random.randint(0, 6))) for _ in range(40)]
train, test = lists[:30], lists[30:]
encoder = MultiLabelBinarizer().fit(train)
known = set(encoder.classes_)
out = {
    "versions": {"sklearn": sklearn.__version__},
    "lists": [",".join(row) for row in lists],
    "nTrain": len(train),
    "entries": list(encoder.classes_),
    "values": encoder.transform([[e for e in row if e in known] for row in lists]).tolist(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "proteins.json"), "w") as file:
    json.dump(out, file, separators=(",", ":"))
    file.write("\n")
