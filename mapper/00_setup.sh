#!/usr/bin/env bash
# Step 0: installs what the build needs: Debian packages, and says how to get Swift.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/00_setup.sh [--check]

Installs the packages that repvit-convert is built with, where they are missing, on Debian 12 and Ubuntu 22.04 or
24.04. Asks for root (sudo) only then; if nothing is missing it does nothing. Then looks for Swift 6.2 or later, and
offers the official installer, swiftly, where there is none.

  --check   only say what is missing

Exit codes: 0 all there, 2 installing failed, 69 something is still missing.
TEXT
}

# Name and use of each. The names are the same on Debian 12 and Ubuntu 22.04 and 24.04.
packages=(
    'libprotobuf-c-dev:ONNX and .bin files'
    'protobuf-c-compiler:the test that the generated code is current'
    'libyaml-dev:mapper configs'
    'libturbojpeg0-dev:JPEG images'
    'libpng-dev:PNG images'
    'libarchive-dev:archives of images'
    'libssl-dev:SHA-256'
    'libcurl4-openssl-dev:downloads'
    'libdnnl-dev:computing float models'
    'pkg-config:finding these libraries'
    'graphviz:hb_perf draws with dot, and stops half-way without it'
)
least_swift=6.2

check_only=false
for argument in "$@"; do
    case $argument in
        --check) check_only=true ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            exit 64
            ;;
    esac
done

say() { printf '%s\n' "$*" >&2; }

is_installed() {
    [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2> /dev/null)" = installed ]
}

install_packages() {
    local missing=() entry
    if ! command -v dpkg-query > /dev/null; then
        say "This is not Debian or Ubuntu. Install the development files of protobuf-c, libyaml, libturbojpeg, libpng,"
        say "OpenSSL, libcurl, libarchive and oneDNN, and pkg-config, protoc-c and Graphviz with your own package manager."
        return 0
    fi
    for entry in "${packages[@]}"; do
        is_installed "${entry%%:*}" || missing+=("$entry")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    say "Missing packages:"
    for entry in "${missing[@]}"; do say "  ${entry%%:*}  (${entry#*:})"; done
    local command=(apt-get install --yes --no-install-recommends "${missing[@]%%:*}")
    if $check_only; then
        say "  fix: sudo ${command[*]}"
        exit 69
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo > /dev/null; then
            say "error: installing them needs root, and there is no sudo"
            say "  fix: as root: ${command[*]}"
            exit 69
        fi
        say "Installing them needs root: sudo may ask for your password."
        command=(sudo env DEBIAN_FRONTEND=noninteractive "${command[@]}")
    else
        command=(env DEBIAN_FRONTEND=noninteractive "${command[@]}")
    fi
    # The lists may be old, or not there at all, as in a fresh container.
    if ! "${command[@]}" >&2; then
        say "Once more, with fresh package lists."
        if [ "$(id -u)" -ne 0 ]; then sudo apt-get update >&2; else apt-get update >&2; fi || true
        "${command[@]}" >&2 || {
            say "error: apt-get could not install the packages"
            exit 2
        }
    fi
}

# Prints the version of the Swift that is found: `6.3.1` of `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
swift_version() {
    swift --version 2> /dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1
}

find_swift() {
    local version
    version=$(swift_version) || version=
    if [ -n "$version" ] && [ "$(printf '%s\n' "$least_swift" "$version" | sort -V | head -n 1)" = "$least_swift" ]; then
        return 0
    fi
    say "${version:+Swift $version is too old: }Swift $least_swift or later is needed."
    say "The official installer (https://www.swift.org/install/linux) is had so, without root:"
    say ""
    say "  curl -O https://download.swift.org/swiftly/linux/swiftly-\$(uname -m).tar.gz"
    say "  tar zxf swiftly-\$(uname -m).tar.gz"
    say "  ./swiftly init --quiet-shell-followup"
    say "  . \"\${SWIFTLY_HOME_DIR:-\$HOME/.local/share/swiftly}/env.sh\""
    say "  hash -r"
    say ""
    say "swiftly says itself which packages of the system Swift needs; then run this again."
    exit 69
}

install_packages
find_swift
