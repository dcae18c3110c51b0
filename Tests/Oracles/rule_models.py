"""Writes small models that the rules on a config's model accept or report.

usage: rule_models.py FOLDER (with a folder model/ in it)
"""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def weights(name, *shape):
    return numpy_helper.from_array(np.ones(shape, "f"), name)


def scalar(name, value):
    return numpy_helper.from_array(np.array(value, "f"), name)


def save(name, nodes, initializers, opset=11, ir=6, channels=3, height=8):
    x = helper.make_tensor_value_info("data", TensorProto.FLOAT, [1, channels, height, 8])
    y = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, channels, height, 8])
    graph = helper.make_graph(nodes, "g", [x], [y], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    model.ir_version = ir
    onnx.save(model, sys.argv[1] + "/model/" + name + ".onnx")


conv = helper.make_node("Conv", ["data", "w"], ["c"], name="conv")
norm = helper.make_node("BatchNormalization", ["c", "s", "s", "s", "s"], ["out"], name="norm")
w, s = weights("w", 3, 3, 1, 1), weights("s", 3)


def gelu(half):
    nodes = [
        helper.make_node("Div", ["data", "root"], ["d"], name="div"),
        helper.make_node("Erf", ["d"], ["e"], name="erf"),
        helper.make_node("Add", ["e", "one"], ["a"], name="add"),
        helper.make_node("Mul", ["data", "a"], ["m" if half else "out"], name="mul"),
    ]
    if half:
        nodes.append(helper.make_node("Mul", ["m", "half"], ["out"], name="halve"))
    return nodes


constants = [scalar("root", 2**0.5), scalar("one", 1), scalar("half", 0.5)]
out = helper.make_node("Conv", ["data", "w"], ["out"], name="conv")
save("fused", [out], [w])
save("gelu", gelu(True), constants)
save("unfused", [conv, norm], [w, s])
save("damaged", gelu(False), constants[:2])
save("opset13", [out], [w], opset=13)
save("opset9", [out], [w], opset=9)
save("ir10", [out], [w], ir=10)
save("tall", [out], [w], height=10)
