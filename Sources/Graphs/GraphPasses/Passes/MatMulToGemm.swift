internal import GraphEditing
internal import ONNX

/// A linear layer is one Gemm, weights `[outputs, inputs]`.
///
///     x [N, K] -> MatMul(W) -> Add(b)      becomes      Gemm(x, W', b)
///     Gemm(alpha, beta, not transposed)    becomes      Gemm(x, W', b')
enum MatMulToGemm: GraphPass {
    static let name = "matmul-to-gemm"
    static let summary = "MatMul and Add become Gemm"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id] else { continue }
            if node.isStandard("MatMul") {
                if fuse(id, node, &graph) { count += 1 }
            } else if let layer = GemmView(graph, id), !layer.isCanonical(graph) {
                graph.setLinear(
                    id, outputs: layer.outputs, inputs: layer.inputs, layer.weights(graph), bias: layer.bias(graph))
                count += 1
            }
        }
        return count
    }

    private static func fuse(_ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph) -> Bool {
        guard graph.rank(node.inputs[0]) == 2, let output = node.onlyOutput, node.inputs[0] != node.inputs[1],
            let shape = graph.constants.shape(node.inputs[1]), shape.count == 2,
            let columns = graph.constants.doubles(node.inputs[1]), let sumID = graph.onlyConsumer(of: output),
            let sum = graph[sumID], sum.isStandard("Add"), let result = sum.onlyOutput,
            let (constant, _, _) = graph.constantOperand(sum), let biasShape = graph.constants.shape(constant),
            [[], [1], [1, 1], [shape[1]], [1, shape[1]]].contains(biasShape),
            let bias = graph.constants.doubles(constant)
        else { return false }
        let (inputs, outputs) = (shape[0], shape[1])
        var weights = [Double](repeating: 0, count: columns.count)
        for row in 0..<outputs {
            for column in 0..<inputs { weights[row * inputs + column] = columns[column * outputs + row] }
        }
        graph.update(id) { $0.operatorType = "Gemm" }
        graph.setLinear(
            id, outputs: outputs, inputs: inputs, weights, bias: (0..<outputs).map { bias[bias.count == 1 ? 0 : $0] })
        graph.remove(sumID)
        graph.setOutput(of: id, result)
        return true
    }
}
