internal import ONNX
internal import ONNXOperators

/// What has become of a node from one model to the other.
package struct NodeChange: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// Only the first model has it.
        case removed
        /// Only the second model has it.
        case added
        /// Both have it, and it is not the same.
        case changed
    }

    package var kind: Kind
    /// `name (OpType)`, in the first model unless only the second has it.
    package var node: String
    /// What differs, one line each, for changed nodes.
    package var details: [String]
}

/// The nodes of a model's main graph, `Constant` nodes left out, and what each costs.
struct LayerSequence {
    var nodes: [Node]
    var layers: [Layer]

    init(_ model: Model, _ shapes: ShapeInference) {
        nodes = model.graph.nodes.filter { !$0.isConstant }
        layers = LayerList(model, shapes: shapes).layers
    }

    /// What makes a node the same node in another model: the operator and the type of what it produces.
    struct Key: Hashable {
        var operatorType: String
        var outputType: ValueType?
    }

    var keys: [Key] { layers.map { Key(operatorType: $0.operatorType, outputType: $0.outputType) } }
}

/// Which nodes of two models correspond: the longest common sequence by operator and type of output.
struct NodeAlignment {
    /// Beyond this many steps, at worst, sequences are compared by how often each kind of node is there.
    private static let stepLimit = 25_000_000

    private(set) var changes: [NodeChange] = []

    init(_ first: LayerSequence, _ second: LayerSequence) {
        let left = first.keys
        let right = second.keys
        let prefix = zip(left, right).prefix { $0 == $1 }.count
        let most = min(left.count, right.count) - prefix
        let suffix = min(most, zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count)
        let removedRange = prefix..<left.count - suffix
        let addedRange = prefix..<right.count - suffix

        for index in 0..<prefix { compare(first, index, second, index) }
        let changes = removedRange.count + addedRange.count
        if SaturatingSum.product(changes, changes) > Self.stepLimit {
            count(first, removedRange, second, addedRange)
        } else {
            align(first, Array(left[removedRange]), second, Array(right[addedRange]), from: prefix)
        }
        for index in 0..<suffix {
            compare(first, left.count - suffix + index, second, right.count - suffix + index)
        }
    }

    private mutating func align(
        _ first: LayerSequence, _ left: [LayerSequence.Key], _ second: LayerSequence, _ right: [LayerSequence.Key],
        from start: Int
    ) {
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in right.difference(from: left) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if removed.contains(i) {
                changes.append(NodeChange(kind: .removed, node: first.nodes[start + i].description, details: []))
                i += 1
            } else if added.contains(j) {
                changes.append(NodeChange(kind: .added, node: second.nodes[start + j].description, details: []))
                j += 1
            } else {
                compare(first, start + i, second, start + j)
                i += 1
                j += 1
            }
        }
    }

    /// Without regard to order: the nodes that one side has more often.
    private mutating func count(
        _ first: LayerSequence, _ firstRange: Range<Int>, _ second: LayerSequence, _ secondRange: Range<Int>
    ) {
        var surplus: [LayerSequence.Key: Int] = [:]
        let (left, right) = (first.keys, second.keys)
        for index in secondRange { surplus[right[index], default: 0] += 1 }
        for index in firstRange {
            if surplus[left[index], default: 0] > 0 {
                surplus[left[index], default: 0] -= 1
            } else {
                changes.append(NodeChange(kind: .removed, node: first.nodes[index].description, details: []))
            }
        }
        for index in secondRange where surplus[right[index], default: 0] > 0 {
            surplus[right[index], default: 0] -= 1
            changes.append(NodeChange(kind: .added, node: second.nodes[index].description, details: []))
        }
    }

    private mutating func compare(_ first: LayerSequence, _ i: Int, _ second: LayerSequence, _ j: Int) {
        var details: [String] = []
        let (left, right) = (first.layers[i], second.layers[j])
        if left.parameters != right.parameters {
            details.append("parameters: \(left.parameters) -> \(right.parameters)")
        }
        if first.nodes[i].inputs.count != second.nodes[j].inputs.count {
            details.append("inputs: \(first.nodes[i].inputs.count) -> \(second.nodes[j].inputs.count)")
        }
        details += Self.attributeChanges(first.nodes[i], second.nodes[j])
        guard !details.isEmpty else { return }
        changes.append(NodeChange(kind: .changed, node: first.nodes[i].description, details: details))
    }

    private static func attributeChanges(_ first: Node, _ second: Node) -> [String] {
        let names = Set(first.attributes.map(\.name)).union(second.attributes.map(\.name))
        return names.sorted().compactMap { name in
            let (left, right) = (first.attribute(name), second.attribute(name))
            if left == right { return nil }
            let (before, after) = (left?.shortText ?? "none", right?.shortText ?? "none")
            return before == after ? "\(name): another value" : "\(name): \(before) -> \(after)"
        }
    }
}

extension AttributeValue {
    /// The value where it is short, otherwise what it is: `[1, 1]`, `a tensor`.
    var shortText: String {
        switch self {
        case .float(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .string(let bytes): String(validating: bytes.prefix(60), as: UTF8.self) ?? "\(bytes.count) bytes"
        case .integers(let values) where values.count <= 8: "\(values)"
        case .floats(let values) where values.count <= 8: "\(values)"
        default: summary
        }
    }
}
