/// What `hb_mapper` does, one after the other; each begins with a line of its own in the log.
package enum MakertbinPhase: String, Sendable, Hashable, CaseIterable {
    case prepare
    case optimize
    case calibrate
    case quantize
    case compile
    case package

    var firstWords: String {
        switch self {
        case .prepare: "Start to prepare the onnx model"
        case .optimize: "Start to optimize the onnx model"
        case .calibrate: "Start to calibrate the model"
        case .quantize: "Start to quantize the model"
        case .compile: "Start to compile the model"
        case .package: "start convert to *.bin file"
        }
    }

    package var label: String {
        switch self {
        case .prepare: "reading the model"
        case .optimize: "optimizing"
        case .calibrate: "calibrating"
        case .quantize: "quantizing"
        case .compile: "compiling for the BPU"
        case .package: "writing the .bin"
        }
    }

    /// The phase that a line of the log begins.
    static func beginning(in line: String) -> MakertbinPhase? {
        allCases.first { line.contains($0.firstWords) }
    }
}
