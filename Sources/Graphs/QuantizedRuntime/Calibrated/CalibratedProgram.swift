internal import GraphRuntime
package import ONNX

/// Computes a calibrated model in float32: the `*_calibrated_model.onnx` of the vendor's toolchain, in which every value
/// that will be quantized is rounded as its quantization will.
///
/// Agrees with the vendor's runtime up to the order of float32 sums: a sum close to the middle of two steps may
/// be rounded to the other one, and what depends on it then differs by about a step.
///
/// Layer by layer, a network is analyzed from what is known already. With `quantized` all of whose calibrations are on,
/// and `plain` all of whose are off:
///
///     let values = try plain.run(inputs, keeping: [calibration.input])
///     let rounded = try calibration.rounded(values[calibration.input]!)
///     try plain.run(inputs, from: [calibration.output: rounded])   // this one alone; nothing before it is computed
///
/// Copies share what is prepared; runs of one program wait for each other.
package struct CalibratedProgram: Sendable {
    /// The nodes that round, in the graph's order, as they were after `adjusting`.
    package let calibrations: [Calibration]
    /// The nodes that compute the model in float32, in the graph's order; constants that are rounded have none.
    package let nodes: [Node]
    private let executor: Executor

    /// Whether a model is one of these.
    package static func runs(_ model: Model) -> Bool {
        model.graph.nodes.contains { $0.domain == "horizon" && $0.operatorType == "HzCalibration" }
    }

    /// - Parameters:
    ///   - threads: `nil`: one for each core.
    ///   - checkpoints: values besides those of the calibrations that runs may keep or start from at no cost.
    ///   - adjusting: called for each node that rounds; may change thresholds and precision.
    /// - Throws: `RuntimeError`: `unsupported` for the first operator that is not known, `node` for one that makes no
    ///   sense, and as `Executor`; `ONNXError` for attributes and payloads.
    package init(
        _ model: Model, threads: Int? = nil, checkpoints: Set<String> = [],
        adjusting: (inout Calibration) throws -> Void = { _ in }
    ) throws {
        var translation = CalibratedTranslation(model)
        let translated = try translation.translate(adjusting)
        calibrations = translation.calibrations
        nodes = translated.graph.nodes
        let rounded = calibrations.filter { !$0.isWeight }.map(\.output)
        executor = try Executor(
            translated, options: ExecutorOptions(threads: threads, checkpoints: checkpoints.union(rounded)))
    }

    /// The graph's outputs and some of its other values by name. Reading or giving values that calibrations put out costs
    /// no preparation; other names prepare the graph again, and the last such preparation is kept.
    ///
    /// - Parameters:
    ///   - inputs: by name, float32 `[batch, channels, height, width]`: a byte less 128. May be missing where `known`
    ///     makes them unnecessary.
    ///   - names: of values other than outputs.
    ///   - known: values, from which the others are computed.
    /// - Throws: `RuntimeError`.
    package func run(
        _ inputs: [String: Tensor], keeping names: Set<String> = [], from known: [String: Tensor] = [:]
    ) throws -> [String: Tensor] {
        try executor.run(inputs, keeping: names, from: known)
    }
}
