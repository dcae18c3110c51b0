"""Writes the onnx package's own small test models once for each number in them and each extreme, as inputs that the fuzzer
goes through one by one: what a mutator finds late, this finds surely, but for one number at a time.

    python extremes.py FOLDER [MODELS ...] && Fuzz/.build/release/fuzz-onnx -runs=0 FOLDER

MODELS are folders with more models, such as an older onnx package's `backend/test/data`, which has older operators.
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
    """Changes the model, gives it, and changes it back."""
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
            for place in ends(values.reshape(-1)):
                for extreme in EXTREMES:
                    changed = values.reshape(-1).copy()
                    changed[place] = numpy.array(extreme, numpy.int64).astype(NUMBERS[tensor.data_type])
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
    for place in ends(values):
        before = values[place]
        for extreme in EXTREMES:
            values[place] = extreme
            yield proto
        values[place] = before


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
