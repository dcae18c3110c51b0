internal import GraphEditing
internal import ONNX

/// Multiplication with and addition of constants, one for all or one a channel, become part of a layer next to them.
///
///     Conv -> Mul(s) -> Add(t)          becomes      Conv      (LayerScale, normalization written out)
///     (Gemm) -> Div(2)                  becomes      Gemm
///     Sub(mean) -> Div(std) -> Conv     becomes      Conv      (no padding, or no shift)
enum FuseScaleAndShift: GraphPass {
    static let name = "fuse-scale-and-shift"
    static let summary = "Mul, Add, Sub and Div with constants become part of Conv or Gemm"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard, ["Mul", "Add", "Sub", "Div"].contains(node.operatorType),
                let (constant, other, _) = graph.constantOperand(node), let output = node.onlyOutput
            else { continue }
            let layer = graph.producer(of: other)
            let channels = ConvolutionView(graph, layer)?.outputChannels ?? GemmView(graph, layer)?.outputs
            if let affine = AffineView(graph, id, channels: channels), graph.foldIntoProducer(affine) {
                count += 1
            } else if !isPartOfActivation(constant, other, output, graph), let affine = AffineView(graph, id),
                graph.foldIntoConsumers(affine)
            {
                count += 1
            }
        }
        return count
    }

    /// Whether this is the last factor of GELU and its like, `x * gate(x) * 0.5`, without which the compiler does not
    /// recognize them.
    private static func isPartOfActivation(
        _ constant: String, _ other: String, _ output: String, _ graph: EditableGraph
    ) -> Bool {
        guard graph.scalar(constant) != nil, let product = graph.producer(of: other, "Mul")?.node else { return false }
        return !product.inputs.contains(where: graph.isConstant)
    }
}
