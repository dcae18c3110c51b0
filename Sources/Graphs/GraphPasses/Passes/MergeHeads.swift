internal import GraphEditing
internal import ONNX

/// Linear layers of the same input whose outputs are added are one: the two heads of a distilled classifier.
///
///     x -> Gemm(W1) -> Add       becomes      x -> Gemm(W1 + W2)
///     x -> Gemm(W2) ----^
enum MergeHeads: GraphPass {
    static let name = "merge-heads"
    static let summary = "parallel Gemms that are added become one"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard("Add"), let output = node.onlyOutput,
                let first = GemmView(graph, graph.producer(of: node.inputs[0])),
                let second = GemmView(graph, graph.producer(of: node.inputs[1])), first.id != second.id,
                first.input == second.input, first.outputs == second.outputs, first.inputs == second.inputs,
                graph.isUsedOnce(first.output), graph.isUsedOnce(second.output)
            else { continue }
            let weights = zip(first.weights(graph), second.weights(graph)).map { $0 + $1 }
            let bias = zip(first.bias(graph), second.bias(graph)).map { $0 + $1 }
            graph.setLinear(first.id, outputs: first.outputs, inputs: first.inputs, weights, bias: bias)
            graph.remove(second.id)
            graph.remove(id)
            graph.setOutput(of: first.id, output)
            count += 1
        }
        return count
    }
}
