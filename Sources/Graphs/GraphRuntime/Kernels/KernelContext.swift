internal import ONNX

/// What a kernel computes with: a node and the values of its inputs.
struct KernelContext {
    let node: Node
    let opset: Int
    /// `nil` for an optional input that is left out.
    var inputs: [Value?]
    let memory: MemoryPool
    /// The files next to the model that hold payloads.
    let files: ExternalFiles?
    /// Convolutions prepared for this node, if it is run more than once.
    let preparations: Preparations?
    /// What the executor computes together with the node.
    var fusion = Fusion()

    init(
        node: Node, opset: Int, inputs: [Value?], memory: MemoryPool, files: ExternalFiles? = nil,
        preparations: Preparations? = nil
    ) {
        self.node = node
        self.opset = opset
        self.inputs = inputs
        self.memory = memory
        self.files = files
        self.preparations = preparations
    }

    // MARK: Inputs

    /// An input in whatever order it lies; `nil` if it is left out.
    func optional(_ index: Int) -> Value? { index < inputs.count ? inputs[index] : nil }

    /// An input in whatever order it lies.
    func any(_ index: Int) throws -> Value {
        guard let value = optional(index) else { throw failure("input \(index) is missing") }
        return value
    }

    /// An input, row-major.
    func input(_ index: Int) throws -> Value { try any(index).ordered(.rowMajor, in: memory) }

    /// An optional input, row-major.
    func optionalInput(_ index: Int) throws -> Value? {
        try optional(index)?.ordered(.rowMajor, in: memory)
    }

    /// The elements of an integer input; `nil` if it is left out.
    func optionalIntegers(_ index: Int) throws -> [Int]? {
        guard let value = try optionalInput(index) else { return nil }
        guard value.count <= 1 << 20 else { throw failure("input \(index) has too many elements") }
        let wide = try value.converted(to: .int64, in: memory)
        return (0..<wide.count).map { Int(wide.integers[$0]) }
    }

    func integers(_ index: Int) throws -> [Int] {
        guard let values = try optionalIntegers(index) else { throw failure("input \(index) is missing") }
        return values
    }

    /// A float input's elements; `nil` if it is left out.
    func optionalFloats(_ index: Int) throws -> [Float]? {
        guard let value = try optionalInput(index) else { return nil }
        guard value.count <= 1 << 24 else { throw failure("input \(index) has too many elements") }
        let floats = try value.converted(to: .float, in: memory)
        return (0..<floats.count).map { floats.floats[$0] }
    }

    /// A float input that replaces an attribute in later opsets.
    func optionalScalar(_ index: Int) throws -> Float? {
        guard let values = try optionalFloats(index) else { return nil }
        guard let first = values.first, values.count == 1 else {
            throw failure("input \(index) is not a single number")
        }
        return first
    }

    // MARK: Attributes

    func integer(_ name: String, default value: Int) throws -> Int {
        try attribute { (node) throws in try node.integer(name, default: value) }
    }

    func flag(_ name: String, default value: Bool = false) throws -> Bool {
        try attribute { (node) throws in try node.flag(name, default: value) }
    }

    func float(_ name: String, default value: Float) throws -> Float {
        try attribute { (node) throws in try node.float(name, default: value) }
    }

    func text(_ name: String, default value: String) throws -> String {
        try attribute { (node) throws in try node.text(name, default: value) }
    }

    func integers(_ name: String) throws -> [Int]? {
        try attribute { (node) throws in try node.integers(name) }
    }

    func floats(_ name: String) throws -> [Float]? {
        try attribute { (node) throws in try node.floats(name) }
    }

    func tensor(_ name: String) throws -> Tensor? {
        try attribute { (node) throws in try node.tensor(name) }
    }

    /// Integers that are multiplied and added: pads, strides. One for each of `count` axes.
    ///
    /// - Throws: ``RuntimeError/node(node:problem:)`` if one of them is outside of `range`.
    func sizes(
        _ name: String, default values: [Int], in range: ClosedRange<Int> = 1...(1 << 24)
    ) throws -> [Int] {
        let found = try attribute { (node) throws in try node.integers(name, default: values) }
        guard found.allSatisfy(range.contains) else { throw failure("attribute '\(name)' is out of range: \(found)") }
        return found
    }

    private func attribute<T>(_ body: (Node) throws -> T) throws -> T {
        return try body(node)
    }

    /// An axis that may count from the end.
    ///
    /// - Parameter allowsEnd: whether it is a place between axes, so that `rank` is one.
    func axis(_ axis: Int, rank: Int, allowsEnd: Bool = false) throws -> Int {
        guard axis >= -rank, axis < (allowsEnd ? rank + 1 : rank) else { throw failure("axis \(axis) of \(rank) axes") }
        return axis < 0 ? axis + rank : axis
    }

    /// Different axes that may count from the end.
    func axes(_ axes: [Int], rank: Int) throws -> [Int] {
        var result: [Int] = []
        for axis in axes {
            let axis = try self.axis(axis, rank: rank)
            if result.contains(axis) { throw failure("axis \(axis) is named twice") }
            result.append(axis)
        }
        return result
    }

    // MARK: Outputs

    func make(_ type: ElementType, _ shape: [Int], order: Value.Order = .rowMajor) throws -> Value {
        try Value(type, shape, order: order, in: memory)
    }

    // MARK: Errors

    func failure(_ problem: String) -> RuntimeError { .node(node: node.description, problem: problem) }

    func unsupported(_ reason: String) -> RuntimeError {
        .unsupported(node: node.description, operatorType: node.operatorType, opset: opset, reason: reason)
    }

    func check(_ condition: Bool, _ problem: @autoclosure () -> String) throws {
        if !condition { throw failure(problem()) }
    }
}
