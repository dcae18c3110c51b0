"""Prints `same` if onnxruntime computes the same outputs with two models, for eight random inputs `x` of shape [2, 3].

usage: same_outputs.py CALLS.onnx INLINED.onnx
"""

import sys

import numpy
import onnx
import onnxruntime

onnx.checker.check_model(sys.argv[2], full_check=True)
sessions = [onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]) for path in sys.argv[1:]]
for seed in range(8):
    x = numpy.random.default_rng(seed).standard_normal((2, 3)).astype(numpy.float32)
    left, right = [session.run(None, {"x": x}) for session in sessions]
    assert all((a == b).all() for a, b in zip(left, right, strict=True)), seed
print("same")
