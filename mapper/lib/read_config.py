"""Prints the values of a mapper config that the step scripts need, one per line.

The ONNX model, the march, the working folder, the output's name, the input's shape, the calibration folder.
Relative paths are relative to the config's folder, as in hb_mapper.
"""

import os
import sys

import yaml


def fail(message):
    sys.exit(f"error: {message}")


def main(path):
    try:
        with open(path, encoding="utf-8") as file:
            config = yaml.safe_load(file)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        fail(f"{path}: {' '.join(str(error).split())}")
    if not isinstance(config, dict):
        fail(f"{path}: not a mapper config (expected a mapping)")

    def value(section, key, default=None):
        entries = config.get(section)
        found = entries.get(key, default) if isinstance(entries, dict) else default
        if found is None:
            fail(f"{path}: {section}.{key} is missing")
        return str(found).strip().rstrip(";")

    folder = os.path.dirname(os.path.abspath(path))

    def located(name):
        return os.path.normpath(os.path.join(folder, name))

    calibration = value("calibration_parameters", "cal_data_dir", "")
    lines = [
        located(value("model_parameters", "onnx_model")),
        value("model_parameters", "march"),
        located(value("model_parameters", "working_dir", "model_output")),
        value("model_parameters", "output_model_file_prefix", "model"),
        value("input_parameters", "input_shape", ""),
        located(calibration) if calibration else "",
    ]
    if any("\n" in line for line in lines):
        fail(f"{path}: a value contains a line break")
    print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1])
