#!/usr/bin/env bash
# Updates mapper/toolchain.lock.txt: every distribution that mapper/toolchain.in depends on, with its exact
# version and the SHA-256 of its wheel for CPython 3.10 on x86-64 Linux.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=mapper/common.sh
source "$here/common.sh"

usage() {
    cat <<'TEXT'
usage: mapper/lock-toolchain.sh

Resolves mapper/toolchain.in with pip and writes mapper/toolchain.lock.txt.
Downloads the metadata of the wheels (and whole wheels where the index serves
no separate metadata) and installs nothing. Needs Python 3.10 on x86-64 Linux.
Test the new lock file with `repvit-convert toolchain install` and a build.
TEXT
}

check_arguments 0 0 "$@"

# The installed toolchain's Python, or else one on the PATH: the lock must be possible to write without a toolchain.
python=$(repvit-convert toolchain path 2> /dev/null)/bin/python || python=$(command -v python3.10) ||
    fail_missing "Python 3.10 not found" "repvit-convert toolchain doctor"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --upgrade "pip>=23.3"
# No local wheels: the lock file must work with the public index alone.
PIP_FIND_LINKS='' "$scratch/venv/bin/pip" install --quiet --dry-run --ignore-installed --only-binary :all: \
    --report "$scratch/report.json" --requirement "$here/toolchain.in"
"$python" "$here/lib/write_lock.py" "$scratch/report.json" > "$scratch/lock.txt"
mv "$scratch/lock.txt" "$here/toolchain.lock.txt"
note "wrote $here/toolchain.lock.txt: $(grep -c '==' "$here/toolchain.lock.txt") distributions"
