extension ErrorCatalog {
    /// RVC05: memory, disks, and what is installed.
    static let machine = Group(
        title: "The machine and the environment",
        entries: [
            CatalogEntry(
                "RVC0501", "the disk is full",
                matches: "[Errno 28] No space left on device", "No space left on device",
                cause: """
                    A build of RepViT m0_9 needs about 100 MB in its work folder and as much in TMPDIR. One of the two \
                    file systems is full.
                    """,
                fix: "free space, or move the work folder (--work) or TMPDIR to another disk",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: [Errno 28] No space left on \
                    device
                    """),
            CatalogEntry(
                "RVC0502", "a file would exceed the size limit of this shell",
                matches: "[Errno 27] File too large",
                cause: "`ulimit -f` or a batch system limits the size of files.",
                fix: "raise the limit (`ulimit -f unlimited`) and build again",
                seen: "OSError: [Errno 27] File too large"),
            CatalogEntry(
                "RVC0503", "there is too little memory to load the toolchain",
                matches: "failed to map segment from shared object", "cannot allocate memory in static TLS block",
                cause: "`ulimit -v` or a batch system limits the address space. The toolchain's libraries need 2 GB.",
                fix: "raise the limit (`ulimit -v unlimited`), or ask the batch system for 4 GB",
                seen: "ImportError: libtorch_cuda.so: failed to map segment from shared object"),
            CatalogEntry(
                "RVC0504", "memory ran out",
                matches: "MemoryError", "std::bad_alloc", "[Errno 12] Cannot allocate memory",
                "DefaultCPUAllocator: can't allocate memory",
                cause: "Calibration holds the activations of up to eight images at once.",
                fix: "close other programs, raise the limit, or calibrate with fewer and smaller images",
                seen: """
                    terminate called after throwing an instance of 'std::bad_alloc'
                    """),
            CatalogEntry(
                "RVC0505", "hb_mapper crashed", isGeneral: true,
                matches: "exit status 139", "exit status 134", "Segmentation fault",
                cause: """
                    The program ended with a memory error or an assertion, without a message of its own. The last \
                    phase that the log names is where: a very deep graph can exhaust a small stack.
                    """,
                fix: "raise the stack limit (`ulimit -s 8192`), and run `repvit-convert verify MODEL`",
                seen: "Segmentation fault (core dumped)"),
            CatalogEntry(
                "RVC0506", "hb_mapper was killed, most likely because memory ran out", isGeneral: true,
                matches: "exit status 137",
                cause: """
                    Signal 9 comes from the kernel when memory is exhausted, from a container at its limit, or from a \
                    person.
                    """,
                fix: "close other programs, raise the container's memory limit, or build fewer models at once",
                seen: "exit status 137"),
            CatalogEntry(
                "RVC0507", "Graphviz is missing",
                matches: "failed to execute PosixPath('dot')",
                cause: "hb_perf draws the model with Graphviz's dot, and stops half-way without it.",
                fix: "run `sudo apt-get install graphviz`",
                seen: """
                    ERROR failed to execute PosixPath('dot'), make sure the Graphviz executables are on your systems' \
                    PATH
                    """),
            CatalogEntry(
                "RVC0508", "the environment lacks pkg_resources",
                matches: "No module named 'pkg_resources'",
                cause: """
                    pkg_resources is a part of setuptools that version 82 removed. Something upgraded setuptools in \
                    the toolchain's environment.
                    """,
                fix: "run `repvit-convert toolchain uninstall`, then `repvit-convert toolchain install`",
                seen: "ModuleNotFoundError: No module named 'pkg_resources'"),
            CatalogEntry(
                "RVC0509", "the environment lacks a Python package",
                matches: "ModuleNotFoundError: No module named",
                cause: "The environment is torn: an installation that was cut short, or a package removed by hand.",
                fix: "run `repvit-convert toolchain uninstall`, then `repvit-convert toolchain install`",
                seen: "ModuleNotFoundError: No module named 'torch'"),
            CatalogEntry(
                "RVC0599", "a file or folder is missing", isGeneral: true,
                matches: "ERROR [Errno 2] No such file or directory",
                cause: """
                    A path of the YAML or the command line leads nowhere; hb_mapper also makes working_dir, whose \
                    parent must exist.
                    """,
                fix: "correct the path that the message names; paths are relative to the YAML",
                yaml: "working_dir: ../build",
                seen: "ERROR [Errno 2] No such file or directory: '/proc/nowhere'"),
        ])
}
