"""Runs a model of one image input in onnxruntime on seeded noise, and writes NAME.data.onnx beside it, in the form that
node_tests.py has.

usage: run_model.py NAME.onnx
"""

import sys

import numpy
import onnx
import onnxruntime
from onnx import helper, numpy_helper


def main():
    session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
    taken, given = session.get_inputs()[0], session.get_outputs()[0]
    x = numpy.random.default_rng(0).standard_normal(taken.shape, numpy.float32)
    y = session.run([given.name], {taken.name: x})[0]
    data = helper.make_graph(
        [],
        "data",
        [],
        [],
        initializer=[
            numpy_helper.from_array(x, f"0/input/{taken.name}"),
            numpy_helper.from_array(y, f"0/output/{given.name}"),
        ],
    )
    onnx.save(helper.make_model(data), sys.argv[1].removesuffix(".onnx") + ".data.onnx")


main()
