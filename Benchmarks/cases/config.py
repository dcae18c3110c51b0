"""Linting mapper YAML files, against the vendor's own parser, which stops at the first error and checks less."""

import os
import re
import statistics
import subprocess


def rows(bench):
    model = bench.path("work/m0_9/model/repvit_m0_9.onnx")
    bench.measure([bench.convert, "export", "m0_9", "--weights", "seeded", "-o", model])
    bench.measure(
        [
            bench.convert,
            "calibration",
            "make",
            "--images",
            bench.images,
            "--count",
            "20",
            "-o",
            bench.path("work/m0_9/calibration"),
        ]
    )
    first = bench.path("work/m0_9/config/config.yaml")
    bench.measure([bench.convert, "config", "generate", "m0_9", "-o", first])
    with open(first) as file:
        text = file.read()
    many = []
    for index in range(1000):
        many.append(bench.path(f"work/m0_9/config/{index}.yaml"))
        with open(many[-1], "w") as file:
            file.write(re.sub(r"(output_model_file_prefix: )\S+", rf"\g<1>model_{index}", text))

    alone = bench.path("alone/config.yaml")
    os.makedirs(bench.path("alone"))
    with open(alone, "w") as file:
        file.write(text)

    python = vendor_python(bench)
    table = []
    for title, ours, theirs, runs in [
        ("lint a config, with its model and data", [first], [first], bench.runs),
        ("lint a config whose model does not exist yet", [alone], [first], bench.runs),
        ("lint 1,000 configs of one model", many, many, 1),
    ]:
        command = [bench.convert, "config", "lint", *ours]
        if python:
            baseline = [python, os.path.join(os.path.dirname(__file__), "..", "baselines", "config_vendor.py"), *theirs]
            table.append(bench.pair(title, command, baseline, lambda _, accepted: f"{accepted} accepted", runs))
        else:
            bench.measure(command)
            seconds = statistics.median(bench.measure(command)[0] for _ in range(bench.runs))
            table.append([title, f"{seconds:.3f} s", "", "", "the vendor toolchain is not installed"])
    return table


def vendor_python(bench):
    """The Python of the vendor toolchain; None if it is not installed."""
    found = subprocess.run([bench.convert, "toolchain", "path"], check=False, capture_output=True, text=True)
    python = os.path.join(found.stdout.strip(), "bin", "python")
    return python if found.returncode == 0 and os.path.exists(python) else None
