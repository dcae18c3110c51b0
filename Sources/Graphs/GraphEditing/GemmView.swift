package import ONNX

/// `alpha * A * B + beta * C` with constant B and C, read as a linear layer `y = W x + b`.
package struct GemmView {
    package var id: EditableGraph.NodeID
    package var input: String
    package var output: String
    package var outputs: Int
    package var inputs: Int
    package var name: String
    private var weightName: String
    private var biasName: String?
    private var isTransposed: Bool
    private var alpha: Double
    private var beta: Double

    /// `nil` if the node is none, A is transposed, or B or C are not constants of float32.
    package init?(_ graph: EditableGraph, _ id: EditableGraph.NodeID?) {
        guard let id, let node = graph[id], node.isStandard("Gemm"), (2...3).contains(node.inputs.count),
            let output = node.onlyOutput, (try? node.flag("transA", default: false)) == false,
            let isTransposed = try? node.flag("transB", default: false),
            let alpha = try? node.float("alpha", default: 1), let beta = try? node.float("beta", default: 1),
            let shape = graph.constants.shape(node.inputs[1]), shape.count == 2,
            graph.constants.elementType(node.inputs[1]) == .float, graph.constants.hasElements(node.inputs[1])
        else { return nil }
        self.id = id
        self.output = output
        self.isTransposed = isTransposed
        self.alpha = Double(alpha)
        self.beta = Double(beta)
        input = node.inputs[0]
        outputs = isTransposed ? shape[0] : shape[1]
        inputs = isTransposed ? shape[1] : shape[0]
        weightName = node.inputs[1]
        name = node.label
        if node.inputs.count == 3, !node.inputs[2].isEmpty {
            guard let bias = graph.constants.shape(node.inputs[2]), graph.constants.hasElements(node.inputs[2]),
                // Broadcast over the rows: the same for each image of a batch.
                [[], [1], [1, 1], [outputs], [1, outputs]].contains(bias)
            else { return nil }
            biasName = node.inputs[2]
        }
    }

    /// `[outputs, inputs]`, alpha in it.
    package func weights(_ graph: EditableGraph) -> [Double] {
        guard let values = graph.constants.doubles(weightName) else { return [] }
        if isTransposed { return alpha == 1 ? values : values.map { $0 * alpha } }
        var result = [Double](repeating: 0, count: values.count)
        for row in 0..<outputs {
            for column in 0..<inputs { result[row * inputs + column] = alpha * values[column * outputs + row] }
        }
        return result
    }

    /// `[outputs]`, beta in it; zeros if there is none.
    package func bias(_ graph: EditableGraph) -> [Double] {
        guard let values = biasName.flatMap({ graph.constants.doubles($0) }) else {
            return [Double](repeating: 0, count: outputs)
        }
        return (0..<outputs).map { beta * values[values.count == 1 ? 0 : $0] }
    }

    /// Whether it is written as canonical form has it: `transB`, a bias `[outputs]`, neither alpha nor beta.
    package func isCanonical(_ graph: EditableGraph) -> Bool {
        isTransposed && alpha == 1 && beta == 1 && biasName.map { graph.constants.shape($0) == [outputs] } == true
    }
}

extension EditableGraph {
    /// Makes a Gemm `y = W x + b` with these weights.
    package mutating func setLinear(_ id: NodeID, outputs: Int, inputs: Int, _ weights: [Double], bias: [Double]) {
        setWeights(of: id, shape: [outputs, inputs], weights, bias: bias) { $0.attributes = Self.gemmAttributes }
    }

    package static var gemmAttributes: [Attribute] {
        [.float("alpha", 1), .float("beta", 1), .integer("transB", 1)]
    }
}
