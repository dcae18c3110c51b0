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

# use_convert: sets `convert` to repvit-convert: the one that runs this script, on the PATH, or installed or built together
# with it.
use_convert() {
    local candidate
    for candidate in "${REPVIT_CONVERT:-}" "$(command -v repvit-convert)" "$mapper_folder/../../../bin/repvit-convert" \
        "$mapper_folder/../.build/release/repvit-convert" "$mapper_folder/../.build/debug/repvit-convert"; do
        if [ -x "$candidate" ]; then
            convert=$candidate
            export REPVIT_MAPPER_DIR=${REPVIT_MAPPER_DIR:-$mapper_folder}
            return
        fi
    done
    fail_missing "repvit-convert is not on the PATH, installed or built" "make build"
}

# use_toolchain: sets `toolchain` to the vendor's environment and puts it first on PATH.
use_toolchain() {
    use_convert
    toolchain=$("$convert" toolchain path) || exit $?
    [ -x "$toolchain/bin/hb_mapper" ] ||
        fail_missing "hb_mapper not found in $toolchain/bin" "repvit-convert toolchain install"
    export PATH="$toolchain/bin:$PATH" REPVIT_TOOLCHAIN="$toolchain" PYTHONUNBUFFERED=1 MPLBACKEND=Agg
}

# read_config CONFIG: sets config, model, march, build_folder, prefix, bin, quantized_model, input_shape,
# calibration_folder. Paths are absolute.
read_config() {
    local lines line value
    lines=$("$convert" config paths "$1") || exit $?
    # shellcheck disable=SC2034  # 03_build.sh uses it
    config=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
    while IFS= read -r line; do
        value=${line#*=}
        # shellcheck disable=SC2034  # each script uses only some of these
        case ${line%%=*} in
            model) model=$value ;;
            march) march=$value ;;
            working_dir) build_folder=$value ;;
            prefix) prefix=$value ;;
            bin) bin=$value ;;
            quantized_model) quantized_model=$value ;;
            input_shape) input_shape=$value ;;
            calibration_folder) calibration_folder=$value ;;
        esac
    done <<< "$lines"
}

# use_work_folder [FOLDER]: sets `work`; defaults to the parent of the config's working_dir.
use_work_folder() {
    work=${1:-$(dirname "$build_folder")}
    mkdir -p "$work/logs" || fail "cannot create $work/logs"
    work=$(cd "$work" && pwd)
}

# make_scratch STEP: sets `scratch` to a new folder in the work folder, and removes those of runs that were killed.
# The temporary files of the vendor's programs go there too.
make_scratch() {
    local left owner
    if [ -n "${REPVIT_SCRATCH:-}" ]; then
        # repvit-convert holds the lock of the work folder, and removes all of this folder.
        mkdir -p "$REPVIT_SCRATCH"
        scratch=$(mktemp -d "$REPVIT_SCRATCH/$1.XXXXXX")
        export TMPDIR=$scratch
        return
    fi
    for left in "$work/.$1".*; do
        owner=${left#"$work/.$1."}
        owner=${owner%%.*}
        # Only names that mktemp made below, and only if their process is gone.
        case $owner in *[!0-9]* | '') continue ;; esac
        [ -d "$left" ] && [ ! -L "$left" ] && [ ! -e "/proc/$owner" ] && rm -rf -- "$left"
    done
    scratch=$(mktemp -d "$work/.$1.$$.XXXXXX")
    export TMPDIR=$scratch
}

# run_logged NAME COMMAND...: runs a command, shows its output and writes it to the step's log, which `log` names.
# On failure, exits with 2 and prints the vendor's reason in one line.
run_logged() {
    local name=$1 status=0
    shift
    log=${REPVIT_LOG:-$work/logs/$name.log}
    "$@" 2>&1 < /dev/null | tee "$log" || status=${PIPESTATUS[0]}
    tidy_log "$log"
    [ "$status" -eq 0 ] || fail_vendor "$log" "$status"
}

# tidy_log FILE: removes color codes, and all but the final state of lines that were redrawn (progress bars).
tidy_log() {
    sed -i -e $'s/\x1b\\[[0-9;]*m//g' -e 's/\r*$//' -e 's/.*\r//' "$1"
}

# fail_vendor OUTPUT STATUS: exits with 2 and prints the reason found in a file of the vendor's output.
fail_vendor() {
    fail_logged "$("$convert" toolchain reason "$1")" " (exit status $2)"
}

# fail_logged MESSAGE [REMARK]: as fail, and names the step's log.
fail_logged() {
    note "error: $1"
    note "  log: $log${2:-}"
    exit 2
}
