/// Shapes and element types of every value of a model, as far as they follow from inputs and weights.
///
/// Knows the operators of usual convolutional networks in opsets 1 to 28 of the default domain, follows shape
/// computations through small integer constants, and carries symbolic sizes along. What does not follow stays as the
/// file states it.
public struct ShapeInference: Sendable {
    /// Types of the values of the main graph by name: inputs, initializers and what nodes give.
    public let types: [String: ValueType]
    /// Multiply-accumulates of each node of the main graph, in order; `nil` where a shape is unknown. Conv, ConvTranspose,
    /// Gemm and MatMul count; `If` counts its heavier branch, `Loop` and `Scan` one round.
    public let nodeMACs: [Int?]
    /// Where shapes contradict an operator or the file's own statements.
    public let problems: [Problem]

    /// One contradiction.
    public struct Problem: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            /// The operator cannot take its inputs or attributes.
            case operation
            /// The file states another shape or type than the one that follows.
            case statement
        }

        public var kind: Kind
        /// `name (OpType)`
        public var node: String
        public var message: String
    }

    /// Infers everything. Payloads are not touched but for small integer constants.
    public init(_ model: Model) {
        var versions: [String: Int] = [:]
        for opset in model.opsetImports { versions[opset.domain == "ai.onnx" ? "" : opset.domain] = opset.version }
        let engine = InferenceEngine(opset: versions[""] ?? 1, files: model.externalFiles)
        let scope = InferenceScope(parent: nil)
        nodeMACs = engine.infer(model.graph, in: scope, arguments: [])
        types = scope.values.compactMapValues(\.type)
        problems = engine.problems
    }

    /// The shape of a value; `nil` if it is unknown or no tensor.
    public func shape(of name: String) -> [Dimension]? { types[name]?.shape }

    /// The sum over all nodes; `nil` if it is not known for one of them.
    public var macs: Int? {
        var sum = 0
        for macs in nodeMACs {
            guard let macs else { return nil }
            let (next, overflow) = sum.addingReportingOverflow(macs)
            if overflow { return nil }
            sum = next
        }
        return sum
    }
}

/// The values that a graph can see: its own, and those around it.
final class InferenceScope {
    let parent: InferenceScope?
    var values: [String: InferredValue] = [:]

    init(parent: InferenceScope?) { self.parent = parent }

    func value(_ name: String) -> InferredValue? {
        var scope: InferenceScope? = self
        while let current = scope {
            if let value = current.values[name] { return value }
            scope = current.parent
        }
        return nil
    }
}
