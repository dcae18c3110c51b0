"""Calibration data by Pillow and numpy, in one process, as timm's evaluation transform prepares images.

python calibration_pillow.py IMAGES OUT_DIR COUNT
"""

import os
import sys

import numpy
from PIL import Image

images, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.makedirs(out, exist_ok=True)
names = sorted(name for name in os.listdir(images) if name.lower().endswith((".jpeg", ".jpg", ".png")))
for name in names[:count]:
    image = Image.open(os.path.join(images, name)).convert("RGB")
    width, height = image.size
    short = 235
    size = (short, int(short * height / width)) if width <= height else (int(short * width / height), short)
    image = image.resize(size, Image.BICUBIC)
    left, top = round((size[0] - 224) / 2), round((size[1] - 224) / 2)
    pixels = numpy.asarray(image.crop((left, top, left + 224, top + 224)))
    pixels.transpose(2, 0, 1).astype(numpy.float32).tofile(os.path.join(out, name + ".rgbchw"))
