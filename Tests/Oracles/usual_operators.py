"""Writes a model per case: the operators of usual networks, with the attributes that their shapes depend on.

usage: usual_operators.py OUTPUT_FOLDER
"""

import itertools
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper as nh

out = sys.argv[1]
counter = itertools.count()


def case(op, inputs, outputs=1, opset=11, **attributes):
    names, ins, inits = [], [], []
    for i, v in enumerate(inputs):
        name = f"x{i}"
        if v is None:
            name = ""
        elif isinstance(v, np.ndarray):
            inits.append(nh.from_array(v, name))
        elif isinstance(v, tuple):
            ins.append(h.make_tensor_value_info(name, v[0], v[1]))
        else:
            ins.append(h.make_tensor_value_info(name, 1, v))
        names.append(name)
    outs = [f"y{i}" for i in range(outputs)]
    node = h.make_node(op, names, outs, **attributes)
    tail = [h.make_node("Identity", [o], ["z" + o]) for o in outs]
    g = h.make_graph([node, *tail], "g", ins, [onnx.ValueInfoProto(name="z" + o) for o in outs], initializer=inits)
    m = h.make_model(g, opset_imports=[h.make_opsetid("", opset)])
    m.ir_version = 8
    onnx.save(m, os.path.join(out, f"{next(counter):03}_{op}_{opset}.onnx"))


def integers(*a):
    return np.array(a, dtype=np.int64)


def floats(*a):
    return np.array(a, dtype=np.float32)


x = [1, 6, 9, 8]
w = np.zeros((4, 6, 3, 3), np.float32)
for op in [
    "Relu",
    "Sigmoid",
    "Erf",
    "Softmax",
    "Abs",
    "LeakyRelu",
    "Identity",
    "Softplus",
    "HardSigmoid",
    "Clip",
    "Dropout",
    "Not",
]:
    case(op, [(T.BOOL, x)] if op == "Not" else [x])
case("Dropout", [x], 2)
case("Dropout", [x], 2, 7)
for op in ["Add", "Mul", "Sub", "Div", "Pow", "PRelu"]:
    case(op, [x, [6, 1, 1]])
    case(op, [[1, 6, 1, 1], [6, 1, 1]])
case("Add", [["N", 6, 1, 1], [1, 6, 5, 5]])
case("Add", [x, []])
case("Equal", [x, [1]])
case("Greater", [x, x])
case("Where", [(T.BOOL, [1, 8]), x, [6, 9, 8]], opset=9)
case("Sum", [x, [8], [9, 1]])
case("Max", [x, []], opset=12)
case("Cast", [x], to=7)
case("BatchNormalization", [x, [6], [6], [6], [6]])
case("InstanceNormalization", [x, [6], [6]])
case("LayerNormalization", [x, [8], [8]], 3, 17, axis=-1)
case("LayerNormalization", [x, [9, 8]], 1, 17, axis=2)
case("GroupNormalization", [x, [6], [6]], 1, 21, num_groups=2)
case("LRN", [x], size=3)
case("Conv", [x, w])
case("Conv", [x, w], pads=[1, 1, 1, 1], strides=[2, 2])
case("Conv", [x, w], dilations=[2, 3])
case("Conv", [x, np.zeros((6, 1, 3, 3), np.float32)], group=6, auto_pad="SAME_UPPER", strides=[2, 3])
case("Conv", [x, w], auto_pad="VALID")
case("Conv", [["N", 6, "H", 8], w])
case("Conv", [[2, 6, 20], np.zeros((4, 6, 5), np.float32)])
v = np.zeros((6, 2, 3, 3), np.float32)
case("ConvTranspose", [x, v])
case("ConvTranspose", [x, v], strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1])
case("ConvTranspose", [x, v], strides=[2, 2], auto_pad="SAME_UPPER")
case("ConvTranspose", [x, v], group=2, dilations=[2, 1])
for op in ("MaxPool", "AveragePool", "LpPool"):
    case(op, [x], kernel_shape=[3, 2])
    case(op, [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    case(op, [x], kernel_shape=[2, 2], strides=[2, 2], auto_pad="SAME_LOWER")
for op in ("MaxPool", "AveragePool"):
    for k, s, p in ((2, 2, 0), (3, 2, 1), (2, 3, 1), (1, 3, 0), (3, 3, 1), (2, 4, 1)):
        case(op, [x], kernel_shape=[k, k], strides=[s, s], pads=[min(p, k - 1)] * 4, ceil_mode=1)
        case(op, [x], opset=22, kernel_shape=[k, k], strides=[s, s], pads=[min(p, k - 1)] * 4, ceil_mode=1)
case("MaxPool", [x], 2, kernel_shape=[2, 2])
case("MaxPool", [x], kernel_shape=[2, 2], dilations=[2, 2])
case("GlobalAveragePool", [x])
case("GlobalMaxPool", [["N", 6, "H", "W"]])
case("Gemm", [[3, 4], [4, 5]])
case("Gemm", [[4, 3], [5, 4], [5]], transA=1, transB=1)
case("MatMul", [[2, 3, 4], [4, 5]])
case("MatMul", [[7, 1, 3, 4], [2, 4, 5]])
case("MatMul", [[4], [4, 5]])
case("MatMul", [[3, 4], [4]])
case("MatMul", [[4], [4]])
case("Einsum", [[2, 3, 4], [2, 4, 5]], opset=12, equation="bij,bjk->bik")
case("Reshape", [x, integers(0, -1)])
case("Reshape", [x, integers(1, 6, 72)])
case("Reshape", [["N", 6, 9, 8], integers(0, -1)])
case("Reshape", [x, integers(-1)])
case("Reshape", [[0, 3], integers(0, 3)], opset=14, allowzero=1)
for a in (0, 1, 2, 4, -1):
    case("Flatten", [x], axis=a)
case("Transpose", [x])
case("Transpose", [x], perm=[0, 2, 3, 1])
case("Squeeze", [[1, 3, 1]])
case("Squeeze", [[1, 3, 1]], axes=[-1])
case("Squeeze", [[1, 3, 1], integers(0)], opset=13)
case("Unsqueeze", [[3, 4]], axes=[0, 3])
case("Unsqueeze", [[3, 4], integers(-1)], opset=13)
case("DepthToSpace", [[1, 8, 3, 5]], blocksize=2)
case("SpaceToDepth", [[1, 2, 4, 6]], blocksize=2)
case("Concat", [x, [1, 2, 9, 8]], axis=1)
case("Concat", [x, [1, 6, 9, 1]], axis=-1)
case("Concat", [["N", 2], ["N", 3]], axis=1)
case("Split", [x], 2, axis=1)
case("Split", [x], 2, axis=1, split=[2, 4])
case("Split", [x, integers(1, 5)], 2, 13, axis=1)
case("Split", [x], 2, 18, axis=2, num_outputs=2)
case("Slice", [x], opset=9, starts=[1, -3], ends=[2**31, -1], axes=[1, 3])
case("Slice", [x, integers(0, -1), integers(5, -100), integers(1, 2), integers(2, -1)])
case("Slice", [x, integers(-3), integers(2**63 - 1), integers(-1)])
case("Gather", [x, integers(1, 2, 3)], axis=1)
case("Gather", [x, np.array(0)], axis=2)
case("Gather", [x, (7, [2, 3])], axis=-1)
case("GatherElements", [x, (7, [1, 2, 9, 8])], axis=1)
case("GatherND", [x, (7, [5, 2])])
case("GatherND", [x, (7, [1, 4, 2])], opset=12, batch_dims=1)
case("TopK", [x, integers(3)], 2, axis=1)
case("NonZero", [x])
case("OneHot", [(7, [2, 3]), np.array(5), floats(0, 1)], axis=1)
for op in ("ReduceMean", "ReduceSum", "ReduceMax"):
    case(op, [x])
    case(op, [x], axes=[2, 3])
    case(op, [x], axes=[-1], keepdims=0)
    case(op, [x, integers(1)], opset=18)
    case(op, [x], opset=18, keepdims=0)
case("ReduceMean", [x], opset=18, noop_with_empty_axes=1)
case("ArgMax", [x], axis=1)
case("ArgMin", [x], axis=-1, keepdims=0)
case("Constant", [], value=nh.from_array(floats(1, 2)))
case("Constant", [], opset=13, value_ints=[1, 2, 3])
case("Constant", [], opset=13, value_float=1.0)
case("ConstantOfShape", [integers(2, 3)])
case("ConstantOfShape", [integers(2, 3)], value=nh.from_array(integers(1)))
case("Shape", [x])
case("Shape", [x], opset=15, start=1, end=-1)
case("Size", [x])
case("Range", [np.array(1), np.array(10), np.array(4)])
case("Range", [np.array(10), np.array(1), np.array(-3)])
case("EyeLike", [[3, 4]], dtype=6)
case("Expand", [[3, 1], integers(2, 1, 6)])
case("Tile", [[2, 3], integers(3, 2)])
case("Pad", [x, integers(0, 0, 1, 2, 0, 0, 3, 4)])
case("Pad", [x], opset=10, pads=[0, 0, 1, 1, 0, 0, -1, 1])
case("Pad", [x, integers(1, 2), None, integers(-1)], opset=18)
case("Resize", [x, floats(), floats(1, 1, 2, 1.5)])
case("Resize", [x, floats(), floats(), integers(1, 6, 18, 20)])
case("Resize", [x, floats(1, 1, 2, 2)], opset=10)
case("Resize", [x, None, floats(2, 0.5)], opset=18, axes=[2, 3])
case("Upsample", [x, floats(1, 1, 2, 2)], opset=9)
case("Upsample", [x], opset=7, scales=[1.0, 1.0, 3.0, 2.0])
case("QuantizeLinear", [x, np.array(1, np.float32), np.array(0, np.int8)])
case("DequantizeLinear", [(T.UINT8, x), np.array(1, np.float32)])
case("DynamicQuantizeLinear", [x], 3)
case(
    "QLinearConv",
    [
        (T.UINT8, x),
        np.array(1, np.float32),
        np.array(0, np.uint8),
        np.zeros((4, 6, 3, 3), np.uint8),
        np.array(1, np.float32),
        np.array(0, np.uint8),
        np.array(1, np.float32),
        np.array(0, np.uint8),
    ],
)
case("ConvInteger", [(T.UINT8, x), (T.UINT8, [4, 6, 3, 3])])
case("MatMulInteger", [(T.UINT8, [3, 4]), (T.UINT8, [4, 5])])
case("GridSample", [x, [1, 5, 7, 2]], opset=16)
case("Gelu", [x], opset=20)
case("HardSwish", [x], opset=14)
case("Mish", [x], opset=18)
case("CumSum", [x, np.array(1)])
case("ScatterND", [x, (7, [5, 2]), [5, 9, 8]])
case("NonMaxSuppression", [[1, 10, 4], [1, 2, 10]])
