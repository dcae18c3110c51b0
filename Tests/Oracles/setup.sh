#!/usr/bin/env bash
# Installs the oracle environment, the Python packages that the tests compare with: torch, timm, onnx, onnxruntime,
# Pillow, OpenCV.
#
# It is installed in the user's cache, next to the vendor toolchain, and again whenever requirements.txt changes. Tests
# that need it are skipped where it is missing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
environment="${XDG_CACHE_HOME:-$HOME/.cache}/repvit-convert/oracle"
stamp="$environment/.made-from"
recipe=$(cat "$here/requirements.txt" "$here/sitecustomize.py" | sha256sum | cut -c1-16)

if [[ -f $stamp && $(cat "$stamp") == "$recipe" ]]; then
    echo "The oracle environment is up to date: $environment"
    exit 0
fi

python=""
for candidate in python3.11 "$(pyenv root 2>/dev/null || true)"/versions/3.11.*/bin/python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [[ -z $python ]]; then
    echo "error: Python 3.11 not found (looked for python3.11 on the PATH and in pyenv)" >&2
    exit 69
fi

rm -rf "$environment"
"$python" -m venv "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cp "$here/sitecustomize.py" "$("$environment/bin/python" -c 'import site; print(site.getsitepackages()[0])')/"
echo "$recipe" > "$stamp"
echo "The oracle environment is ready: $environment"
