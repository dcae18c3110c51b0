"""Calibration data from a folder of images, against Pillow and numpy in one process."""
import os


def rows(bench):
    names = [name for name in os.listdir(bench.images) if name.lower().endswith((".jpeg", ".jpg", ".png"))]
    count = str(len(names))
    return [
        bench.pair(
            f"calibration data, {count} images",
            [bench.convert, "calibration", "make", "--preset", "timm", "--images", bench.images, "--count", count,
             "-o", bench.path("calibration")],
            bench.baseline("calibration_pillow.py", bench.images, bench.path("pillow"), count))
    ]
