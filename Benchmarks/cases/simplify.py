"""Simplifying with a numeric check, against onnxsim with its own check."""


def rows(bench):
    exported = bench.path("export")
    bench.measure([bench.python, bench.oracle("timm_export.py"), "m2_3", exported])
    raw = f"{exported}/raw.onnx"
    return [
        bench.pair(
            "simplify m2_3 and check it",
            [bench.convert, "simplify", raw, "-o", bench.path("ours.onnx")],
            bench.baseline("simplify_onnxsim.py", raw, bench.path("theirs.onnx")),
        )
    ]
