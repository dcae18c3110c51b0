"""Classifies an image with Pillow and onnxruntime, many times over.

usage: onnxruntime_classify.py MODEL.onnx IMAGE THREADS COUNT
"""

import statistics
import sys
import time

import numpy
import onnxruntime
from PIL import Image

model, path, threads, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
source = session.get_inputs()[0]

image = Image.open(path).convert("RGB")
width, height = image.size
image = image.resize(
    (235, int(235 * height / width)) if width <= height else (int(235 * width / height), 235), Image.BICUBIC
)
left, top = round((image.width - 224) / 2), round((image.height - 224) / 2)
pixels = numpy.asarray(image.crop((left, top, left + 224, top + 224)), numpy.float32) / 255
pixels = (pixels - numpy.float32([0.485, 0.456, 0.406])) / numpy.float32([0.229, 0.224, 0.225])
x = numpy.ascontiguousarray(pixels.transpose(2, 0, 1)[None])

seconds = []
for _ in range(count):
    start = time.perf_counter()
    logits = session.run(None, {source.name: x})[0][0]
    seconds.append(time.perf_counter() - start)
print(f"{int(numpy.argmax(logits))} {statistics.median(seconds) * 1000:.2f}")
