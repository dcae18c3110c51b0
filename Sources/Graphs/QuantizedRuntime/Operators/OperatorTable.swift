internal import ONNX

/// The operators that can be computed.
enum OperatorTable {
    /// Checks a node and makes it ready.
    ///
    /// - Throws: errors that name the node: `unsupported` where the vendor's arithmetic is not known, `node` and
    ///   ``ONNXError`` where the node makes no sense.
    typealias Preparation = @Sendable (NodeContext) throws -> PreparedNode

    /// The vendor's operators, of the domain `horizon`.
    static let horizon: [String: Preparation] = [
        Convolutions.all, Elementwise.all, Tables.all, Pools.all, Reductions.all, Rearranging.all, FloatNodes.horizon,
    ]
    .reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    /// `nil` if the node's operator cannot be computed.
    static func preparation(for node: Node, opset: Int) -> Preparation? {
        if node.domain == "horizon" { return horizon[node.operatorType] }
        return FloatNodes.isStandard(node, opset: opset) ? FloatNodes.standard : nil
    }
}
