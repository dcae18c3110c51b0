"""Prints the largest output difference in onnxruntime between models and their simplified versions, as JSON.

usage: model_differences.py INPUT.onnx OUTPUT.onnx [INPUT.onnx OUTPUT.onnx ...]

For each pair: the difference as a fraction of the largest output, and the number of nodes of the input, without
`Constant` nodes.
"""

import json
import sys

import numpy as np
import onnx
import onnxruntime

image = np.random.default_rng(0).standard_normal((1, 3, 224, 224)).astype(np.float32)


def output(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return session.run(None, {"data": image})[0]


def main():
    report = []
    for before, after in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        onnx.checker.check_model(after, full_check=True)
        original, simplified = output(before), output(after)
        nodes = sum(node.op_type != "Constant" for node in onnx.load(before).graph.node)
        difference = float(np.abs(original - simplified).max() / np.abs(original).max())
        report.append({"difference": difference, "inputNodes": nodes})
    print(json.dumps(report))


main()
