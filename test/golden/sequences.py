"""Goldens for sequence steps from Biopython: python3 test/golden/sequences.py (writes sequences.json)."""
import json
import pathlib
import platform
import random

import Bio
from Bio.Seq import Seq
from Bio.SeqUtils import gc_fraction

random.seed(8)
codons = "".join(a + b + c for a in "TCAG" for b in "TCAG" for c in "TCAG")
sequences = [codons] + ["".join(random.choices("ACGT", k=n)) for n in [190, 5, 6, 7, 64]]


def frame(sequence, number):
    strand = Seq(sequence) if number > 0 else Seq(sequence).reverse_complement()
    strand = strand[abs(number) - 1:]
    return str(strand[: len(strand) - len(strand) % 3].translate())


golden = {
    "versions": {"python": platform.python_version(), "biopython": Bio.__version__},
    "sequences": [
        {
            "sequence": s, "reverse complement": str(Seq(s).reverse_complement()), "gc": gc_fraction(s),
            "frames": {f"{n:+d}": frame(s, n) for n in [1, 2, 3, -1, -2, -3]},
        }
        for s in sequences
    ],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
