"""Validates mapper YAMLs against the JSON Schema: prints the violations of the committed files and of right.yaml, then the
number of files wrong*.yaml and how many of them are valid.

usage: validate_configs.py PACKAGE FOLDER
"""

import json
import sys
from pathlib import Path

import jsonschema

import yaml

schema = json.loads(Path(sys.argv[1], "yaml/mapper-config.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
check = jsonschema.Draft202012Validator(schema)
for path in [*Path(sys.argv[1], "yaml").glob("*.yaml"), Path(sys.argv[2], "right.yaml")]:
    for error in check.iter_errors(yaml.safe_load(path.read_text())):
        print(path, error.message)
wrong = list(Path(sys.argv[2]).glob("wrong*.yaml"))
print(len(wrong), sum(check.is_valid(yaml.safe_load(path.read_text())) for path in wrong))
