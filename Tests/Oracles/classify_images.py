"""Prints the five largest logits of each image as JSON, by Pillow and onnxruntime, with timm's preprocessing.

usage: classify_images.py MODEL.onnx IMAGE [IMAGE ...]
"""

import json
import sys

import numpy
import onnxruntime
from PIL import Image

session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
result = []
for path in sys.argv[2:]:
    image = Image.open(path).convert("RGB")
    width, height = image.size
    image = image.resize(
        (235, int(235 * height / width)) if width <= height else (int(235 * width / height), 235), Image.BICUBIC
    )
    left, top = round((image.width - 224) / 2), round((image.height - 224) / 2)
    image = image.crop((left, top, left + 224, top + 224))
    x = numpy.asarray(image, numpy.float32) / 255
    x = (x - numpy.float32([0.485, 0.456, 0.406])) / numpy.float32([0.229, 0.224, 0.225])
    logits = session.run(None, {"data": x.transpose(2, 0, 1)[None]})[0][0]
    order = numpy.argsort(-logits, kind="stable")[:5]
    result.append([[int(i), float(logits[i])] for i in order])
print(json.dumps(result))
