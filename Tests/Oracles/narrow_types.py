"""Writes a model with every code of the narrow types, and prints a line for each tensor: its name and its values.

usage: narrow_types.py OUTPUT.onnx
"""

import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import numpy_helper

bits = {
    "FLOAT8E4M3FN": 8,
    "FLOAT8E4M3FNUZ": 8,
    "FLOAT8E5M2": 8,
    "FLOAT8E5M2FNUZ": 8,
    "FLOAT8E8M0": 8,
    "FLOAT4E2M1": 4,
    "UINT4": 4,
    "INT4": 4,
    "UINT2": 2,
    "INT2": 2,
    "FLOAT16": 16,
    "BFLOAT16": 16,
}
tensors = []
for name, width in bits.items():
    # An odd number of elements, so that the last byte is not full.
    count = 2 * 256 * 8 // width - 1 if width < 16 else 65536
    raw = bytes(range(256)) * 2 if width < 16 else np.arange(65536, dtype=np.uint16).tobytes()
    raw = raw[: (count * width + 7) // 8]
    tensor = T(name=name, data_type=T.DataType.Value(name), dims=[count], raw_data=raw)
    tensors.append(tensor)
    values = numpy_helper.to_array(tensor).astype(np.float32)
    print(name, *(repr(float(v)) for v in values))
onnx.save(onnx.helper.make_model(onnx.helper.make_graph([], "g", [], [], tensors)), sys.argv[1])
