internal import CQuantizedKernels
internal import GraphRuntime
internal import ONNX

/// What an operator is prepared with: a node, what is known of its inputs, and how many workers there will be.
struct NodeContext {
    let node: Node
    let opset: Int
    /// `nil` for an optional input that is left out.
    let inputs: [Operand?]
    let workers: Int
    /// 256 entries that the result goes through: a following `HzLut` that is computed together with this node.
    var fusedTable: FixedBuffer?

    // MARK: Inputs

    func input(_ index: Int) throws -> Operand {
        guard index < inputs.count, let input = inputs[index] else { throw failure("input \(index) is missing") }
        return input
    }

    /// An input of a type and rank.
    func input(_ index: Int, _ types: [ElementType], rank: Int? = nil) throws -> Operand {
        let input = try self.input(index)
        guard types.contains(input.form.type) else {
            let expected = types.map(\.description).joined(separator: " or ")
            throw failure("input \(index): expected \(expected), found \(input.form.type)")
        }
        if let rank, input.form.shape.count != rank {
            throw failure("input \(index): expected \(rank) axes, found \(input.form.shape)")
        }
        return input
    }

    /// A constant input and its elements.
    func constant(_ index: Int, _ type: ElementType, rank: Int? = nil) throws -> (form: TensorForm, buffer: FixedBuffer)
    {
        let input = try self.input(index, [type], rank: rank)
        guard let constant = input.constant else { throw unsupported("input \(index) is not a constant") }
        return (input.form, constant)
    }

    /// - Throws: ``RuntimeError/unsupported(node:operatorType:opset:reason:)`` if there are more inputs than the
    ///   operator was ever seen with.
    func expectInputs(atMost count: Int) throws {
        guard inputs.dropFirst(count).allSatisfy({ $0 == nil }) else {
            throw unsupported("the meaning of input \(count) is not known")
        }
    }

    // MARK: Attributes

    func integer(_ name: String, default value: Int? = nil, in range: ClosedRange<Int>) throws -> Int {
        let found = try value.map { try node.integer(name, default: $0) } ?? node.integer(name)
        guard range.contains(found) else { throw failure("attribute '\(name)': \(found) is not in \(range)") }
        return found
    }

    /// Exactly `count` integers.
    func integers(_ name: String, count: Int, default value: Int? = nil, in range: ClosedRange<Int>) throws -> [Int] {
        guard let found = try node.integers(name, count: count) else {
            guard let value else { throw failure("attribute '\(name)' is missing") }
            return [Int](repeating: value, count: count)
        }
        if let wrong = found.first(where: { !range.contains($0) }) {
            throw failure("attribute '\(name)': \(wrong) is not in \(range)")
        }
        return found
    }

    /// One integer for each of `count` channels: as many, or a single one for all.
    func channelIntegers(
        _ name: String, count: Int, default value: Int? = nil, in range: ClosedRange<Int>
    ) throws -> [Int32] {
        let found: [Int]
        if case .integer(let single)? = node.attribute(name) {
            found = [Int(single)]
        } else if let list = try node.integers(name) {
            found = list
        } else if let value {
            found = [value]
        } else {
            throw failure("attribute '\(name)' is missing")
        }
        guard found.count == 1 || found.count == count else {
            throw failure("attribute '\(name)': expected \(count) integers, found \(found.count)")
        }
        if let wrong = found.first(where: { !range.contains($0) }) {
            throw failure("attribute '\(name)': \(wrong) is not in \(range)")
        }
        let narrow = found.map { Int32($0) }
        return narrow.count == count ? narrow : [Int32](repeating: narrow[0], count: count)
    }

    /// How many bits a result has.
    func bits(_ name: String = "output_bit", among allowed: [Int] = [8, 16]) throws -> Int {
        let found = try node.integer(name)
        guard allowed.contains(found) else { throw unsupported("attribute '\(name)' is \(found)") }
        return found
    }

    /// Whether the second shift rounds half up; the other way is to round down.
    func rounds(_ name: String = "rounding_method") throws -> Bool {
        try node.text(name, default: "ROUND") != "FLOOR"
    }

    /// - Throws: ``RuntimeError/unsupported(node:operatorType:opset:reason:)`` for a layout other than NHWC.
    func expectChannelsLast() throws {
        let format = try node.text("data_format", default: "NHWC")
        guard format == "NHWC" else { throw unsupported("attribute 'data_format' is '\(format)'") }
    }

    // MARK: Outputs

    func form(_ type: ElementType, _ shape: [Int]) throws -> TensorForm {
        try TensorForm(type, shape, of: node.description)
    }

    // MARK: Errors

    func failure(_ problem: String) -> RuntimeError { .node(node: node.description, problem: problem) }

    func unsupported(_ reason: String) -> RuntimeError {
        .unsupported(node: node.description, operatorType: node.operatorType, opset: opset, reason: reason)
    }
}
