extension Schema {
    /// `compiler_parameters`.
    static let compilerKeys: [KeySchema] = [
        KeySchema(
            .compileMode, .compiler, .text, values: ["latency", "bandwidth", "balance"], default: "latency",
            "What the compiler saves: time, memory traffic, or a mixture."),
        KeySchema(
            .balanceFactor, .compiler, .integer, range: 0...100, presence: .needed(when: "compile_mode is balance"),
            "0 is all for bandwidth, 100 all for latency."),
        KeySchema(
            .optimizeLevel, .compiler, .text, values: ["O0", "O1", "O2", "O3"], default: "O0",
            "Effort of the compiler; models compiled with O0 are several times slower than with O3."),
        KeySchema(
            .debug, .compiler, .boolean, default: "true",
            "Keeps per-layer figures in the compiled model, for hb_perf."),
        KeySchema(.coreNum, .compiler, .integer, range: 1...2, default: "1", "BPU cores for one run; the X5 has one."),
        KeySchema(
            .maxTimePerFC, .compiler, .integer, range: 1000...4_294_967_295, default: "0",
            "The longest single call of the BPU in microseconds, so that other models get their turn; 0 means no limit."
        ),
        KeySchema(.jobs, .compiler, .integer, "Threads of the compiler."),
        KeySchema(
            .inputSource, .compiler, .textOrMapping, values: ["pyramid", "ddr", "resizer"],
            default: "pyramid for nv12 and gray, else ddr",
            "Where each input comes from, as a mapping from its name."),
        KeySchema(
            .advice, .compiler, .integer, range: 0...Int.max,
            "Makes the compiler name operators that use less of the BPU than expected, from this many microseconds."),
        KeySchema(.abilityEntry, .compiler, .text, "Passed on to the compiler."),
    ]
}
