"""Counting parameters, against onnx and numpy, summing the sizes of the initializers."""

import json


def rows(bench):
    native, recipe, large = bench.path("native.onnx"), bench.path("recipe.onnx"), bench.path("large.onnx")
    bench.measure([bench.convert, "export", "m0_9", "--weights", bench.weights, "-o", native])
    bench.measure(bench.baseline("export_recipe.py", "m0_9", bench.weights, recipe))
    bench.measure(bench.baseline("make_large_model.py", large))
    rows = [
        bench.pair(f"parameters of the {title} m0_9", *commands(bench, model), both_counts)
        for title, model in [("native", native), ("recipe's", recipe)]
    ]
    peaks = " / ".join(f"{bench.peak_memory(command):.0f} MB" for command in commands(bench, large))
    rows.append(
        bench.pair(
            "parameters of 1.8 GB",
            *commands(bench, large),
            lambda ours, theirs: f"{both_counts(ours, theirs)}, at most {peaks}",
            runs=3,
        )
    )
    return rows


def commands(bench, model):
    return [bench.convert, "params", model, "--format", "json"], bench.baseline("count_parameters.py", model)


def both_counts(ours, theirs):
    return f"{json.loads(ours)['models'][0]['parameters']} / {theirs}"
