"""Measures the cost of each spelling of an activation on the BPU. Run by `make bench-activations`.

    python activations.py --convert .build/release/repvit-convert [ACTIVATION ...]

For each activation, makes a network with four of them between 3x3 convolutions of 64 channels at 56 x 56 pixels,
compiles it with hb_mapper (O3, bayes-e), and prints hb_perf's latency and the number of operators on BPU and CPU.
"""

import argparse
import json
import math
import os
import pathlib
import re
import subprocess
import tempfile

import numpy as np
import onnx
from onnx import helper

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CHANNELS, TIMES = 64, 4
SLOPE, CUBIC = math.sqrt(2 / math.pi), 0.044715


class Network:
    """A graph under construction; numbers become initializers."""

    def __init__(self):
        self.nodes, self.constants, self.random = [], [], np.random.default_rng(0)

    def constant(self, value):
        name = f"constant_{len(self.constants)}"
        self.constants.append(onnx.numpy_helper.from_array(np.asarray(value, np.float32), name))
        return name

    def op(self, operator, *inputs, **attributes):
        names = [value if isinstance(value, str) else self.constant(value) for value in inputs]
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, names, [name], name=name, **attributes))
        return name

    def convolution(self, value, channels, **attributes):
        weights = self.random.standard_normal((CHANNELS, channels, 3, 3)) * math.sqrt(2 / (channels * 9))
        bias = self.random.standard_normal(CHANNELS) * 0.1
        return self.op("Conv", value, weights, bias, kernel_shape=[3, 3], pads=[1, 1, 1, 1], **attributes)

    def model(self):
        output = self.nodes[-1].output[0]
        graph = helper.make_graph(
            self.nodes,
            "main_graph",
            [helper.make_tensor_value_info("data", onnx.TensorProto.FLOAT, [1, 3, 224, 224])],
            [helper.make_tensor_value_info(output, onnx.TensorProto.FLOAT, [1, CHANNELS, 56, 56])],
            self.constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=6)
        onnx.checker.check_model(model, full_check=True)
        return model


def gelu_by_tanh(n, x, cube):
    inner = n.op("Mul", n.op("Add", x, n.op("Mul", cube, CUBIC)), SLOPE)
    return n.op("Mul", n.op("Mul", x, n.op("Add", n.op("Tanh", inner), 1)), 0.5)


def clipped(n, x):
    return n.op("Clip", n.op("Add", x, 3), 0, 6)


ACTIVATIONS = {
    "Relu": lambda n, x: n.op("Relu", x),
    "Clip 0...6": lambda n, x: n.op("Clip", x, 0, 6),
    "LeakyRelu": lambda n, x: n.op("LeakyRelu", x, alpha=0.1),
    "PRelu": lambda n, x: n.op("PRelu", x, np.full((CHANNELS, 1, 1), 0.1)),
    "Elu": lambda n, x: n.op("Elu", x),
    "Sigmoid": lambda n, x: n.op("Sigmoid", x),
    "x * Sigmoid(x)": lambda n, x: n.op("Mul", x, n.op("Sigmoid", x)),
    "Sigmoid(x) * x": lambda n, x: n.op("Mul", n.op("Sigmoid", x), x),
    "x * Sigmoid(1.702 x)": lambda n, x: n.op("Mul", x, n.op("Sigmoid", n.op("Mul", x, 1.702))),
    "x * Tanh(Softplus(x))": lambda n, x: n.op("Mul", x, n.op("Tanh", n.op("Softplus", x))),
    "HardSigmoid": lambda n, x: n.op("HardSigmoid", x, alpha=1 / 6, beta=0.5),
    "Clip(x + 3, 0, 6) / 6": lambda n, x: n.op("Div", clipped(n, x), 6),
    "x * HardSigmoid(x)": lambda n, x: n.op("Mul", x, n.op("HardSigmoid", x, alpha=1 / 6, beta=0.5)),
    "x * Clip(x + 3, 0, 6) / 6": lambda n, x: n.op("Div", n.op("Mul", x, clipped(n, x)), 6),
    "x * (Clip(x + 3, 0, 6) / 6)": lambda n, x: n.op("Mul", x, n.op("Div", clipped(n, x), 6)),
    "x * (1 + Erf(x / sqrt 2)) * 0.5": lambda n, x: n.op(
        "Mul", n.op("Mul", x, n.op("Add", n.op("Erf", n.op("Div", x, math.sqrt(2))), 1)), 0.5
    ),
    "x * (1 + Erf(x / sqrt 2))": lambda n, x: n.op("Mul", x, n.op("Add", n.op("Erf", n.op("Div", x, math.sqrt(2))), 1)),
    "x * (1 + Tanh(a x + b Pow(x, 3))) * 0.5": lambda n, x: gelu_by_tanh(n, x, n.op("Pow", x, 3)),
    "x * (1 + Tanh(a x + b x * x * x)) * 0.5": lambda n, x: gelu_by_tanh(n, x, n.op("Mul", n.op("Mul", x, x), x)),
    "x * Sigmoid(2 a x + 2 b Pow(x, 3))": lambda n, x: n.op(
        "Mul",
        x,
        n.op("Sigmoid", n.op("Add", n.op("Mul", n.op("Pow", x, 3), 2 * SLOPE * CUBIC), n.op("Mul", x, 2 * SLOPE))),
    ),
}


def run(*command):
    return subprocess.run(command, check=False, capture_output=True, text=True)


def measure(convert, activation, images, folder):
    network = Network()
    value = network.convolution("data", 3, strides=[4, 4])
    for _ in range(TIMES):
        value = network.convolution(ACTIVATIONS[activation](network, value), CHANNELS)
    onnx.save(network.model(), f"{folder}/model.onnx")
    config = f"{folder}/config.yaml"
    run(
        convert,
        "config",
        "generate",
        "m0_9",
        "--model",
        f"{folder}/model.onnx",
        "--calibration",
        f"{images}/rgbchw_f32",
        "--calibration-type",
        "max",
        "--working-dir",
        f"{folder}/build",
        "--prefix",
        "model",
        "-o",
        config,
    )
    for script in ["03_build.sh", "04_perf.sh"]:
        if run(f"{ROOT}/mapper/{script}", config, folder).returncode != 0:
            return ["refused", "", ""]
    log = pathlib.Path(folder, "logs/03_build.log").read_text()
    processors = re.findall(r"^\S+ +(BPU|CPU) ", log, re.MULTILINE)
    summary = json.loads(pathlib.Path(folder, "perf/performance.json").read_text())["summary"]
    return [f"{summary['latency (us)']:.1f} us", str(processors.count("BPU")), str(processors.count("CPU"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("activations", nargs="*", default=list(ACTIVATIONS), metavar="ACTIVATION")
    parser.add_argument("--convert", required=True)
    arguments = parser.parse_args()
    convert = os.path.abspath(arguments.convert)
    print("| activation | latency | BPU | CPU |\n| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        run(convert, "calibration", "demo-images", "-o", f"{folder}/photos", "--count", "8")
        run(convert, "calibration", "make", "--images", f"{folder}/photos", "--count", "8", "-o", f"{folder}/images")
        for activation in arguments.activations:
            with tempfile.TemporaryDirectory() as work:
                cells = measure(convert, activation, f"{folder}/images", work)
            print("| " + " | ".join([f"`{activation}`", *cells]) + " |", flush=True)


if __name__ == "__main__":
    main()
