"""The Python part of range.sh.

range.py views IMAGES OUT_DIR            top-left 224 x 224 of each image, as PNG (Pillow)
range.py float MODEL.onnx VIEWS LABELS   Top-1 and Top-5 of the float model (onnxruntime)
range.py quantized MODEL.onnx NV12_DIR LABELS   the same of a quantized model (the vendor's environment)
"""

import os
import sys

import numpy as np

SIZE = 224
BATCH = 8


def views(images, out):
    from PIL import Image

    os.makedirs(out, exist_ok=True)
    for name in sorted(os.listdir(images)):
        if not name.lower().endswith((".jpeg", ".jpg", ".png")):
            continue
        image = Image.open(os.path.join(images, name)).convert("RGB")
        short = 236
        scale = short / min(image.size)
        size = tuple(short if side == min(image.size) else int(side * scale) for side in image.size)
        image.resize(size, Image.BICUBIC).crop((0, 0, SIZE, SIZE)).save(
            os.path.join(out, os.path.splitext(name)[0] + ".png")
        )


def read_labels(path):
    """The class in an image's name, `wnid_name`."""
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return {row[1]: int(row[0]) for row in rows if row[0].isdigit()}


def accuracy(folder, labels, run):
    """Prints Top-1 and Top-5; `run` returns the logits for a list of paths."""
    classes = read_labels(labels)
    names = sorted(os.listdir(folder))
    top1 = top5 = 0
    for start in range(0, len(names), BATCH):
        part = names[start : start + BATCH]
        logits = run([os.path.join(folder, name) for name in part])
        for name, row in zip(part, logits.reshape(len(part), -1), strict=False):
            best = np.argsort(-row, kind="stable")[:5]
            label = classes[name.split("_")[0]]
            top1 += label == best[0]
            top5 += label in best
    print(f"{top1 / len(names):.3f} {top5 / len(names):.3f}")


def run_float(model):
    import onnxruntime
    from PIL import Image

    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    mean, deviation = np.array([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]], np.float32)[:, None, None]

    def run(paths):
        def one(path):
            pixels = np.asarray(Image.open(path), np.float32) / 255
            return session.run(None, {name: ((pixels - mean) / deviation).transpose(2, 0, 1)[None]})[0]

        return np.concatenate([one(path) for path in paths])

    return run


def run_quantized(model):
    from horizon_tc_ui import HB_ONNXRuntime

    session = HB_ONNXRuntime(model_file=model)

    def one(path):
        nv12 = np.fromfile(path, np.uint8)
        luma = nv12[: SIZE * SIZE].reshape(SIZE, SIZE)
        chroma = nv12[SIZE * SIZE :].reshape(SIZE // 2, SIZE // 2, 2).repeat(2, 0).repeat(2, 1)
        return (np.dstack([luma, chroma]).astype(np.int16) - 128).astype(np.int8)

    def run(paths):
        images = np.stack([one(path) for path in paths])
        return session.run(None, {session.input_names[0]: images})[0]

    return run


if __name__ == "__main__":
    mode, *arguments = sys.argv[1:]
    if mode == "views":
        views(*arguments)
    else:
        runner = {"float": run_float, "quantized": run_quantized}[mode](arguments[0])
        accuracy(arguments[1], arguments[2], runner)
