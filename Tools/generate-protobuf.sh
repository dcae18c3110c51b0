#!/bin/sh
# Regenerates the committed protobuf-c code from the .proto files.
#
# usage: Tools/generate-protobuf.sh [FOLDER]
#
# Writes to Sources/C/, or to FOLDER/COnnxProto and FOLDER/CBinProto for comparison. Requires protoc-c (Debian package
# protobuf-c-compiler).
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
target=${1:-$root/Sources/C}

if ! command -v protoc-c >/dev/null; then
    echo "error: protoc-c not found" >&2
    echo "  fix: sudo apt-get install protobuf-c-compiler" >&2
    exit 69
fi

generate() {
    folder=$1
    name=$2
    mkdir -p "$target/$folder/include"
    protoc-c --proto_path="$root/Sources/C/$folder" --c_out="$target/$folder" "$root/Sources/C/$folder/$name.proto"
    mv "$target/$folder/$name.pb-c.h" "$target/$folder/include/$name.pb-c.h"
}

generate COnnxProto onnx
generate CBinProto bin
