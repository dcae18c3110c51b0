"""Prints the peak activation memory of a model in bytes, from the shapes that onnx infers.

usage: peak_activations.py MODEL.onnx
"""

import math
import sys

import onnx

model = onnx.shape_inference.infer_shapes(onnx.load(sys.argv[1]), data_prop=True)
graph = model.graph
width = {1: 4, 7: 8, 6: 4, 9: 1}
size = {}
for value in [*graph.input, *graph.output, *graph.value_info]:
    kind = value.type.tensor_type
    size[value.name] = math.prod(d.dim_value for d in kind.shape.dim) * width[kind.elem_type]
constants = {t.name for t in graph.initializer} | {o for n in graph.node if n.op_type == "Constant" for o in n.output}
order = [n for n in graph.node if n.op_type != "Constant"]
peak = 0
for step in range(len(order)):
    born = {i.name for i in graph.input} | {o for n in order[: step + 1] for o in n.output}
    wanted = {o.name for o in graph.output} | {i for n in order[step:] for i in n.input} | set(order[step].output)
    peak = max(peak, sum(size[v] for v in born & wanted - constants if v))
print(peak)
