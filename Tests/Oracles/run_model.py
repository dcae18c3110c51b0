"""Runs a model with one image input in onnxruntime on seeded noise, and writes NAME.data.onnx next to it, in the format
of node_tests.py.

usage: run_model.py NAME.onnx
"""

import sys

import numpy
import onnx
import onnxruntime
from onnx import helper, numpy_helper


def main():
    session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
    source, result = session.get_inputs()[0], session.get_outputs()[0]
    x = numpy.random.default_rng(0).standard_normal(source.shape, numpy.float32)
    y = session.run([result.name], {source.name: x})[0]
    data = helper.make_graph(
        [],
        "data",
        [],
        [],
        initializer=[
            numpy_helper.from_array(x, f"0/input/{source.name}"),
            numpy_helper.from_array(y, f"0/output/{result.name}"),
        ],
    )
    onnx.save(helper.make_model(data), sys.argv[1].removesuffix(".onnx") + ".data.onnx")


main()
