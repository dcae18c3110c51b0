"""Makes odd images, and prints the hash of everything that the references make of them and of photographs.

usage: preprocess_images.py FOLDER PHOTOGRAPHS REFERENCE

FOLDER receives the odd images. PHOTOGRAPHS is a folder of .JPEG files, or "". REFERENCE is the Python program that
defines the published board samples' preprocessing. Prints a line for each output, its fields separated by tabs:

    decode PATH STYLE WIDTH HEIGHT HASH
    apply PATH PRESET SIZE RGB-HASH RGBCHW-HASH FULL-HASH VIDEO-HASH
    format PATH KIND HWC-HASH CHW-HASH CHW-FLOAT-HASH NPY-HASH
    refused PATH PRESET SIZE
"""

import glob
import hashlib
import importlib.util
import io
import os
import struct
import sys
import warnings
import zlib

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads cost more than they save for planes of this size

import cv2
import numpy as np
from PIL import Image

warnings.simplefilter("ignore")
cv2.setNumThreads(1)
out, photographs, reference = sys.argv[1:4]
spec = importlib.util.spec_from_file_location("reference", reference)
ref = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ref)
rng = np.random.default_rng(20260729)


# Presets
def centre(path, size, fraction, kernel):
    """The reference's `timm`, with torchvision's two size rules written out."""
    image = Image.open(path).convert("RGB")
    short = int(np.floor(size / fraction))
    width, height = image.size
    new = (short, int(short * height / width)) if width <= height else (int(short * width / height), short)
    if image.size != new:
        image = image.resize(new, kernel)
    left, top = (round((side - size) / 2.0) for side in image.size)
    return np.asarray(image.crop((left, top, left + size, top + size)))


def bilinear(path, size):
    return np.asarray(Image.open(path).convert("RGB").resize((size, size), Image.BILINEAR))


presets = {
    "timm": lambda path, size: centre(path, size, 0.95, Image.BICUBIC),
    "squash": ref.squash,
    "zoo-direct": ref.zoo_direct,
    "zoo-letterbox": ref.zoo_letterbox,
    "shortside-256": lambda path, size: centre(path, size, 0.875, Image.BICUBIC),
}
custom = {"custom-bilinear": bilinear, "custom-short": lambda path, size: centre(path, size, 0.8, Image.BILINEAR)}


def formats(rgb):
    """Every other way to write an image: 0...255 of its channels."""

    def yuv(convert):
        # Enlarged twofold, so that the chroma of a block of 2 x 2 comes from one pixel.
        large = np.ascontiguousarray(rgb.repeat(2, 0).repeat(2, 1))
        count = large.shape[0] * large.shape[1]
        planes = convert(large)
        luma = planes[:count].reshape(large.shape[:2])[::2, ::2]
        return np.dstack([luma, planes[count:].reshape(rgb.shape[0], rgb.shape[1], 2)])

    full, video = yuv(ref.nv12_full), yuv(ref.nv12_video)
    return {"bgr": rgb[..., ::-1], "rgb": rgb, "gray": full[..., :1], "yuv444-full": full, "yuv444-video": video}


# Odd pictures
def smooth(width, height, channels=3):
    small = rng.integers(0, 256, (max(1, height // 9), max(1, width // 7), channels), dtype=np.uint8)
    big = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC).reshape(height, width, channels)
    noise = rng.integers(-20, 21, big.shape)
    return np.clip(big + noise, 0, 255).astype(np.uint8)


def save(name, data):
    path = os.path.join(out, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


def encode(image, format, **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, kind, samples, palette=None, transparency=None, interlaced=False):
    """`samples`: an array [height, width, channels] of values of `depth` bits."""

    def lines(part):
        text = b""
        for row in part:
            values = row.reshape(-1)
            if depth == 16:
                packed = values.astype(">u2").tobytes()
            elif depth == 8:
                packed = values.astype(np.uint8).tobytes()
            else:
                bits = "".join(f"{int(v):0{depth}b}" for v in values)
                bits += "0" * (-len(bits) % 8)
                packed = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
            text += b"\0" + packed
        return text

    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    data = b""
    for left, top, across, down in passes if interlaced else [(0, 0, 1, 1)]:
        part = samples[top::down, left::across]
        if part.size:
            data += lines(part)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    text = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    if palette is not None:
        text += chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    if transparency is not None:
        text += chunk(b"tRNS", transparency)
    return text + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


odd = []
sides = [
    (1, 1),
    (2, 3),
    (1, 700),
    (5000, 3),
    (3, 5000),
    (223, 224),
    (236, 236),
    (237, 235),
    (17, 31),
    (640, 480),
    (448, 448),
    (268, 268),
    (337, 1009),
]
for width, height in sides:
    odd.append(save(f"size-{width}x{height}.png", encode(Image.fromarray(smooth(width, height)), "PNG")))
    odd.append(save(f"size-{width}x{height}.jpg", encode(Image.fromarray(smooth(width, height)), "JPEG", quality=85)))
for width, height in [(123, 77), (64, 48), (9, 7)]:
    rgb = smooth(width, height)
    gray = smooth(width, height, 1)[..., 0]
    for subsampling, name in [(0, "444"), (1, "422"), (2, "420")]:
        for progressive in (False, True):
            for quality in (30, 95):
                odd.append(
                    save(
                        f"jpeg-{name}-{'p' if progressive else 'b'}-{quality}-{width}.jpg",
                        encode(
                            Image.fromarray(rgb),
                            "JPEG",
                            subsampling=subsampling,
                            progressive=progressive,
                            quality=quality,
                        ),
                    )
                )
    for factor, name in [(0x411111, "411"), (0x121111, "440"), (0x221111, "420")]:
        data = cv2.imencode(".jpg", rgb, [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factor])[1].tobytes()
        odd.append(save(f"jpeg-opencv-{name}-{width}.jpg", data))
    restart = cv2.imencode(".jpg", rgb, [cv2.IMWRITE_JPEG_RST_INTERVAL, 3])[1].tobytes()
    odd.append(save(f"jpeg-restart-{width}.jpg", restart))
    odd.append(save(f"jpeg-gray-{width}.jpg", encode(Image.fromarray(gray), "JPEG")))
    odd.append(save(f"jpeg-gray-progressive-{width}.jpg", encode(Image.fromarray(gray), "JPEG", progressive=True)))
    cmyk = encode(Image.fromarray(rgb).convert("CMYK"), "JPEG", quality=90)
    odd.append(save(f"jpeg-cmyk-{width}.jpg", cmyk))
    marker = cmyk.index(b"Adobe")
    odd.append(save(f"jpeg-ycck-{width}.jpg", cmyk[: marker + 11] + b"\2" + cmyk[marker + 12 :]))
    odd.append(save(f"jpeg-rgb-{width}.jpg", encode(Image.fromarray(rgb), "JPEG", keep_rgb=True)))
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        odd.append(save(f"jpeg-exif-{turn}-{width}.jpg", encode(Image.fromarray(rgb), "JPEG", exif=exif)))
    for depth in (1, 2, 4, 8):
        levels = rng.integers(0, 1 << depth, (height, width, 1))
        palette = rng.integers(0, 256, (1 << depth, 3))
        short = palette[: max(1, (1 << depth) * 3 // 4)]
        for interlaced in (False, True):
            tail = f"{depth}-{'i' if interlaced else 'n'}-{width}.png"
            odd.append(save("png-gray-" + tail, png(width, height, depth, 0, levels, interlaced=interlaced)))
            odd.append(
                save("png-palette-" + tail, png(width, height, depth, 3, levels, palette, interlaced=interlaced))
            )
            odd.append(
                save("png-palette-short-" + tail, png(width, height, depth, 3, levels, short, interlaced=interlaced))
            )
            odd.append(
                save(
                    "png-palette-clear-" + tail,
                    png(width, height, depth, 3, levels, palette, rng.bytes(len(palette)), interlaced=interlaced),
                )
            )
    for depth in (8, 16):
        for kind, channels in [(0, 1), (2, 3), (4, 2), (6, 4)]:
            levels = rng.integers(0, 1 << depth, (height, width, channels))
            if depth == 16 and kind == 0:
                levels[:, ::2] %= 300
            for interlaced in (False, True):
                odd.append(
                    save(
                        f"png-{kind}-{depth}-{'i' if interlaced else 'n'}-{width}.png",
                        png(width, height, depth, kind, levels, interlaced=interlaced),
                    )
                )
    odd.append(
        save(
            f"png-clear-{width}.png",
            png(width, height, 8, 2, rgb, transparency=struct.pack(">3H", *[int(v) for v in rgb[0, 0]])),
        )
    )
    odd.append(save(f"named-wrongly-{width}.JPEG", encode(Image.fromarray(rgb), "PNG")))
    odd.append(save(f"named-wrongly-{width}.png", encode(Image.fromarray(rgb), "JPEG")))


# Hashes
def digest(data):
    return hashlib.sha256(np.ascontiguousarray(data).tobytes()).hexdigest()


def decode(path):
    pillow = np.asarray(Image.open(path).convert("RGB"))
    opencv = cv2.imread(path)[..., ::-1]
    for style, pixels in (("pillow", pillow), ("opencv", opencv)):
        print("decode", path, style, pixels.shape[1], pixels.shape[0], digest(pixels), sep="\t")


def apply(path, names, sizes):
    for name in names:
        for size in sizes:
            try:
                rgb = {**presets, **custom}[name](path, size)
            except (cv2.error, ValueError):  # OpenCV does not make an empty image
                print("refused", path, name, size, sep="\t")
                continue
            tensor = rgb.transpose(2, 0, 1).astype(np.float32)
            print(
                "apply",
                path,
                name,
                size,
                digest(rgb),
                digest(tensor),
                digest(ref.nv12_full(rgb)),
                digest(ref.nv12_video(rgb)),
                sep="\t",
            )
            if size == 256 and name == "timm":
                for kind, pixels in formats(rgb).items():
                    planes = pixels.transpose(2, 0, 1)
                    npy = io.BytesIO()
                    np.save(npy, np.ascontiguousarray(planes.astype(np.float32)))
                    print(
                        "format",
                        path,
                        kind,
                        digest(pixels),
                        digest(planes),
                        digest(planes.astype(np.float32)),
                        digest(np.frombuffer(npy.getvalue(), np.uint8)),
                        sep="\t",
                    )


for path in odd:
    decode(path)
    # A strip of 5000 x 3 is 393,000 pixels wide before timm's crop, which costs Pillow seconds: one size only.
    several = "size-" in path and "5000" not in path
    apply(path, presets, (128, 192, 224, 256, 384) if several else (224,))
    if several:
        apply(path, custom, (224,))
photographs = sorted(glob.glob(os.path.join(photographs, "*.JPEG"))) if photographs else []
for index, path in enumerate(photographs):
    decode(path)
    apply(path, presets, (224,))
    if index % 10 == 0:
        apply(path, presets, (128, 192, 256, 384))
