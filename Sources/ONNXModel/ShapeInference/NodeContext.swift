/// One node while its outputs are inferred.
struct NodeContext {
    let node: Node
    /// The opset of the node's domain.
    let opset: Int
    /// One for each input of the node; `nil` for an optional one left out.
    let inputs: [InferredValue?]
    let files: ExternalFiles?
    /// One for each output; `nil` while nothing is known of it.
    private(set) var outputs: [InferredValue?]
    /// Multiplications with an addition each, as far as the operator counts in them; `nil` where a shape is unknown.
    var macs: Int? = 0

    init(node: Node, opset: Int, inputs: [InferredValue?], files: ExternalFiles?) {
        self.node = node
        self.opset = opset
        self.inputs = inputs
        self.files = files
        outputs = [InferredValue?](repeating: nil, count: node.outputs.count)
    }

    // MARK: Inputs

    func input(_ index: Int) -> InferredValue? { index < inputs.count ? inputs[index] : nil }

    /// Whether the node names an input at this place.
    func has(_ index: Int) -> Bool { index < node.inputs.count && !node.inputs[index].isEmpty }

    func shape(_ index: Int) -> [Dimension]? { input(index)?.shape }
    func elementType(_ index: Int) -> ElementType? { input(index)?.elementType }
    func constant(_ index: Int) -> IntegerConstant? { input(index)?.constant }
    func floats(_ index: Int) -> [Float]? { input(index)?.floats }
    func integers(_ index: Int) -> [Int]? { constant(index)?.integers }

    // MARK: Outputs

    mutating func set(_ index: Int, _ type: ElementType?, _ shape: [Dimension]?, constant: IntegerConstant? = nil) {
        guard index < outputs.count else { return }
        guard let type else { return }
        let bounded = shape?.map { dimension in
            if case .fixed(let size) = dimension { DimensionArithmetic.dimension(size) } else { dimension }
        }
        outputs[index] = InferredValue(.tensor(type, shape: bounded), constant: constant)
    }

    mutating func set(_ index: Int, _ value: InferredValue?) {
        if index < outputs.count { outputs[index] = value }
    }

    // MARK: Attributes within reason

    func failure(_ problem: String) -> ONNXError { .node(node: node.description, problem: problem) }

    /// A list of as many integers as there are spatial axes, none beyond ``DimensionArithmetic/attributeLimit``.
    func spatial(_ name: String, count: Int, default value: Int, atLeast minimum: Int) throws(ONNXError) -> [Int] {
        let values = try node.integers(name, count: count) ?? [Int](repeating: value, count: count)
        for value in values where value < minimum || value > DimensionArithmetic.attributeLimit {
            throw node.refusal(name, "\(value) is out of range")
        }
        return values
    }

    /// An axis of a tensor of this rank, from a number that may count from the end.
    func axis(_ value: Int, rank: Int, _ name: String = "axis") throws(ONNXError) -> Int {
        guard value >= -rank, value < rank else {
            throw node.refusal(name, "\(value) is no axis of a tensor of rank \(rank)")
        }
        return value < 0 ? value + rank : value
    }

    /// Distinct axes of a tensor of this rank.
    func axes(_ values: [Int], rank: Int, _ name: String = "axes") throws(ONNXError) -> Set<Int> {
        var result: Set<Int> = []
        for value in values {
            guard result.insert(try axis(value, rank: rank, name)).inserted else {
                throw node.refusal(name, "axis \(value) is there twice")
            }
        }
        return result
    }

    /// What an opset moved from an attribute to an input: `nil` if it is not known before running.
    enum Setting {
        case absent
        case unknown
        case known([Int])
    }

    func setting(_ name: String, attributeBefore opset: Int, input index: Int) throws(ONNXError) -> Setting {
        if self.opset < opset {
            return try node.integers(name).map { .known($0) } ?? .absent
        }
        guard has(index) else { return .absent }
        return integers(index).map { .known($0) } ?? .unknown
    }
}
