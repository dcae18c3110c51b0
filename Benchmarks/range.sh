#!/usr/bin/env bash
# Measures the accuracy lost by feeding a model NV12 of the wrong range. Run by `make bench-range`.
#
# Builds the fixture for full and for video range, and runs each quantized model on both kinds of NV12, for all images
# in the corner view (where accuracy is not saturated). Then compares the compiled models on the simulator with the
# quantized ones, logit by logit, on 20 images. The builds run one after the other: about 5 minutes in all.
# Requires the same as run.sh, and the vendor toolchain.
#
# usage: Benchmarks/range.sh [CALIBRATION_TYPE]     (default: max)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
shared=$(cd "${REPVIT_SHARED:-$root/../shared}" && pwd)
python=${REPVIT_ORACLE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/repvit-convert/oracle/bin/python}
convert=${REPVIT_CONVERT:-$root/.build/release/repvit-convert}
type=${1:-max}
for program in "$python" "$convert"; do
    [[ -x $program ]] || { echo "error: $program not found" >&2; exit 69; }
done
toolchain=$("$convert" toolchain path)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
verdicts=()
say() { printf '%s\n' "$*" >&2; }

say "making calibration data and views ..."
"$convert" export m0_9 --weights "$shared/fixtures/repvit_m0_9_memorised.safetensors" -o model/repvit.onnx > /dev/null
"$convert" calibration make --images "$shared/images" --count 100 -o calibration > /dev/null
"$python" "$root/Benchmarks/range.py" views "$shared/images" views
for range in full video; do
    mkdir -p "nv12-$range"
    for view in views/*.png; do
        "$convert" calibration nv12 "$view" --preset squash --range "$range" \
            -o "nv12-$range/$(basename "$view" .png).nv12"
    done
done

printf '| %-25s | %-10s | %5s | %5s |\n' model fed Top-1 Top-5
printf '| %-25s | %-10s | %5s | %5s |\n' --- --- ---: ---:
row() { printf '| %-25s | %-10s | %s | %s |\n' "$1" "$2" "${@:3}"; }
read -r -a accuracy < <("$python" "$root/Benchmarks/range.py" float model/repvit.onnx views "$shared/images/labels.tsv" | tail -n 1)
row float RGB "${accuracy[@]}"
for built in full video; do
    say "building for NV12 in $built range ..."
    "$convert" config generate m0_9 --model model/repvit.onnx --calibration calibration/rgbchw_f32 \
        --calibration-type "$type" --range "$built" --working-dir "$built" --prefix "$built" -o "$built.yaml" > /dev/null
    "$root/mapper/03_build.sh" "$built.yaml" "$work/$built-work" > "$built.log" 2>&1 || { tail -20 "$built.log" >&2; exit 2; }
    for fed in full video; do
        read -r -a accuracy < <("$toolchain/bin/python" "$root/Benchmarks/range.py" quantized \
            "$built/${built}_quantized_model.onnx" "nv12-$fed" "$shared/images/labels.tsv" 2> python.log | tail -n 1)
        row "quantized for $built range" "NV12 $fed" "${accuracy[@]}"
    done
    # Both the compiled and the quantized model on the same 20 files, in the range that they expect.
    images=("nv12-$built"/*.nv12)
    verdicts+=("$built: $("$root/mapper/05_verify.sh" "$built.yaml" "$work/$built-work" "${images[@]:0:20}" \
        2> verify.log | tail -n 1)")
done
echo
echo "simulator compared with the quantized model:"
printf '  %s\n' "${verdicts[@]}"
