"""Prints the hash of timm's evaluation transform of images, for inputs that are not square.

usage: rectangles.py FOLDER HEIGHT WIDTH CROP

Prints a line for each .JPEG file in FOLDER: its name and the SHA-256 of the RGB bytes, separated by a tab.
"""

import hashlib
import os
import sys

from PIL import Image
from timm.data import create_transform

folder, height, width, crop = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
transform = create_transform((3, height, width), interpolation="bicubic", crop_pct=crop, normalize=False)
for name in sorted(n for n in os.listdir(folder) if n.endswith(".JPEG"))[:40]:
    with Image.open(os.path.join(folder, name)) as image:
        pixels = transform(image.convert("RGB")).permute(1, 2, 0).contiguous().numpy()
    print(name, hashlib.sha256(pixels.tobytes()).hexdigest(), sep="\t")
