"""Prints True if the messages of two model files are equal; otherwise False and the differences.

usage: same_model.py A.onnx B.onnx
"""

import sys

import onnx

a, b = (onnx.load(p, load_external_data=False) for p in sys.argv[1:])
print(a == b)
if a != b:
    import difflib

    for line in difflib.unified_diff(str(a).splitlines(), str(b).splitlines(), lineterm="", n=2):
        print(line)
