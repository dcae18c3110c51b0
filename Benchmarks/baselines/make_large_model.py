"""Writes an ONNX model of 1.8 GB: matrix products with their weights as raw data in the file itself.

    python make_large_model.py MODEL.onnx

Prints the number of parameters. The weights are streamed, to keep memory use low.
"""

import sys

import numpy
from onnx import TensorProto, helper

LAYERS, WIDTH = 28, 4000  # 28 * 4000 * 4000 * 4 bytes = 1.79 GB


def varint(value):
    groups = bytearray()
    while value >= 0x80:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    groups.append(value)
    return bytes(groups)


def header(field, length):
    """The tag and the length of a field that holds bytes."""
    return varint(field << 3 | 2) + varint(length)


def main():
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, WIDTH]) for name in ("x0", f"x{LAYERS}")]
    nodes = [helper.make_node("Gemm", [f"x{i}", f"w{i}"], [f"x{i + 1}"], name=f"layer.{i}") for i in range(LAYERS)]
    graph = helper.make_graph(nodes, "large", values[:1], values[1:]).SerializeToString()
    model = helper.make_model(
        helper.make_graph([], "", [], []), opset_imports=[helper.make_opsetid("", 13)], ir_version=8
    )
    model.ClearField("graph")

    size = WIDTH * WIDTH * 4
    tensors = []
    for i in range(LAYERS):
        tensor = TensorProto(name=f"w{i}", data_type=TensorProto.FLOAT, dims=[WIDTH, WIDTH]).SerializeToString()
        tensor += header(9, size)  # raw_data
        tensors.append(header(5, len(tensor) + size) + tensor)  # initializer
    numbers = numpy.random.default_rng(0)
    with open(sys.argv[1], "wb") as file:
        file.write(model.SerializeToString())
        file.write(header(7, len(graph) + sum(map(len, tensors)) + LAYERS * size) + graph)
        for tensor in tensors:
            file.write(tensor)
            file.write(numbers.standard_normal(WIDTH * WIDTH, dtype=numpy.float32).tobytes())
    print(LAYERS * WIDTH * WIDTH)


main()
