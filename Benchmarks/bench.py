"""Times whole processes in pairs, repvit-convert and the usual alternative, and prints a table.

    python bench.py --convert .build/release/repvit-convert --weights W.safetensors --images DIR [--runs N] [--only WORD]

The two commands of a pair are interleaved (A B A B ...), so that drift in the machine's speed affects both alike. The
figures are medians; the ratio is the median of the ratios of the pairs. Each file in `cases/` measures one subject: its
`rows(bench)` returns rows of the table.
"""

import argparse
import importlib
import os
import pkgutil
import statistics
import subprocess
import sys
import tempfile
import time

import cases

HERE = os.path.dirname(os.path.abspath(__file__))
HEADER = ["what (whole process, median)", "repvit-convert", "baseline", "ratio", "results"]


class Bench:
    """What the cases share: the programs, the inputs, and a folder for outputs."""

    def __init__(self, convert, weights, images, runs, folder):
        self.convert, self.weights, self.images = map(os.path.abspath, (convert, weights, images))
        self.runs, self.folder = runs, folder
        self.python = sys.executable

    def path(self, name):
        return os.path.join(self.folder, name)

    def baseline(self, name, *arguments):
        """The command that runs one of the programs in `baselines/`."""
        return [self.python, os.path.join(HERE, "baselines", name), *map(str, arguments)]

    def oracle(self, name):
        """The path of a reference program in the folder next to the images."""
        return os.path.join(os.path.dirname(self.images), "oracles", name)

    def measure(self, command):
        """Runs a command; returns its wall time in seconds and its output."""
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        output, errors = process.communicate()
        seconds = time.perf_counter() - start
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(command)}\nexited with {process.returncode}:\n{errors[-2000:]}")
        return seconds, output.strip()

    def peak_memory(self, command):
        """Runs a command; returns its peak memory in MB."""
        # In a separate process, because the kernel reports the largest child only.
        script = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        _, output = self.measure([self.python, "-c", script, *command])
        return int(output) / 1024

    def pair(self, title, ours, theirs, note=None, runs=None):
        """A row of the table. `note` makes the last cell from the outputs of both."""
        self.measure(ours), self.measure(theirs)
        a, b = [], []
        for _ in range(runs or self.runs):
            seconds, our_output = self.measure(ours)
            a.append(seconds)
            seconds, their_output = self.measure(theirs)
            b.append(seconds)
        ratio = statistics.median(y / x for x, y in zip(a, b, strict=True))
        cells = [title, f"{statistics.median(a):.3f} s", f"{statistics.median(b):.3f} s", f"{ratio:.1f} x"]
        return [*cells, note(our_output, their_output) if note else ""]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--convert", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--images", required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", help="measure one subject only: a name in cases/", default="")
    arguments = parser.parse_args()

    names = sorted(module.name for module in pkgutil.iter_modules(cases.__path__))
    rows = []
    for name in names:
        if arguments.only not in ("", name):
            continue
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(arguments.convert, arguments.weights, arguments.images, arguments.runs, folder)
            rows += importlib.import_module(f"cases.{name}").rows(bench)

    widths = [max(len(row[i]) for row in [HEADER, *rows]) for i in range(len(HEADER))]
    for row in [HEADER, ["-" * width for width in widths], *rows]:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) + " |")


if __name__ == "__main__":
    main()
