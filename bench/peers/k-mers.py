# 6-mers of a FASTA file by CountVectorizer, timed without the start of the process.
import json, sys, time
from sklearn.feature_extraction.text import CountVectorizer
began = time.perf_counter()
with open(sys.argv[1]) as file:
    sequences = [record.split("\n", 1)[1].replace("\n", "") for record in file.read().split(">")[1:]]
counts = CountVectorizer(analyzer="char", ngram_range=(6, 6), lowercase=False).fit_transform(sequences)
print(json.dumps({"seconds": time.perf_counter() - began, "sum": int(counts.sum())}))
