internal import ONNX

/// A HardSigmoid around one `Clip`, alone or as the gate of a product, with the factor after either:
///
///     clip(a * x + b, 0, high) / high
///     other * clip(a * x + b, 0, high) / high
package struct HardSigmoidMatch {
    package var input: String
    /// Of `HardSigmoid`.
    package var alpha: Double
    package var beta: Double
    package var high: Double
    /// From the argument to the `Clip`.
    package var nodes: [EditableGraph.NodeID]
    /// The `Clip`'s.
    package var output: String
    /// The multiplication by another value.
    package var product: (id: EditableGraph.NodeID, other: String, output: String)?
    /// The division by ``high``; `nil` where that is 1, or where the division went into the weights of what follows.
    package var scaling: (id: EditableGraph.NodeID, output: String)?

    /// - Parameter id: the `Clip`.
    package init?(_ id: EditableGraph.NodeID, _ graph: EditableGraph) {
        guard let node = graph[id], let output = node.onlyOutput, let bounds = graph.clipBounds(node), bounds.low == 0,
            bounds.high > 0, let argument = graph.affineSource(of: node.inputs[0], limit: 3),
            graph.isUsedOnce(node.inputs[0]), argument.scale > 0,
            abs(argument.shift / bounds.high - 0.5) < 1e-6, graph.elementType(output) ?? .float == .float
        else { return nil }
        high = bounds.high
        input = argument.source
        alpha = argument.scale / high
        beta = argument.shift / high
        nodes = argument.nodes + [id]
        self.output = output
        guard high != 1 else { return }
        scaling = Self.scaling(of: output, by: high, graph)
        guard scaling == nil else { return }
        guard let productID = graph.onlyConsumer(of: output), let product = graph[productID], product.isStandard("Mul"),
            let result = product.onlyOutput, !product.inputs.contains(where: graph.isConstant)
        else { return nil }
        let other = product.inputs[0] == output ? product.inputs[1] : product.inputs[0]
        self.product = (productID, other, result)
        scaling = Self.scaling(of: result, by: high, graph)
    }

    private static func scaling(
        of value: String, by high: Double, _ graph: EditableGraph
    ) -> (id: EditableGraph.NodeID, output: String)? {
        guard let scaling = graph.scaling(behind: value), abs(scaling.factor * high - 1) < 1e-6 else { return nil }
        return (scaling.id, scaling.output)
    }

    /// Whether it is `x * HardSigmoid(x)` with the numbers of `HardSwish`, whole.
    package var isHardSwish: Bool {
        product?.other == input && scaling != nil && abs(alpha * 6 - 1) < 1e-6 && abs(beta - 0.5) < 1e-6
    }
}
