"""Compares `repvit-convert simplify` with onnxsim and onnxslim on other networks. Run by `make bench-simplify`.

    python simplify.py --convert .build/release/repvit-convert [--exports DIR] [--estimate] [NETWORK ...]

Exports each timm network (seeded weights and statistics) with torch's old exporter (opset 11) and its new one, and runs
the three programs on both, each in its own process. Prints a row for each result: nodes (without Constant), operators on
BPU and CPU according to hb_mapper's checker, parameters, errors found by `repvit-convert verify`, seconds, and the
largest difference from the export in onnxruntime, as a fraction of the largest output. With `--estimate`, compiles the
results that hb_mapper accepts, calibrated with a few images, and adds hb_perf's latency: minutes per result.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

NETWORKS = [
    "mobilenetv2_100",
    "mobilenetv3_large_100",
    "mobilenetv4_conv_small",
    "efficientnet_lite0",
    "resnet18",
    "repvgg_a0",
    "mobileone_s0",
    "fastvit_t8",
    "convnext_atto",
    "ghostnet_100",
    "regnetx_002",
    "edgenext_xx_small",
]
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SIMPLIFIERS = {
    "onnxsim": "import sys, onnx, onnxsim; m, ok = onnxsim.simplify(sys.argv[1], check_n=1); assert ok; onnx.save(m, sys.argv[2])",
    "onnxslim": "import sys, onnxslim; onnxslim.slim(sys.argv[1], sys.argv[2], model_check=True)",
}


def export(name, folder):
    import timm
    import torch

    torch.manual_seed(0)
    model = timm.create_model(name, pretrained=False)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, 0, 0.1)
            module.momentum = None
            module.reset_running_stats()
    model.train()
    with torch.no_grad():
        for _ in range(3):
            model(torch.randn(8, 3, 224, 224))
    model.eval()
    os.makedirs(folder, exist_ok=True)
    sample, names = torch.randn(1, 3, 224, 224), {"input_names": ["data"], "output_names": ["output"]}
    torch.onnx.export(model, sample, f"{folder}/raw.onnx", opset_version=11, dynamo=False, **names)
    torch.onnx.export(model, (sample,), f"{folder}/dynamo.onnx", dynamo=True, external_data=False, **names)


def output(path):
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    image = np.random.default_rng(0).standard_normal((1, 3, 224, 224)).astype(np.float32)
    return session.run(None, {session.get_inputs()[0].name: image})[0]


def run(command):
    start = time.perf_counter()
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    return time.perf_counter() - start, result


def describe(convert, path):
    import onnx

    nodes = sum(node.op_type != "Constant" for node in onnx.load(path, load_external_data=False).graph.node)
    counts = json.loads(run([convert, "params", path, "--format", "json"])[1].stdout)["models"][0]
    findings = json.loads(run([convert, "verify", path, "--format", "json"])[1].stdout)["findings"]
    return nodes, counts["parameters"], sum(finding["severity"] == "error" for finding in findings)


def write_config(convert, path, images, folder):
    config = f"{folder}/config.yaml"
    run(
        [
            convert,
            "config",
            "generate",
            "m0_9",
            "--model",
            path,
            "--calibration",
            f"{images}/rgbchw_f32",
            "--calibration-type",
            "max",
            "--working-dir",
            f"{folder}/build",
            "--prefix",
            "model",
            "-o",
            config,
        ]
    )
    return config


def operators(config, folder):
    """The number of operators that the checker assigns to the BPU and to the CPU."""
    if run([f"{ROOT}/mapper/01_check.sh", config, folder])[1].returncode != 0:
        return "refused", ""
    log = pathlib.Path(folder, "logs/01_check.log").read_text()
    rows = re.findall(r"^\S+ +(BPU|CPU) ", log, re.MULTILINE)
    return str(rows.count("BPU")), str(rows.count("CPU"))


def estimate(config, folder):
    """hb_perf's latency in microseconds, or `refused` if hb_mapper rejects the model."""
    for script in ["03_build.sh", "04_perf.sh"]:
        if run([f"{ROOT}/mapper/{script}", config, folder])[1].returncode != 0:
            return "refused"
    return f"{json.loads(pathlib.Path(folder, 'perf/performance.json').read_text())['summary']['latency (us)']:.1f} us"


def rows(name, exports, arguments, images):
    import numpy as np

    for form in ["raw", "dynamo"]:
        source = f"{exports}/{name}/{form}.onnx"
        truth = output(source)
        with tempfile.TemporaryDirectory() as folder:
            results = {"export": (source, None)}
            for tool, code in SIMPLIFIERS.items():
                target = f"{folder}/{tool}.onnx"
                seconds, result = run([sys.executable, "-c", code, source, target])
                results[tool] = (target if result.returncode == 0 and os.path.exists(target) else None, seconds)
            target = f"{folder}/ours.onnx"
            seconds, result = run([arguments.convert, "simplify", source, "-o", target])
            results["repvit-convert"] = (target if result.returncode == 0 else None, seconds)
            for tool, (path, seconds) in results.items():
                if path is None:
                    yield [name, form, tool, "failed", *[""] * 7]
                    continue
                nodes, parameters, errors = describe(arguments.convert, path)
                logits = output(path)
                difference = float(np.abs(logits - truth).max() / np.abs(truth).max())
                with tempfile.TemporaryDirectory() as work:
                    config = write_config(arguments.convert, path, images, work)
                    counts = operators(config, work)
                    latency = estimate(config, work) if arguments.estimate and counts[0] != "refused" else ""
                yield [
                    name,
                    form,
                    tool,
                    str(nodes),
                    *counts,
                    f"{parameters:,}",
                    str(errors),
                    "" if seconds is None else f"{seconds:.2f} s",
                    f"{difference:.1e}",
                    latency,
                ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", default=NETWORKS)
    parser.add_argument("--convert", required=True)
    parser.add_argument("--exports", help="a folder with NETWORK/raw.onnx and NETWORK/dynamo.onnx; created if missing")
    parser.add_argument("--estimate", action="store_true", help="also compile the results with hb_mapper")
    arguments = parser.parse_args()
    arguments.convert = os.path.abspath(arguments.convert)
    header = [
        "network",
        "export",
        "by",
        "nodes",
        "BPU",
        "CPU",
        "parameters",
        "errors (verify)",
        "seconds",
        "difference",
    ]
    print("| " + " | ".join(header + (["latency"] if arguments.estimate else [])) + " |")
    print("|" + " --- |" * (len(header) + arguments.estimate))
    with tempfile.TemporaryDirectory() as folder:
        exports = arguments.exports or f"{folder}/exports"
        images = f"{folder}/calibration"
        run([arguments.convert, "calibration", "demo-images", "-o", f"{folder}/photos", "--count", "8"])
        run([arguments.convert, "calibration", "make", "--images", f"{folder}/photos", "--count", "8", "-o", images])
        for name in arguments.networks:
            if not os.path.exists(f"{exports}/{name}/dynamo.onnx"):
                code = f"import sys; sys.path.insert(0, {ROOT + '/Benchmarks'!r}); import simplify; simplify.export(*sys.argv[1:])"
                result = run([sys.executable, "-c", code, name, f"{exports}/{name}"])[1]
                if result.returncode != 0:
                    raise SystemExit(f"{name} is not exported:\n{result.stderr[-2000:]}")
            for row in rows(name, exports, arguments, images):
                print("| " + " | ".join(row if arguments.estimate else row[:-1]) + " |", flush=True)


if __name__ == "__main__":
    main()
