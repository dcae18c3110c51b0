#!/usr/bin/env bash
# Step 5: checks that the compiled model computes exactly what the quantized model does.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/05_verify.sh CONFIG.yaml [WORK_DIR] [IMAGE.nv12 ...]

Prints the compiled model's own description (`hb_model_info`). Then runs each
NV12 image through the compiled model, on the vendor's bit-exact BPU simulator,
and through the quantized ONNX model, on the CPU: all logits must be equal. An
image is height * 3/2 rows of width bytes, at the model's input size. Without
images, one image of random noise is used. The last line of standard output is
the verdict as JSON.

The log is written to WORK_DIR/logs/05_verify.log. WORK_DIR defaults to the
parent of the config's working_dir.

Exit codes: 0 equal, 1 different, 2 failed, 69 the toolchain is not installed.
TEXT
}

# shellcheck source=mapper/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
check_arguments 1 10000 "$@"

use_toolchain
read_config "$1"
use_work_folder "${2:-}"
images=()
for image in "${@:3}"; do
    [ -f "$image" ] || fail "$image: no such file"
    images+=("$(cd "$(dirname "$image")" && pwd)/$(basename "$image")")
done
[ -s "$bin" ] || fail "$bin: no such file" "mapper/03_build.sh $1"

make_scratch verify
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch"
run_logged 05_verify hb_model_info "$bin"
status=0
verdict=$("$toolchain/bin/python" "$mapper_folder/lib/compare_bin.py" "$bin" \
    "$quantized_model" "${images[@]}" 2> compare.log) || status=$?
cat compare.log >> "$log"
# Python exits with 1 for an exception too; it then leaves no verdict.
if [ "$status" -gt 1 ] || [ -z "$verdict" ]; then
    fail_vendor compare.log "$status"
fi
tee -a "$log" <<< "$verdict"
exit "$status"
