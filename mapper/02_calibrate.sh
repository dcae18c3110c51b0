#!/usr/bin/env bash
# Step 2: makes the config's calibration data from images.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/02_calibrate.sh CONFIG.yaml IMAGES [COUNT]

Runs `repvit-convert calibration make` with the preset `timm` on COUNT
(default: 100) images from the folder IMAGES. The tensors are written to the
config's cal_data_dir, which must be FOLDER/rgbchw_f32; the manifest and the
contact sheet are written to FOLDER.

Exit codes: those of repvit-convert; 69 if it is not built.
TEXT
}

# shellcheck source=mapper/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
check_arguments 2 3 "$@"

use_convert
read_config "$1"
[ -n "$calibration_folder" ] || fail "$config: calibration_parameters.cal_data_dir is missing"

# hb_mapper reads every file in cal_data_dir as a tensor, so the manifest must be outside.
[ "$(basename "$calibration_folder")" = rgbchw_f32 ] ||
    fail "$config: cal_data_dir is $calibration_folder, but the tensors are written to a folder rgbchw_f32" \
        "set a cal_data_dir that ends in /rgbchw_f32"
exec "$convert" calibration make --preset timm --images "$2" --count "${3:-100}" --size "${input_shape##*x}" \
    --output "$(dirname "$calibration_folder")"
