package import ONNX

/// How far two tensors are apart.
package struct TensorDifference: Sendable, Encodable, Hashable {
    package var name: String
    /// The largest difference of two elements.
    package var maximum: Double
    /// The mean of the differences.
    package var mean: Double
    /// The largest element of the first tensor, by magnitude.
    package var largest: Double
    /// ``maximum`` as a share of ``largest``.
    package var relative: Double
    /// Cosine of the angle between the two; 1 for two of zeros.
    package var cosine: Double

    enum CodingKeys: String, CodingKey {
        case name, cosine
        case maximum = "maxDifference"
        case mean = "meanDifference"
        case largest = "largestValue"
        case relative = "relativeDifference"
    }

    /// - Throws: ``ComparisonError/outputs(_:)`` if their shapes differ or one has no numbers.
    package init(_ name: String, _ first: Tensor, _ second: Tensor) throws {
        guard first.shape == second.shape else {
            throw ComparisonError.outputs(
                "'\(name)' is \(first.shape) in the one model and \(second.shape) in the other")
        }
        let (left, right) = (try Self.numbers(first, name), try Self.numbers(second, name))
        self.name = name
        maximum = 0
        largest = 0
        var sum = 0.0
        var (dot, leftSquares, rightSquares) = (0.0, 0.0, 0.0)
        for (a, b) in zip(left, right) {
            // Equal infinities and two NaN do not differ; one NaN is the largest there is.
            let difference = a == b || (a.isNaN && b.isNaN) ? 0 : abs(a - b)
            maximum = difference.isNaN ? .infinity : max(maximum, difference)
            sum += difference.isNaN ? .infinity : difference
            if a.isFinite { largest = max(largest, abs(a)) }
            if a.isFinite, b.isFinite {
                dot += a * b
                leftSquares += a * a
                rightSquares += b * b
            }
        }
        mean = left.isEmpty ? 0 : sum / Double(left.count)
        relative = maximum == 0 ? 0 : largest == 0 ? .infinity : maximum / largest
        let norm = (leftSquares * rightSquares).squareRoot()
        cosine = norm == 0 ? (leftSquares == rightSquares ? 1 : 0) : dot / norm
    }

    private static func numbers(_ tensor: Tensor, _ name: String) throws -> [Double] {
        if tensor.elementType.isFloatingPoint, let values = try? tensor.floats() { return values.map { Double($0) } }
        if let values = try? tensor.integers() { return values.map { Double($0) } }
        throw ComparisonError.outputs("'\(name)' is \(tensor.elementType), which is not compared")
    }

    /// The larger of two differences of the same tensor, from different samples.
    package func worse(_ other: TensorDifference) -> TensorDifference {
        var result = relative >= other.relative ? self : other
        result.mean = max(mean, other.mean)
        result.cosine = min(cosine, other.cosine)
        return result
    }
}
