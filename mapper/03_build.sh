#!/usr/bin/env bash
# Step 3: calibrates, quantizes and compiles the model.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/03_build.sh CONFIG.yaml [WORK_DIR]

Runs `hb_mapper makertbin`. The compiled model is WORKING_DIR/PREFIX.bin as the config says; the models between
(original, optimized, calibrated, quantized) lie beside it.

WORK_DIR gets logs/03_build.log; default: the folder above the config's working_dir.
What an earlier run made under the same prefix is removed first, and a run that fails leaves nothing.
Exit codes: 0 done, 2 the vendor's tool failed, 69 the toolchain is missing, 130 interrupted.
TEXT
}

# shellcheck source=mapper/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
check_arguments 1 2 "$@"

use_toolchain
read_config "$1"
use_work_folder "${2:-}"
[ -f "$model" ] || fail "$model: no such file (the config's onnx_model)"
[ -d "$calibration_folder" ] || [ -z "$calibration_folder" ] ||
    fail "$calibration_folder: no such folder (the config's cal_data_dir)" "mapper/02_calibrate.sh $1 IMAGES"

# Only names that makertbin gives its files.
remove_products() {
    rm -f -- "$build_folder/$prefix.bin" "$build_folder/$prefix"_*_model.onnx "$build_folder/$prefix"_quant_info.json \
        "$build_folder"/*_subgraph_*.html "$build_folder"/*_subgraph_*.json
}

finished=false
on_exit() {
    if ! $finished; then remove_products; fi
    rm -rf "$scratch"
}

remove_products
# The vendor's own log lands where it runs.
scratch=$(mktemp -d "$work/.build.XXXXXX")
trap on_exit EXIT
trap 'exit 130' INT TERM
cd "$scratch"
run_logged 03_build hb_mapper makertbin --model-type onnx --config "$config"
# Exit status 0 alone proves nothing.
grep -q 'Convert to runtime bin file successfully!' "$log" ||
    fail "03_build: makertbin ended without saying that it made the model (log: $log)"
[ -s "$build_folder/$prefix.bin" ] || fail "03_build: makertbin left no $build_folder/$prefix.bin (log: $log)"
finished=true
note "made $build_folder/$prefix.bin"
