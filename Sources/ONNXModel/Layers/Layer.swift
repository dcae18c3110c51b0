/// A node of the main graph, and what it costs. `Constant` nodes are no layers: what they hold belongs to the layers
/// that use it.
public struct Layer: Sendable, Equatable {
    /// The node's name; of a nameless one its first output.
    public var name: String
    /// The modules that it is in, outermost first; see ``NameScope``.
    public var scope: [String]
    /// Of other domains than the default one as `domain.Operator`.
    public var operatorType: String
    /// The values that it takes which other layers or the graph's inputs give.
    public var inputs: [String]
    public var outputs: [String]
    /// Of the first output; `nil` if it is unknown.
    public var outputType: ValueType?
    /// Elements of the constants that it is the first layer to use.
    public var parameters: Int
    /// Multiply-accumulates of one run; `nil` if a shape is unknown.
    public var macs: Int?
}
