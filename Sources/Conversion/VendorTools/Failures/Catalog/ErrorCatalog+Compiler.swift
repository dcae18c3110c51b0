extension ErrorCatalog {
    /// RVC04: hbdk-cc and the other programs that work on compiled models.
    static let compiler = Group(
        title: "The compiler and its tools",
        entries: [
            CatalogEntry(
                "RVC0401", "the compiler crashed",
                matches: "hbdk-cc compile hbir model failed with returncode -11",
                "hbdk-cc compile hbir model failed with returncode -6",
                cause: """
                    hbdk-cc ended with a memory error (signal 11) or an assertion of its own (signal 6). That is a \
                    fault of the compiler, set off by one combination of model and options.
                    """,
                fix: """
                    build with a lower optimize_level; if that works, bisect the model with output_nodes to find the \
                    node, and report it to the vendor
                    """,
                yaml: "optimize_level: O1",
                seen: "ERROR hbdk-cc compile hbir model failed with returncode -11."),
            CatalogEntry(
                "RVC0402", "the compiler was killed, most likely because memory ran out",
                matches: "hbdk-cc compile hbir model failed with returncode -9",
                cause: """
                    Signal 9 comes from the kernel when memory is exhausted, from a container at its limit, or from a \
                    person.
                    """,
                fix: "close other programs, raise the container's memory limit, or build fewer models at once",
                seen: "ERROR hbdk-cc compile hbir model failed with returncode -9."),
            CatalogEntry(
                "RVC0403", "the compiler could not be started",
                matches: "hbdk-cc compile hbir model failed with returncode 127",
                "hbdk-cc compile hbir model failed with returncode 126",
                cause: "hbdk-cc, or a library that it needs, is missing from the environment.",
                fix: "run `repvit-convert toolchain doctor`, then `repvit-convert toolchain install`",
                seen: "ERROR hbdk-cc compile hbir model failed with returncode 127."),
            CatalogEntry(
                "RVC0404", "the RDK X5 cannot run one model on two cores",
                matches: "not support execute one model on 2 core simultaneously",
                cause: "core_num is 2, and the RDK X5 (bayes-e) has one BPU core.",
                fix: "set core_num to 1",
                yaml: "core_num: 1",
                seen: """
                    *** ERROR-OCCUR-DURING {hbdk.hbdk-cc} ***, error message: unsupported model: BAYES-E not support \
                    execute one model on 2 core simultaneously now.
                    """),
            CatalogEntry(
                "RVC0405", "the compiler cannot read its input",
                matches: "Deserialize hbir file*failed",
                cause: "The .hbir file is cut short or something else. hb_mapper makes it in a temporary folder.",
                fix: "check that the disk of TMPDIR is not full, and run `repvit-convert build NAME --force`",
                seen: "ERROR: Deserialize hbir file m.hbir failed! Failed to read 8 bytes from input stream! Read 7"),
            CatalogEntry(
                "RVC0406", "the file is not a compiled model",
                matches: "Error parsing message with type 'HORIZON_IR.ModelProto'",
                cause: """
                    A .bin is a container of its own. This file is cut short (an interrupted copy), an ONNX model, or \
                    a web page.
                    """,
                fix: "run `repvit-convert inspect FILE`, and build or download it again",
                seen: "ERROR Error parsing message with type 'HORIZON_IR.ModelProto'"),
            CatalogEntry(
                "RVC0408", "the program has no model of that name",
                matches: "no model named", "hbrtErrorInvalidModelName",
                cause: "A compiled program can hold several models; the message lists the names of this one.",
                fix: "use a listed name; `repvit-convert inspect MODEL.bin` shows it",
                seen: "no model named \"nowhere\" in hbm[0], candidates are:  main_graph_subgraph_0"),
            CatalogEntry(
                "RVC0409", "the file is not a program for the BPU",
                matches: "is specified as hbm, but it seems not",
                cause: "An .hbm is what hbdk-cc writes; a .bin holds one, but is a container of its own.",
                fix: "run hb_perf on the .bin, which leaves temp.hbm",
                seen: "ERROR: m.hbm is specified as hbm, but it seems not"),
            CatalogEntry(
                "RVC0407", "the simulator's input does not fit the model",
                matches: "hbrtErrorInvalidConfig",
                cause: """
                    hbdk-sim was given a file with the wrong number of bytes, or the name of a model that the program \
                    does not hold.
                    """,
                fix: "use an NV12 image of the model's size: height * width * 3 / 2 bytes, named *.yuv",
                seen: "hbrtErrorInvalidConfig"),
            CatalogEntry(
                "RVC0499", "the compiler failed", isGeneral: true,
                matches: "hbdk-cc compile hbir model failed with returncode",
                "hbdk-cc failed to compile",
                cause:
                    "hbdk-cc ended with an error; its own words follow the line with the return code, if it had any.",
                fix: "read the lines before it in the log; run `repvit-convert verify MODEL` to check the BPU's limits",
                seen: "ERROR hbdk-cc compile hbir model failed with returncode 3."),
        ])
}
