"""Checks a model with onnx: structure, types and shapes.

python check_model.py MODEL.onnx
"""

import sys

import onnx

try:
    onnx.checker.check_model(sys.argv[1], full_check=True)
    print("valid")
except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as error:
    print("not valid:", error)
