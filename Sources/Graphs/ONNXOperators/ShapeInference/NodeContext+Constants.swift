internal import ONNX
internal import Support

/// Inputs whose values are known before anything runs.
extension NodeContext {
    /// No list of axes, sizes or scales is longer; longer ones are not looked at.
    static let elementLimit = 1 << 16
    /// No tensor has more axes: a rank that only a length states is not taken beyond it.
    static let rankLimit = 1 << 10

    /// The integers of an input, if they are known.
    ///
    /// - Throws: if the file states them in a type that is not among these.
    func integers(
        _ index: Int, of types: Set<ElementType> = [.int64], _ name: String
    ) throws -> [Int]? {
        if let tensor = input(index)?.tensor {
            guard types.contains(tensor.elementType) else {
                throw failure("\(name) cannot be \(tensor.elementType)")
            }
            if let values = integers(index) { return values }
            guard let count = tensor.elementCount, count <= Self.elementLimit else { return nil }
            do {
                return try tensor.withoutExcess.integers(in: files).map { Int($0) }
            } catch {
                throw failure("\(name) cannot be read: \(error.nodeProblem)")
            }
        }
        return integers(index)
    }

    /// The elements of a scalar or a list of integers, unknown ones included, if it is known how many there are.
    func elements(_ index: Int) -> [Dimension]? {
        if let constant = constant(index) { return constant.elements }
        guard !asOnnx, elementType(index) == .int64 || elementType(index) == .int32, let shape = shape(index),
            shape.count <= 1
        else { return nil }
        guard let first = shape.first else { return [.unknown] }
        guard case .fixed(let count) = first, (0...IntegerConstant.countLimit).contains(count) else { return nil }
        return .open(count)
    }

    /// The floats of an input, if they are known.
    func floats(_ index: Int, _ name: String) throws -> [Float]? {
        guard let tensor = input(index)?.tensor else { return nil }
        guard tensor.elementType == .float else { throw failure("\(name) cannot be \(tensor.elementType)") }
        guard let count = tensor.elementCount, count <= Self.elementLimit else { return nil }
        do {
            return try tensor.withoutExcess.floats(in: files)
        } catch {
            throw failure("\(name) cannot be read: \(error.nodeProblem)")
        }
    }

    /// The one number that an input states, if it is known.
    ///
    /// - Throws: if the file states something else than a scalar number.
    func scalar(_ index: Int, _ name: String) throws -> Double? {
        guard let tensor = input(index)?.tensor else {
            return constant(index).flatMap { $0.isScalar ? $0.single.map(Double.init) : nil }
        }
        guard tensor.shape.isEmpty else { throw failure("\(name) is not a scalar") }
        switch tensor.elementType {
        case .int32, .int64: return (try? tensor.integers(in: files))?.first.map { Double($0) }
        case .float, .double: return (try? tensor.floats(in: files))?.first.map { Double($0) }
        default: throw failure("\(name) cannot be \(tensor.elementType)")
        }
    }

    /// As ``scalar(_:_:)``, cut to an integer.
    func integerScalar(_ index: Int, _ name: String) throws -> Int? {
        guard let value = try scalar(index, name) else { return nil }
        guard let integer = Int(exactly: value.rounded(.towardZero)) else {
            throw failure("\(name) is \(value), not a size")
        }
        return integer
    }

    /// A shape that an input holds: as far as its elements are known, else as many open axes as it has elements.
    ///
    /// - Throws: if the input is not a list of int64.
    func shapeInput(_ index: Int, _ name: String) throws -> [Dimension]? {
        guard index < node.inputs.count else { throw failure("\(name) is missing") }
        if input(index)?.tensor != nil {
            return try integers(index, name)?.map { .fixed($0) }
        }
        if let constant = constant(index) { return constant.elements }
        guard let shape = try shape(index, rank: 1), case .fixed(let rank) = shape[0],
            (0...Self.rankLimit).contains(rank)
        else {
            return nil
        }
        return .open(rank)
    }

    /// What an opset moved from an attribute to an input: `unknown` if it is not known before running.
    enum Setting {
        case absent
        case unknown
        case known([Int])
    }

    func setting(_ name: String, attributeBefore opset: Int, input index: Int) throws -> Setting {
        if self.opset < opset {
            return try node.integers(name).map { .known($0) } ?? .absent
        }
        guard has(index) else { return .absent }
        return try integers(index, name).map { .known($0) } ?? .unknown
    }

    // MARK: Attributes

    /// The element type that an attribute names by number; `nil` if the node does not have it.
    func elementTypeAttribute(_ name: String) throws -> ElementType? {
        guard let number = try node.integerIfPresent(name) else { return nil }
        guard let type = Int32(exactly: number).flatMap(ElementType.init(rawValue:)) else {
            throw node.refusal(name, "unknown element type \(number)")
        }
        return type
    }

    /// The element type that an attribute names; that of an input if the node does not have it.
    func elementTypeAttribute(_ name: String, orInput index: Int) throws -> ElementType {
        if let type = try elementTypeAttribute(name) { return type }
        return try element(index)
    }

    /// As many integers as there are spatial axes, each at least so large.
    func spatial(_ name: String, count: Int, default value: Int, atLeast minimum: Int) throws -> [Int] {
        let values = try node.integers(name, count: count) ?? [Int](repeating: value, count: count)
        for value in values where value < minimum { throw node.refusal(name, "\(value) is out of range") }
        return values
    }
}

extension Tensor {
    /// The tensor without payload beyond its shape, which onnx does not look at.
    fileprivate var withoutExcess: Tensor {
        guard case .raw(let view) = data, let count = payloadByteCount, count < view.count,
            let part = view.slice(0..<count)
        else { return self }
        var tensor = self
        tensor.data = .raw(part)
        return tensor
    }
}
