#!/usr/bin/env bash
# Fuzzes the reader, the writer, the checks and everything else that looks at a model: Fuzz/run.sh FOLDER [libFuzzer's options]
#
# Builds the fuzzer (release, with coverage), fills FOLDER/corpus with the onnx package's own test models if it is empty,
# and runs. An input takes at most 5 s and 1 GB; what takes more, or ends the program, is kept in FOLDER/finds.
# A find belongs into Tests/Corpora/onnx, where a test runs it for ever.
#
#   Fuzz/run.sh fuzz-work -max_total_time=3600
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=${REPVIT_ORACLE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/repvit-convert/oracle/bin/python}
if [[ $# -eq 0 ]]; then
    echo "usage: Fuzz/run.sh FOLDER [libFuzzer's options]" >&2
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
# Swift's own handler of traps would keep libFuzzer from saving the input.
export SWIFT_BACKTRACE=enable=no
exec "$root/Fuzz/.build/release/fuzz-onnx" -rss_limit_mb=1024 -malloc_limit_mb=1024 -timeout=5 \
    -artifact_prefix="$folder/finds/" "$@" "$folder/corpus"
