"""Counting parameters, against onnx and numpy, which add up the initializers."""
import json


def rows(bench):
    native, recipe = bench.path("native.onnx"), bench.path("recipe.onnx")
    bench.measure([bench.convert, "export", "m0_9", "--weights", bench.weights, "-o", native])
    bench.measure(bench.baseline("export_recipe.py", "m0_9", bench.weights, recipe))
    return [
        bench.pair(
            f"parameters of the {title} m0_9",
            [bench.convert, "params", model, "--format", "json"],
            bench.baseline("count_parameters.py", model), both_counts)
        for title, model in [("native", native), ("recipe's", recipe)]
    ]


def both_counts(ours, theirs):
    return f"{json.loads(ours)['models'][0]['parameters']} / {theirs}"
