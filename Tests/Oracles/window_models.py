"""Writes models of one convolution, transposed convolution or pool each, with seeded random shapes, strides, dilations,
pads and groups, and onnxruntime's outputs for seeded inputs, in the format of node_tests.py.

usage: window_models.py FOLDER COUNT
"""

import pathlib
import random
import sys

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper


def window(rng, axes):
    kernel = [rng.choice([1, 2, 3, 5]) for _ in range(axes)]
    dilations = [rng.choice([1, 1, 2, 3]) for _ in range(axes)]
    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilations, strict=False)]
    return kernel, dilations, reach


def convolution(rng):
    axes = rng.choice([1, 2, 2, 2, 3])
    kernel, dilations, reach = window(rng, axes)
    groups = rng.choice([1, 1, 2, 4, 16])
    inputs, outputs = groups * rng.choice([1, 1, 3, 8]), groups * rng.choice([1, 2, 8])
    size = [rng.randint(r, r + 12) for r in reach]
    attributes = {
        "kernel_shape": kernel,
        "dilations": dilations,
        "group": groups,
        "strides": [rng.choice([1, 1, 2, 3]) for _ in range(axes)],
    }
    if rng.random() < 0.2:
        attributes["auto_pad"] = rng.choice(["VALID", "SAME_UPPER", "SAME_LOWER"])
        if attributes["auto_pad"] != "VALID":
            attributes["dilations"] = [1] * axes
    else:
        attributes["pads"] = [rng.randint(0, r - 1) for r in reach * 2]
    return "Conv", 11, [rng.randint(1, 3), inputs, *size], [outputs, inputs // groups, *kernel], outputs, attributes


def transposed(rng):
    axes = rng.choice([1, 2, 2, 3])
    kernel, dilations, reach = window(rng, axes)
    groups = rng.choice([1, 1, 2, 4])
    inputs, outputs = groups * rng.choice([1, 3]), groups * rng.choice([1, 2])
    strides = [rng.choice([1, 2, 3]) for _ in range(axes)]
    attributes = {
        "kernel_shape": kernel,
        "dilations": dilations,
        "group": groups,
        "strides": strides,
        "pads": [rng.randint(0, (r - 1) // 2) for r in reach * 2],
        "output_padding": [rng.randint(0, s - 1) for s in strides],
    }
    size = [rng.randint(1, 8) for _ in range(axes)]
    return (
        "ConvTranspose",
        11,
        [rng.randint(1, 2), inputs, *size],
        [inputs, outputs // groups, *kernel],
        outputs,
        attributes,
    )


def pool(rng):
    axes = rng.choice([1, 2, 2, 3])
    kernel = [rng.choice([1, 2, 3]) for _ in range(axes)]
    name = rng.choice(["MaxPool", "AveragePool"])
    attributes = {
        "kernel_shape": kernel,
        "strides": [rng.choice([1, 2, 3]) for _ in range(axes)],
        "pads": [rng.randint(0, k - 1) for k in kernel * 2],
        "ceil_mode": rng.randint(0, 1),
    }
    if name == "MaxPool":
        attributes["dilations"] = [rng.choice([1, 2]) for _ in range(axes)]
    else:
        attributes["count_include_pad"] = rng.randint(0, 1)
    return (
        name,
        19,
        [rng.randint(1, 2), rng.choice([1, 3, 16]), *[rng.randint(6, 14) for _ in range(axes)]],
        None,
        0,
        attributes,
    )


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    rng, noise = random.Random(0), numpy.random.default_rng(0)
    written = 0
    while written < count:
        operator, opset, shape, weights, outputs, attributes = rng.choice([convolution, transposed, pool])(rng)
        initializers, names = [], ["x"]
        if weights:
            initializers.append(numpy_helper.from_array(noise.standard_normal(weights, numpy.float32), "w"))
            names.append("w")
            if rng.random() < 0.5:
                initializers.append(numpy_helper.from_array(noise.standard_normal(outputs, numpy.float32), "b"))
                names.append("b")
        graph = helper.make_graph(
            [helper.make_node(operator, names, ["y"], **attributes)],
            "window",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
            initializer=initializers,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)
        x = noise.standard_normal(shape, numpy.float32)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        try:
            session = onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])
            y = session.run(None, {"x": x})[0]
        except Exception:
            # onnxruntime does not implement this form.
            continue
        name = f"{written:03}_{operator}"
        onnx.save(model, folder / f"{name}.onnx")
        data = helper.make_graph(
            [],
            "data",
            [],
            [],
            initializer=[numpy_helper.from_array(x, "0/input/x"), numpy_helper.from_array(y, "0/output/y")],
        )
        onnx.save(helper.make_model(data), folder / f"{name}.data.onnx")
        written += 1


main()
