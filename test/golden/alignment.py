"""Goldens for alignments from Biopython: python3 test/golden/alignment.py (writes alignment.json)."""
import json
import pathlib
import platform
import random

import Bio
from Bio.Align import PairwiseAligner, substitution_matrices

random.seed(5)


def changed(sequence, letters):
    out = []
    for letter in sequence:
        r = random.random()
        if r < 0.05:
            continue
        if r < 0.1:
            out += random.choices(letters, k=random.randint(1, 4))
        out.append(random.choice(letters) if random.random() < 0.2 else letter)
    return "".join(out)


def pairs(letters, lengths):
    left = ["".join(random.choices(letters, k=n)) for n in lengths]
    return left, ["".join(random.choices(letters, k=7)) + changed(s, letters) for s in left]


def aligner(mode, scores, gap_open, gap_extend):
    made = PairwiseAligner()
    made.mode = mode
    if scores == "dna":
        made.match_score, made.mismatch_score = 5, -4
    else:
        made.substitution_matrix = substitution_matrices.load(scores)
    made.open_gap_score, made.extend_gap_score = -gap_open, -gap_extend
    return made


cases = []
for scores, letters in [("dna", "ACGT"), ("BLOSUM62", "ARNDCQEGHILKMFPSTWYV"), ("PAM250", "ARNDCQEGHILKMFPSTWYV")]:
    a, b = pairs(letters, [1, 5, 17, 33, 60, 41, 60, 90, 25, 70])
    for mode in ["local", "global"]:
        for gap_open, gap_extend in [(16, 4), (12, 1), (5, 5)]:
            tool = aligner(mode, scores, gap_open, gap_extend)
            paths = []
            for x, y in zip(a, b):
                found = tool.align(x, y)
                try:
                    single = len(found) == 1
                except OverflowError:
                    single = False
                # Where there is one best alignment only: the stretches without gaps, in a and in b.
                if single and found.score > 0:
                    paths.append([x, y, [[[int(p) for p in stretch] for stretch in side] for side in found[0].aligned]])
            cases.append({
                "scores": scores, "mode": mode, "gapOpen": gap_open, "gapExtend": gap_extend, "a": a, "b": b,
                "all": [int(tool.score(x, y)) for x in a for y in b],
                "paths": paths,
            })
golden = {"versions": {"python": platform.python_version(), "biopython": Bio.__version__}, "cases": cases}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
