#!/usr/bin/env bash
# Step 1: asks the vendor's checker whether the BPU takes the model.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/01_check.sh CONFIG.yaml [WORK_DIR]

Runs `hb_mapper checker` on the config's ONNX model, for the config's march (the checker's own default is
another chip). Prints the table of operators with the processor that each runs on: BPU or CPU.

WORK_DIR gets logs/01_check.log; default: the folder above the config's working_dir.
Exit codes: 0 done, 2 the checker refused the model, 69 the toolchain is missing.
TEXT
}

# shellcheck source=mapper/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
check_arguments 1 2 "$@"

use_toolchain
read_config "$1"
use_work_folder "${2:-}"
[ -f "$model" ] || fail "$model: no such file (the config's onnx_model)"

# The checker leaves its own log and a folder .hb_check where it runs.
scratch=$(mktemp -d "$work/.check.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch"
run_logged 01_check hb_mapper checker --model-type onnx --march "$march" --model "$model"
