"""Exports networks of timm with seeded weights and statistics, unfused, with both of torch's exporters.

usage: export_networks.py FOLDER NAME [NAME ...]

Uses the exporter of the benchmark of the same networks, Benchmarks/simplify.py. Writes FOLDER/NAME/raw.onnx and
FOLDER/NAME/dynamo.onnx.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Benchmarks"))
from simplify import export

for name in sys.argv[2:]:
    export(name, f"{sys.argv[1]}/{name}")
