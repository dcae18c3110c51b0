"""Compares a compiled model on the BPU simulator with the quantized ONNX model that it was compiled from.

    compare_bin.py MODEL.bin MODEL_quantized_model.onnx [IMAGE.nv12 ...]

Prints {"images", "values", "different", "largest_difference"} as one line of JSON; exits with 1 if a value differs.
"""

import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from horizon_tc_ui import HB_ONNXRuntime
from horizon_tc_ui.hbdtort.runtime_pb2 import ModelProto


def read_bin(path):
    """Returns the BPU program, its entry point, the output scales, and the height and width of the input."""
    model = ModelProto()
    with open(path, "rb") as file:
        model.ParseFromString(file.read())
    graph = model.graphs[0] if model.graphs else model.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    bpu = [node for node in graph.node if node.op_type == "BPU"]
    dequantize = [node for node in graph.node if node.op_type == "Dequantize"]
    if len(bpu) != 1 or len(dequantize) != 1 or len(graph.input) != 1:
        raise ValueError("expected one BPU part, one input and one dequantized output")
    if list(graph.input_type) != [7]:
        raise ValueError("expected an NV12 input")
    scales = np.array(tensors[dequantize[0].input[1]].float_data, np.float32)
    dimensions = list(graph.input[0].type.dim)
    return tensors["PACKED_HBM_MODEL"].string_data[0], bpu[0].name, scales, dimensions[1], dimensions[2]


def simulate(blob_path, entry, nv12, height, width, folder):
    """Runs the program on the simulator and returns the raw output integers."""
    image = os.path.join(folder, "image.yuv")
    output = os.path.join(folder, "output")
    os.makedirs(output, exist_ok=True)
    nv12.tofile(image)
    run = subprocess.run(
        ["hbdk-sim", "-o", output, "-f", blob_path, "-n", entry, "-i", image, "--yuv-size", f"{height}x{width}"],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if run.returncode != 0:
        raise RuntimeError(f"hbdk-sim exited with {run.returncode}: {run.stdout.strip()[-300:]}")
    (name,) = [name for name in os.listdir(output) if name.endswith("_int.txt")]
    with open(os.path.join(output, name), encoding="ascii") as file:
        return np.array([int(word) for line in file if not line.startswith("#") for word in line.split()], np.int64)


def to_yuv444(nv12, height, width):
    """Converts NV12 to the quantized model's input: int8 [1, H, W, 3], chroma repeated, minus 128."""
    luma = nv12[: height * width].reshape(height, width)
    chroma = nv12[height * width :].reshape(height // 2, width // 2, 2).repeat(2, 0).repeat(2, 1)
    return (np.dstack([luma, chroma]).astype(np.int16) - 128).astype(np.int8)[None]


def main(bin_path, onnx_path, image_paths):
    blob, entry, scales, height, width = read_bin(bin_path)
    count = height * width * 3 // 2
    images = [np.fromfile(path, np.uint8) for path in image_paths]
    for path, image in zip(image_paths, images, strict=True):
        if image.size != count:
            raise ValueError(
                f"{path}: expected {count} bytes for an NV12 image of {width}x{height}, found {image.size}"
            )
    images = images or [np.random.default_rng(0).integers(0, 256, count, np.uint8)]
    session = HB_ONNXRuntime(model_file=onnx_path)
    values = different = 0
    largest = 0.0
    with tempfile.TemporaryDirectory(dir=".") as folder:
        blob_path = os.path.join(folder, "model.hbm")
        with open(blob_path, "wb") as file:
            file.write(blob)
        for image in images:
            compiled = simulate(blob_path, entry, image, height, width, folder).astype(np.float32) * scales
            expected = session.run(None, {session.input_names[0]: to_yuv444(image, height, width)})[0].reshape(-1)
            if compiled.shape != expected.shape:
                raise ValueError(f"the compiled model has {compiled.size} outputs, the quantized model {expected.size}")
            values += expected.size
            different += int((compiled != expected).sum())
            largest = max(largest, float(np.abs(compiled - expected).max()))
    print(json.dumps({"images": len(images), "values": values, "different": different, "largest_difference": largest}))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
