#!/usr/bin/env bash
# Measures repvit-convert against the usual alternatives. Run by `make bench`.
#
# Requires the oracle environment (Tests/Oracles/setup.sh), and a folder with `images/` and
# `fixtures/repvit_m0_9_memorised.safetensors`: $REPVIT_SHARED, by default ../shared.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
shared=${REPVIT_SHARED:-$root/../shared}
python=${REPVIT_ORACLE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/repvit-convert/oracle/bin/python}

if [[ ! -x $python ]]; then
    echo "error: the oracle environment is not installed (no $python)" >&2
    echo "  fix: Tests/Oracles/setup.sh" >&2
    exit 69
fi
if [[ ! -d $shared/images ]]; then
    echo "error: $shared/images: no such directory" >&2
    echo "  fix: set REPVIT_SHARED to the folder that contains images/" >&2
    exit 69
fi
exec "$python" "$root/Benchmarks/bench.py" --convert "$root/.build/release/repvit-convert" \
    --weights "$shared/fixtures/repvit_m0_9_memorised.safetensors" --images "$shared/images" "$@"
