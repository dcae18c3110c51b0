package import ONNX

/// Shapes and element types of every value of a model, as far as they follow from inputs and weights.
///
/// Knows the operators of the default domain in opsets 1 to 25 (a later one counts as 25), functions, and subgraphs;
/// follows shape computations through small integer constants, and carries symbolic sizes along. Nothing is inferred of
/// other domains' operators: their outputs are as the file states them. The rules are those of `onnx.shape_inference`
/// (onnx 1.23): where they know a shape, so does this, and where they reject a model in strict mode, so does this.
package struct ShapeInference: Sendable {
    /// Types of the values of the main graph by name: inputs, initializers and what nodes give.
    package let types: [String: ValueType]
    /// Multiply-accumulates of each node of the main graph, in order; `nil` where a shape is unknown. Conv, ConvTranspose,
    /// Gemm and MatMul count; `If` counts its heavier branch, `Loop` and `Scan` one round.
    package let nodeMACs: [Int?]
    /// Where shapes contradict an operator or the file's own statements.
    package let problems: [Problem]

    /// One contradiction.
    package struct Problem: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            /// The operator cannot take its inputs or attributes.
            case operation
            /// The file states another shape or type than the one that follows.
            case statement
            /// The operator cannot run on its inputs, although onnx's own inference lets it pass: it does not look, or
            /// knows less.
            case impossible
        }

        package var kind: Kind
        /// `name (OpType)`; empty for what is not a node's.
        package var node: String
        package var message: String
    }

    /// Infers everything. Payloads are not touched but for small integer constants.
    package init(_ model: Model) {
        let inference = InferenceEngine.run(model)
        guard inference.problems.contains(where: { $0.kind != .impossible }) else {
            (types, nodeMACs, problems) = inference
            return
        }
        // Which of the problems are there for onnx too, which does not compute shapes from shapes?
        let plain = InferenceEngine.run(model, asOnnx: true)
        types = inference.types.merging(plain.types) { ValueType.merge($0, $1) ?? $1 }
        nodeMACs = zip(inference.macs, plain.macs).map { $0 ?? $1 }
        let known = Set(plain.problems.map(\.node))
        problems =
            plain.problems
            + inference.problems.filter { !known.contains($0.node) }.map { problem in
                var problem = problem
                problem.kind = .impossible
                return problem
            }
    }

    /// The shape of a value; `nil` if it is unknown or no tensor.
    package func shape(of name: String) -> [Dimension]? { types[name]?.shape }

    /// The sum over all nodes; `nil` if it is not known for one of them.
    package var macs: Int? { InferenceEngine.sum(nodeMACs) }
}
