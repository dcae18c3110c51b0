"""Compares pairs of model files, one pair a line, separated by a tab; prints the first path of each pair that differs.

usage: same_models.py PAIRS.txt
"""

import sys
from pathlib import Path

import onnx


def load(path):
    return onnx.load(path, load_external_data=False)


count = 0
for line in Path(sys.argv[1]).read_text().splitlines():
    first, second = line.split("\t")
    a, b = load(first), load(second)
    # Not-a-number is unlike itself; its bytes are not.
    same = a == b or a.SerializeToString(deterministic=True) == b.SerializeToString(deterministic=True)
    count += 1
    if not same:
        print("DIFFERS", first)
print("COMPARED", count)
