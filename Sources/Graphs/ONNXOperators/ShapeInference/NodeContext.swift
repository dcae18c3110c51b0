internal import ONNX

/// One node while its outputs are inferred.
package struct NodeContext {
    let node: Node
    /// The opset of the node's domain.
    let opset: Int
    /// One for each input of the node; `nil` for an optional one left out.
    var inputs: [InferredValue?]
    let files: ExternalFiles?
    /// Whether nothing is inferred beyond what onnx does: nothing is computed from values, for one.
    let asOnnx: Bool
    /// One for each output; `nil` while nothing is known of it.
    private(set) var outputs: [InferredValue?]
    /// Multiplications with an addition each, as far as the operator counts in them; `nil` where a shape is unknown.
    var macs: Int? = 0
    /// Whether the rule failed, or had no chance because an earlier one did.
    private(set) var hasFailed = false
    /// What no runtime can do although onnx's own inference does not mind.
    private(set) var impossibilities: [String] = []

    init(node: Node, opset: Int, inputs: [InferredValue?], files: ExternalFiles?, asOnnx: Bool = false) {
        self.node = node
        self.opset = opset
        self.inputs = inputs
        self.files = files
        self.asOnnx = asOnnx
        outputs = [InferredValue?](repeating: nil, count: node.outputs.count)
    }

    // MARK: Inputs

    func input(_ index: Int) -> InferredValue? { index < inputs.count ? inputs[index] : nil }

    /// Whether the node has an input at this place: named, and in a function given by the caller.
    func has(_ index: Int) -> Bool { index < node.inputs.count && !node.inputs[index].isEmpty && inputs[index] != nil }

    /// The type of an input; `nil` if it is unknown, or the input is not there.
    func type(_ index: Int) -> ValueType? { input(index)?.type }

    /// The shape of an input that is a dense or sparse tensor.
    func shape(_ index: Int) -> [Dimension]? { input(index)?.shape }
    func elementType(_ index: Int) -> ElementType? { input(index)?.elementType }
    func constant(_ index: Int) -> IntegerConstant? { input(index)?.constant }
    func integers(_ index: Int) -> [Int]? { constant(index)?.integers }

    /// The type of an input that has to be known.
    func knownType(_ index: Int) throws -> ValueType {
        guard let type = type(index) else {
            guard has(index) else { throw failure("input \(index) is missing") }
            throw failure("the type of input \(index) ('\(node.inputs[index])') is unknown")
        }
        return type
    }

    /// The element type of an input that has to be a tensor.
    func element(_ index: Int) throws -> ElementType {
        let type = try knownType(index)
        guard let element = type.elementType else { throw failure("input \(index) is not a tensor") }
        guard element != .undefined else { throw failure("the element type of input \(index) is unknown") }
        return element
    }

    /// The shape of an input, which has to have as many axes if it is known.
    func shape(_ index: Int, rank: Int) throws -> [Dimension]? {
        guard let shape = shape(index) else { return nil }
        guard shape.count == rank else {
            throw failure("input \(index) needs \(rank) axes, found \(shape.text)")
        }
        return shape
    }

    // MARK: Outputs

    mutating func set(_ index: Int, _ type: ElementType?, _ shape: [Dimension]?, constant: IntegerConstant? = nil) {
        guard let type else { return }
        set(index, InferredValue(.tensor(type, shape: shape), constant: constant))
    }

    mutating func set(_ index: Int, _ value: InferredValue?) {
        if index < outputs.count { outputs[index] = value }
    }

    mutating func set(_ index: Int, _ type: ValueType) { set(index, InferredValue(type)) }

    /// An output is of the type and shape of an input.
    mutating func copy(_ index: Int = 0, to output: Int = 0) throws {
        let type = try knownType(index)
        if type.elementType != nil { _ = try element(index) }
        set(output, InferredValue(type))
    }

    // MARK: Problems

    func failure(_ problem: String) -> ONNXError { .node(node: node.description, problem: problem) }

    /// Forgets what the rule gave before it failed.
    mutating func fail() {
        for index in outputs.indices { outputs[index] = nil }
        impossibilities = []
        macs = nil
        hasFailed = true
    }

    /// Notes what cannot run although it can be inferred.
    mutating func recordImpossible(_ problem: String) { impossibilities.append(problem) }
}
