"""Models, whole and mutated, with the verdict of onnx.checker.check_model(full_check=True) on each.

    python checker_agreement.py OUT SEED COUNT [FOLDER...]

Writes OUT.models, in which each model is preceded by its length (8 bytes, little-endian), and OUT.jsonl, with a line
for each model: its name, the mutations, whether onnx accepts it, and why not. The whole models are those of onnx's
backend tests (installed as files and made by code) and those in the FOLDERs. COUNT mutations of the package's own
models follow; they depend only on SEED. A verdict of null means that onnx crashed, used more than 4 GiB, or did not
return within 20 s.
"""

import glob
import json
import os
import random
import re
import resource
import signal
import struct
import sys
import warnings

import numpy as np
import onnx
import onnx.backend.test
import onnx.checker
from onnx import TensorProto, helper, numpy_helper

NEWEST_OPSET = onnx.defs.onnx_opset_version()
ELEMENT_TYPES = [1, 2, 3, 6, 7, 8, 9, 10, 11, 16]
OPERATORS = sorted({schema.name for schema in onnx.defs.get_all_schemas() if schema.domain == ""})


def files(folder):
    for path in sorted(glob.glob(os.path.join(folder, "**", "*.onnx"), recursive=True)):
        with open(path, "rb") as file:
            yield os.path.relpath(path, folder), file.read()


def whole_models():
    """Name and bytes of every model of the backend tests."""
    yield from files(os.path.join(os.path.dirname(onnx.backend.test.__file__), "data"))
    from onnx.backend.test.case.model import collect_testcases as models
    from onnx.backend.test.case.node import collect_testcases as nodes

    # Their expected results are computed too, from numbers that only their own seeds fix.
    for case in sorted([*nodes(None), *models()], key=lambda case: case.name):
        if case.model is not None:
            yield f"case/{case.name}", case.model.SerializeToString()


def graphs(graph):
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from graphs(attribute.g)
            for inner in attribute.graphs:
                yield from graphs(inner)


class Mutator:
    """Each `m_...` method changes a model in one way, or returns False if it cannot."""

    def __init__(self, model, rng):
        self.model, self.rng = model, rng
        every = list(graphs(model.graph))
        self.graph = rng.choice(every) if rng.random() < 0.7 else model.graph
        self.nodes = self.graph.node
        if model.functions and rng.random() < 0.3:
            self.nodes = rng.choice(model.functions).node

    # Choices

    def some(self, items):
        items = list(items)
        return self.rng.choice(items) if items else None

    def node(self):
        return self.some(self.nodes)

    def attribute(self):
        node = self.some([node for node in self.nodes if node.attribute])
        return (node, self.rng.choice(node.attribute)) if node else (None, None)

    def value(self):
        return self.some([*self.graph.input, *self.graph.output, *self.graph.value_info])

    def tensor(self):
        return self.some([*self.graph.initializer, *(a.t for n in self.nodes for a in n.attribute if a.HasField("t"))])

    def names(self):
        return [
            name
            for name in [
                *(v.name for v in self.graph.input),
                *(t.name for t in self.graph.initializer),
                *(o for n in self.nodes for o in n.output),
                *(v.name for v in self.model.graph.input),
            ]
            if name
        ]

    # Nodes

    def m_drop_node(self):
        if not self.nodes:
            return False
        del self.nodes[self.rng.randrange(len(self.nodes))]

    def m_duplicate_node(self):
        node = self.node()
        if node is None:
            return False
        self.nodes.add().CopyFrom(node)

    def m_copy_node_with_new_outputs(self):
        node = self.node()
        if node is None:
            return False
        copy = self.nodes.add()
        copy.CopyFrom(node)
        for index in range(len(copy.output)):
            copy.output[index] = f"copy_{index}_{self.rng.randrange(1000)}"

    def m_swap_nodes(self):
        if len(self.nodes) < 2:
            return False
        a, b = self.rng.sample(range(len(self.nodes)), 2)
        copy = type(self.nodes[a])()
        copy.CopyFrom(self.nodes[a])
        self.nodes[a].CopyFrom(self.nodes[b])
        self.nodes[b].CopyFrom(copy)

    def m_reverse_nodes(self):
        copies = [type(node).FromString(node.SerializeToString()) for node in reversed(self.nodes)]
        if len(copies) < 2:
            return False
        del self.nodes[:]
        self.nodes.extend(copies)

    def m_operator(self):
        node = self.node()
        if node is None:
            return False
        node.op_type = self.rng.choice(OPERATORS)

    def m_like_operator(self):
        """Replaces an operator by one with as many operands, so that only the types decide."""
        node = self.node()
        if node is None:
            return False
        like = (
            ["Relu", "Not", "Abs", "Neg", "IsNaN", "Identity", "Shape", "Ceil", "Sign", "Size", "NonZero"]
            if len(node.input) == 1
            else ["Add", "And", "Equal", "Less", "MatMul", "Pow", "Gather", "Mod", "BitShift", "Concat"]
        )
        node.op_type = self.rng.choice(like)
        if self.rng.random() < 0.7:
            del node.attribute[:]

    def m_misspell_operator(self):
        node = self.node()
        if node is None:
            return False
        node.op_type = self.rng.choice([node.op_type + "s", node.op_type.lower(), "", "ATen", "Scale"])

    def m_domain(self):
        node = self.node()
        if node is None:
            return False
        node.domain = self.rng.choice(["ai.onnx", "ai.onnx.ml", "com.example", "ai.onnx.preview.training", ""])

    def m_node_name(self):
        node = self.node()
        if node is None:
            return False
        node.name = self.rng.choice(["", "same", "\u00e4\u4e2d"])

    # Operands

    def operands(self, kind):
        node = self.some([node for node in self.nodes if getattr(node, kind)])
        return getattr(node, kind) if node else None

    def m_rename_input(self):
        names = self.operands("input")
        if names is None:
            return False
        names[self.rng.randrange(len(names))] = self.some([*self.names(), "nowhere"])

    def m_rename_output(self):
        names = self.operands("output")
        if names is None:
            return False
        names[self.rng.randrange(len(names))] = self.some(self.names() + ["fresh"] * 3)

    def m_empty_input(self):
        names = self.operands("input")
        if names is None:
            return False
        names[self.rng.randrange(len(names))] = ""

    def m_empty_output(self):
        names = self.operands("output")
        if names is None:
            return False
        names[self.rng.randrange(len(names))] = ""

    def m_drop_input(self):
        names = self.operands("input")
        if names is None:
            return False
        del names[self.rng.randrange(len(names))]

    def m_drop_output(self):
        names = self.operands("output")
        if names is None:
            return False
        del names[self.rng.randrange(len(names))]

    def m_add_input(self):
        node = self.node()
        if node is None:
            return False
        node.input.append(self.some([*self.names(), ""]))

    def m_add_output(self):
        node = self.node()
        if node is None:
            return False
        node.output.append(self.rng.choice(["extra", ""]))

    def m_swap_inputs(self):
        node = self.some([node for node in self.nodes if len(node.input) > 1])
        if node is None:
            return False
        a, b = self.rng.sample(range(len(node.input)), 2)
        node.input[a], node.input[b] = node.input[b], node.input[a]

    # Attributes

    def m_drop_attribute(self):
        node, attribute = self.attribute()
        if node is None:
            return False
        node.attribute.remove(attribute)

    def m_duplicate_attribute(self):
        node, attribute = self.attribute()
        if node is None:
            return False
        node.attribute.add().CopyFrom(attribute)

    def m_rename_attribute(self):
        _, attribute = self.attribute()
        if attribute is None:
            return False
        attribute.name = self.rng.choice([attribute.name + "s", "", "axis", "__private"])

    def m_add_attribute(self):
        node = self.node()
        if node is None:
            return False
        name = self.rng.choice(["axis", "alpha", "unheard_of", "__private", "keepdims", "to", "perm"])
        node.attribute.append(helper.make_attribute(name, self.rng.choice([0, 1, -1, 0.5, "x", [0, 1], [1.0]])))

    def m_retype_attribute(self):
        _, attribute = self.attribute()
        if attribute is None:
            return False
        name = attribute.name
        attribute.CopyFrom(helper.make_attribute(name, self.rng.choice([0, 1, 0.5, "x", [0, 1], [0.5, 1.0], ["x"]])))

    def m_state_attribute_type(self):
        _, attribute = self.attribute()
        if attribute is None:
            return False
        attribute.type = self.rng.choice([0, 1, 2, 3, 4, 5, 6, 7, 8])

    def m_clear_attribute_type(self):
        _, attribute = self.attribute()
        if attribute is None:
            return False
        attribute.ClearField("type")

    def m_clear_attribute_value(self):
        _, attribute = self.attribute()
        if attribute is None:
            return False
        for field in ("f", "i", "s", "t", "g", "floats", "ints", "strings"):
            attribute.ClearField(field)

    def m_refer_attribute(self):
        node, attribute = self.attribute()
        if node is None:
            return False
        if self.rng.random() < 0.8:
            for field in ("f", "i", "s", "t", "g", "floats", "ints", "strings"):
                attribute.ClearField(field)
        attribute.ref_attr_name = "outer"

    def m_integer(self):
        node = self.some([n for n in self.nodes if any(a.type in (2, 7) for a in n.attribute)])
        if node is None:
            return False
        attribute = self.some([a for a in node.attribute if a.type in (2, 7)])
        number = self.rng.choice([-9, -2, -1, 0, 1, 2, 3, 5, 7, 100, 2**31, -(2**31), 2**62])
        if attribute.type == 2:
            attribute.i = number
        elif attribute.ints:
            attribute.ints[self.rng.randrange(len(attribute.ints))] = number

    def m_integers(self):
        attribute = self.some([a for n in self.nodes for a in n.attribute if a.type == 7])
        if attribute is None:
            return False
        if attribute.ints and self.rng.random() < 0.5:
            del attribute.ints[self.rng.randrange(len(attribute.ints))]
        else:
            attribute.ints.append(self.rng.choice([-1, 0, 1, 2]))

    def m_string(self):
        attribute = self.some([a for n in self.nodes for a in n.attribute if a.type == 3])
        if attribute is None:
            return False
        attribute.s = self.rng.choice(
            [b"", b"SAME_UPPER", b"VALID", b"NOTSET", b"nonsense", b"reflect", b"\xff\xfe", b"linear"]
        )

    # Types

    def tensor_type(self):
        values = [
            v for v in [*self.graph.input, *self.graph.output, *self.graph.value_info] if v.type.HasField("tensor_type")
        ]
        value = self.some(values)
        return value.type.tensor_type if value else None

    def m_element_type(self):
        type_ = self.tensor_type()
        if type_ is None:
            return False
        type_.elem_type = self.rng.choice([*ELEMENT_TYPES, 0, 14, 17, 21])

    def m_clear_element_type(self):
        type_ = self.tensor_type()
        if type_ is None:
            return False
        type_.ClearField("elem_type")

    def m_dimension(self):
        type_ = self.tensor_type()
        if type_ is None or not type_.shape.dim:
            return False
        dimension = self.rng.choice(type_.shape.dim)
        choice = self.rng.randrange(6)
        if choice < 3:
            dimension.dim_value = self.rng.choice([0, 1, 2, 3, 4, 7, 64, 1000])
        elif choice == 3:
            dimension.dim_value = self.rng.choice([-1, -5, 2**40, 2**62])
        elif choice == 4:
            dimension.dim_param = self.rng.choice(["N", "M"])
        else:
            dimension.Clear()

    def m_rank(self):
        type_ = self.tensor_type()
        if type_ is None:
            return False
        if type_.shape.dim and self.rng.random() < 0.5:
            del type_.shape.dim[self.rng.randrange(len(type_.shape.dim))]
        else:
            type_.shape.dim.add().dim_value = self.rng.choice([1, 2, 3])

    def m_clear_shape(self):
        type_ = self.tensor_type()
        if type_ is None:
            return False
        type_.ClearField("shape")

    def m_other_type(self):
        value = self.value()
        if value is None:
            return False
        element = helper.make_tensor_type_proto(self.rng.choice(ELEMENT_TYPES), self.rng.choice([None, [], [2, 3]]))
        value.type.CopyFrom(
            self.rng.choice(
                [
                    element,
                    helper.make_sequence_type_proto(element),
                    helper.make_optional_type_proto(element),
                    helper.make_optional_type_proto(helper.make_sequence_type_proto(element)),
                    helper.make_map_type_proto(TensorProto.INT64, element),
                    helper.make_sparse_tensor_type_proto(self.rng.choice(ELEMENT_TYPES), [2, 3]),
                ]
            )
        )

    def m_clear_type(self):
        value = self.value()
        if value is None:
            return False
        value.ClearField("type")

    def m_state_value(self):
        """States a type for a value inside the graph, which may be wrong."""
        name = self.some([o for n in self.nodes for o in n.output if o])
        if name is None:
            return False
        self.graph.value_info.append(
            helper.make_tensor_value_info(
                name,
                self.rng.choice(ELEMENT_TYPES),
                self.rng.choice([None, [], [1], [2, 3], [1, 3, 224, 224], ["N", 3]]),
            )
        )

    # Values

    def m_value_name(self):
        value = self.value()
        if value is None:
            return False
        value.name = self.some([*self.names(), "", "fresh"])

    def m_drop_graph_input(self):
        if not self.graph.input:
            return False
        del self.graph.input[self.rng.randrange(len(self.graph.input))]

    def m_drop_graph_output(self):
        if not self.graph.output:
            return False
        del self.graph.output[self.rng.randrange(len(self.graph.output))]

    def m_duplicate_graph_input(self):
        value = self.some(self.graph.input)
        if value is None:
            return False
        self.graph.input.add().CopyFrom(value)

    def m_add_graph_output(self):
        self.graph.output.append(helper.make_tensor_value_info(self.some([*self.names(), "nowhere"]), 1, [1]))

    def m_graph_name(self):
        self.graph.name = self.rng.choice(["", "other"])

    # Initializers and other tensors

    def m_drop_initializer(self):
        if not self.graph.initializer:
            return False
        del self.graph.initializer[self.rng.randrange(len(self.graph.initializer))]

    def m_duplicate_initializer(self):
        tensor = self.some(self.graph.initializer)
        if tensor is None:
            return False
        self.graph.initializer.add().CopyFrom(tensor)

    def m_rename_initializer(self):
        tensor = self.some(self.graph.initializer)
        if tensor is None:
            return False
        tensor.name = self.some([*self.names(), "", "fresh"])

    def m_input_becomes_initializer(self):
        """Gives an input a default, or makes it a constant, of a type that may be wrong."""
        value = self.some([v for v in self.graph.input if v.type.HasField("tensor_type")])
        if value is None:
            return False
        shape = [d.dim_value if 0 < d.dim_value < 64 else 1 for d in value.type.tensor_type.shape.dim]
        if np.prod(shape, dtype=np.float64) > 1e5:
            return False
        try:
            kind = helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type)
            tensor = numpy_helper.from_array(np.ones(shape, dtype=kind), value.name)
        except (KeyError, TypeError, ValueError, NotImplementedError):
            return False
        self.graph.initializer.append(tensor)
        if self.rng.random() < 0.5:
            self.graph.input.remove(value)

    def m_tensor_type(self):
        tensor = self.tensor()
        if tensor is None:
            return False
        tensor.data_type = self.rng.choice([*ELEMENT_TYPES, 0, 4, 5, 12, 13, 14, 15, 17, 21, 22])

    def m_tensor_dims(self):
        tensor = self.tensor()
        if tensor is None:
            return False
        if tensor.dims and self.rng.random() < 0.7:
            tensor.dims[self.rng.randrange(len(tensor.dims))] = self.rng.choice([-1, 0, 1, 2, 3, 5, 2**40, 2**62])
        elif tensor.dims and self.rng.random() < 0.5:
            del tensor.dims[self.rng.randrange(len(tensor.dims))]
        else:
            tensor.dims.append(self.rng.choice([0, 1, 2]))

    def m_cut_payload(self):
        tensor = self.tensor()
        if tensor is None:
            return False
        if tensor.HasField("raw_data"):
            tensor.raw_data = tensor.raw_data[
                : self.rng.choice([0, 1, max(0, len(tensor.raw_data) - 1), len(tensor.raw_data) // 2])
            ]
            return None
        for field in ("float_data", "int32_data", "int64_data", "double_data", "uint64_data", "string_data"):
            if getattr(tensor, field):
                del getattr(tensor, field)[self.rng.choice([0, len(getattr(tensor, field)) - 1]) :]
                return None
        return False

    def m_extend_payload(self):
        tensor = self.tensor()
        if tensor is None:
            return False
        if tensor.HasField("raw_data"):
            tensor.raw_data += b"\0" * self.rng.choice([1, 4, 8])
        elif tensor.float_data:
            tensor.float_data.append(1)
        elif tensor.int64_data:
            tensor.int64_data.append(1)
        elif tensor.int32_data:
            tensor.int32_data.append(1)

    def m_other_field(self):
        """Stores the same numbers in another field."""
        tensor = self.tensor()
        if tensor is None:
            return False
        try:
            array = numpy_helper.to_array(tensor)
        except Exception:
            return False
        if array.size > 10000 or array.dtype == object:
            return False
        tensor.ClearField("raw_data")
        for field in ("float_data", "int32_data", "int64_data", "double_data"):
            tensor.ClearField(field)
        numbers = array.astype(np.float64).ravel() if array.dtype.kind in "fiub" else []
        field = self.rng.choice(["float_data", "int32_data", "int64_data", "double_data", "uint64_data"])
        try:
            getattr(tensor, field).extend(
                numbers if field in ("float_data", "double_data") else [abs(int(n)) % 100 for n in numbers]
            )
        except (ValueError, OverflowError):
            return False

    def m_sparse_initializer(self):
        tensor = self.some(
            [t for t in self.graph.initializer if t.dims and np.prod(t.dims) < 10000 and t.data_type == 1]
        )
        if tensor is None:
            return False
        size = int(np.prod(tensor.dims))
        count = min(size, 3)
        places = sorted(self.rng.sample(range(size), count))
        if self.rng.random() < 0.4 and places:
            places[self.rng.randrange(count)] = self.rng.choice([-1, 0, size, size - 1])
        values = numpy_helper.from_array(np.ones([count], np.float32), tensor.name)
        if self.rng.random() < 0.3:
            table = np.array(np.unravel_index([p % size for p in places], list(tensor.dims)), np.int64).T.reshape(
                count, len(tensor.dims)
            )
            indices = numpy_helper.from_array(np.ascontiguousarray(table), "places")
        else:
            indices = numpy_helper.from_array(
                np.array(places, self.rng.choice([np.int64, np.int64, np.int32])), "places"
            )
        sparse = helper.make_sparse_tensor(values, indices, list(tensor.dims)[: self.rng.choice([8, 8, 8, 1, 0])])
        self.graph.initializer.remove(tensor)
        self.graph.sparse_initializer.append(sparse)

    # The model

    def m_opset(self):
        opset = self.some(self.model.opset_import)
        if opset is None:
            return False
        opset.version = self.rng.choice([*range(1, NEWEST_OPSET + 1), *range(6, 23), 0, -1, 1000, 2**40])

    def m_near_opset(self):
        opset = self.some([o for o in self.model.opset_import if o.domain == ""])
        if opset is None:
            return False
        opset.version = max(1, opset.version + self.rng.choice([-3, -2, -1, 1, 2, 3]))

    def m_drop_opset(self):
        if not self.model.opset_import:
            return False
        del self.model.opset_import[self.rng.randrange(len(self.model.opset_import))]

    def m_add_opset(self):
        self.model.opset_import.append(
            helper.make_opsetid(
                self.rng.choice(["", "ai.onnx", "ai.onnx.ml", "com.example"]), self.rng.choice([1, 2, 7, 11, 13, 20])
            )
        )

    def m_opset_domain(self):
        opset = self.some(self.model.opset_import)
        if opset is None:
            return False
        opset.domain = self.rng.choice(["ai.onnx", "com.example", ""])

    def m_ir_version(self):
        self.model.ir_version = self.rng.choice([*range(0, onnx.IR_VERSION + 2), 3, 3, 4, 7])

    def m_metadata(self):
        for _ in range(2):
            self.model.metadata_props.add(key=self.rng.choice("ab"), value="x")

    # Subgraphs and functions

    def m_into_branch(self):
        """Moves a node into both branches of an If."""
        index = self.rng.randrange(len(self.nodes)) if self.nodes else None
        if index is None or self.nodes is not self.graph.node:
            return False
        node = onnx.NodeProto.FromString(self.nodes[index].SerializeToString())
        outputs = [name for name in node.output if name]
        if not outputs:
            return False
        branches = []
        for branch in ("then", "else"):
            inner = onnx.NodeProto.FromString(node.SerializeToString())
            renamed = {name: name if self.rng.random() < 0.1 else f"{branch}_{name}" for name in outputs}
            for place, name in enumerate(inner.output):
                if name:
                    inner.output[place] = renamed[name]
            infos = [onnx.ValueInfoProto(name=renamed[name]) for name in outputs]
            if self.rng.random() < 0.3:
                infos = [
                    helper.make_tensor_value_info(renamed[name], self.rng.choice([1, 7]), None) for name in outputs
                ]
            branches.append(helper.make_graph([inner], branch, [], infos))
        condition = f"condition_{self.rng.randrange(10**6)}"
        self.nodes[index].CopyFrom(
            helper.make_node("If", [condition], outputs, then_branch=branches[0], else_branch=branches[1])
        )
        self.graph.initializer.append(
            numpy_helper.from_array(np.array(True) if self.rng.random() < 0.9 else np.array(1), condition)
        )

    def m_into_function(self):
        """Replaces a node by a call of a function that contains it."""
        node = self.node()
        if node is None or not node.output:
            return False
        version = next((o.version for o in self.model.opset_import if o.domain == node.domain), 11)
        name = f"F{self.rng.randrange(3)}"
        rng = self.rng
        inputs = [f"i{place}" for place in range(len(node.input))]
        outputs = [f"o{place}" for place in range(len(node.output))]
        inner = onnx.NodeProto.FromString(node.SerializeToString())
        for place, operand in enumerate(node.input):
            inner.input[place] = inputs[place] if operand else ""
        for place, operand in enumerate(node.output):
            inner.output[place] = outputs[place] if operand else ""
        imports = [helper.make_opsetid(node.domain, version if rng.random() < 0.8 else rng.choice([7, 11, 13, 18, 21]))]
        if rng.random() < 0.3:
            imports.append(helper.make_opsetid("own", 1))
        body = [inner]
        if rng.random() < 0.1:
            body.append(helper.make_node(rng.choice(["F0", "F1", "F2"]), inputs[:1], ["x9"], domain="own"))
        function = helper.make_function("own", name, inputs, outputs, body, imports)
        if rng.random() < 0.15:
            function.output.append(rng.choice(["nowhere", *outputs]))
        if rng.random() < 0.1:
            function.ClearField("domain")
        self.model.functions.append(function)
        node.domain, node.op_type = "own", name
        del node.attribute[:]
        if rng.random() < 0.9:
            self.model.opset_import.append(helper.make_opsetid("own", 1))
        if rng.random() < 0.7:
            self.model.ir_version = max(self.model.ir_version, 8)


MUTATIONS = sorted(name for name in dir(Mutator) if name.startswith("m_"))


def mutate(data, rng):
    """The mutated model and the names of the mutations; nothing if none was possible."""
    model = onnx.ModelProto.FromString(data)
    done = []
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3])):
        name = rng.choice(MUTATIONS)
        if getattr(Mutator(model, rng), name)() is not False:
            done.append(name[2:])
    return (model.SerializeToString(), done) if done else (None, [])


def verdict(data):
    try:
        onnx.checker.check_model(data, full_check=True)
        return True, ""
    except MemoryError:
        return None, "onnx runs out of memory"
    except Exception as error:
        # A few hundred characters say which node and why.
        return False, re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")[:300]


def verdicts(models):
    """A verdict for each model, `None` where onnx itself crashes: it runs in a child process, replaced after a crash."""
    results = []
    while len(results) < len(models):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            # Silences warnings about experimental operators, and crash messages.
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
            with os.fdopen(write, "w") as pipe:
                for data in models[len(results) :]:
                    signal.alarm(20)
                    print(json.dumps(verdict(data)), file=pipe, flush=True)
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as pipe:
            results += [json.loads(line) for line in pipe]
        _, status = os.waitpid(child, 0)
        if status != 0:
            results.append((None, f"onnx ends with status {status}"))
    return results


def main():
    out, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    warnings.simplefilter("ignore")
    rng = random.Random(seed)
    items = [(name, [], data) for name, data in whole_models()]
    small = [item for item in items if len(item[2]) < 100_000]
    items += [(path, [], data) for folder in sys.argv[4:] for path, data in files(folder)]
    networks = [item for item in small if not item[0].startswith("case/")]
    made = []
    while len(made) < count:
        name, _, data = rng.choice(networks if rng.random() < 0.3 else small)
        mutated, mutations = mutate(data, rng)
        if mutated is not None:
            made.append((name, mutations, mutated))
    items += made
    with open(out + ".models", "wb") as models, open(out + ".jsonl", "w") as lines:
        for (name, mutations, data), (valid, reason) in zip(items, verdicts([item[2] for item in items]), strict=False):
            models.write(struct.pack("<Q", len(data)))
            models.write(data)
            lines.write(json.dumps({"name": name, "mutations": mutations, "valid": valid, "reason": reason}) + "\n")


if __name__ == "__main__":
    main()
