/// What computes a model's outputs. The names are those of `--engine`, and the keys of reports.
package enum EngineKind: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// The float model, on this machine's processor.
    case float
    /// The quantized model with the integers of the BPU, on this machine's processor.
    case quantized
    /// The quantized model in the vendor's own runtime.
    case vendor
    /// The compiled model on the vendor's BPU simulator.
    case bin

    package static func < (left: Self, right: Self) -> Bool {
        allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
}
