"""Measures Top-1 and Top-5 of a float model with Pillow and onnxruntime, one thread for each image.

usage: onnxruntime_evaluate.py MODEL.onnx IMAGES_DIR LABELS.tsv THREADS
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy
import onnxruntime
from PIL import Image

model, folder, labels, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
MEAN, DEVIATION = numpy.float32([0.485, 0.456, 0.406]), numpy.float32([0.229, 0.224, 0.225])
# Each of the threads runs the session on its own, so that decoding overlaps with computing.
options = onnxruntime.SessionOptions()
options.intra_op_num_threads, options.inter_op_num_threads = 1, 1
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
source = session.get_inputs()[0].name

with open(labels, encoding="utf-8") as file:
    classes = {line.split("\t")[1]: int(line.split("\t")[0]) for line in list(file)[1:]}


def top5(name):
    """Returns the five most likely classes of an image."""
    image = Image.open(os.path.join(folder, name)).convert("RGB")
    width, height = image.size
    size = (235, int(235 * height / width)) if width <= height else (int(235 * width / height), 235)
    image = image.resize(size, Image.BICUBIC)
    left, top = round((image.width - 224) / 2), round((image.height - 224) / 2)
    pixels = numpy.asarray(image.crop((left, top, left + 224, top + 224)), numpy.float32) / 255
    x = numpy.ascontiguousarray(((pixels - MEAN) / DEVIATION).transpose(2, 0, 1)[None])
    return numpy.argsort(-session.run(None, {source: x})[0][0], kind="stable")[:5].tolist()


names = sorted(os.listdir(folder))
hits = [0, 0]
with ThreadPoolExecutor(threads) as pool:
    for name, predictions in zip(names, pool.map(top5, names), strict=True):
        label = classes[name[:9]]
        hits[0] += predictions[0] == label
        hits[1] += label in predictions
print(f"{hits[0] / len(names):.4f} {hits[1] / len(names):.4f}")
