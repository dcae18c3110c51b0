"""Writes the onnx package's small test models to a folder, as seeds for the fuzzer.

usage: seeds.py FOLDER
"""

import os
import sys
import warnings

import onnx.backend.test.case.model as model
import onnx.backend.test.case.node as node

LARGEST = 3000  # bytes; small inputs mutate faster

warnings.simplefilter("ignore")
for case in node.collect_testcases() + model.collect_testcases():
    content = case.model.SerializeToString() if case.model is not None else b""
    if 0 < len(content) <= LARGEST:
        with open(os.path.join(sys.argv[1], f"{case.name}.onnx"), "wb") as file:
            file.write(content)
