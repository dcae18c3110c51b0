# Functions shared by the step scripts. Source this file after defining usage().
# shellcheck shell=bash

mapper_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

note() { printf '%s\n' "$*" >&2; }

# fail MESSAGE [FIX]: prints the error and its fix, and exits with 2 (failed while running).
fail() {
    note "error: $1"
    [ $# -lt 2 ] || note "  fix: $2"
    exit 2
}

# fail_missing MESSAGE [FIX]: as fail, for a required tool that is missing: exits with 69.
fail_missing() {
    note "error: $1"
    [ $# -lt 2 ] || note "  fix: $2"
    exit 69
}

# check_arguments LEAST MOST ARGUMENT...: prints the usage for --help, unknown options and a wrong count.
check_arguments() {
    local argument least=$1 most=$2
    shift 2
    for argument in "$@"; do
        case $argument in
            -h | --help)
                usage
                exit 0
                ;;
            -*)
                note "error: unknown option $argument"
                usage >&2
                exit 64
                ;;
        esac
    done
    if [ $# -lt "$least" ] || [ $# -gt "$most" ]; then
        usage >&2
        exit 64
    fi
}

# find_python: prints the path of a working CPython 3.10.
find_python() {
    local candidate root
    root=${PYENV_ROOT:-$HOME/.pyenv}
    if command -v pyenv > /dev/null; then root=$(pyenv root 2> /dev/null || printf '%s' "$root"); fi
    for candidate in python3.10 "$root"/versions/3.10.*/bin/python3.10 \
        "$(uv python find --no-python-downloads 3.10 2> /dev/null || true)"; do
        if [ -n "$candidate" ] && "$candidate" -I -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' \
            > /dev/null 2>&1; then
            "$candidate" -I -c 'import sys; print(sys.executable)'
            return 0
        fi
    done
    return 1
}

# use_toolchain: sets `toolchain` to the vendor's environment and puts it first on PATH.
# Finds the same environment as `repvit-convert toolchain path`.
use_toolchain() {
    local digest
    if [ -n "${REPVIT_TOOLCHAIN:-}" ]; then
        toolchain=$REPVIT_TOOLCHAIN
    else
        local cache=${XDG_CACHE_HOME:-}
        case $cache in /*) ;; *) cache=$HOME/.cache ;; esac
        digest=$(sha256sum < "$mapper_folder/toolchain.lock.txt")
        toolchain=$cache/repvit-convert/toolchain/${digest:0:12}
        [ -e "$toolchain/.repvit-convert-complete" ] ||
            fail_missing "the vendor toolchain is not installed (no complete environment in $toolchain)" \
                "repvit-convert toolchain install"
    fi
    [ -x "$toolchain/bin/hb_mapper" ] ||
        fail_missing "hb_mapper not found in $toolchain/bin" "repvit-convert toolchain install"
    toolchain=$(cd "$toolchain" && pwd)
    export PATH="$toolchain/bin:$PATH" REPVIT_TOOLCHAIN="$toolchain" PYTHONUNBUFFERED=1 MPLBACKEND=Agg
}

# read_config CONFIG: sets config, model, march, build_folder, prefix, input_shape, calibration_folder. Paths are absolute.
read_config() {
    [ -f "$1" ] || fail "$1: no such file"
    config=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
    local text
    text=$("$toolchain/bin/python" -I "$mapper_folder/lib/read_config.py" "$config") || exit 2
    local values
    mapfile -t values <<< "$text"
    # shellcheck disable=SC2034  # each script uses only some of these
    model=${values[0]} march=${values[1]} build_folder=${values[2]} prefix=${values[3]} \
        input_shape=${values[4]} calibration_folder=${values[5]:-}
}

# use_work_folder [FOLDER]: sets `work`; defaults to the parent of the config's working_dir.
use_work_folder() {
    work=${1:-$(dirname "$build_folder")}
    mkdir -p "$work/logs" || fail "cannot create $work/logs"
    work=$(cd "$work" && pwd)
}

# make_scratch STEP: sets `scratch` to a new folder in the work folder, and removes those of runs that were killed.
make_scratch() {
    local left owner
    for left in "$work/.$1".*; do
        owner=${left#"$work/.$1."}
        owner=${owner%%.*}
        # Only names that mktemp made below, and only if their process is gone.
        case $owner in *[!0-9]* | '') continue ;; esac
        [ -d "$left" ] && [ ! -L "$left" ] && [ ! -e "/proc/$owner" ] && rm -rf -- "$left"
    done
    # shellcheck disable=SC2034  # used by the scripts
    scratch=$(mktemp -d "$work/.$1.$$.XXXXXX")
}

# run_logged NAME COMMAND...: runs a command, shows its output and writes it to the step's log.
# On failure, exits with 2 and prints the vendor's reason in one line.
run_logged() {
    local name=$1 status=0
    shift
    log=${REPVIT_LOG:-$work/logs/$name.log}
    "$@" 2>&1 < /dev/null | tee "$log" || status=${PIPESTATUS[0]}
    tidy_log "$log"
    [ "$status" -eq 0 ] || fail "$name: $(vendor_reason "$log") (exit status $status, log: $log)"
}

# tidy_log FILE: removes color codes, and all but the final state of lines that were redrawn (progress bars).
tidy_log() {
    sed -i -e $'s/\x1b\\[[0-9;]*m//g' -e 's/\r*$//' -e 's/.*\r//' "$1"
}

# vendor_reason LOG: prints why it failed: the last exception, else the last ERROR, else the last line.
vendor_reason() {
    local line
    line=$(grep -E '^([A-Za-z_][A-Za-z_0-9]*\.)*[A-Za-z_0-9]*(Error|Exception)(:|$)' "$1" | tail -n 1) ||
        line=$(grep -E '(^| )ERROR ' "$1" | tail -n 1 | sed 's/^.* ERROR //') ||
        line=$(grep -v '^[[:space:]]*$' "$1" | tail -n 1) || line='no output'
    printf '%s' "${line:0:500}"
}
