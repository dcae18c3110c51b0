#!/usr/bin/env bash
# Step 0: installs the Debian packages that the build needs, and checks for Swift.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: mapper/00_setup.sh [--check]

Installs missing build dependencies on Debian 12, Ubuntu 22.04 and Ubuntu
24.04. Uses sudo only if a package is missing. Then checks for Swift 6.2 or
later, and prints how to install it with swiftly if it is not found.

  --check   report what is missing; install nothing

Exit codes: 0 nothing is missing, 2 installation failed, 69 something is
still missing.
TEXT
}

# Package and purpose. The names are the same on Debian 12 and Ubuntu 22.04 and 24.04.
packages=(
    'libprotobuf-c-dev:ONNX and .bin files'
    'protobuf-c-compiler:regenerating the protobuf-c code, and its test'
    'libyaml-dev:mapper YAML files'
    'libturbojpeg0-dev:JPEG images'
    'libpng-dev:PNG images'
    'libarchive-dev:image archives'
    'libssl-dev:SHA-256'
    'libcurl4-openssl-dev:downloads'
    'libdnnl-dev:running float models'
    'pkg-config:finding these libraries'
    'graphviz:hb_perf, which fails without dot'
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
        say "OpenSSL, libarchive, libcurl and oneDNN, and pkg-config, protoc-c and Graphviz, with your package manager."
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
            say "error: installing packages needs root, and sudo was not found"
            say "  fix: run as root: ${command[*]}"
            exit 69
        fi
        say "Installing packages needs root; sudo may ask for your password."
        command=(sudo env DEBIAN_FRONTEND=noninteractive "${command[@]}")
    else
        command=(env DEBIAN_FRONTEND=noninteractive "${command[@]}")
    fi
    # The package lists may be outdated or missing, as in a fresh container.
    if ! "${command[@]}" >&2; then
        say "Retrying with fresh package lists."
        if [ "$(id -u)" -ne 0 ]; then sudo apt-get update >&2; else apt-get update >&2; fi || true
        "${command[@]}" >&2 || {
            say "error: apt-get failed to install the packages"
            exit 2
        }
    fi
}

# Prints the version of Swift on the PATH: `6.3.1` of `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
swift_version() {
    swift --version 2> /dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1
}

find_swift() {
    local version
    version=$(swift_version) || version=
    if [ -n "$version" ] && [ "$(printf '%s\n' "$least_swift" "$version" | sort -V | head -n 1)" = "$least_swift" ]; then
        return 0
    fi
    say "${version:+Swift $version is too old. }Swift $least_swift or later is required."
    say "Install it with swiftly, the official installer (https://www.swift.org/install/linux). No root needed:"
    say ""
    say "  curl -O https://download.swift.org/swiftly/linux/swiftly-\$(uname -m).tar.gz"
    say "  tar zxf swiftly-\$(uname -m).tar.gz"
    say "  ./swiftly init --quiet-shell-followup"
    say "  . \"\${SWIFTLY_HOME_DIR:-\$HOME/.local/share/swiftly}/env.sh\""
    say "  hash -r"
    say ""
    say "swiftly lists the system packages that Swift needs. Then run this script again."
    exit 69
}

install_packages
find_swift
