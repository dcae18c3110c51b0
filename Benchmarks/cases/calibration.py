"""Making calibration data from a folder of images, against Pillow and OpenCV in one process; peak memory."""

import os
import shutil
import subprocess
import time

COPIES = 50


def rows(bench):
    names = [name for name in os.listdir(bench.images) if name.lower().endswith((".jpeg", ".jpg", ".png"))]
    count = len(names)
    found = []
    for preset, baseline in [("timm", "calibration_pillow.py"), ("zoo-direct", "calibration_opencv.py")]:
        ours = make(bench, preset, bench.images, count)
        theirs = bench.baseline(baseline, bench.images, bench.path("theirs"), str(count))
        found.append(bench.pair(f"calibration data, {preset}, {count} images", ours, theirs))
        # The same on one core.
        one = ["taskset", "-c", "0"]
        found.append(bench.pair(f"calibration data, {preset}, one core", [*one, *ours], [*one, *theirs]))
    found.append(memory(bench, names))
    return found


def make(bench, preset, images, count, *options):
    return [
        bench.convert,
        "calibration",
        "make",
        "--preset",
        preset,
        "--images",
        images,
        "--count",
        str(count),
        "-o",
        bench.path("ours"),
        *options,
    ]


def memory(bench, names):
    """Many links to each image: peak memory must not grow with the number of images."""
    many = bench.path("many")
    for copy in range(COPIES):
        os.makedirs(os.path.join(many, str(copy)))
        for name in names:
            os.symlink(os.path.join(bench.images, name), os.path.join(many, str(copy), name))
    total = COPIES * len(names)
    peaks = []
    for count in (len(names), total):
        seconds, peak = measured(
            make(bench, "timm", many, count, "--allow-duplicates", "--type", "uint8"), bench.folder
        )
        peaks.append(f"{peak:.0f} MB")
    shutil.rmtree(bench.path("ours"))
    return [
        f"calibration data, timm, {total} images",
        f"{seconds:.1f} s",
        "",
        "",
        f"peak {peaks[1]}; of {len(names)} images {peaks[0]}",
    ]


def measured(command, folder):
    """Wall time in seconds and peak memory in MB of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024
