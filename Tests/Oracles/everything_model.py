"""Writes a model with everything that an ONNX file can hold.

usage: everything_model.py OUTPUT.onnx
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper as nh

out = sys.argv[1]
every = []
for name, number in T.DataType.items():
    if name in ("UNDEFINED", "STRING"):
        continue
    t = T()
    t.name = "raw_" + name
    t.data_type = number
    t.dims.extend([2, 8])
    bits = {
        "COMPLEX128": 128,
        "COMPLEX64": 64,
        "DOUBLE": 64,
        "INT64": 64,
        "UINT64": 64,
        "FLOAT": 32,
        "INT32": 32,
        "UINT32": 32,
        "FLOAT16": 16,
        "BFLOAT16": 16,
        "INT16": 16,
        "UINT16": 16,
        "UINT4": 4,
        "INT4": 4,
        "FLOAT4E2M1": 4,
        "UINT2": 2,
        "INT2": 2,
    }.get(name, 8)
    t.raw_data = bytes(range(2 * bits))
    every.append(t)
for name, number, values in [
    ("FLOAT", 1, [1.5, -2, 3]),
    ("INT32", 6, [-1, 2, 3]),
    ("INT64", 7, [-(2**62), 0, 1]),
    ("DOUBLE", 11, [1e300, 2, 3]),
    ("UINT64", 13, [2**63, 1, 2]),
    ("STRING", 8, [b"a", b"", bytes([255, 0])]),
    ("BOOL", 9, [0, 1, 1]),
    ("INT8", 3, [-128, 127, 0]),
]:
    every.append(h.make_tensor("typed_" + name, number, [3], values))
every.append(h.make_tensor("scalar", 1, [], [2.0]))
every.append(h.make_tensor("empty", 1, [0, 3], []))
every[-1].doc_string = "nothing in it"
sparse = h.make_sparse_tensor(h.make_tensor("sv", 1, [2], [1.0, 2.0]), h.make_tensor("si", 7, [2], [1, 5]), [8])
vi = h.make_tensor_value_info


def body(n):
    return h.make_graph(
        [h.make_node("Identity", ["x"], [n])],
        "branch_" + n,
        [],
        [vi(n, 1, ["N", 3])],
        initializer=[
            h.make_tensor("w_" + n, 1, [4], [1, 2, 3, 4], raw=False),
            nh.from_array(np.arange(6, dtype=np.float32), "r_" + n),
        ],
    )


tt = h.make_tensor_type_proto(1, ["N", None, 3])
custom = h.make_node(
    "Everything",
    ["x", "", "y"],
    ["z"],
    name="every",
    domain="own.domain",
    doc_string="doc",
    f=1.5,
    i=-7,
    zero=0,
    s="text",
    b=bytes([0, 255, 1]),
    t=every[0],
    g=body("a"),
    floats=[1.0, -0.0],
    ints=[1, -2],
    strings=["p", "q"],
    tensors=every[:3],
    graphs=[body("b"), body("c")],
    sp=sparse,
    sps=[sparse, sparse],
    tp=tt,
    tps=[tt, h.make_sequence_type_proto(tt)],
)
a = onnx.AttributeProto()
a.name = "empty_ints"
a.type = onnx.AttributeProto.INTS
custom.attribute.append(a)
a = onnx.AttributeProto()
a.name = "absent_int"
a.type = onnx.AttributeProto.INT
custom.attribute.append(a)
custom.overload = "second"
m = custom.metadata_props.add()
m.key = "k"
m.value = "v"
nodes = [
    custom,
    h.make_node("If", ["c"], ["o"], then_branch=body("t"), else_branch=body("e")),
    h.make_node("Constant", [], ["k"], value_ints=[1, 2, 3]),
    h.make_node("Constant", [], ["kk"], sparse_value=sparse),
    h.make_node("Relu", ["x"], [""], name="", domain=""),
]
typed = vi("denoted", 1, [1, 3, 2, 2])
typed.type.denotation = "IMAGE"
typed.type.tensor_type.shape.dim[1].denotation = "DATA_CHANNEL"
inputs = [
    vi("x", 1, ["N", 3]),
    typed,
    vi("rankless", 7, None),
    vi("scalar_in", 11, []),
    h.make_tensor_sequence_value_info("seq", 1, ["M"]),
    h.make_value_info("opt", h.make_optional_type_proto(tt)),
    h.make_value_info("map", h.make_map_type_proto(7, tt)),
    h.make_value_info("sparse", h.make_sparse_tensor_type_proto(1, [3])),
    onnx.ValueInfoProto(name="untyped"),
]
o = onnx.ValueInfoProto(name="opaque")
o.type.opaque_type.domain = "d"
o.type.opaque_type.name = "n"
inputs.append(o)
o = onnx.ValueInfoProto(name="open")
o.type.sequence_type.SetInParent()
inputs.append(o)
o = onnx.ValueInfoProto(name="")
o.doc_string = ""
inputs.append(o)
graph = h.make_graph(
    nodes,
    "g",
    inputs,
    [vi("o", 1, None)],
    initializer=every,
    sparse_initializer=[sparse],
    value_info=[vi("v", 10, [0, -1])],
    doc_string="a graph",
)
ann = graph.quantization_annotation.add()
ann.tensor_name = "x"
m = graph.metadata_props.add()
m.key = "scope"
m.value = "x/y"
f = h.make_function(
    "own.domain",
    "F",
    ["a"],
    ["b"],
    [h.make_node("Relu", ["a"], ["b"])],
    [h.make_opsetid("", 20)],
    attributes=["alpha"],
    attribute_protos=[h.make_attribute("beta", 2.0)],
)
ref = onnx.AttributeProto()
ref.name = "to"
ref.ref_attr_name = "alpha"
ref.type = onnx.AttributeProto.INT
f.node[0].attribute.append(ref)
model = h.make_model(
    graph,
    functions=[f],
    producer_name="zoo",
    producer_version="",
    domain="",
    model_version=0,
    doc_string="",
    opset_imports=[h.make_opsetid("", 20), h.make_opsetid("own.domain", 1)],
)
m = model.metadata_props.add()
m.key = "author"
m.value = "Zoë"
tr = model.training_info.add()
tr.algorithm.name = "adam"
model.configuration.add().name = "device"
ext = T()
ext.name = "ext"
ext.data_type = 1
ext.dims.extend([2])
ext.data_location = T.EXTERNAL
for k, v in (("location", "w.bin"), ("offset", "0"), ("length", "8"), ("checksum", "abc")):
    e = ext.external_data.add()
    e.key = k
    e.value = v
model.graph.initializer.append(ext)
seg = T()
seg.name = "seg"
seg.data_type = 1
seg.segment.begin = 1
seg.segment.end = 2
model.graph.initializer.append(seg)
Path(out).write_bytes(model.SerializeToString())
