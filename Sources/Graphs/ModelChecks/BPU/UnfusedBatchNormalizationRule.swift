internal import Diagnostics
internal import GraphEditing
internal import ONNX
internal import ONNXOperators

/// A BatchNormalization after a convolution, or after the sum of parallel convolutions, folds into their weights.
///
///     Conv -> BatchNormalization            becomes Conv
///     (Conv + Conv + x) -> BatchNormalization    becomes Conv
///
/// Measured with hb_perf on m0_9: 126 Conv + 25 BatchNormalization take 2613.5 us (together with broken GELUs), the 103
/// Conv of the fused form 1072.9 us.
enum UnfusedBatchNormalizationRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "unfused-batch-normalization", .warning,
        summary: "no BatchNormalization follows a convolution that could absorb it",
        reason: """
            It scales what the preceding convolutions could scale through their weights. Measured with hb_perf on \
            m0_9: 2613.5 us with parallel branches and BatchNormalizations (and broken GELUs), 1072.9 us fused.
            """,
        fix: "Run `repvit-convert simplify MODEL -o OUT`, which folds it into the weights.",
        example: "Add(Conv(x), Conv(x)) -> s; BatchNormalization(s) -> y")

    static func findings(in context: CheckContext) -> [Finding] {
        let graph = EditableGraph(context.model, infersShapes: false)
        let nodes = graph.order().compactMap { graph[$0] }.filter { node in
            node.isStandard("BatchNormalization")
                && node.inputs.first.map { isConvolution($0, graph, depth: 0) } == true
        }
        return nodes.first.map { [unfused($0, count: nodes.count)] } ?? []
    }

    /// Whether a value is a convolution's, or a sum that has one among its terms.
    private static func isConvolution(_ name: String, _ graph: EditableGraph, depth: Int) -> Bool {
        // A value with another use has to stay as it is.
        guard depth < 4, graph.isUsedOnce(name), let node = graph.producer(of: name).flatMap({ graph[$0] }) else {
            return false
        }
        switch node.operatorType {
        case "Conv", "ConvTranspose": return true
        case "Add": return node.inputs.contains { isConvolution($0, graph, depth: depth + 1) }
        default: return false
        }
    }

    static func unfused(_ node: Node, count: Int) -> Finding {
        let others = count > 1 ? ", and \(count - 1) more like it" : ""
        return warning(
            "not folded into the preceding convolution\(others)",
            fix: "run `repvit-convert simplify MODEL -o OUT`, which folds it into the weights",
            node: node)
    }
}
