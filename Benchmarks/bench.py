"""Times whole processes in pairs, ours and what one would run instead, and prints the table.

    python bench.py --convert .build/release/repvit-convert --weights W.safetensors --images DIR [--runs N]

The two of a pair run in turn (A B A B ...), so that a machine whose speed drifts does them the same
injustice. The figures are medians; the ratio is the median of the pairs' ratios.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def measure(command, folder):
    """Runs a command; gives its seconds and what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    output, errors = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\nended with {process.returncode}:\n{errors[-2000:]}")
    return seconds, output.strip()


def pair(title, ours, theirs, runs, folder, note=None):
    measure(ours, folder), measure(theirs, folder)
    a, b, output = [], [], None
    for _ in range(runs):
        seconds, output = measure(ours, folder)
        a.append(seconds)
        a_output = output
        seconds, output = measure(theirs, folder)
        b.append(seconds)
    ratio = statistics.median(y / x for x, y in zip(a, b))
    row = [title, f"{statistics.median(a):.3f} s", f"{statistics.median(b):.3f} s", f"{ratio:.1f} x"]
    row.append(note(a_output, output) if note else "")
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--convert", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--images", required=True)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    convert, weights, images = map(os.path.abspath, (arguments.convert, arguments.weights, arguments.images))
    python = sys.executable
    baseline = lambda name: os.path.join(HERE, "baselines", name)

    with tempfile.TemporaryDirectory() as folder:
        recipe = os.path.join(folder, "recipe.onnx")
        native = os.path.join(folder, "native.onnx")
        count = str(len([n for n in os.listdir(images) if n.lower().endswith((".jpeg", ".jpg", ".png"))]))
        rows = [
            pair(
                "export m0_9: weights to ONNX",
                [convert, "export", "m0_9", "--weights", weights, "-o", native],
                [python, baseline("export_recipe.py"), "m0_9", weights, recipe],
                arguments.runs, folder),
            pair(
                "parameters of the native m0_9",
                [convert, "params", native, "--format", "json"],
                [python, baseline("count_parameters.py"), native],
                arguments.runs, folder, lambda ours, theirs: f"{parameters(ours)} / {theirs}"),
            pair(
                "parameters of the recipe's m0_9",
                [convert, "params", recipe, "--format", "json"],
                [python, baseline("count_parameters.py"), recipe],
                arguments.runs, folder, lambda ours, theirs: f"{parameters(ours)} / {theirs}"),
            pair(
                f"calibration data, {count} images",
                [convert, "calibration", "make", "--preset", "timm", "--images", images, "--count", count,
                 "-o", os.path.join(folder, "calibration")],
                [python, baseline("calibration_pillow.py"), images, os.path.join(folder, "pillow"), count],
                arguments.runs, folder),
        ]

    header = ["what (whole process, median)", "repvit-convert", "instead", "ratio", "results"]
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, ["-" * width for width in widths], *rows]:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")


def parameters(output):
    import json

    return json.loads(output)["models"][0]["parameters"]


if __name__ == "__main__":
    main()
