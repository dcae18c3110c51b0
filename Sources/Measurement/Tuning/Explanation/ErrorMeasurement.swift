internal import Evaluation
internal import GraphRuntime
internal import ONNX
internal import QuantizedRuntime

/// Measures the errors of a calibrated model, an image at a time.
///
/// A node's own error is computed from the values before it, which are kept: only what depends on it runs again.
final class ErrorMeasurement: Sendable {
    /// What is measured for one image.
    struct Depth: OptionSet {
        let rawValue: Int
        static let own = Depth(rawValue: 1)
        static let converseAndWeights = Depth(rawValue: 2)
    }

    /// What the networks read for one image.
    struct Inputs {
        /// Of the float network for the RGB image.
        var float: [Float]
        var calibrated: [String: Tensor]
        /// As a board would feed it in the other range; `nil` if there is none.
        var otherRange: [String: Tensor]?
    }

    private let structure: CalibratedStructure
    private let plain: CalibratedProgram
    private let full: CalibratedProgram
    private let weights: CalibratedProgram
    private let activations: CalibratedProgram
    private let output: String
    private let names: Set<String>
    private let roundedInputs: Set<String>

    init(_ model: Model, structure: CalibratedStructure, output: String) throws {
        self.structure = structure
        self.output = output
        let outputs = Set(structure.weights.compactMap { $0.consumer.outputs.first })
        plain = try CalibratedProgram(model, threads: 1, checkpoints: outputs) { $0.precision = nil }
        full = try CalibratedProgram(model, threads: 1)
        weights = try CalibratedProgram(model, threads: 1) { if !$0.isWeight { $0.precision = nil } }
        activations = try CalibratedProgram(model, threads: 1) { if $0.isWeight { $0.precision = nil } }
        names = Set(structure.points.map(\.calibration.output))
        // No node computes an input of the graph.
        roundedInputs = Set(structure.points.filter { $0.producer != nil }.map(\.calibration.input))
    }

    func measure(_ inputs: Inputs, _ depth: Depth) throws -> ErrorSums {
        var sums = ErrorSums(points: structure.points.count, weights: structure.weights.count)
        let exact = try plain.run(inputs.calibrated, keeping: names)
        let rounded = try full.run(
            inputs.calibrated, keeping: depth.contains(.converseAndWeights) ? names.union(roundedInputs) : names)
        guard let logits = exact[output], let quantized = rounded[output] else {
            throw ExplanationError.noLogits
        }
        let reference = try logits.floats()
        guard inputs.float.count == reference.count else {
            throw ExplanationError.differentModel(logits: reference.count, expected: inputs.float.count)
        }
        func distance(_ values: [String: Tensor]) throws -> LogitDistance {
            guard let found = values[output] else { throw ExplanationError.noLogits }
            return LogitDistance(try found.floats(), from: reference)
        }
        sums.total = LogitDistance(try quantized.floats(), from: inputs.float)
        sums.chroma = LogitDistance(reference, from: inputs.float)
        sums.rounding = try distance(rounded)
        sums.weightsAlone = try distance(weights.run(inputs.calibrated))
        sums.activationsAlone = try distance(activations.run(inputs.calibrated))
        if let other = inputs.otherRange { sums.otherRange = try distance(plain.run(other)) }
        for (index, point) in structure.points.enumerated() {
            try Task.checkCancellation()
            let calibration = point.calibration
            guard let value = exact[calibration.output], let found = rounded[calibration.output] else { continue }
            let elements = try value.floats()
            let alone = try calibration.rounded(value)
            sums.cumulative[index] = try LogitDistance(found, from: value)
            sums.local[index] = LogitDistance(try alone.floats(), from: elements)
            sums.statistics[index].add(
                elements, shape: value.shape, threshold: calibration.thresholds.max() ?? .infinity)
            if depth.contains(.own) {
                var known = exact.filter { point.frontier.contains($0.key) }
                known[calibration.output] = alone
                sums.own[index] = try distance(plain.run(inputs.calibrated, from: known))
            }
            let unrounded = rounded[calibration.input] ?? inputs.calibrated[calibration.input]
            if depth.contains(.converseAndWeights), let unrounded {
                var known = rounded.filter { point.frontier.contains($0.key) }
                known[calibration.output] = unrounded
                sums.converse[index] = try distance(full.run(inputs.calibrated, from: known))
            }
        }
        if depth.contains(.converseAndWeights) {
            for (index, weight) in structure.weights.enumerated() {
                try Task.checkCancellation()
                sums.weights[index] = try distance(run(weight, exact, inputs.calibrated))
            }
        }
        return sums
    }

    /// The outputs with one weight rounded.
    private func run(
        _ weight: CalibratedStructure.Weight, _ exact: [String: Tensor], _ inputs: [String: Tensor]
    ) throws -> [String: Tensor] {
        let node = weight.consumer
        let operands = try node.inputs.map { name -> Tensor? in
            if name == weight.calibration.output, let constant = structure.constants[weight.calibration.input] {
                return try weight.calibration.rounded(constant)
            }
            return exact[name] ?? structure.constants[name] ?? inputs[name]
        }
        guard let output = node.outputs.first,
            let value = try NodeEvaluator.evaluate(node, inputs: operands, opset: 11).first ?? nil
        else { throw ExplanationError.noLogits }
        var known = exact.filter { weight.frontier.contains($0.key) }
        known[output] = value
        return try plain.run(inputs, from: known)
    }
}
