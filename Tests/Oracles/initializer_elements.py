"""Prints the number of elements in the initializers of a model.

usage: initializer_elements.py MODEL.onnx
"""

import math
import sys

import onnx

print(sum(math.prod(tensor.dims) for tensor in onnx.load(sys.argv[1]).graph.initializer))
