package import ONNX

/// A node of the main graph, and what it costs. `Constant` nodes are not layers: what they hold belongs to the layers
/// that use it.
package struct Layer: Sendable, Equatable {
    /// The node's name; of a nameless one its first output.
    package var name: String
    /// The modules that it is in, outermost first; see ``NameScope``.
    package var scope: [String]
    /// Of other domains than the default one as `domain.Operator`.
    package var operatorType: String
    /// Its inputs that come from other layers or from the graph's inputs.
    package var inputs: [String]
    package var outputs: [String]
    /// Of the first output; `nil` if it is unknown.
    package var outputType: ValueType?
    /// Elements of the constants that it is the first layer to use.
    package var parameters: Int
    /// Multiply-accumulates of one run; `nil` if a shape is unknown.
    package var macs: Int?
}
