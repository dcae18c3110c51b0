"""Models, as they are and varied, with what onnx infers for them and whether it refuses them.

usage: infer_shapes.py FOLDER MUTATIONS OLDER_DATA [MODEL.onnx ...]

Without MODELs: every distinct model of onnx's backend tests, and of OLDER_DATA, the test data of an older onnx package
(or ""), in several variants: `given` as it is; `bare` without the types it states beyond its inputs; `constant` with
the test's data for small inputs; `open` with axes renamed or unknown; and MUTATIONS that are `mutated` at random.
Writes FOLDER/models.jsonl, one model a line: name, variant, opset, IR version, operators, inferred types without and
with data propagation, and why strict inference refuses it. FOLDER/models.pack holds the models themselves, at the
`offset` and `size` of the line; MODELs given by path are not packed.
"""

import glob
import hashlib
import json
import os
import random
import sys
import warnings

import numpy as np
import onnx
from onnx import numpy_helper, shape_inference


def size(dimension):
    if dimension.HasField("dim_value"):
        return dimension.dim_value
    # onnx makes up unk__0 and so on.
    is_named = dimension.HasField("dim_param") and not dimension.dim_param.startswith("unk__")
    return dimension.dim_param if is_named else None


def shape(tensor):
    return [size(dimension) for dimension in tensor.shape.dim] if tensor.HasField("shape") else None


def form(value):
    kind = value.WhichOneof("value")
    if kind == "tensor_type":
        return {"tensor": value.tensor_type.elem_type, "shape": shape(value.tensor_type)}
    if kind == "sparse_tensor_type":
        return {"sparse": value.sparse_tensor_type.elem_type, "shape": shape(value.sparse_tensor_type)}
    if kind == "sequence_type":
        return {"sequence": form(value.sequence_type.elem_type)}
    if kind == "optional_type":
        return {"optional": form(value.optional_type.elem_type)}
    if kind == "map_type":
        return {"key": value.map_type.key_type, "value": form(value.map_type.value_type)}
    return {"opaque": value.opaque_type.name} if kind else None


def infer(model, **options):
    """The types by name, or `None` and the reason."""
    try:
        inferred = shape_inference.infer_shapes(model, **options)
    except Exception as error:
        return None, str(error).strip()
    types = {}
    for value in [*inferred.graph.value_info, *inferred.graph.output]:
        found = form(value.type)
        if found is not None and value.name:
            types[value.name] = found
    return types, None


def record(data, entry):
    model = onnx.load_model_from_string(data)
    entry["ir_version"] = model.ir_version
    entry["operators"] = sorted({(n.domain + "." if n.domain else "") + n.op_type for n in model.graph.node})
    entry["opset"] = max([o.version for o in model.opset_import if o.domain in ("", "ai.onnx")] or [0])
    entry["types"], _ = infer(model)
    entry["propagated"], _ = infer(model, data_prop=True)
    _, entry["error"] = infer(model, strict_mode=True, check_type=True)
    return json.dumps(entry)


def write_records(jobs, index):
    """Writes a line for each job, in a child process that onnx may crash: some mutations do.

    A model that crashes onnx becomes an empty line.
    """
    open(index, "w").close()
    done = 0
    while done < len(jobs):
        child = os.fork()
        if child == 0:
            with open(index, "a") as file:
                for job in jobs[done:]:
                    print(record(*job), file=file, flush=True)
            os._exit(0)
        os.waitpid(child, 0)
        with open(index) as file:
            done = file.read().count("\n")
        if done < len(jobs):
            with open(index, "a") as file:
                file.write("\n")
            done += 1


def bare(model):
    result = onnx.ModelProto()
    result.CopyFrom(model)
    del result.graph.value_info[:]
    for output in result.graph.output:
        output.ClearField("type")
    return result


def tensors(value):
    kind = value.WhichOneof("value")
    if kind == "tensor_type":
        yield value.tensor_type
    elif kind == "sequence_type":
        yield from tensors(value.sequence_type.elem_type)
    elif kind == "optional_type":
        yield from tensors(value.optional_type.elem_type)


def constant(model, data):
    result, changed = bare(model), False
    for info, value in zip(list(result.graph.input), data, strict=False):
        if not isinstance(value, np.ndarray) or value.size > 32 or len(result.graph.input) < 2:
            continue
        is_list = value.dtype == np.float32 and value.ndim == 1
        if is_list or (value.dtype in (np.int64, np.int32) and value.ndim <= 2):
            result.graph.initializer.append(numpy_helper.from_array(value, info.name))
            result.graph.input.remove(info)
            changed = True
    return result if changed else None


def opened(model, rng):
    result = bare(model)
    for tensor in (tensor for info in result.graph.input for tensor in tensors(info.type)):
        for dimension in tensor.shape.dim:
            chance, value = rng.random(), dimension.dim_value
            if not dimension.HasField("dim_value") or chance < 0.4:
                continue
            dimension.Clear()
            if chance < 0.8:
                dimension.dim_param = f"n{value}"
    return result


KINDS = [
    *["size", "size", "rank", "rank", "type", "attribute", "attribute", "drop", "swap", "shapeless", "negative"],
    *["constant", "output", "opset", "remove"],
]
OPSETS = [1, 6, 7, 9, 10, 11, 12, 13, 14, 16, 18, 20, 22, 24, 28]


def mutate(mutant, model, rng):
    """Changes `mutant`, a bare copy of `model`, in one place; not at all if the choice is not possible."""
    graph = mutant.graph
    node = rng.choice(graph.node) if graph.node else None
    inputs = [tensor for info in graph.input for tensor in tensors(info.type)]
    tensor = rng.choice(inputs) if inputs else None
    kind = rng.choice(KINDS)
    if kind == "size" and tensor is not None and tensor.shape.dim:
        dimension = rng.choice(tensor.shape.dim)
        dimension.dim_value = max(0, dimension.dim_value + rng.choice([-1, 1, 2]))
    elif kind == "rank" and tensor is not None:
        if rng.random() < 0.5 and tensor.shape.dim:
            del tensor.shape.dim[rng.randrange(len(tensor.shape.dim))]
        else:
            tensor.shape.dim.add().dim_value = rng.choice([1, 2, 5])
    elif kind == "type" and tensor is not None:
        tensor.elem_type = rng.choice([1, 6, 7, 9, 8, 10, 3])
    elif kind == "attribute" and node is not None and node.attribute:
        mutate_attribute(node, rng)
    elif kind == "drop" and node is not None and node.attribute:
        node.attribute.remove(rng.choice(node.attribute))
    elif kind == "swap" and node is not None and len(node.input) > 1:
        i, j = rng.sample(range(len(node.input)), 2)
        node.input[i], node.input[j] = node.input[j], node.input[i]
    elif kind == "shapeless" and tensor is not None:
        tensor.ClearField("shape")
    # A Slice of a negative axis ends onnx with a failed assertion.
    elif (
        kind == "negative"
        and tensor is not None
        and tensor.shape.dim
        and all(other.op_type != "Slice" for other in graph.node)
    ):
        rng.choice(tensor.shape.dim).dim_value = rng.choice([-1, -7])
    elif kind == "remove" and node is not None and len(node.input) > 1:
        if rng.random() < 0.5:
            node.input.pop()
        else:
            node.input[rng.randrange(len(node.input))] = ""
    elif kind == "output" and graph.output:
        index = rng.randrange(len(graph.output))
        graph.output[index].CopyFrom(model.graph.output[index])
        for stated in tensors(graph.output[index].type):
            if stated.shape.dim and rng.random() < 0.7:
                rng.choice(stated.shape.dim).dim_value = rng.choice([1, 2, 77])
            elif rng.random() < 0.3:
                stated.elem_type = rng.choice([1, 7])
    elif kind == "opset":
        for imported in mutant.opset_import:
            if imported.domain == "":
                imported.version = rng.choice(OPSETS)
    elif kind == "constant" and graph.input:
        make_constant(graph, rng)


def mutate_attribute(node, rng):
    attribute = rng.choice(node.attribute)
    if attribute.type == attribute.INT:
        attribute.i = rng.choice([-9, -1, 0, 1, 2, 3, attribute.i + 1, attribute.i - 1])
    elif attribute.type == attribute.INTS and attribute.ints:
        chance = rng.random()
        if chance < 0.3:
            attribute.ints.pop()
        elif chance < 0.6:
            attribute.ints.append(rng.choice([0, 1, 2]))
        else:
            attribute.ints[rng.randrange(len(attribute.ints))] = rng.choice([-5, -1, 0, 1, 2, 7])
    else:
        node.attribute.remove(attribute)


def make_constant(graph, rng):
    info = rng.choice(graph.input)
    if not info.type.HasField("tensor_type") or info.type.tensor_type.elem_type not in (1, 6, 7):
        return
    dimensions = [dimension.dim_value for dimension in info.type.tensor_type.shape.dim]
    count = int(np.prod(dimensions)) if dimensions else 1
    if any(dimension < 0 for dimension in dimensions) or count > 64:
        return
    values = [rng.choice([-1, 0, 1, 1, 2, 2, 3, 4]) for _ in range(count)]
    tensor = onnx.helper.make_tensor(info.name, info.type.tensor_type.elem_type, dimensions, values)
    graph.initializer.append(tensor)
    graph.input.remove(info)


def mutated(model, rng):
    result = bare(model)
    for _ in range(rng.choice([1, 1, 2])):
        mutate(result, model, rng)
    return result


def backend_tests(older):
    from onnx.backend.test.case import model as models
    from onnx.backend.test.case.node import collect_testcases

    for case in [*collect_testcases(None), *models.collect_testcases()]:
        if case.model is not None:
            yield f"{case.kind}/{case.name}", case.model, case.data_sets[0][0] if case.data_sets else []
    roots = [os.path.join(os.path.dirname(onnx.__file__), "backend/test/data"), older]
    for root in roots if older else roots[:1]:
        for path in sorted(glob.glob(root + "/**/*.onnx", recursive=True)):
            yield os.path.relpath(path, root), onnx.load(path), []


def variants(name, model, data, mutations):
    """Kind and model of every variant of a test's model."""
    rng = random.Random(int(hashlib.sha256(name.encode()).hexdigest()[:8], 16))
    yield "given", model
    if model.ByteSize() > 1 << 20:
        return
    yield "bare", bare(model)
    fed = constant(model, data)
    if fed:
        yield "constant", fed
    yield "open", opened(fed or model, rng)
    for number in range(mutations):
        yield "mutated", mutated(fed if fed and number % 2 else model, rng)


def main():
    folder, mutations, older, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    warnings.filterwarnings("ignore")
    jobs = []
    for path in paths:
        model = onnx.load(path, load_external_data=False)
        for tensor in model.graph.initializer:
            if len(tensor.raw_data) > 4096:
                tensor.ClearField("raw_data")
                tensor.data_location = onnx.TensorProto.EXTERNAL
        jobs.append((model.SerializeToString(), {"name": path, "variant": "given"}))
    seen = set()
    with open(os.path.join(folder, "models.pack"), "wb") as pack:
        for name, model, data in [] if paths else backend_tests(older):
            content = hashlib.sha256(model.SerializeToString()).digest()
            if content in seen:
                continue
            seen.add(content)
            for variant, varied in variants(name, model, data, mutations):
                packed = varied.SerializeToString()
                entry = {"name": name, "variant": variant, "offset": pack.tell(), "size": len(packed)}
                pack.write(packed)
                jobs.append((packed, entry))
    write_records(jobs, os.path.join(folder, "models.jsonl"))


main()
