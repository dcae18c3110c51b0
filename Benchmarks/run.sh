#!/usr/bin/env bash
# Measures repvit-convert against what one would run instead: `make bench`.
#
# Needs the oracle environment (Tests/Oracles/setup.sh) and a folder with `images/` and
# `fixtures/repvit_m0_9_memorised.safetensors` (REPVIT_SHARED, or ../shared).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
shared=${REPVIT_SHARED:-$root/../shared}
python=${REPVIT_ORACLE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/repvit-convert/oracle/bin/python}

if [[ ! -x $python ]]; then
    echo "error: no oracle environment at $python; make it with Tests/Oracles/setup.sh" >&2
    exit 69
fi
if [[ ! -d $shared/images ]]; then
    echo "error: no images at $shared/images; name the folder in REPVIT_SHARED" >&2
    exit 69
fi
exec "$python" "$root/Benchmarks/bench.py" --convert "$root/.build/release/repvit-convert" \
    --weights "$shared/fixtures/repvit_m0_9_memorised.safetensors" --images "$shared/images" "$@"
