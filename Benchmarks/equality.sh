#!/usr/bin/env bash
# Compares the native quantized engine with the vendor's runtime and simulator, logit by logit, on ten networks.
# Run by `make bench-equality`; about an hour on two cores.
#
# Requires the oracle environment (Tests/Oracles/setup.sh), the vendor toolchain, and a folder with `images/` and
# `fixtures/repvit_m0_9_memorised.safetensors`: $REPVIT_SHARED, by default ../shared.
# Usage: equality.sh [--work DIR] [--only CASE,...]. What is in DIR already is not made again.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
shared=$(cd "${REPVIT_SHARED:-$root/../shared}" && pwd)
python=${REPVIT_ORACLE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/repvit-convert/oracle/bin/python}
convert=${REPVIT_CONVERT:-$root/.build/release/repvit-convert}

toolchain=$("$convert" toolchain path)
exec "$python" "$root/Benchmarks/equality/equality.py" --convert "$convert" --toolchain "$toolchain" \
    --weights "$shared/fixtures/repvit_m0_9_memorised.safetensors" --images "$shared/images" "$@"
