"""Writes variants of the onnx package's small test models, each with one number replaced by an extreme value.

    python Fuzz/extremes.py FOLDER [MODELS ...]
    Fuzz/.build/release/fuzz-onnx -runs=0 FOLDER

The fuzzer then runs each of them once: slower to set up than random mutation, but complete for single numbers.
MODELS are folders with further models, such as the `backend/test/data` of an older onnx package.
"""

import glob
import hashlib
import os
import sys
import warnings

import numpy
import onnx
import onnx.backend.test.case.model as model
import onnx.backend.test.case.node as node

LARGEST = 3000  # bytes
EXTREMES = [-(1 << 63), (1 << 63) - 1, 1 << 62, 1 << 31, -(1 << 31) - 1, -2, 0]
NUMBERS = {onnx.TensorProto.INT64: numpy.int64, onnx.TensorProto.INT32: numpy.int32}


def attributes(graph):
    for item in graph.node:
        for attribute in item.attribute:
            yield attribute
            for inner in [attribute.g, *attribute.graphs]:
                yield from attributes(inner)


def tensors(graph):
    yield from graph.initializer
    yield from (attribute.t for attribute in attributes(graph) if attribute.HasField("t"))


def variations(proto):
    """Yields the model with one change at a time, each undone afterwards."""
    graphs = [proto.graph, *proto.functions]
    for attribute in [attribute for graph in graphs for attribute in attributes(graph)]:
        if attribute.type == onnx.AttributeProto.INT:
            yield from assigned(proto, attribute, "i")
        yield from replaced(proto, attribute.ints)
    for tensor in tensors(proto.graph):
        yield from replaced(proto, tensor.dims)
        if tensor.data_type in NUMBERS:
            before = onnx.TensorProto.FromString(tensor.SerializeToString())
            values = numpy.array(onnx.numpy_helper.to_array(tensor))
            for index in ends(values.reshape(-1)):
                for extreme in EXTREMES:
                    changed = values.reshape(-1).copy()
                    changed[index] = numpy.array(extreme, numpy.int64).astype(NUMBERS[tensor.data_type])
                    tensor.ClearField("int32_data"), tensor.ClearField("int64_data")
                    tensor.raw_data = changed.tobytes()
                    yield proto
            tensor.CopyFrom(before)
    for value in [*proto.graph.input, *proto.graph.output, *proto.graph.value_info]:
        for dimension in value.type.tensor_type.shape.dim:
            if dimension.HasField("dim_value"):
                yield from assigned(proto, dimension, "dim_value")


def assigned(proto, message, field):
    before = getattr(message, field)
    for extreme in EXTREMES:
        setattr(message, field, extreme)
        yield proto
    setattr(message, field, before)


def replaced(proto, values):
    for index in ends(values):
        before = values[index]
        for extreme in EXTREMES:
            values[index] = extreme
            yield proto
        values[index] = before


def ends(values):
    return sorted({0, len(values) - 1}) if len(values) else []


def models(folders):
    yield from (case.model for case in node.collect_testcases() + model.collect_testcases() if case.model is not None)
    for folder in folders:
        for path in glob.glob(f"{folder}/**/*.onnx", recursive=True):
            if os.path.getsize(path) <= LARGEST:
                yield onnx.load(path)


def main():
    warnings.simplefilter("ignore")
    seen = set()
    for original in models(sys.argv[2:]):
        if original.ByteSize() > LARGEST:
            continue
        for proto in variations(original):
            content = proto.SerializeToString()
            name = hashlib.sha1(content).hexdigest()
            if name not in seen:
                seen.add(name)
                with open(os.path.join(sys.argv[1], name), "wb") as file:
                    file.write(content)
    print(f"{len(seen)} models")


main()
