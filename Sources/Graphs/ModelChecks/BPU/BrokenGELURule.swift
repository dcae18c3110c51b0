internal import Diagnostics
internal import GraphEditing
internal import ONNX
internal import ONNXOperators

/// GELU has the form that compiles to one lookup table: `0.5 * x * (1 + erf(x / sqrt 2))`.
///
/// onnxsim folds the `0.5` into the next convolution's weights; the rest compiles to four operators.
/// Measured with hb_perf on m0_9, together with unfused branches: 2613.5 us instead of 1072.9 us.
enum BrokenGELURule: ModelRule {
    static let descriptor = RuleDescriptor(
        "broken-gelu", .warning,
        summary: "every GELU has the form that the compiler fuses",
        reason: """
            0.5 * x * (1 + erf(x / sqrt(2))) compiles to one lookup table. onnxsim folds the 0.5 into the next \
            convolution; the rest compiles to four operators, 27 times in m0_9.
            """,
        fix: "Run `repvit-convert simplify MODEL -o OUT`, which restores the factor.",
        example: "Mul(x, Add(1, Erf(Div(x, 1.414)))) -> Conv, without a Mul by 0.5")

    static func findings(in context: CheckContext) -> [Finding] {
        guard context.model.graph.nodes.contains(where: { $0.operatorType == "Erf" }) else { return [] }
        var graph = EditableGraph(context.model, infersShapes: false)
        graph.absorbConstants()
        let nodes = graph.order().compactMap { id in
            GELUMatch(id, graph).flatMap { $0.isExact && $0.scale != 1 ? graph[id] : nil }
        }
        return nodes.first.map { [broken($0, count: nodes.count)] } ?? []
    }

    static func broken(_ node: Node, count: Int) -> Finding {
        let others = count > 1 ? ", and \(count - 1) more like it" : ""
        return warning(
            "incomplete GELU (factor 0.5 missing): compiles to four operators instead of one lookup table\(others)",
            fix: "run `repvit-convert simplify MODEL -o OUT`, which restores the factor",
            node: node)
    }
}
