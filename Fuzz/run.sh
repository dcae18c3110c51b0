#!/usr/bin/env bash
# Fuzzes everything that reads a model: the reader, the writer, the checks, shape inference and the statistics; or, with
# --quantized, everything that computes a quantized or calibrated model.
#
# usage: Fuzz/run.sh [--quantized] FOLDER [LIBFUZZER_OPTION ...]
#
# Builds the fuzzer (release, with coverage), seeds FOLDER/corpus with the onnx package's test models (with --quantized:
# with Tests/Corpora/quantized) if it is empty, and runs. Inputs that crash, or exceed 5 s or 1 GB, are saved to
# FOLDER/finds. Add them to Tests/Corpora/onnx or Tests/Corpora/quantized; a regression test runs every file there.
#
# example: Fuzz/run.sh fuzz-work -max_total_time=3600
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=${REPVIT_ORACLE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/repvit-convert/oracle/bin/python}
target=onnx
if [[ ${1:-} == --quantized ]]; then
    target=quantized
    shift
fi
if [[ $# -eq 0 ]]; then
    echo "usage: Fuzz/run.sh [--quantized] FOLDER [LIBFUZZER_OPTION ...]" >&2
    exit 64
fi
folder=$1
shift
mkdir -p "$folder/corpus" "$folder/finds"
folder=$(cd "$folder" && pwd)

swift build --package-path "$root/Fuzz" -c release --product "fuzz-$target"
if [[ -z $(ls -A "$folder/corpus") ]]; then
    if [[ $target == onnx && -x $python ]]; then
        "$python" "$root/Fuzz/seeds.py" "$folder/corpus"
    fi
    cp "$root/Tests/Corpora/$target"/* "$folder/corpus/"
fi
# Swift's crash handler would keep libFuzzer from saving the input.
export SWIFT_BACKTRACE=enable=no
exec "$root/Fuzz/.build/release/fuzz-$target" -rss_limit_mb=1024 -malloc_limit_mb=1024 -timeout=5 \
    -artifact_prefix="$folder/finds/" "$@" "$folder/corpus"
