"""Random models of one quantized operator each, and what the vendor's runtime computes with them.

    quantized_nodes.py FOLDER COUNT SEED [OPERATOR]

Runs in the vendor toolchain's Python. Writes NUMBER.onnx, NUMBER.in0.bin, ... and NUMBER.out.bin (raw elements) for
each case, and prints a line for each: its number and operator. Cases that the vendor's runtime refuses are left out and
counted on standard error.
"""

import collections
import itertools
import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import onnx
from horizon_tc_ui import HB_ONNXRuntime
from onnx import helper, numpy_helper

TYPES = {8: np.int8, 16: np.int16, 32: np.int32}


class Case:
    """One node; inputs that are given as constants become initializers."""

    def __init__(self, operator, attributes, inputs, constants=(), output=np.int8):
        self.operator = operator
        self.attributes = attributes
        self.inputs = inputs
        self.constants = set(constants)
        self.output = output

    def model(self):
        names = [f"x{i}" if value is not None else "" for i, value in enumerate(self.inputs)]
        values = list(zip(names, self.inputs, strict=False))

        def element(array):
            return helper.np_dtype_to_tensor_dtype(array.dtype)

        graph = helper.make_graph(
            [helper.make_node(self.operator, names, ["y"], name="node", domain="horizon", **self.attributes)],
            "graph",
            [
                helper.make_tensor_value_info(name, element(value), value.shape)
                for i, (name, value) in enumerate(values)
                if value is not None and i not in self.constants
            ],
            [helper.make_tensor_value_info("y", helper.np_dtype_to_tensor_dtype(np.dtype(self.output)), None)],
            [numpy_helper.from_array(values[i][1], values[i][0]) for i in sorted(self.constants)],
        )
        opsets = [helper.make_opsetid("", 11), helper.make_opsetid("horizon", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=6)

    def given(self):
        return {f"x{i}": value for i, value in enumerate(self.inputs) if value is not None and i not in self.constants}


class Maker:
    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    # MARK: Numbers

    def between(self, low, high):
        return int(self.random.integers(low, high + 1))

    def choose(self, *options):
        return options[self.between(0, len(options) - 1)]

    def integers(self, bits, *shape):
        """Elements over the whole range, with many at its ends; or all small ones."""
        low, high = -(1 << (bits - 1)), (1 << (bits - 1)) - 1
        if self.between(0, 3) == 0:
            low, high = low // 8, high // 8
        values = self.random.integers(low, high + 1, shape)
        ends = self.random.random(shape)
        values = np.where(ends < 0.1, low, np.where(ends > 0.9, high, values))
        return values.astype(TYPES[bits])

    def list(self, count, low, high):
        return [self.between(low, high) for _ in range(count)]

    def shape(self, largest=9, channels=40):
        return [self.between(1, 2), self.between(1, largest), self.between(1, largest), self.between(1, channels)]

    def rounding(self):
        return self.choose("ROUND", "FLOOR")

    def tail(self, count, first, scale, second, bits, lowest=0):
        """A first shift, a scale and a second shift that leave something of the result."""
        return {
            first: self.list(count, lowest, self.choose(3, 12)),
            scale: self.list(count, self.choose(16384, -32767), 32767),
            second: self.list(
                count, *(self.choose((17, 26), (10, 31)) if bits == 8 else self.choose((12, 18), (8, 31)))
            ),
        }

    # MARK: Operators

    def HzSQuantizedConv(self):
        bits = self.choose(8, 8, 8, 16)
        depthwise = self.between(0, 2) == 0
        groups = self.between(1, 40) if depthwise else self.choose(1, 1, 2, 3)
        inner = 1 if depthwise else self.between(1, self.choose(8, 80))
        outer = 1 if depthwise else self.between(1, self.choose(8, 80))
        kernel = self.choose([1, 1], [3, 3], [self.between(1, 7), self.between(1, 7)])
        dilations = self.choose([1, 1], [1, 1], self.list(2, 1, 3))
        strides = self.choose([1, 1], [2, 2], self.list(2, 1, 3))
        pads = self.choose([0] * 4, [k // 2 for k in kernel] * 2, [self.between(0, k - 1) for k in kernel * 2])
        reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilations, strict=False)]
        size = [max(1, r - p - q) + self.between(0, 9) for r, p, q in zip(reach, pads[:2], pads[2:], strict=False)]
        channels, results = groups * inner, groups * outer
        output_bit = self.choose(8, 8, 8, 16, 32)
        batch = self.between(1, 2)
        attributes = {
            "strides": strides,
            "pads": pads,
            "dilations": dilations,
            "group": groups,
            "kernel_shape": kernel,
            "use_bias": 1,
            "output_bit": output_bit,
            "high_precision_output": int(output_bit == 32),
            "data_format": "NHWC",
            "weight_thresholds": [1.0] * results,
            **self.tail(results, "right_shift", "scale", "out_shift", output_bit),
        }
        if self.between(0, 2) == 0:
            attributes["activation"] = "relu"
        inputs = [
            self.integers(bits, batch, *size, channels),
            self.integers(8, results, *kernel, inner),
            self.integers(self.choose(16, 32), results).astype(np.int32),
            self.random.integers(0, self.choose(1, 8), results).astype(np.int8),
        ]
        if bits == 8 and self.between(0, 2) == 0:
            output = [
                (n + p + q - r) // s + 1
                for n, p, q, r, s in zip(size, pads[:2], pads[2:], reach, strides, strict=False)
            ]
            inputs.append(self.integers(8, batch, *output, results))
            attributes |= {
                "use_sumin": 1,
                "e_scale": self.list(results, 16384, 32767),
                "e_shift": self.list(results, -8, 4),
            }
        return Case("HzSQuantizedConv", attributes, inputs, [1, 2, 3], TYPES[output_bit])

    def HzSQuantizedConvTranspose(self):
        inner, outer, kernel = self.between(1, 12), self.between(1, 12), self.list(2, 1, 4)
        strides = self.list(2, 1, 3)
        pads = [self.between(0, (k - 1) // 2) for k in kernel * 2]
        attributes = {
            "strides": strides,
            "pads": pads,
            "dilations": [1, 1],
            "group": 1,
            "kernel_shape": kernel,
            "use_bias": 1,
            "b_left_shift": self.list(outer, 0, 6),
            "data_format": "NHWC",
            **self.tail(outer, "accu_right_shift", "y_quant_scale", "y_right_shift", 8),
        }
        attributes["y_quant_scale"] = [abs(scale) for scale in attributes["y_quant_scale"]]
        inputs = [
            self.integers(8, 1, self.between(2, 6), self.between(2, 6), inner),
            self.integers(8, inner, *kernel, outer),
            self.integers(16, outer).astype(np.int32),
        ]
        return Case("HzSQuantizedConvTranspose", attributes, inputs, [1, 2])

    def pair(self):
        """The shapes of two tensors that can be broadcast."""
        shape = self.shape()
        return self.choose((shape, shape), (shape, [shape[0], 1, 1, shape[3]]), (shape, [1, 1, 1, 1]))

    def HzSElementwiseMul(self):
        x_bits, y_bits, bits = self.choose(8, 8, 16), self.choose(8, 8, 16), self.choose(8, 16)
        x, y = self.pair()
        attributes = {
            "rounding_method": self.rounding(),
            "output_bit": bits,
            "data_format": "NHWC",
            **self.tail(self.choose(1, x[3]), "accu_right_shift", "output_scale", "output_right_shift", bits),
        }
        return Case(
            "HzSElementwiseMul", attributes, [self.integers(x_bits, *x), self.integers(y_bits, *y)], (), TYPES[bits]
        )

    def sum(self, operator):
        bits = self.choose(8, 8, 16)
        shape = self.shape()
        count = self.choose(1, shape[3])
        attributes = {
            "rounding_method": self.rounding(),
            "output_bit": bits,
            "x_shift": self.list(count, 0, 14),
            "e_scale": self.list(count, 1, 32767),
            "data_format": "NHWC",
            **self.tail(count, "accu_right_shift", "output_scale", "output_right_shift", bits),
        }
        if operator == "HzSElementwiseAdd":
            attributes["e_shift"] = self.list(count, 0, 8)
        return Case(operator, attributes, [self.integers(bits, *shape), self.integers(bits, *shape)], (), TYPES[bits])

    def HzSElementwiseAdd(self):
        return self.sum("HzSElementwiseAdd")

    def HzSElementwiseSub(self):
        return self.sum("HzSElementwiseSub")

    def HzSQuantizedMatmul(self):
        m, k, n = self.list(3, 1, 40)
        batch, bits = [self.between(1, 2), self.between(1, 3)], self.choose(8, 16, 32)
        attributes = {"output_bit": bits}
        if bits < 32:
            attributes |= {
                "rounding_method": self.rounding(),
                **self.tail(1, "right_shift", "scale", "out_shift", bits),
            }
        inputs = [self.integers(8, *batch, m, k), self.integers(8, *batch, k, n)]
        return Case("HzSQuantizedMatmul", attributes, inputs, (), TYPES[bits])

    def reduction(self, operator):
        bits = self.choose(8, 8, 16)
        shape, axis = self.shape(), self.between(1, 3)
        tail = self.tail(1, "accu_right_shift", "scale", "out_shift", bits)
        attributes = {"axis": axis, "output_bit": bits, **{name: value * shape[3] for name, value in tail.items()}}
        return Case(operator, attributes, [self.integers(bits, *shape)], (), TYPES[bits])

    def HzSQuantizedReduceMean(self):
        return self.reduction("HzSQuantizedReduceMean")

    def HzSQuantizedReduceSum(self):
        return self.reduction("HzSQuantizedReduceSum")

    def HzSQuantizedGlobalAveragePool(self):
        shape, bits = self.shape(self.choose(9, 60)), self.choose(8, 16)
        attributes = {
            "rounding_method": self.rounding(),
            "output_bit": bits,
            "data_format": "NHWC",
            **self.tail(shape[3], "accu_right_shift", "output_scale", "output_right_shift", bits),
        }
        return Case("HzSQuantizedGlobalAveragePool", attributes, [self.integers(8, *shape)], (), TYPES[bits])

    def HzRequantize(self):
        before, bits = self.choose(8, 16), self.choose(8, 16)
        shape = self.shape()
        attributes = {
            "axis": 3,
            "bits": bits,
            "method": "Rescale",
            "output_scale": self.list(shape[3], 1, 32767),
            "output_right_shift": self.list(shape[3], 0, 24),
            "data_format": "NHWC",
        }
        return Case("HzRequantize", attributes, [self.integers(before, *shape)], (), TYPES[bits])

    def HzLut(self):
        inputs = [self.integers(8, *self.shape()), self.integers(8, 256)]
        return Case("HzLut", {"lut_type": "gelu", "data_format": "NHWC"}, inputs, [1])

    def HzQuantizedMaxPool(self):
        kernel, shape, bits = self.list(2, 1, 4), self.shape(12), self.choose(8, 8, 16)
        shape[1:3] = [max(n, k) for n, k in zip(shape[1:3], kernel, strict=False)]
        attributes = {
            "kernel_shape": kernel,
            "strides": [self.between(1, k) for k in kernel],
            "ceil_mode": self.choose(0, 0, 1),
            "pads": [self.between(0, k // 2) for k in kernel * 2],
            "data_format": "NHWC",
        }
        return Case("HzQuantizedMaxPool", attributes, [self.integers(bits, *shape)], (), TYPES[bits])

    def HzQuantizedAveragePool(self):
        k, shape = self.choose(2, 3, 4), self.shape(12)
        shape[1:3] = [max(n, k) for n in shape[1:3]]
        attributes = {
            "kernel_shape": [k, k],
            "strides": self.list(2, 1, 3),
            "ceil_mode": 0,
            "count_include_pad": 0,
            "pads": [self.between(0, k // 2) for _ in range(4)],
            "data_format": "NHWC",
        }
        return Case("HzQuantizedAveragePool", attributes, [self.integers(8, *shape)])

    def HzSPRelu(self):
        shape, bits = self.shape(), self.choose(8, 16)
        attributes = {
            "accu_right_shift": self.list(1, 0, 12),
            "negative_scale": self.list(1, 16384, 32767),
            "negative_right_shift": self.list(1, 10, 26),
            "positive_scale": self.list(1, 1, 32767),
            "positive_right_shift": self.list(1, 0, 24),
            "data_format": "NHWC",
        }
        inputs = [self.integers(bits, *shape), self.integers(16, 1, 1, 1, shape[3])]
        return Case("HzSPRelu", attributes, inputs, [1], TYPES[bits])

    def segment(self, first, last):
        """A line that leads from about 0 at the first place of a segment to about 63 * 256 at its last one."""
        right = self.between(6, 15)
        scale = min(32767, (self.between(1000, 16128) << right) // max(1, last - first))
        start = -first * scale
        left = max(0, abs(start).bit_length() - 15)
        return {"scale": scale, "bias": start >> left, "left_shift": left, "right_shift": right}

    def HzLut2Layer(self):
        bound = [-32768, *sorted(self.list(6, -32000, 32000)), 32767]
        segments = [self.segment(first, last) for first, last in itertools.pairwise(bound)]
        steps = self.random.integers(-self.choose(8, 500, 16000), 16000, 384) // self.choose(1, 30, 300)
        attributes = {
            "bound": [*bound[1:], 32767],
            "table_param": np.clip(steps.cumsum(), -32768, 32767).tolist(),
            **{name: [segment[name] for segment in [*segments, segments[-1]]] for name in segments[0]},
            "lut_type": "gelu",
            "output_bit": 16,
            "rounding_method": "ROUND",
            "data_format": "NHWC",
            "symmetry_mode": self.choose("NONE", "ORIGIN_SYMMETRIC"),
        }
        return Case("HzLut2Layer", attributes, [self.integers(16, 1, 8, 8, 64)], (), np.int16)

    def HzQuantize(self):
        values = self.random.normal(0, self.choose(1, 100), self.shape()).astype(np.float32)
        step = np.float32(self.random.random() + 1e-3)
        return Case("HzQuantize", {"bits": 8}, [values, np.array([step])], [1])

    def HzDequantize(self):
        bits, shape = self.choose(8, 16, 32), self.shape()
        axis = self.between(0, 3)
        steps = self.random.random(self.choose(1, shape[axis])).astype(np.float32)
        return Case("HzDequantize", {"axis": axis}, [self.integers(bits, *shape), steps], [1], np.float32)

    def HzQuantizedRoiResize(self):
        shape, sizes = self.shape(), self.list(2, 1, 20)
        attributes = {
            "sizes": sizes,
            "pad_mode": "boundary",
            "align_mode": "center",
            "step_decimal_bit": 16,
            "is_interpolate_twice": 0,
            "data_format": "NHWC",
        }
        if self.between(0, 1):
            attributes |= {"align_mode": "given_step", "step": self.list(2, 1, 3 << 16)}
        return Case("HzQuantizedRoiResize", attributes, [self.integers(8, *shape)])

    def HzQuantizedResizeUpsample(self):
        return Case(
            "HzQuantizedResizeUpsample",
            {"scale": self.list(2, 1, 4), "mode": "nearest"},
            [self.integers(8, *self.shape())],
        )

    def HzDepthToSpace(self):
        block, shape = self.between(1, 3), self.shape()
        shape[3] = block * block * self.between(1, 5)
        return Case(
            "HzDepthToSpace",
            {"blocksize": block, "mode": self.choose("CRD", "DCR"), "data_format": "NHWC"},
            [self.integers(8, *shape)],
        )

    def HzChannelShuffle(self):
        groups, shape = self.between(1, 4), self.shape()
        shape[3] = groups * self.between(1, 8)
        return Case("HzChannelShuffle", {"group": groups, "data_format": "NHWC"}, [self.integers(8, *shape)])

    def HzQuantizedReduceMax(self):
        bits = self.choose(8, 16)
        attributes = {"axis": self.between(1, 3), "output_bit": bits}
        return Case("HzQuantizedReduceMax", attributes, [self.integers(bits, *self.shape())], (), TYPES[bits])

    def HzQuantizedArgMax(self):
        return Case("HzQuantizedArgMax", {"axis": 3, "output_bit": 8}, [self.integers(8, *self.shape())])


OPERATORS = [name for name in vars(Maker) if name.startswith("Hz")]


def write(folder, number, seed, operator):
    """Whether the vendor's runtime computed the case."""
    case = getattr(Maker([seed, number]), operator)()
    stem = os.path.join(folder, str(number))
    onnx.save(case.model(), stem + ".onnx")
    try:
        session = HB_ONNXRuntime(model_file=stem + ".onnx")
        (result,) = session.run_direct(["y"], case.given())
    except Exception as error:  # whatever it throws, it is a refusal
        os.remove(stem + ".onnx")
        return False, str(error)
    for index, value in enumerate(case.given().values()):
        value.tofile(f"{stem}.in{index}.bin")
    result.tofile(stem + ".out.bin")
    return True, ""


def main():
    folder, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    only = sys.argv[4:] or OPERATORS
    refused = collections.Counter()
    for number in range(count):
        # Half of the cases are convolutions, which have the most to get wrong.
        operator = only[number // 2 % len(only)] if number % 2 else only[0]
        computed, reason = write(folder, number, seed, operator)
        if computed:
            print(number, operator)
        else:
            refused[operator] += 1
            if refused[operator] == 1:
                print(operator, reason, file=sys.stderr)
    print("refused by the vendor's runtime:", dict(refused), file=sys.stderr)


if __name__ == "__main__":
    main()
