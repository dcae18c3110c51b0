package import ONNX

/// Where two models that should compute the same begin to differ.
package struct LayerComparison: Sendable, Encodable, Hashable {
    /// Values of the first model that have a counterpart in the second.
    package var compared: Int
    /// Values of the first model that have none: they were merged into others.
    package var unmatched: Int
    /// The last value before ``firstDifference`` that agrees.
    package var lastAgreement: String?
    /// `nil` if every value that has a counterpart agrees.
    package var firstDifference: Layer?

    /// A value and the node that makes it.
    package struct Layer: Sendable, Encodable, Hashable {
        /// `name (OpType)`
        package var node: String
        package var difference: TensorDifference
    }

    /// - Parameters:
    ///   - model: the first one, which says the order.
    ///   - first: its values by name, as `second` those of the other model.
    package init(
        _ model: Model, _ first: [String: Tensor], _ second: [String: Tensor], tolerance: Double
    ) throws {
        compared = 0
        unmatched = 0
        var candidates: [[Int]: [(name: String, print: Fingerprint)]] = [:]
        for name in second.keys.sorted() {
            guard let tensor = second[name], let print = Fingerprint(tensor) else { continue }
            candidates[tensor.shape, default: []].append((name, print))
        }
        for node in model.graph.nodes {
            for name in node.outputs {
                guard let tensor = first[name] else { continue }
                let print = Fingerprint(tensor)
                guard print != nil || [.int8, .int16].contains(tensor.elementType) else { continue }
                var other = second[name].flatMap { $0.shape == tensor.shape ? $0 : nil }
                if other == nil, let print {
                    let similar = candidates[tensor.shape]?.first { $0.print.isNear(print) }
                    other = similar.flatMap { second[$0.name] }
                }
                guard let other else {
                    unmatched += 1
                    continue
                }
                compared += 1
                let difference = try TensorDifference(name, tensor, other)
                if difference.relative <= tolerance {
                    if firstDifference == nil { lastAgreement = name }
                } else if firstDifference == nil {
                    firstDifference = Layer(node: node.description, difference: difference)
                }
            }
        }
    }

    /// What tells whether two values may be the same, without a look at each pair of elements.
    private struct Fingerprint {
        var mean: Double
        var norm: Double

        /// `nil` for what is not a float tensor.
        init?(_ tensor: Tensor) {
            guard tensor.elementType == .float, let values = try? tensor.floats(), !values.isEmpty else { return nil }
            var (sum, squares) = (0.0, 0.0)
            for value in values {
                sum += Double(value)
                squares += Double(value) * Double(value)
            }
            mean = sum / Double(values.count)
            norm = (squares / Double(values.count)).squareRoot()
        }

        func isNear(_ other: Fingerprint) -> Bool {
            let scale = max(norm, other.norm)
            return abs(norm - other.norm) <= 1e-4 * scale && abs(mean - other.mean) <= 1e-4 * scale
        }
    }
}
