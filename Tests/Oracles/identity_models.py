"""Writes models that pass their inputs through, with the vendor's own onnx.

usage: identity_models.py '{"NAME.onnx": [["INPUT", [1, 3, 8, 8]]]}'
"""

import json
import sys

import onnx
from onnx import TensorProto, helper

for name, inputs in json.loads(sys.argv[1]).items():
    values = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [d or "n" for d in s]) for n, s in inputs]
    nodes = [helper.make_node("Identity", [n], ["out_" + n]) for n, _ in inputs]
    outputs = [helper.make_tensor_value_info("out_" + n, TensorProto.FLOAT, None) for n, _ in inputs]
    graph = helper.make_graph(nodes, "g", values, outputs)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)]), name)
