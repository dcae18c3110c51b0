#!/usr/bin/env bash
# Step 2: makes the calibration data that the config names, from images.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/02_calibrate.sh CONFIG.yaml IMAGES [COUNT]

Runs `repvit-convert calibration make` with the preset `timm` on COUNT (default 100) images of the folder IMAGES,
into the config's cal_data_dir. Finds repvit-convert on PATH, or in .build/release of this repository.
Exit codes: those of repvit-convert; 69 if it is not built.
TEXT
}

# shellcheck source=mapper/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
check_arguments 2 3 "$@"

use_toolchain
read_config "$1"
[ -n "$calibration_folder" ] || fail "$config: calibration_parameters.cal_data_dir is missing"

convert=$(command -v repvit-convert) || convert=$mapper_folder/../.build/release/repvit-convert
[ -x "$convert" ] || fail_missing "repvit-convert is neither on PATH nor built" "swift build -c release"
size=${input_shape##*x}
exec "$convert" calibration make --preset timm --images "$2" --count "${3:-100}" --size "$size" -o "$calibration_folder"
