"""onnxsim, with its own comparison of the two models on random inputs.

python simplify_onnxsim.py IN.onnx OUT.onnx
"""

import sys

import onnx
from onnxsim import simplify

simplified, same = simplify(sys.argv[1], check_n=2)
assert same
onnx.save(simplified, sys.argv[2])
