/// How large a model is. No payload is touched but small integer constants, which shapes follow from.
public struct ModelStatistics: Sendable, Equatable {
    /// Elements of every constant of floating-point numbers with at least one axis, whether an initializer or a `Constant`
    /// node, in subgraphs and functions too. Each tensor counts once however often it is used. Scalars are the numbers of
    /// formulas, not parameters.
    public var parameters: Int
    /// What these elements take, in bytes.
    public var parameterBytes: Int
    /// Elements of all initializers of the main graph: what `sum(prod(i.dims) for i in graph.initializer)` gives.
    public var initializerElements: Int
    /// Multiply-accumulates of one run; `nil` if a shape is unknown.
    public var macs: Int?
    /// Nodes of the main graph.
    public var nodes: Int
    /// Of the default domain; `nil` if the model imports none.
    public var opset: Int?
    public var irVersion: Int
    /// How often the main graph uses each operator; of other domains as `domain.Operator`.
    public var operators: [String: Int]

    public init(_ model: Model) {
        var counter = ParameterCounter()
        counter.count(model.graph)
        for function in model.functions { counter.count(function.nodes) }
        parameters = counter.elements
        parameterBytes = counter.bytes
        initializerElements = model.graph.initializers.reduce(0) { saturatingSum($0, $1.elementCount ?? 0) }
        macs = ShapeInference(model).macs
        nodes = model.graph.nodes.count
        opset = model.opset
        irVersion = model.irVersion
        operators = [:]
        for node in model.graph.nodes {
            operators[node.domain.isEmpty ? node.operatorType : "\(node.domain).\(node.operatorType)", default: 0] += 1
        }
    }
}

/// Sums that stop at the largest number, for sizes that a hostile file claims.
private func saturatingSum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? .max : sum
}

private struct ParameterCounter {
    var elements = 0
    var bytes = 0

    mutating func count(_ graph: Graph) {
        for tensor in graph.initializers { count(tensor) }
        for tensor in graph.sparseInitializers { count(tensor.values) }
        count(graph.nodes)
    }

    mutating func count(_ nodes: [Node]) {
        for node in nodes {
            for attribute in node.attributes {
                switch attribute.value {
                case .tensor(let tensor): if node.operatorType == "Constant" { count(tensor) }
                case .sparseTensor(let tensor): if node.operatorType == "Constant" { count(tensor.values) }
                case .floats(let values): if attribute.name == "value_floats" { add(values.count, bits: 32) }
                case .graph(let graph): count(graph)
                case .graphs(let graphs): for graph in graphs { count(graph) }
                default: break
                }
            }
        }
    }

    private mutating func count(_ tensor: Tensor) {
        guard tensor.elementType.isFloatingPoint, !tensor.shape.isEmpty, let width = tensor.elementType.bitWidth,
            let count = tensor.elementCount
        else { return }
        add(count, bits: width)
    }

    private mutating func add(_ count: Int, bits: Int) {
        elements = saturatingSum(elements, count)
        let (size, overflow) = count.multipliedReportingOverflow(by: bits)
        bytes = saturatingSum(bytes, overflow ? .max : (size / 8 + (size % 8 == 0 ? 0 : 1)))
    }
}
