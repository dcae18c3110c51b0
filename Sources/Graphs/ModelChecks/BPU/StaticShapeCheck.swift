internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Every value of the graph has a fixed shape: the BPU's memory is laid out when the model is compiled.
enum StaticShapeCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "static-shape", .mapper,
        summary: "every value has a fixed shape",
        reason: """
            The BPU's memory is laid out when the model is compiled. A size that is known only while running, or that follows \
            from data, leaves nothing to lay out.
            """,
        fix: "Export without dynamic axes, and simplify, so that shape computations become constants.",
        example: "input: {name: 'image', type: float ['N', 3, 224, 224]}")

    static func findings(in context: CheckContext) -> [Finding] {
        let graph = context.model.graph
        let dynamicInputs = graph.inputs.filter { isOpen(context.shapes.types[$0.name]) }
        // What follows from an open input says nothing new.
        if !dynamicInputs.isEmpty { return dynamicInputs.map { open($0.name, context.shapes.shape(of: $0.name)) } }
        var names: [(name: String, node: Node)] = []
        for node in graph.nodes {
            for name in node.outputs where !name.isEmpty && isOpen(context.shapes.types[name]) {
                names.append((name, node))
            }
        }
        guard let first = names.first else { return [] }
        return [unknown(first.name, context.shapes.shape(of: first.name), first.node, count: names.count)]
    }

    private static func isOpen(_ type: ValueType?) -> Bool {
        guard case .tensor(_, let shape) = type else { return true }
        return shape?.sizes == nil
    }

    static func open(_ name: String, _ shape: [Dimension]?) -> Finding {
        rule.error(
            "input '\(name)' has no fixed shape (\(shape?.text ?? "unknown")), which the BPU needs",
            fix: "export without dynamic axes")
    }

    static func unknown(_ name: String, _ shape: [Dimension]?, _ node: Node, count: Int) -> Finding {
        let others = count > 1 ? ", and \(count - 1) more" : ""
        return rule.error(
            "the shape of '\(name)' (\(shape?.text ?? "unknown")) does not follow from the inputs\(others)",
            fix: "simplify the model so that shapes are constants", node: node)
    }
}
