"""From weights to ONNX, against torch, timm and onnxsim."""


def rows(bench):
    return [
        bench.pair(
            "export m0_9: weights to ONNX",
            [bench.convert, "export", "m0_9", "--weights", bench.weights, "-o", bench.path("native.onnx")],
            bench.baseline("export_recipe.py", "m0_9", bench.weights, bench.path("recipe.onnx")),
        )
    ]
