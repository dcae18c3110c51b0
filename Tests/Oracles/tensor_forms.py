"""Writes a model with tensors of all usual types, both typed and raw.

usage: tensor_forms.py OUTPUT.onnx
"""

import sys

import onnx
from onnx import TensorProto as T
from onnx import helper as h

ts = []
for raw in (False, True):
    for n in ("FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"):
        v = [0.0, -1.5, 65504.0, 2.0**-24 if n == "FLOAT16" else 0.25]
        t = h.make_tensor(f"{n}{raw}", T.DataType.Value(n), [4], v)
        if raw:
            a = onnx.numpy_helper.to_array(t)
            t = onnx.numpy_helper.from_array(a, f"{n}{raw}")
        ts.append(t)
    for n in ("INT64", "INT32", "INT16", "INT8"):
        ts.append(h.make_tensor(f"{n}{raw}", T.DataType.Value(n), [3], [-5, 0, 100]))
    for n in ("UINT64", "UINT32", "UINT16", "UINT8"):
        ts.append(h.make_tensor(f"{n}{raw}", T.DataType.Value(n), [3], [5, 0, 200]))
g = h.make_graph([], "g", [], [], initializer=ts)
onnx.save(h.make_model(g), sys.argv[1])
