"""Writes the models of the onnx package's test cases, and prints a line `MODEL path` for each of them and of more folders.

usage: backend_models.py OUTPUT_FOLDER [FOLDER ...]
"""

import glob
import os
import sys
import warnings

import onnx
from onnx.backend.test.case import model, node

warnings.simplefilter("ignore")

for case in node.collect_testcases() + model.collect_testcases():
    if case.model is not None:
        with open(os.path.join(sys.argv[1], f"{case.kind}.{case.name}.onnx"), "wb") as file:
            file.write(case.model.SerializeToString())
folders = [sys.argv[1], os.path.dirname(onnx.__file__) + "/backend/test/data", *sys.argv[2:]]
for folder in folders:
    for path in sorted(glob.glob(folder + "/**/*.onnx", recursive=True)):
        print("MODEL", path)
