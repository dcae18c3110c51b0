"""Writes the node tests of the onnx package, each as two models: `NAME.onnx`, the test itself, and `NAME.data.onnx`,
whose initializers are the data: `0/input/NAME` and `0/output/NAME` for the first data set, and so on. Prints the names
of the tests that are left out because their data is not made of tensors.

usage: node_tests.py FOLDER
"""

import pathlib
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.backend.test.case.node import collect_testcases


def tensor(value, name):
    if isinstance(value, TensorProto):
        result = TensorProto()
        result.CopyFrom(value)
        result.name = name
        return result
    return numpy_helper.from_array(numpy.asarray(value), name)


def main():
    folder = pathlib.Path(sys.argv[1])
    for case in collect_testcases(None):
        tensors = []
        try:
            for number, (inputs, outputs) in enumerate(case.data_sets):
                for kind, values, infos in (
                    ("input", inputs, case.model.graph.input),
                    ("output", outputs, case.model.graph.output),
                ):
                    for value, info in zip(values, infos, strict=True):
                        if not info.type.HasField("tensor_type"):
                            raise TypeError
                        tensors.append(tensor(value, f"{number}/{kind}/{info.name}"))
        except (TypeError, ValueError):
            print(case.name)
            continue
        onnx.save(case.model, folder / f"{case.name}.onnx")
        data = helper.make_graph([], "data", [], [], initializer=tensors)
        onnx.save(helper.make_model(data), folder / f"{case.name}.data.onnx")


main()
