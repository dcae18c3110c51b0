#!/usr/bin/env bash
# Step 4: estimates the speed of the compiled model.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/04_perf.sh CONFIG.yaml [WORK_DIR]

Runs `hb_perf` on the config's compiled model. Writes to WORK_DIR/perf:
performance.json (latency, FPS, memory traffic), hb_perf's HTML report and
graph, and temp.hbm, which hbdk-sim runs.

The log is written to WORK_DIR/logs/04_perf.log. WORK_DIR defaults to the
parent of the config's working_dir.

Exit codes: 0 success, 2 hb_perf failed, 69 the toolchain or Graphviz is not
installed.
TEXT
}

# shellcheck source=mapper/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
check_arguments 1 2 "$@"

use_toolchain
# Without dot, hb_perf stops halfway and still exits with 0.
command -v dot > /dev/null || fail_missing "Graphviz is not installed (no dot on the PATH)" "sudo apt-get install graphviz"
read_config "$1"
use_work_folder "${2:-}"
[ -s "$bin" ] || fail "$bin: no such file" "mapper/03_build.sh $1"

make_scratch perf
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch"
run_logged 04_perf hb_perf "$bin"
result=$scratch/hb_perf_result/$prefix
# hb_perf names its files after the model's graph, such as main_graph_subgraph_0.json for torch's exporter.
reports=("$result"/*_subgraph_0.json)
if [ ! -s "${reports[0]}" ] || [ ! -s "$result/temp.hbm" ]; then
    fail_logged "hb_perf left no report: $("$convert" toolchain reason "$log")"
fi
cp "${reports[0]}" "$result/performance.json"
# Other files in that folder are the user's.
mkdir -p "$work/perf"
rm -f -- "$work/perf"/*_subgraph_*
cp -R "$result/." "$work/perf"
note "wrote $work/perf"
