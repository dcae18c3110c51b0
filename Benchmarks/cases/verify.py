"""Checking a model against the standard, against onnx.checker with its full check."""

import json


def rows(bench):
    rows = []
    for variant, size in [("m0_9", "20 MB"), ("m2_3", "91 MB")]:
        model = bench.path(f"{variant}.onnx")
        bench.measure([bench.convert, "export", variant, "--weights", "seeded", "-o", model])
        rows.append(
            bench.pair(
                f"verify {variant} ({size}), --march none",
                [bench.convert, "verify", model, "--march", "none", "--format", "json"],
                bench.baseline("check_model.py", model),
                both_verdicts,
            )
        )
    return rows


def both_verdicts(ours, theirs):
    return f"{'valid' if json.loads(ours)['valid'] else 'not valid'} / {theirs}"
