package import ONNX

/// A tensor of parameters: a constant of floating-point numbers with at least one axis.
///
/// Scalars are the numbers of formulas, and integers are shapes and indices: neither are parameters.
package struct ParameterTensor: Sendable, Equatable {
    /// Of the initializer, or of the `Constant` node's output.
    package var name: String
    package var shape: [Int]
    package var elementType: ElementType
    package var elements: Int
    /// What the elements take; the largest number where that overflows.
    package var bytes: Int

    private init(name: String, shape: [Int], elementType: ElementType, elements: Int) {
        self.name = name
        self.shape = shape
        self.elementType = elementType
        self.elements = elements
        bytes = SaturatingSum.bytes(elements: elements, bits: elementType.bitWidth ?? 0)
    }

    /// `nil` if the tensor holds no parameters.
    init?(_ tensor: Tensor, name: String) {
        guard tensor.elementType.isFloatingPoint, !tensor.shape.isEmpty, let elements = tensor.elementCount else {
            return nil
        }
        self.init(name: name, shape: tensor.shape, elementType: tensor.elementType, elements: elements)
    }

    /// The value of a `Constant` node; `nil` for other nodes, and if it holds no parameters.
    init?(constant node: Node) {
        guard node.isConstant, let name = node.outputs.first else { return nil }
        for attribute in node.attributes {
            switch (attribute.name, attribute.value) {
            case (_, .tensor(let tensor)):
                self.init(tensor, name: name)
                return
            case (_, .sparseTensor(let tensor)):
                self.init(tensor.values, name: name)
                return
            case ("value_floats", .floats(let values)):
                self.init(name: name, shape: [values.count], elementType: .float, elements: values.count)
                return
            default: continue
            }
        }
        return nil
    }
}

extension Model {
    /// Every tensor of parameters, in subgraphs and functions too. A tensor is there once, however often it is used.
    package var parameterTensors: [ParameterTensor] {
        var tensors: [ParameterTensor] = []
        graph.forEachParameterTensor { tensors.append($0) }
        for function in functions { function.nodes.forEachParameterTensor { tensors.append($0) } }
        return tensors
    }
}

extension Graph {
    /// Those of the graph itself and of the graphs within.
    func forEachParameterTensor(_ body: (ParameterTensor) -> Void) {
        forEachInitializedTensor(body)
        nodes.forEachParameterTensor(body)
    }

    /// Those among the initializers.
    func forEachInitializedTensor(_ body: (ParameterTensor) -> Void) {
        for tensor in initializers {
            if let parameters = ParameterTensor(tensor, name: tensor.name) { body(parameters) }
        }
        for tensor in sparseInitializers {
            if let parameters = ParameterTensor(tensor.values, name: tensor.values.name) { body(parameters) }
        }
    }
}

extension [Node] {
    func forEachParameterTensor(_ body: (ParameterTensor) -> Void) {
        for node in self {
            if let tensor = ParameterTensor(constant: node) { body(tensor) }
            for graph in node.subgraphs { graph.forEachParameterTensor(body) }
        }
    }
}

extension Node {
    /// Whether the node does nothing but hold a constant.
    var isConstant: Bool { operatorType == "Constant" && isInDefaultDomain }

    /// The operator's name; of other domains than the default one as `domain.Operator`.
    package var qualifiedOperator: String { domain.isEmpty ? operatorType : "\(domain).\(operatorType)" }
}
