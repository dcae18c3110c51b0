"""The quantized m0_9, 200 images on one thread, against the vendor's runtime: whole processes.

The vendor's runtime reads NV12 and computes eight images at a time. infer decodes one JPEG and computes it as often as
there are images, so that both time inference; the results column says what it is with decoding all of them.
"""

import glob
import json
import os

import numpy as np

from cases.config import vendor_python

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PREFIX = "RepViT_m0_9_224x224_nv12"


def rows(bench):
    vendor = vendor_python(bench)
    if vendor is None:
        return []
    prepare = [bench.convert, "prepare", "m0_9", "--weights", bench.weights, "--images", bench.images, "--count", "20"]
    bench.measure([*prepare, "--work", bench.folder])
    folder = bench.path("m0_9")
    config = os.path.join(folder, "config", "RepViT_m0_9_config.yaml")
    # Numbers and their speed do not depend on it, and it compiles in a second.
    bench.measure([bench.convert, "config", "set", config, "optimize_level=O0"])
    bench.measure([os.path.join(ROOT, "mapper", "03_build.sh"), config, folder])
    model = os.path.join(folder, "build", PREFIX + "_quantized_model.onnx")

    images = sorted(glob.glob(os.path.join(bench.images, "*.JPEG")))
    nv12 = [bench.path(f"{index}.nv12") for index in range(len(images))]
    for image, path in zip(images, nv12, strict=True):
        bench.measure([bench.convert, "calibration", "nv12", image, "--config", config, "-o", path])
    logits = bench.path("logits.npy")
    script = os.path.join(ROOT, "Benchmarks", "equality", "vendor_logits.py")
    theirs = ["env", "OMP_NUM_THREADS=1", vendor, script, model, logits, "224", *nv12]
    ours = [bench.convert, "infer", model, images[0], "--repeat", str(len(images)), "--threads", "1"]
    decoding = [bench.convert, "infer", model, *images, "--threads", "1", "--format", "json"]

    def results(environment):
        seconds, output = bench.measure([*environment, *decoding])
        best = [image["predictions"][0]["index"] for image in json.loads(output)["images"]]
        same = int((np.load(logits).argmax(axis=1) == best).sum())
        return f"{same} of {len(images)} classes equal; {seconds:.2f} s with decoding"

    return [
        bench.pair(
            f"the quantized m0_9, {len(images)} times, 1 thread, {title}",
            [*environment, *ours, "--format", "json"],
            theirs,
            lambda _, __, environment=environment: results(environment),
            runs=1,
        )
        for title, environment in [("VNNI", []), ("AVX2", ["env", "ONEDNN_MAX_CPU_ISA=AVX2"])]
    ]
