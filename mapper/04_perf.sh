#!/usr/bin/env bash
# Step 4: estimates the speed of the compiled model.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/04_perf.sh CONFIG.yaml [WORK_DIR]

Runs `hb_perf` on the compiled model that the config names. WORK_DIR (default: the folder above the config's
working_dir) gets logs/04_perf.log and perf/: performance.json with latency, FPS and memory traffic, what hb_perf
makes besides (HTML, a drawing of the graph), and temp.hbm, which hbdk-sim runs.
Exit codes: 0 done, 2 hb_perf failed, 69 the toolchain or Graphviz is missing.
TEXT
}

# shellcheck source=mapper/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
check_arguments 1 2 "$@"

use_toolchain
# Without dot, hb_perf stops half-way and still exits with 0.
command -v dot > /dev/null || fail_missing "Graphviz is missing (no dot on PATH)" "sudo apt-get install graphviz"
read_config "$1"
use_work_folder "${2:-}"
[ -s "$build_folder/$prefix.bin" ] || fail "$build_folder/$prefix.bin: no such file" "mapper/03_build.sh $1"

scratch=$(mktemp -d "$work/.perf.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch"
run_logged 04_perf hb_perf "$build_folder/$prefix.bin"
result=$scratch/hb_perf_result/$prefix
# hb_perf names its files after the model's graph: main_graph_subgraph_0.json, as torch's exporter calls it.
reports=("$result"/*_subgraph_0.json)
if [ ! -s "${reports[0]}" ] || [ ! -s "$result/temp.hbm" ]; then
    fail "04_perf: hb_perf left no report: $(vendor_reason "$log") (log: $log)"
fi
cp "${reports[0]}" "$result/performance.json"
rm -rf "$work/perf"
mv "$result" "$work/perf"
note "made $work/perf"
