internal import CFloatKernels
package import ONNX

/// Operators that the executor has besides those of ONNX, for what other formats are translated to.
package enum ExtensionOperators {
    package static let domain = "repvit-convert"

    /// Rounds each element to a multiple of a scale, half to even, within a range of multiples. NaN stays NaN.
    ///
    /// - Parameters:
    ///   - scales: positive; one, or one for each index along `axis`.
    ///   - range: of the multiples: -128...127 for int8.
    package static func fakeQuantization(
        name: String, input: String, output: String, scales: [Float], axis: Int, range: ClosedRange<Int>
    ) -> Node {
        Node(
            "FakeQuantize", name: name, domain: domain, inputs: [input], outputs: [output],
            attributes: [
                Attribute("scales", .floats(scales)), Attribute("axis", .integer(Int64(axis))),
                Attribute("low", .float(Float(range.lowerBound))), Attribute("high", .float(Float(range.upperBound))),
            ])
    }

    /// A function of one value that ONNX has in later opsets only: `Gelu`, `HardSwish`.
    package static func function(_ operatorType: String, name: String, input: String, output: String) -> Node {
        Node(operatorType, name: name, domain: domain, inputs: [input], outputs: [output])
    }
}

extension OperatorKernels {
    /// See ``ExtensionOperators/fakeQuantization(name:input:output:scales:axis:range:)``.
    static let fakeQuantization = OperatorKernel(.single) { context in
        let scales = try context.floats("scales") ?? []
        try context.check(
            !scales.isEmpty && scales.allSatisfy { $0.isFinite && $0 > 0 }, "its scales are not positive numbers")
        let low = try context.float("low", default: -128)
        let high = try context.float("high", default: 127)
        if scales.count == 1 {
            let value = try context.any(0)
            try context.check(value.type == .float, "expected float, found \(value.type)")
            let result = try context.make(.float, value.shape, order: value.order)
            fk_fake_quantize(value.count, value.floats, result.floats, scales[0], low, high)
            return [result]
        }
        let value = try context.input(0)
        try context.check(value.type == .float, "expected float, found \(value.type)")
        let axis = try context.axis(try context.integer("axis", default: 0), rank: value.rank)
        try context.check(
            value.shape[axis] == scales.count, "\(scales.count) scales for \(value.shape[axis]) channels")
        let result = try context.make(.float, value.shape)
        let inner = value.shape[(axis + 1)...].reduce(1, *)
        let rows = inner == 0 ? 0 : value.count / inner
        for row in 0..<rows {
            fk_fake_quantize(
                inner, value.floats + row * inner, result.floats + row * inner, scales[row % scales.count], low, high)
        }
        return [result]
    }
}
