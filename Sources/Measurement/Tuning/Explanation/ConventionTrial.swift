internal import GraphRuntime
package import InputContract
package import ONNX

/// Compares how clearly the float network recognizes images under several conventions of its input.
///
/// The measure is how far the largest logit is from the mean of the logits, in their standard deviations: unlike a
/// probability it does not grow with the scale of the input alone.
package struct ConventionTrial: Sendable {
    package struct Convention: Sendable, Hashable {
        package var isSwapped = false
        package var normalization: Normalization

        package init(isSwapped: Bool = false, normalization: Normalization) {
            self.isSwapped = isSwapped
            self.normalization = normalization
        }
    }

    package struct Comparison: Sendable, Hashable {
        package let stated: Double
        package let other: Double
        /// Of the paired differences: their mean in standard errors.
        package let significance: Double

        /// Whether the other convention explains the images better, beyond chance.
        package var isBetter: Bool { other > stated * 1.1 && significance > 3 }
    }

    /// Fewer images prove nothing.
    package static let leastImages = 8

    private let executor: Executor
    private let input: String
    private let output: String

    /// - Parameter model: with one input `[1, 3, height, width]`.
    package init(_ model: Model) throws {
        guard let input = model.graph.realInputs.first, let output = model.graph.outputs.first else {
            throw ExplanationError.noLogits
        }
        (self.input, self.output) = (input.name, output.name)
        executor = try Executor(model)
    }

    /// How clearly one image is recognized.
    ///
    /// - Parameter pixels: planes of 0...255.
    package func clarity(_ pixels: [Float], shape: [Int], _ convention: Convention) throws -> Double {
        let plane = pixels.count / 3
        var values = pixels
        for channel in 0..<3 {
            let source = convention.isSwapped ? 2 - channel : channel
            let mean = Float(convention.normalization.mean[channel])
            let scale = Float(convention.normalization.scale[channel])
            for index in 0..<plane {
                values[channel * plane + index] = (pixels[source * plane + index] - mean) * scale
            }
        }
        let logits = try executor.run([input: Tensor(shape: shape, floats: values)])[output]?.floats() ?? []
        return Self.clarity(logits)
    }

    static func clarity(_ logits: [Float]) -> Double {
        guard let largest = logits.max(), logits.count > 1 else { return 0 }
        let count = Double(logits.count)
        let mean = logits.reduce(0) { $0 + Double($1) } / count
        let variance = logits.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        return variance > 0 ? (Double(largest) - mean) / variance.squareRoot() : 0
    }

    /// - Precondition: as many of one as of the other.
    package static func compare(_ other: [Double], with stated: [Double]) -> Comparison {
        let count = Double(max(stated.count, 1))
        let differences = zip(other, stated).map { $0 - $1 }
        let mean = differences.reduce(0, +) / count
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
        return Comparison(
            stated: stated.reduce(0, +) / count, other: other.reduce(0, +) / count,
            significance: mean / max((variance / count).squareRoot(), 1e-9))
    }
}
