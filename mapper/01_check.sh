#!/usr/bin/env bash
# Step 1: runs the vendor's checker on the model.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/01_check.sh CONFIG.yaml [WORK_DIR]

Runs `hb_mapper checker` on the config's ONNX model, for the config's march
(the checker defaults to a different chip). Prints the operators and the
processor that runs each of them: BPU or CPU.

The log is written to WORK_DIR/logs/01_check.log. WORK_DIR defaults to the
parent of the config's working_dir.

Exit codes: 0 success, 2 the checker rejected the model, 69 the toolchain is
not installed.
TEXT
}

# shellcheck source=mapper/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
check_arguments 1 2 "$@"

use_toolchain
read_config "$1"
use_work_folder "${2:-}"
[ -f "$model" ] || fail "$model: no such file (onnx_model in the config)"

# The checker writes its own log and a folder .hb_check to the current directory.
make_scratch check
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch"
run_logged 01_check hb_mapper checker --model-type onnx --march "$march" --model "$model"
