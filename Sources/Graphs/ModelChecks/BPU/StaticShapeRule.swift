internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Every value has a static shape: the BPU's memory is planned at compile time.
enum StaticShapeRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "static-shape",
        summary: "every shape is static",
        reason: """
            The BPU's memory is planned at compile time. A size that is known only at run time, or computed from data, \
            cannot be planned.
            """,
        fix: """
            Run `repvit-convert simplify MODEL -o OUT --input-shape NAME=1x3x224x224`, which fixes the sizes and folds \
            shape computations.
            """,
        example: "input: {name: 'image', type: float ['N', 3, 224, 224]}")

    static func findings(in context: CheckContext) -> [Finding] {
        let graph = context.model.graph
        let dynamicInputs = graph.inputs.filter { isOpen(context.shapes.types[$0.name]) }
        // Values that depend on a dynamic input add nothing.
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
        error(
            "input '\(name)' has a dynamic shape (\(shape?.text ?? "unknown"))",
            fix: "run `repvit-convert simplify MODEL -o OUT --input-shape \(name)=1x3x224x224`, with the model's sizes")
    }

    static func unknown(_ name: String, _ shape: [Dimension]?, _ node: Node, count: Int) -> Finding {
        let others = count > 1 ? ", and \(count - 1) more" : ""
        return error(
            "the shape of '\(name)' (\(shape?.text ?? "unknown")) depends on data\(others)",
            fix: "run `repvit-convert simplify MODEL -o OUT`, which folds shape computations", node: node)
    }
}
