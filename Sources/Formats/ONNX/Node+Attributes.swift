/// Attributes as their operators take them. Each accessor fails if the attribute has another type:
/// `node stem.conv1 (Conv), attribute 'pads': expected 4 integers, found 3`.
extension Node {
    /// The value of an attribute; `nil` if the node does not have it.
    package func attribute(_ name: String) -> AttributeValue? {
        attributes.first { $0.name == name }?.value
    }

    /// - Throws: ``ONNXError/attribute(node:attribute:problem:)`` if it is not an integer.
    package func integer(_ name: String, default value: Int) throws(ONNXError) -> Int {
        try integerIfPresent(name) ?? value
    }

    /// - Throws: ``ONNXError/attribute(node:attribute:problem:)`` if it is missing or no integer.
    package func integer(_ name: String) throws(ONNXError) -> Int {
        guard let value = try integerIfPresent(name) else { throw refusal(name, "it is missing") }
        return value
    }

    /// - Throws: ``ONNXError/attribute(node:attribute:problem:)`` if it is not an integer.
    package func integerIfPresent(_ name: String) throws(ONNXError) -> Int? {
        switch attribute(name) {
        case nil: return nil
        case .integer(let value): return Int(value)
        case let other?: throw refusal(name, "expected an integer, found \(other.summary)")
        }
    }

    /// Whether an integer attribute that is a truth value is not 0.
    package func flag(_ name: String, default value: Bool) throws(ONNXError) -> Bool {
        try integer(name, default: value ? 1 : 0) != 0
    }

    /// A list of integers; `nil` if the node does not have it.
    ///
    /// - Parameter count: how many there have to be.
    /// - Throws: ``ONNXError/attribute(node:attribute:problem:)`` if they are not integers, or not as many.
    package func integers(_ name: String, count: Int? = nil) throws(ONNXError) -> [Int]? {
        guard let value = attribute(name) else { return nil }
        guard case .integers(let values) = value else {
            throw refusal(name, "expected \(count.map { "\($0) " } ?? "")integers, found \(value.summary)")
        }
        if let count, values.count != count {
            throw refusal(name, "expected \(count) integers, found \(values.count)")
        }
        return values.map { Int($0) }
    }

    /// A list of integers, or another one if the node does not have it.
    package func integers(_ name: String, default values: [Int]) throws(ONNXError) -> [Int] {
        try integers(name, count: values.count) ?? values
    }

    /// - Throws: ``ONNXError/attribute(node:attribute:problem:)`` if it is not a float.
    package func float(_ name: String, default value: Float) throws(ONNXError) -> Float {
        switch attribute(name) {
        case nil: return value
        case .float(let value): return value
        case let other?: throw refusal(name, "expected a float, found \(other.summary)")
        }
    }

    /// - Throws: ``ONNXError/attribute(node:attribute:problem:)`` if they are not floats.
    package func floats(_ name: String) throws(ONNXError) -> [Float]? {
        switch attribute(name) {
        case nil: return nil
        case .floats(let values): return values
        case let other?: throw refusal(name, "expected floats, found \(other.summary)")
        }
    }

    /// - Throws: ``ONNXError/attribute(node:attribute:problem:)`` if it is not a string, or not UTF-8.
    package func text(_ name: String, default value: String) throws(ONNXError) -> String {
        switch attribute(name) {
        case nil: return value
        case .string(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { throw refusal(name, "it is not UTF-8") }
            return text
        case let other?: throw refusal(name, "expected a string, found \(other.summary)")
        }
    }

    /// - Throws: ``ONNXError/attribute(node:attribute:problem:)`` if it is not a tensor.
    package func tensor(_ name: String) throws(ONNXError) -> Tensor? {
        switch attribute(name) {
        case nil: return nil
        case .tensor(let tensor): return tensor
        case let other?: throw refusal(name, "expected a tensor, found \(other.summary)")
        }
    }

    /// - Throws: ``ONNXError/attribute(node:attribute:problem:)`` if it is missing or no graph.
    package func graph(_ name: String) throws(ONNXError) -> Graph {
        switch attribute(name) {
        case nil: throw refusal(name, "it is missing")
        case .graph(let graph): return graph
        case let other?: throw refusal(name, "expected a graph, found \(other.summary)")
        }
    }

    /// Every graph inside: the branches of `If`, the bodies of `Loop` and `Scan`.
    package var subgraphs: [Graph] {
        attributes.flatMap { attribute in
            switch attribute.value {
            case .graph(let graph): [graph]
            case .graphs(let graphs): graphs
            default: [] as [Graph]
            }
        }
    }

    /// An error about one of the node's attributes.
    package func refusal(_ attribute: String, _ problem: String) -> ONNXError {
        .attribute(node: description, attribute: attribute, problem: problem)
    }
}

extension AttributeValue {
    /// What it is, for messages: `an integer`, `3 integers`.
    package var summary: String {
        switch self {
        case .floats(let values): "\(values.count) floats"
        case .integers(let values): "\(values.count) integers"
        case .strings(let values): "\(values.count) strings"
        case .reference(let name, _): "a reference to '\(name)'"
        default: kind?.name ?? "a value"
        }
    }
}
