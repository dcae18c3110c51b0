#!/usr/bin/env bash
# Measures hb_mapper makertbin on the native export and on the documented recipe (torch, timm, onnxsim).
# Run by `make bench-build`.
#
# Both builds use the same 100 calibration files, `calibration_type: default` and O3, and run one after the other: about
# 15 minutes. Requires the same as run.sh, and the vendor toolchain.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
shared=$(cd "${REPVIT_SHARED:-$root/../shared}" && pwd)
python=${REPVIT_ORACLE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/repvit-convert/oracle/bin/python}
convert=$root/.build/release/repvit-convert
weights=$shared/fixtures/repvit_m0_9_memorised.safetensors
count=${1:-100}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir model
"$convert" export m0_9 --weights "$weights" -o model/native.onnx > /dev/null
"$python" "$root/Benchmarks/baselines/export_recipe.py" m0_9 "$weights" model/recipe.onnx > /dev/null 2>&1
"$convert" calibration make --images "$shared/images" --count "$count" -o calibration > /dev/null

printf '| %-8s | %12s | %12s | %10s |\n' graph makertbin latency 'DDR'
printf '| %-8s | %12s | %12s | %10s |\n' -------- ------------ ------------ ----------
declare -A seconds
for graph in native recipe; do
    "$convert" config generate m0_9 --model "model/$graph.onnx" --calibration calibration/rgbchw_f32 \
        --calibration-type default --optimize-level O3 --working-dir "$graph" --prefix "$graph" -o "$graph.yaml" > /dev/null
    start=$(date +%s.%N)
    "$root/mapper/03_build.sh" "$graph.yaml" "$work/$graph-work" > "$graph.log" 2>&1
    seconds[$graph]=$(awk "BEGIN { print $(date +%s.%N) - $start }")
    "$root/mapper/04_perf.sh" "$graph.yaml" "$work/$graph-work" > "$graph.perf.log" 2>&1
    "$python" - "$graph" "${seconds[$graph]}" "$graph-work/perf/performance.json" <<'PYTHON'
import json, sys
graph, seconds, path = sys.argv[1:]
summary = json.load(open(path))["summary"]
print(f"| {graph:8} | {float(seconds):10.1f} s | {summary['latency (us)']:9.1f} us | {summary['DDR bytes per frame'] / 1e6:7.2f} MB |")
PYTHON
done
awk "BEGIN { printf \"makertbin on the recipe's graph: %.1f times as long\n\", ${seconds[recipe]} / ${seconds[native]} }"
