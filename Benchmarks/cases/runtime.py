"""Running a float model, against onnxruntime with as many threads: whole processes, mostly inference."""

import glob
import json
import os

REPETITIONS = 200


def rows(bench):
    native, recipe = bench.path("native.onnx"), bench.path("recipe.onnx")
    bench.measure([bench.convert, "export", "m0_9", "--weights", bench.weights, "-o", native])
    bench.measure(bench.baseline("export_recipe.py", "m0_9", bench.weights, recipe))
    image = sorted(glob.glob(os.path.join(bench.images, "*.JPEG")))[0]
    return [
        bench.pair(
            f"the {title} m0_9, {REPETITIONS} times, {threads} thread{'s' if threads > 1 else ''}",
            [
                bench.convert,
                "infer",
                model,
                image,
                "--repeat",
                str(REPETITIONS),
                "--threads",
                str(threads),
                "--format",
                "json",
            ],
            bench.baseline("onnxruntime_classify.py", model, image, threads, REPETITIONS),
            classes,
            runs=3,
        )
        for title, model in [("native", native), ("recipe's", recipe)]
        for threads in (1, 2)
    ]


def classes(ours, theirs):
    """The Top-1 class and the milliseconds per image of both."""
    report = json.loads(ours)
    best = report["images"][0]["predictions"][0]["index"]
    expected, milliseconds = theirs.split()
    return f"class {best} / {expected}, {report['milliseconds']:.2f} / {milliseconds} ms"
