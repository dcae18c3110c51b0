#!/usr/bin/env bash
# Step 3: calibrates, quantizes and compiles the model.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/03_build.sh CONFIG.yaml [WORK_DIR]

Runs `hb_mapper makertbin`. Writes the compiled model to
WORKING_DIR/PREFIX.bin, with both names from the config, and the intermediate
models (original, optimized, calibrated, quantized) next to it. Results of an
earlier run with the same prefix are removed first; a failed run leaves no
results.

The log is written to WORK_DIR/logs/03_build.log. WORK_DIR defaults to the
parent of the config's working_dir.

Exit codes: 0 success, 2 hb_mapper failed, 69 the toolchain is not installed,
130 interrupted.
TEXT
}

# shellcheck source=mapper/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
check_arguments 1 2 "$@"

use_toolchain
read_config "$1"
use_work_folder "${2:-}"
[ -f "$model" ] || fail "$model: no such file (onnx_model in the config)"
[ -d "$calibration_folder" ] || [ -z "$calibration_folder" ] ||
    fail "$calibration_folder: no such directory (cal_data_dir in the config)" "mapper/02_calibrate.sh $1 IMAGES"

# Removes only files with the names that makertbin uses.
remove_products() {
    rm -f -- "$bin" "$build_folder/$prefix"_*_model.onnx "$build_folder/$prefix"_quant_info.json \
        "$build_folder"/*_subgraph_*.html "$build_folder"/*_subgraph_*.json
}

finished=false
on_exit() {
    if ! $finished; then remove_products; fi
    rm -rf "$scratch"
}

remove_products
# makertbin writes its own log to the current directory.
make_scratch build
trap on_exit EXIT
trap 'exit 130' INT TERM
cd "$scratch"
run_logged 03_build hb_mapper makertbin --model-type onnx --config "$config"
# makertbin also exits with 0 after some failures.
grep -q 'Convert to runtime bin file successfully!' "$log" ||
    fail_logged "makertbin did not report success"
[ -s "$bin" ] || fail_logged "makertbin left no $bin"
finished=true
note "wrote $bin"
