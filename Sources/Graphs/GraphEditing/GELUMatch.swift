internal import ONNX

/// A GELU around one `Erf`, or its approximation around one `Tanh`, times a number.
///
///     x * (q + q * erf(x / sqrt 2))
///     x * (q + q * tanh(slope * (x + cubic * x^3)))
///
/// with factors before, between and after, in any order.
package struct GELUMatch {
    /// The approximation's numbers, as the specification of `Gelu` has them.
    package static let slope = (2 / Double.pi).squareRoot()
    package static let cubic = 0.044715

    package var input: String
    package var output: String
    /// Whether it is the exact one.
    package var isExact: Bool
    /// Output = scale * GELU(input).
    package var scale: Double
    /// What it is made of, from the argument to the output. The polynomial before a `Tanh`, which nothing needs any more
    /// then, is not among them.
    package var nodes: [EditableGraph.NodeID]
    package var label: String

    /// - Parameter id: the `Erf` or `Tanh`.
    package init?(_ id: EditableGraph.NodeID, _ graph: EditableGraph) {
        guard let node = graph[id], let result = node.onlyOutput, graph.elementType(result) ?? .float == .float,
            let gate = Gate(of: result, graph)
        else { return nil }
        isExact = node.operatorType == "Erf"
        guard
            let argument = isExact
                ? Self.scaledByRoot(node.inputs[0], graph) : Self.source(of: gate.other, under: node.inputs[0], graph)
        else { return nil }
        input = argument.source
        nodes = (isExact ? argument.nodes : []) + [id] + gate.nodes
        var factor = 2 * gate.scale
        if gate.other != input {
            guard let scaled = graph.affineSource(of: gate.other, limit: 4), scaled.source == input, scaled.shift == 0,
                graph.isUsedOnce(gate.other)
            else { return nil }
            nodes += scaled.nodes
            factor *= scaled.scale
        }
        nodes.append(gate.product)
        output = gate.output
        if let halving = graph.scaling(behind: output), abs(factor * halving.factor - 1) < 1e-6 {
            nodes.append(halving.id)
            output = halving.output
            factor = 1
        }
        scale = abs(factor - 1) < 1e-6 ? 1 : factor
        label = graph.label(of: input, "gelu")
        // Nothing else may need what lies between.
        guard Set(nodes).count == nodes.count else { return nil }
    }

    /// Whether it is in the form that the compiler knows.
    package func isCanonical(_ graph: EditableGraph) -> Bool {
        let list = nodes.compactMap { graph[$0] }
        guard list.map(\.operatorType) == ["Div", "Erf", "Add", "Mul", "Mul"], scale == 1 else { return false }
        return list[0].inputs[0] == input && graph.isRankZero(list[0].inputs[1])
            && list[2].inputs[0] == list[1].outputs[0] && graph.isRankZero(list[2].inputs[1])
            && list[3].inputs == [input, list[2].outputs[0]]
            && list[4].inputs[0] == list[3].outputs[0] && graph.isRankZero(list[4].inputs[1])
    }

    /// The value that the argument of an `Erf` is, divided by the square root of 2.
    private static func scaledByRoot(_ value: String, _ graph: EditableGraph) -> EditableGraph.AffineSource? {
        guard let argument = graph.affineSource(of: value, limit: 1), argument.shift == 0,
            abs(argument.scale * 2.0.squareRoot() - 1) < 1e-6, graph.isUsedOnce(value)
        else { return nil }
        return argument
    }

    /// The value that `other` is a multiple of, if the argument of a `Tanh` is the approximation's polynomial of it.
    private static func source(
        of other: String, under argument: String, _ graph: EditableGraph
    ) -> EditableGraph.AffineSource? {
        let scaled = graph.affineSource(of: other, limit: 4)
        for source in [other, scaled?.source].compactMap(\.self) {
            guard let polynomial = graph.polynomial(of: argument, in: source), polynomial.count == 4 else { continue }
            let expected = [0, slope, 0, slope * cubic]
            if zip(polynomial, expected).allSatisfy({ abs($0 - $1) <= 1e-5 * abs($1) }) {
                return EditableGraph.AffineSource(source: source)
            }
        }
        return nil
    }
}

/// `other * (scale * value + scale)`
private struct Gate {
    var other: String
    var scale: Double
    var product: EditableGraph.NodeID
    var output: String
    /// Between the value and the product.
    var nodes: [EditableGraph.NodeID]

    init?(of value: String, _ graph: EditableGraph) {
        let gate = graph.affineUse(of: value)
        guard gate.scale != 0, abs(gate.shift - gate.scale) < 1e-6 * abs(gate.scale),
            let productID = graph.onlyConsumer(of: gate.value), let node = graph[productID], node.isStandard("Mul"),
            let result = node.onlyOutput
        else { return nil }
        other = node.inputs[0] == gate.value ? node.inputs[1] : node.inputs[0]
        guard other != gate.value else { return nil }
        scale = gate.scale
        product = productID
        output = result
        nodes = gate.nodes
    }
}
