package import ONNX
package import ONNXOperators

/// How large a model is. No payload is touched but small integer constants, which shapes follow from.
package struct ModelStatistics: Sendable, Equatable {
    /// Elements of every constant of floating-point numbers with at least one axis, whether an initializer or a `Constant`
    /// node, in subgraphs and functions too. Each tensor counts once however often it is used. Scalars are the numbers of
    /// formulas, not parameters.
    package var parameters: Int
    /// What these elements take, in bytes.
    package var parameterBytes: Int
    /// Elements of all initializers of the main graph: what `sum(prod(i.dims) for i in graph.initializer)` produces.
    package var initializerElements: Int
    /// Multiply-accumulates of one run; `nil` if a shape is unknown.
    package var macs: Int?
    /// The most memory that values take at any one time, in bytes; `nil` if a shape is unknown. See ``ActivationMemory``.
    package var peakActivationBytes: Int?
    /// Nodes of the main graph.
    package var nodes: Int
    /// Of the default domain; `nil` if the model imports none.
    package var opset: Int?
    package var irVersion: Int
    /// How often the main graph uses each operator; of other domains as `domain.Operator`.
    package var operators: [String: Int]

    package init(_ model: Model) {
        self.init(model, shapes: ShapeInference(model))
    }

    /// - Parameter shapes: those of the same model, where they are known already.
    package init(_ model: Model, shapes: ShapeInference) {
        var elements = 0
        var bytes = 0
        let count = { (tensor: ParameterTensor) in
            elements = SaturatingSum.of(elements, tensor.elements)
            bytes = SaturatingSum.of(bytes, tensor.bytes)
        }
        model.graph.forEachParameterTensor(count)
        for function in model.functions { function.nodes.forEachParameterTensor(count) }
        parameters = elements
        parameterBytes = bytes
        initializerElements = model.graph.initializers.reduce(0) { SaturatingSum.of($0, $1.elementCount ?? 0) }
        macs = shapes.macs
        peakActivationBytes = ActivationMemory.peak(of: model.graph, types: shapes.types)
        nodes = model.graph.nodes.count
        opset = model.opset
        irVersion = model.irVersion
        operators = [:]
        for node in model.graph.nodes { operators[node.qualifiedOperator, default: 0] += 1 }
    }
}
