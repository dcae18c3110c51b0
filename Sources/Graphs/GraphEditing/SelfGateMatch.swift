internal import ONNX

/// `x * gate(x)`, the gate one node: SiLU around a `Sigmoid`, HardSwish around a `HardSigmoid`.
package struct SelfGateMatch {
    package var input: String
    package var output: String
    package var nodes: [EditableGraph.NodeID]

    /// - Parameter id: the gate.
    package init?(_ id: EditableGraph.NodeID, _ graph: EditableGraph) {
        guard let node = graph[id], let gate = node.onlyOutput, let productID = graph.onlyConsumer(of: gate),
            let product = graph[productID], product.isStandard("Mul"), product.inputs.contains(node.inputs[0]),
            let output = product.onlyOutput
        else { return nil }
        input = node.inputs[0]
        self.output = output
        nodes = [id, productID]
    }
}
