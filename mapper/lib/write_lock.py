"""Turns pip's installation report (`pip install --report`) into a requirements file with hashes."""

import json
import re
import sys

HEADER = """\
# Made by mapper/lock-toolchain.sh from mapper/toolchain.in: do not edit.
# CPython 3.10, x86-64 Linux. To install by hand, in an environment of its own:
#   pip install --require-hashes --no-deps -r mapper/toolchain.lock.txt
"""


def normalized(name):
    """The name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main(report_path):
    with open(report_path, encoding="utf-8") as file:
        report = json.load(file)
    lines = []
    for item in report["install"]:
        name, version = normalized(item["metadata"]["name"]), item["metadata"]["version"]
        archive = item["download_info"].get("archive_info", {})
        sha256 = archive.get("hashes", {}).get("sha256")
        if sha256 is None:
            sys.exit(f"{name} {version}: the index has no SHA-256 for it")
        if "+" in version:
            sys.exit(f"{name} {version}: a local version, which is not on the public index")
        if re.match(r"(nvidia|cuda|triton)", name):
            sys.exit(f"{name} {version}: a CUDA package, which the conversion does not need")
        lines.append(f"{name}=={version} \\\n    --hash=sha256:{sha256}\n")
    sys.stdout.write(HEADER + "".join(sorted(lines)))


if __name__ == "__main__":
    main(sys.argv[1])
