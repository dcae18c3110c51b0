#!/usr/bin/env bash
# Fuzzes everything that reads a model: the reader, the writer, the checks, shape inference and the statistics.
#
# usage: Fuzz/run.sh FOLDER [LIBFUZZER_OPTION ...]
#
# Builds the fuzzer (release, with coverage), seeds FOLDER/corpus with the onnx package's test models if it is empty,
# and runs. Inputs that crash, or exceed 5 s or 1 GB, are saved to FOLDER/finds. Add them to Tests/Corpora/onnx; a
# regression test runs every file there.
#
# example: Fuzz/run.sh fuzz-work -max_total_time=3600
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=${REPVIT_ORACLE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/repvit-convert/oracle/bin/python}
if [[ $# -eq 0 ]]; then
    echo "usage: Fuzz/run.sh FOLDER [LIBFUZZER_OPTION ...]" >&2
    exit 64
fi
folder=$1
shift
mkdir -p "$folder/corpus" "$folder/finds"
folder=$(cd "$folder" && pwd)

swift build --package-path "$root/Fuzz" -c release
if [[ -z $(ls -A "$folder/corpus") ]]; then
    if [[ -x $python ]]; then
        "$python" "$root/Fuzz/seeds.py" "$folder/corpus"
    fi
    cp "$root"/Tests/Corpora/onnx/* "$folder/corpus/"
fi
# Swift's crash handler would keep libFuzzer from saving the input.
export SWIFT_BACKTRACE=enable=no
exec "$root/Fuzz/.build/release/fuzz-onnx" -rss_limit_mb=1024 -malloc_limit_mb=1024 -timeout=5 \
    -artifact_prefix="$folder/finds/" "$@" "$folder/corpus"
