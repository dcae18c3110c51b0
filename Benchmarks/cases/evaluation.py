"""Evaluating 2,000 images, against onnxruntime with Pillow on the float model; peak memory, and the time of 50,000."""

import json
import os
import subprocess

COPIES = 10
VALIDATION_IMAGES = 50_000


def rows(bench):
    images, labels = many(bench), os.path.join(bench.images, "labels.tsv")
    native = bench.path("native.onnx")
    bench.measure([bench.convert, "export", "m0_9", "--weights", bench.weights, "-o", native])
    baseline = bench.baseline("onnxruntime_evaluate.py", native, images, labels, os.cpu_count())

    def evaluate(model, *options):
        return [
            bench.convert, "evaluate", model, "--images", images, "--labels", labels, "--format", "json",
            *options,
        ]  # fmt: skip

    found = [row(bench, "float", evaluate(native), baseline)]
    if has_toolchain(bench):
        prepare = ["--weights", bench.weights, "--images", bench.images, "--count", "20"]
        bench.measure([bench.convert, "prepare", "m0_9", *prepare])
        bench.measure([bench.convert, "build", "m0_9"])
        found.append(row(bench, "quantized", evaluate("m0_9", "--engine", "quantized"), baseline))
    return found


def many(bench):
    """A folder with several links to each image."""
    folder = bench.path("many")
    os.makedirs(folder)
    for name in os.listdir(bench.images):
        if name.lower().endswith((".jpeg", ".jpg")):
            for copy in range(COPIES):
                stem, suffix = os.path.splitext(name)
                os.symlink(os.path.join(bench.images, name), os.path.join(folder, f"{stem}_{copy}{suffix}"))
    return folder


def has_toolchain(bench):
    return subprocess.run([bench.convert, "toolchain", "doctor"], capture_output=True, check=False).returncode == 0


def row(bench, engine, ours, theirs):
    peak = bench.peak_memory(ours)

    def note(our_output, their_output):
        report = json.loads(our_output)
        figures = report["engines"][engine]
        return (
            f"Top-1 {figures['top1']:.4f} / {their_output.split()[0]}, {figures['images_per_second']:.0f} images/s, "
            f"at most {peak:.0f} MB"
        )

    count = len(os.listdir(bench.path("many")))
    cells = bench.pair(f"evaluate --engine {engine}, {count} images", ours, theirs, note, runs=3)
    minutes = float(cells[1].split()[0]) / count * VALIDATION_IMAGES / 60
    cells[-1] += f"; {VALIDATION_IMAGES:,} images in {minutes:.1f} min"
    return cells
