package import CompiledModel
internal import Imaging
internal import Support
package import VendorTools

/// Runs a compiled model on the vendor's bit-exact simulator, a process for each run.
package struct SimulatorEngine: ClassifierEngine {
    package let kind = EngineKind.bin
    package let model: String
    package let inputs: [InputPort]
    package let classCount: Int?
    package var batch: Int { simulator.batch }

    private let simulator: Simulator

    /// - Throws: ``EvaluationError/unsupportedModel(path:reason:)``, `ToolchainError`.
    package init(_ compiled: BinModel, environment: ToolchainEnvironment) throws {
        model = compiled.path
        classCount = compiled.classCount
        simulator = try Simulator(model: compiled, environment: environment)
        inputs = try compiled.feeds.map { feed in
            let content: InputPort.Content
            switch feed.kind {
            case .featureMap: content = .featureMap
            case .rgb: content = .pixels(.rgb)
            case .bgr: content = .pixels(.bgr)
            case .gray: content = .pixels(.gray)
            case .nv12, .yuv444:
                guard let range = compiled.range(ofInput: feed.name) else {
                    throw EvaluationError.unsupportedModel(
                        path: compiled.path, reason: "the YUV range of input '\(feed.name)' is unknown")
                }
                content = feed.kind == .nv12 ? .nv12(range) : .pixels(.yuv444(range))
            }
            return InputPort(name: feed.name, content: content, shape: [1] + feed.shape.dropFirst())
        }
    }

    package func logits(_ samples: [Sample]) async throws -> [[Float]] {
        var logits: [[Float]] = []
        for (run, count) in runs(samples) {
            let bytes = try run.map { sample in
                try zip(inputs, simulator.model.feeds).map { try Self.bytes(of: $0, for: $1, sample) }
            }
            logits += try await simulator.logits(bytes).prefix(count)
        }
        return logits
    }

    private static func bytes(of port: InputPort, for feed: BinModel.Feed, _ sample: Sample) throws -> [UInt8] {
        switch (port.content, feed.kind) {
        case (.nv12(let range), _): return try port.nv12(sample, range)
        case (.pixels(.gray), _): return try port.pixels(sample, .gray)
        case (.featureMap, .featureMap(let scale)): return quantized(try port.map(sample), scale: scale)
        default: return try port.tensorBytes(sample)
        }
    }

    /// As the board's CPU quantizes: a float32 division, rounded half to even.
    private static func quantized(_ values: [UInt8], scale: Float) -> [UInt8] {
        ByteView(values).elements(as: Float.self).map { value in
            let step = (value / scale).rounded(.toNearestOrEven)
            return UInt8(bitPattern: step.isNaN ? 0 : Int8(max(-128, min(127, step))))
        }
    }
}
