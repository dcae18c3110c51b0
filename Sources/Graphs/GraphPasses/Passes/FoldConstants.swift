internal import GraphEditing
internal import GraphRuntime
internal import ONNX

/// What is computed from constants alone is computed now.
///
///     Add(constant, constant) -> y      becomes      constant y
///
/// Never so that the file grows by more than a limit: an `Expand` of one number to a large tensor stays.
enum FoldConstants: GraphPass {
    static let name = "fold-constants"
    static let summary = "what follows from constants is computed"

    private static let random: Set<String> = [
        "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli",
    ]

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) throws -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard, node.subgraphs.isEmpty, !random.contains(node.operatorType),
                !node.inputs.isEmpty, node.inputs.allSatisfy({ $0.isEmpty || graph.isConstant($0) }),
                !node.outputs.contains(where: graph.outputs.contains), NodeEvaluator.supports(node, opset: graph.opset),
                let growth = growth(of: node, graph), graph.foldedBytes + growth <= options.foldingLimit
            else { continue }
            let inputs = node.inputs.map { $0.isEmpty ? nil : graph.constants.resolved($0) }
            // What cannot be computed stays, and whoever runs the model says why.
            guard let results = try? NodeEvaluator.evaluate(node, inputs: inputs, opset: graph.opset),
                results.count >= node.outputs.count,
                zip(node.outputs, results).allSatisfy({ $0.isEmpty || $1 != nil })
            else { continue }
            graph.remove(id)
            for (name, result) in zip(node.outputs, results) where !name.isEmpty {
                guard var tensor = result else { continue }
                tensor.name = name
                graph.insertConstant(tensor)
            }
            graph.foldedBytes += max(0, growth)
            count += 1
        }
        return count
    }

    /// By how many bytes the file grows; `nil` if it is not known.
    private static func growth(of node: Node, _ graph: EditableGraph) -> Int? {
        var bytes = 0
        for name in node.outputs where !name.isEmpty {
            guard let sizes = graph.sizes(name), let type = graph.elementType(name), let width = type.bitWidth else {
                return nil
            }
            for size in sizes + [width] { guard size <= 1 << 40 else { return nil } }
            var count = 1
            for size in sizes {
                let (product, overflow) = count.multipliedReportingOverflow(by: size)
                if overflow || product > 1 << 40 { return nil }
                count = product
            }
            bytes += count * width / 8
        }
        for name in Set(node.inputs) where !name.isEmpty && graph.isUsedOnce(name) {
            bytes -= graph.constants.byteCount(name) ?? 0
        }
        return bytes
    }
}
