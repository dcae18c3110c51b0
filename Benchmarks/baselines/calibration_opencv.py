"""Calibration data by OpenCV and numpy, in one process, as the published board samples prepare images.

python calibration_opencv.py IMAGES OUT_DIR COUNT
"""

import os
import sys

import cv2
import numpy

images, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.makedirs(out, exist_ok=True)
names = sorted(name for name in os.listdir(images) if name.lower().endswith((".jpeg", ".jpg", ".png")))
for name in names[:count]:
    image = cv2.resize(cv2.imread(os.path.join(images, name)), (224, 224), interpolation=cv2.INTER_LINEAR)
    planes = image[..., ::-1].transpose(2, 0, 1).astype(numpy.float32)
    numpy.ascontiguousarray(planes).tofile(os.path.join(out, name + ".rgbchw"))
