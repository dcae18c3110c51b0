#!/usr/bin/env bash
# Compares random quantized nodes with the vendor's runtime, bit for bit.
#
# usage: Fuzz/nodes.sh [COUNT [SEED]]
#
# Makes COUNT (default: 20000) models of one node with random shapes, attributes and extremes, in runs of 2000, and
# computes each natively and with the vendor's runtime. Every run prints its seed; the default SEED of the first is
# random, and each run adds 1. Requires the vendor toolchain. Exits with 1 if a node differs.
#
# The tests compare 500 nodes in the same way.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
count=${1:-20000}
seed=${2:-$((RANDOM * 32 + RANDOM % 32))}
status=0
cd "$root"
swift build --build-tests
for ((done = 0; done < count; done += 2000)); do
    part=$((count - done < 2000 ? count - done : 2000))
    output=$(REPVIT_QUANTIZED_CASES=$part REPVIT_SEED=$((seed + done / 2000)) \
        swift test --skip-build --filter QuantizedNodeTests 2>&1) || status=1
    grep -aE '^quantized operators|^  case|✘' <<< "$output" || true
done
exit "$status"
