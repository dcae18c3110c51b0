"""Counts parameters the usual way: the sum of the sizes of the initializers.

python count_parameters.py MODEL.onnx
"""

import sys

import numpy
import onnx

model = onnx.load(sys.argv[1])
print(sum(int(numpy.prod(tensor.dims)) for tensor in model.graph.initializer))
