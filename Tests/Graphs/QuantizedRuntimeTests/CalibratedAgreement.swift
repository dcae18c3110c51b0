import GraphRuntime
import ONNX
import Support

@testable import QuantizedRuntime

/// How a calibrated model's values compare with those of the vendor's runtime, for one input.
struct CalibratedAgreement {
    /// Elements of calibrations that differ, though computed from the vendor's own input.
    var differentRoundings = 0
    var roundings = 0
    /// The largest difference of any other node computed from the vendor's inputs, in parts of its result's largest
    /// element.
    var largestNodeDifference = 0.0
    var worstNode = ""
    /// The outputs, computed from the graph's input: the vendor's squared over the squared differences.
    var outputRatio = Double.infinity

    /// - Parameters:
    ///   - expected: every node's first output.
    ///   - inputs: the graph's.
    init(_ model: Model, inputs: [String: Tensor], expected: [String: Tensor]) throws {
        let program = try CalibratedProgram(model)
        let values = inputs.merging(expected) { first, _ in first }
        for calibration in program.calibrations where !calibration.isWeight {
            guard let input = values[calibration.input], let output = values[calibration.output] else { continue }
            let found = try calibration.rounded(input).floats()
            differentRoundings += zip(found, try output.floats()).count { $0 != $1 }
            roundings += found.count
        }
        // Each node from the vendor's roundings before it.
        let roundings = Set(program.calibrations.filter { !$0.isWeight }.map(\.output))
        let others = Set(expected.keys).subtracting(program.calibrations.map(\.output))
        let found = try program.run(inputs, keeping: others, from: expected.filter { roundings.contains($0.key) })
        for name in others.sorted() {
            guard let output = expected[name], let elements = try found[name]?.floats() else { continue }
            let wanted = try output.floats()
            let largest = wanted.map { abs($0) }.max() ?? 0
            let difference = zip(elements, wanted).map { abs($0 - $1) }.max() ?? 0
            let relative = Double(difference) / Double(max(largest, 1e-30))
            if relative > largestNodeDifference { (largestNodeDifference, worstNode) = (relative, name) }
        }
        for output in model.graph.outputs {
            guard let wanted = try expected[output.name]?.floats(), expected[output.name]?.elementType == .float,
                let found = try program.run(inputs)[output.name]?.floats()
            else { continue }
            let signal = wanted.reduce(0) { $0 + Double($1) * Double($1) }
            let noise = zip(found, wanted).reduce(0) { sum, pair in
                let difference = Double(pair.0) - Double(pair.1)
                return sum + difference * difference
            }
            if noise > 0 { outputRatio = min(outputRatio, signal / noise) }
        }
    }
}
