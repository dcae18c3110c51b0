internal import ONNX

/// Chains of additions and multiplications with single numbers.
extension EditableGraph {
    /// `value = scale * source + shift`
    package struct AffineSource {
        package var source: String
        package var scale = 1.0
        package var shift = 0.0
        /// The nodes between, from the source on.
        package var nodes: [NodeID] = []
    }

    /// Walks back from a value through additions and multiplications with single numbers.
    ///
    /// - Parameter limit: how many nodes at most. The inner ones are used by nothing else; the value itself may be.
    package func affineSource(of value: String, limit: Int) -> AffineSource? {
        var result = AffineSource(source: value)
        for step in 0..<limit {
            guard step == 0 || isUsedOnce(result.source), let id = producer(of: result.source), let node = self[id],
                let factor = affineStep(node)
            else { break }
            // scale * (a * s + b) + shift
            result.shift += result.scale * factor.shift
            result.scale *= factor.scale
            result.source = factor.other
            result.nodes.insert(id, at: 0)
        }
        return result.nodes.isEmpty ? nil : result
    }

    /// `value = scale * origin + shift`, as far as single uses lead.
    package struct AffineUse {
        var value: String
        var scale = 1.0
        var shift = 0.0
        var nodes: [NodeID] = []
    }

    /// Walks forward from a value through additions and multiplications with single numbers.
    package func affineUse(of origin: String, limit: Int = 4) -> AffineUse {
        var result = AffineUse(value: origin)
        for _ in 0..<limit {
            guard let id = onlyConsumer(of: result.value), let node = self[id], let step = affineStep(node),
                let output = node.onlyOutput
            else { break }
            result.scale *= step.scale
            result.shift = result.shift * step.scale + step.shift
            result.value = output
            result.nodes.append(id)
        }
        return result
    }

    /// A multiplication with a single number that alone uses a value.
    package func scaling(behind value: String) -> (id: NodeID, factor: Double, output: String)? {
        guard let id = onlyConsumer(of: value), let node = self[id], let step = affineStep(node), step.shift == 0,
            let output = node.onlyOutput
        else { return nil }
        return (id, step.scale, output)
    }

    private func affineStep(_ node: Node) -> (other: String, scale: Double, shift: Double)? {
        guard node.isStandard, let (number, other, numberIsFirst) = scalarOperand(node), number.isFinite else {
            return nil
        }
        switch node.operatorType {
        case "Mul": return (other, number, 0)
        case "Div": return numberIsFirst || number == 0 ? nil : (other, 1 / number, 0)
        case "Add": return (other, 1, number)
        case "Sub": return numberIsFirst ? (other, -1, number) : (other, 1, -number)
        case "Neg": return nil
        default: return nil
        }
    }

    /// A name for nodes that belong to the layer that makes a value.
    package func label(of value: String, _ suffix: String) -> String {
        let base = producer(of: value).flatMap { self[$0] }.map(\.label) ?? value
        return "\(base).\(suffix)"
    }

    package func isRankZero(_ name: String) -> Bool { constants.shape(name) == [] }
}
